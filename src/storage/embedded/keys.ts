/** The kinds of entries in the store, each the first byte of its keys. */
const KIND = { meta: 0, collection: 1, document: 2, index: 3 } as const;

/** A document's number within its collection: it never changes and grows in the order of insertion. */
export type RecordId = number;

const RECORD_BYTES = 6;

/** A range of keys: `start` belongs to it, `end` does not. */
export interface KeyRange {
  readonly start: Buffer;
  readonly end: Buffer;
}

/** The key of an entry about the store itself. */
export const metaKey = (name: string): Buffer => Buffer.concat([Buffer.from([KIND.meta]), Buffer.from(name)]);

/** The key of a collection's definition. */
export const collectionKey = (collection: number): Buffer => prefix(KIND.collection, collection);

/** Every collection's definition. */
export const allCollections: KeyRange = {
  start: Buffer.from([KIND.collection]),
  end: Buffer.from([KIND.collection + 1]),
};

/** The key of a document's BSON. */
export function documentKey(collection: number, record: RecordId): Buffer {
  return withRecord(prefix(KIND.document, collection), nothing, record);
}

const nothing = new Uint8Array(0);

/** The key of a record in an index: what the index's keys begin with, the record's own key, and its id. */
export function withRecord(beginning: Buffer, key: Uint8Array, record: RecordId): Buffer {
  const length = beginning.length + key.length;
  const bytes = Buffer.allocUnsafe(length + RECORD_BYTES);
  bytes.set(beginning);
  bytes.set(key, beginning.length);
  bytes.writeUIntBE(record, length, RECORD_BYTES);
  return bytes;
}

/** Every document of a collection, in the order of insertion. */
export const documentsOf = (collection: number): KeyRange => rangeOf(prefix(KIND.document, collection));

/** The beginning of an index's keys. */
export function indexPrefix(collection: number, index: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeUInt16BE(index);
  return Buffer.concat([prefix(KIND.index, collection), bytes]);
}

/** Every entry of every index of a collection. */
export const indexesOf = (collection: number): KeyRange => rangeOf(prefix(KIND.index, collection));

/** Everything that begins with these bytes. */
export function rangeOf(bytes: Buffer): KeyRange {
  return { start: bytes, end: after(bytes) };
}

/** The first key behind all keys that begin with these bytes. */
export function after(bytes: Buffer): Buffer {
  const next = Buffer.from(bytes);
  for (let i = next.length - 1; i >= 0; i--) {
    const byte = next[i] ?? 0;
    if (byte < 0xff) {
      next[i] = byte + 1;
      return next.subarray(0, i + 1);
    }
  }
  return Buffer.alloc(next.length + 1, 0xff);
}

/** The first key behind this very key. */
export const successor = (key: Buffer): Buffer => Buffer.concat([key, Buffer.from([0])]);

/** The record id at the end of a document's or an index entry's key. */
export function recordOf(key: Uint8Array): RecordId {
  let record = 0;
  for (let at = key.length - RECORD_BYTES; at < key.length; at += 1) record = record * 256 + (key[at] ?? 0);
  return record;
}

function prefix(kind: number, collection: number): Buffer {
  const bytes = Buffer.allocUnsafe(5);
  bytes[0] = kind;
  bytes.writeUInt32BE(collection, 1);
  return bytes;
}
