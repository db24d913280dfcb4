import { Binary, BSONRegExp, type Document, Double, deserialize, Int32, Long, serialize, UUID } from "bson";
import { EngineError } from "./errors";

export type { Document } from "bson";

/** The largest document, as in MongoDB: 16 MiB. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/**
 * Binary data whose `toString` tells two values apart, which mingo relies on to compare what it does not know.
 * (The driver's own class decodes the bytes as UTF-8 there, so that different bytes may read the same.)
 */
class ComparableBinary extends Binary {
  override toString(): string {
    return `${this.sub_type}:${Buffer.from(this.value()).toString("hex")}`;
  }
}

const UNSUPPORTED = new Set(["Decimal128", "DBRef", "Code", "BSONSymbol", "Timestamp", "MinKey", "MaxKey"]);
const REGEX_FLAGS = /^[ims]*$/;

/** The name of a BSON wrapper class (`Int32`, `ObjectId`, ...), or undefined for plain values. */
export function bsonType(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const type = (value as { _bsontype?: unknown })._bsontype;
  return typeof type === "string" ? type : undefined;
}

/** Whether this is a document, as opposed to an array, a date, an ObjectId or any other value. */
export function isDocument(value: unknown): value is Document {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return bsonType(value) === undefined && !(value instanceof Date) && !(value instanceof RegExp);
}

/** Reads BSON with every number in its wrapper (`Int32`, `Long`, `Double`), so that its type survives a round trip. */
export function decodeTyped(bytes: Uint8Array): Document {
  return deserialize(bytes, { promoteValues: false, bsonRegExp: true });
}

/** Reads BSON into the values that queries are evaluated on; a type that the engine cannot compare is refused by name. */
export function decodePlain(bytes: Uint8Array): Document {
  return toPlain(deserialize(bytes, { bsonRegExp: true })) as Document;
}

/** Writes a document as BSON; `undefined` becomes null, as the driver does with its default settings. */
export function encode(document: Document): Uint8Array {
  return serialize(document, { ignoreUndefined: false });
}

/** Replaces wrappers by the values that queries compare: numbers (64-bit ones beyond 2^53 stay `Long`), RegExp, comparable binaries. */
export function toPlain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(toPlain);
  const type = bsonType(value);
  if (type !== undefined) return unwrap(value, type);
  if (value instanceof Date || value instanceof RegExp) return value;
  const document = value as Document;
  for (const key of Object.keys(document)) {
    const inner: unknown = document[key];
    if (typeof inner === "object" && inner !== null) assign(document, key, toPlain(inner));
  }
  return document;
}

/** Like {@link toPlain}, leaving the value that was given as it is. */
export function plainCopy(value: unknown): unknown {
  return toPlain(cloneValue(value));
}

/** A copy whose documents and arrays may be changed; scalars are shared. */
export function cloneValue<T>(value: T): T {
  if (Array.isArray(value)) return value.map(cloneValue) as T;
  if (!isDocument(value)) return value;
  const copy: Document = {};
  for (const key of Object.keys(value)) assign(copy, key, cloneValue(value[key]));
  return copy as T;
}

/** Sets a field, also one named like a property of every object. */
export function assign(document: Document, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(document, key, { value, writable: true, enumerable: true, configurable: true });
  } else document[key] = value;
}

function unwrap(value: object, type: string): unknown {
  if (value instanceof Int32 || value instanceof Double) return value.value;
  if (value instanceof Long) return fromLong(value);
  if (value instanceof BSONRegExp) return toRegExp(value);
  if (value instanceof Binary && !(value instanceof UUID) && !(value instanceof ComparableBinary)) {
    return new ComparableBinary(value.value(), value.sub_type);
  }
  if (UNSUPPORTED.has(type))
    throw new EngineError(2, `the embedded engine does not support values of the type ${type}`);
  return value;
}

function fromLong(value: Long): number | Long {
  const number = value.toNumber();
  return Number.isSafeInteger(number) ? number : value;
}

function toRegExp(value: BSONRegExp): RegExp {
  if (!REGEX_FLAGS.test(value.options)) {
    throw new EngineError(2, `the embedded engine does not support the regular expression options '${value.options}'`);
  }
  try {
    return new RegExp(value.pattern, value.options);
  } catch {
    throw new EngineError(2, "Regular expression is invalid for the embedded engine");
  }
}

/** The number behind a wrapper or a JavaScript number, or undefined when the value is no number. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (value instanceof Int32 || value instanceof Double) return value.value;
  return value instanceof Long ? value.toNumber() : undefined;
}

/** Whether two documents are the same, byte for byte. */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}
