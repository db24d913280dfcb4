import { createHash } from "node:crypto";
import { Binary, BSONRegExp, Double, Int32, Long, ObjectId } from "bson";
import { EngineError } from "./errors";
import { bsonType, type Document } from "./values";

/** The first byte of an encoded value: MongoDB's order of the types. */
export const TYPE = {
  undefined: 0x05,
  null: 0x0a,
  number: 0x1e,
  string: 0x3c,
  object: 0x46,
  array: 0x50,
  binary: 0x5a,
  objectId: 0x64,
  boolean: 0x6e,
  date: 0x78,
  regex: 0x8c,
} as const;

const LONGEST = 300;
const KEPT = 200;

/**
 * Writes a value such that the bytes of two values compare as MongoDB orders the values: this one function is what
 * sorting, range operators, equality and index keys go by. An encoding is never the beginning of another one.
 */
export function encodeKey(value: unknown): Buffer {
  const writer = new KeyWriter();
  writer.value(value);
  return writer.bytes();
}

/**
 * The encoded values one behind the other, turned around where `descending` says so; undefined where one of them is too long
 * for an index.
 */
export function encodeTogether(values: readonly unknown[], descending: readonly boolean[]): Buffer | undefined {
  const writer = new KeyWriter();
  for (const [place, value] of values.entries()) {
    const start = writer.size;
    writer.value(value);
    if (writer.size - start > LONGEST) return undefined;
    if (descending[place]) writer.invertFrom(start);
  }
  return writer.bytes();
}

/** Negative, zero or positive, as MongoDB orders the two values. */
export function compareValues(left: unknown, right: unknown): number {
  if (typeof left === "number" && typeof right === "number" && !Number.isNaN(left) && !Number.isNaN(right)) {
    return left < right ? -1 : Number(left > right);
  }
  return Buffer.compare(encodeKey(left), encodeKey(right));
}

/** Whether MongoDB takes the two values for equal: numbers of any width by value, documents with the order of their fields. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left === "string" || typeof right === "string") return false;
  return compareValues(left, right) === 0;
}

/** The byte of {@link TYPE} for a value; missing values count as null, as they do in queries. */
export function typeByte(value: unknown): number {
  if (typeof value === "string") return TYPE.string;
  if (typeof value === "number") return TYPE.number;
  return value === undefined ? TYPE.null : (encodeKey(value)[0] ?? TYPE.null);
}

/** An encoded value short enough for an index: the rest of a long one is replaced by its digest. */
export function fitForIndex(encoded: Buffer): { key: Buffer; truncated: boolean } {
  if (encoded.length <= LONGEST) return { key: encoded, truncated: false };
  const digest = createHash("sha256").update(encoded).digest();
  return { key: Buffer.concat([encoded.subarray(0, KEPT), digest]), truncated: true };
}

/** Turns the order around, for a descending field of an index. */
export function invert(bytes: Buffer): Buffer {
  const inverted = Buffer.allocUnsafe(bytes.length);
  for (let i = 0; i < bytes.length; i++) inverted[i] = ~(bytes[i] ?? 0) & 0xff;
  return inverted;
}

class KeyWriter {
  private buffer = Buffer.allocUnsafe(64);
  private length = 0;

  get size(): number {
    return this.length;
  }

  bytes(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  invertFrom(start: number): void {
    for (let i = start; i < this.length; i++) this.buffer[i] = ~(this.buffer[i] ?? 0) & 0xff;
  }

  value(value: unknown): void {
    switch (typeof value) {
      case "undefined":
        return this.byte(TYPE.null);
      case "number":
        return this.number(value);
      case "string":
        this.byte(TYPE.string);
        return this.string(value);
      case "boolean":
        this.byte(TYPE.boolean);
        return this.byte(value ? 1 : 0);
      default:
        return value === null ? this.byte(TYPE.null) : this.object(value as object);
    }
  }

  private object(value: object): void {
    if (Array.isArray(value)) return this.array(value);
    if (value instanceof Date) return this.date(value);
    if (value instanceof ObjectId) return this.fixed(TYPE.objectId, value.id);
    if (value instanceof Int32 || value instanceof Double) return this.number(value.value);
    if (value instanceof Long) return this.long(value);
    if (value instanceof Binary) return this.binary(value);
    if (value instanceof RegExp) return this.regex(value.source, value.flags);
    if (value instanceof BSONRegExp) return this.regex(value.pattern, value.options);
    const type = bsonType(value);
    if (type !== undefined) throw new EngineError(2, `the embedded engine does not support values of the type ${type}`);
    return this.document(value as Document);
  }

  private byte(byte: number): void {
    this.reserve(1);
    this.buffer[this.length++] = byte;
  }

  private raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  private fixed(type: number, bytes: Uint8Array): void {
    this.byte(type);
    this.raw(bytes);
  }

  /** UTF-8 with an escaped zero byte and a terminator, so that a prefix sorts first. */
  private string(value: string): void {
    const bytes = Buffer.from(value, "utf8");
    if (bytes.indexOf(0) === -1) this.raw(bytes);
    else
      for (const byte of bytes) {
        this.byte(byte);
        if (byte === 0) this.byte(0xff);
      }
    this.byte(0);
    this.byte(0);
  }

  private number(value: number, residue = 0): void {
    this.byte(TYPE.number);
    this.reserve(10);
    if (Number.isNaN(value)) this.buffer.fill(0, this.length, this.length + 8);
    else sortableDouble(value === 0 ? 0 : value, this.buffer, this.length);
    this.length += 8;
    this.buffer.writeUInt16BE(0x8000 + residue, this.length);
    this.length += 2;
  }

  /** A 64-bit integer is its nearest double and the small difference to it. */
  private long(value: Long): void {
    const nearest = value.toNumber();
    this.number(nearest, Number(value.toBigInt() - BigInt(nearest)));
  }

  private date(value: Date): void {
    this.byte(TYPE.date);
    this.reserve(8);
    this.buffer.writeBigUInt64BE(BigInt.asUintN(64, BigInt(value.getTime())) ^ (1n << 63n), this.length);
    this.length += 8;
  }

  private binary(value: Binary): void {
    this.byte(TYPE.binary);
    this.reserve(5);
    this.buffer.writeUInt32BE(value.length(), this.length);
    this.buffer[this.length + 4] = value.sub_type;
    this.length += 5;
    this.raw(value.value());
  }

  private regex(source: string, flags: string): void {
    this.byte(TYPE.regex);
    this.string(source);
    this.string(flags);
  }

  private array(values: readonly unknown[]): void {
    this.byte(TYPE.array);
    for (const value of values) this.value(value);
    this.byte(0);
  }

  private document(document: Document): void {
    this.byte(TYPE.object);
    for (const key of Object.keys(document)) {
      const value: unknown = document[key];
      this.byte(typeByte(value));
      this.string(key);
      this.value(value);
    }
    this.byte(0);
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}

function sortableDouble(value: number, target: Buffer, offset: number): void {
  target.writeDoubleBE(value, offset);
  if ((target[offset] ?? 0) & 0x80) {
    for (let i = offset; i < offset + 8; i++) target[i] = ~(target[i] ?? 0) & 0xff;
  } else target[offset] = (target[offset] ?? 0) | 0x80;
}
