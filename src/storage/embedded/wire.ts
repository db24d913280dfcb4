import { type Document, deserialize, Long, serialize } from "bson";
import type { Batch } from "./cursors";
import { EngineError } from "./errors";

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER = 16;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
const KNOWN_REQUIRED_FLAGS = CHECKSUM_PRESENT | MORE_TO_COME;

/** The longest message of MongoDB's protocol that is accepted, as `hello` announces. */
export const MAX_MESSAGE_BYTES = 48_000_000;

/** A command as it came: numbers in their BSON wrappers, the documents of an insert as bytes. */
export interface WireRequest {
  readonly requestId: number;
  readonly command: Document;
  /** The client waits for an answer. */
  readonly answered: boolean;
  /** Asked by the old handshake message, and answered in its form. */
  readonly legacy: boolean;
}

/** What a command answers: a document, or a batch of documents that are already BSON. */
export type Reply = Document | CursorReply;

/** A page of a cursor; its documents go out as the bytes that they are. */
export class CursorReply {
  constructor(
    readonly namespace: string,
    readonly batch: Batch,
    readonly field: "firstBatch" | "nextBatch",
  ) {}
}

/** Cuts a stream of bytes into messages. */
export class MessageReader {
  private pending: Buffer[] = [];
  private size = 0;

  /** Takes the next bytes and gives the messages that are complete; a message of impossible length is thrown. */
  *feed(chunk: Buffer): Generator<Buffer> {
    this.pending.push(chunk);
    this.size += chunk.length;
    while (this.size >= HEADER) {
      if ((this.pending[0]?.length ?? 0) < HEADER) this.merge();
      const length = this.pending[0]?.readInt32LE(0) ?? 0;
      if (length < HEADER || length > MAX_MESSAGE_BYTES)
        throw new EngineError(17, `a message of ${length} bytes is not accepted`);
      if (this.size < length) return;
      this.merge();
      const whole = this.pending[0] ?? Buffer.alloc(0);
      this.pending = length < whole.length ? [whole.subarray(length)] : [];
      this.size -= length;
      yield whole.subarray(0, length);
    }
  }

  private merge(): void {
    if (this.pending.length > 1) this.pending = [Buffer.concat(this.pending)];
  }
}

/** Reads a message; what is no MongoDB message of today is thrown and ends the connection. */
export function parseMessage(message: Buffer): WireRequest {
  const requestId = message.readInt32LE(4);
  const opCode = message.readInt32LE(12);
  if (opCode === OP_MSG) return parseModern(message, requestId);
  if (opCode === OP_QUERY) return parseLegacy(message, requestId);
  throw new EngineError(17, `the embedded engine does not speak the message kind ${opCode}`);
}

function parseModern(message: Buffer, requestId: number): WireRequest {
  const flags = message.readUInt32LE(HEADER);
  if ((flags & 0xffff & ~KNOWN_REQUIRED_FLAGS) !== 0) throw new EngineError(17, `unknown message flags ${flags}`);
  const end = message.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  let command: Document | undefined;
  const sequences: Document = {};
  for (let at = HEADER + 4; at < end; ) {
    const kind = message[at];
    const size = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + size);
    if (size < 5 || at + 1 + size > end) throw new EngineError(17, "a section does not fit its message");
    if (kind === 0) command = parseCommand(section);
    else if (kind === 1) Object.assign(sequences, parseSequence(section));
    else throw new EngineError(17, `unknown section kind ${kind}`);
    at += 1 + size;
  }
  if (!command) throw new EngineError(17, "a message without a command");
  const answered = (flags & MORE_TO_COME) === 0;
  return { requestId, command: { ...command, ...sequences }, answered, legacy: false };
}

function parseLegacy(message: Buffer, requestId: number): WireRequest {
  const nameEnd = message.indexOf(0, HEADER + 4);
  const collection = message.toString("utf8", HEADER + 4, nameEnd);
  if (!collection.endsWith(".$cmd")) throw new EngineError(17, "only commands are accepted in the old message kind");
  const command = parseCommand(message.subarray(nameEnd + 1 + 8));
  return { requestId, command: { ...command, $db: collection.slice(0, -5) }, answered: true, legacy: true };
}

function parseCommand(bytes: Buffer): Document {
  const nameEnd = bytes.indexOf(0, 5);
  const fieldsAsRaw: Record<string, boolean> =
    bytes.toString("utf8", 5, nameEnd) === "insert" ? { documents: true } : {};
  return deserialize(bytes, {
    promoteValues: false,
    bsonRegExp: true,
    fieldsAsRaw,
    allowObjectSmallerThanBufferSize: true,
  });
}

function parseSequence(section: Buffer): Document {
  const nameEnd = section.indexOf(0, 4);
  const name = section.toString("utf8", 4, nameEnd);
  const documents: unknown[] = [];
  for (let at = nameEnd + 1; at < section.length; ) {
    const size = section.readInt32LE(at);
    if (size < 5 || at + size > section.length) throw new EngineError(17, "a document does not fit its section");
    const bytes = section.subarray(at, at + size);
    documents.push(name === "documents" ? bytes : deserialize(bytes, { promoteValues: false, bsonRegExp: true }));
    at += size;
  }
  return { [name]: documents };
}

/** The bytes of an answer. */
export function encodeReply(request: Pick<WireRequest, "requestId" | "legacy">, reply: Reply): Buffer {
  const body = reply instanceof CursorReply ? encodeCursor(reply) : serialize(reply, { ignoreUndefined: true });
  const lead = Buffer.alloc(request.legacy ? 20 : 5);
  if (request.legacy) {
    lead.writeInt32LE(8, 0);
    lead.writeInt32LE(1, 16);
  }
  const header = Buffer.alloc(HEADER);
  header.writeInt32LE(HEADER + lead.length + body.length, 0);
  header.writeInt32LE(request.requestId, 8);
  header.writeInt32LE(request.legacy ? OP_REPLY : OP_MSG, 12);
  return Buffer.concat([header, lead, body]);
}

function encodeCursor({ namespace, batch, field }: CursorReply): Buffer {
  const cursor = append(
    serialize({ id: Long.fromBigInt(batch.id), ns: namespace }),
    0x04,
    field,
    arrayOf(batch.documents),
  );
  return append(serialize({ ok: 1 }), 0x03, "cursor", cursor);
}

function arrayOf(documents: readonly Uint8Array[]): Buffer {
  const parts: Uint8Array[] = [Buffer.alloc(4)];
  documents.forEach((document, index) => {
    parts.push(Buffer.from(`\x03${index}\0`, "latin1"), document);
  });
  parts.push(Buffer.from([0]));
  const array = Buffer.concat(parts);
  array.writeInt32LE(array.length, 0);
  return array;
}

/** Puts one more field at the end of a BSON document. */
function append(document: Uint8Array, type: number, name: string, value: Buffer): Buffer {
  const field = Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`, "utf8"), value, Buffer.from([0])]);
  const longer = Buffer.concat([document.subarray(0, document.length - 1), field]);
  longer.writeInt32LE(longer.length, 0);
  return longer;
}
