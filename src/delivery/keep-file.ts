import { createHash } from "node:crypto";
import { filetypeinfo } from "magic-bytes.js";
import PQueue from "p-queue";
import type { InboundMessage } from "../domain/messaging/message";
import { type Attachment, type KeptFile, sentKinds, spreadsheetKind } from "../domain/payment/proof";
import { fail, ok } from "../domain/shared/result";
import type { Channel } from "./channel";

/** The largest file that is kept, in bytes: 5 MB. */
const largestFile = 5 * 1024 * 1024;

/** So many files are fetched and kept at once: many more people are answered at a time, and files take memory. */
const filesAtOnce = 16;

/** What keeping a file is handed. */
export interface KeepFileParts {
  readonly channelOf: (name: InboundMessage["channel"]) => Channel | undefined;
  readonly add: (attachment: Attachment) => Promise<void>;
  /** A keyed id that follows from the message. */
  readonly derive: (cause: string, purpose: string) => string;
}

/** A message with the inbox's id for it. */
export interface FileMessage {
  readonly id: string;
  readonly contactId: string;
  readonly message: InboundMessage;
}

/**
 * Fetches the file of a message and keeps it, once for the message. What it is, is told from its first bytes, never from
 * what the sender calls it: photos (JPEG, PNG, WebP) and PDF up to 5 MB, or a spreadsheet where one is asked for. `begin` is
 * awaited when those before have made room for it.
 */
export function createKeepFile(parts: KeepFileParts) {
  const queue = new PQueue({ concurrency: filesAtOnce });
  return async (
    received: FileMessage,
    now: number,
    wanted: "paper" | "sheet" = "paper",
    begin: () => Promise<void> = async () => undefined,
  ): Promise<KeptFile> => {
    const { content } = received.message;
    if (content.type !== "media") throw new Error("only a media message carries a file");
    if ((content.sizeBytes ?? 0) > largestFile) return fail("too-large");
    return queue.add(async () => {
      await begin();
      return keep(parts, received, content.ref, { now, wanted });
    });
  };
}

async function keep(
  parts: KeepFileParts,
  { id, contactId, message }: FileMessage,
  ref: string,
  { now, wanted }: { now: number; wanted: "paper" | "sheet" },
): Promise<KeptFile> {
  const fetched = await parts.channelOf(message.channel)?.fetchMedia(ref, largestFile);
  if (!fetched?.ok) return fail(fetched?.error.reason === "too-large" ? "too-large" : "unreachable");
  const bytes = fetched.value;
  const mimeType = wanted === "sheet" ? sheetKindOf(bytes) : kindOf(bytes);
  if (!mimeType) return fail(wanted === "sheet" ? "no-sheet" : "wrong-kind");
  const attachmentId = parts.derive(id, "attachment");
  const contentHash = createHash("sha256").update(bytes).digest("hex");
  await parts.add({ id: attachmentId, contactId, mimeType, bytes, contentHash, createdAt: now });
  return ok({ attachmentId, contentHash });
}

function kindOf(bytes: Uint8Array): (typeof sentKinds)[number] | undefined {
  const found = new Set(filetypeinfo(bytes).map(({ mime }) => mime));
  return sentKinds.find((kind) => found.has(kind));
}

/** A spreadsheet is an archive that has a workbook in it; whether it can be read is seen when it is. */
function sheetKindOf(bytes: Uint8Array): typeof spreadsheetKind | undefined {
  const isArchive = filetypeinfo(bytes).some(({ mime }) => mime === "application/zip");
  return isArchive && Buffer.from(bytes).includes("xl/workbook.xml") ? spreadsheetKind : undefined;
}
