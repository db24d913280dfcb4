import { Double, Int32, Long } from "bson";
import { EngineError } from "../errors";

/** A number in its BSON wrapper. */
export type TypedNumber = Int32 | Long | Double;

/** The value as a typed number, or undefined when it is none. A plain number takes the type that the driver would send. */
export function typedNumber(value: unknown): TypedNumber | undefined {
  if (value instanceof Int32 || value instanceof Long || value instanceof Double) return value;
  if (typeof value !== "number") return undefined;
  return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? new Int32(value) : new Double(value);
}

/** Adds two numbers; the result has the wider type, and 32 bits grow to 64 before they overflow. */
export function add(left: TypedNumber, right: TypedNumber): TypedNumber {
  if (left instanceof Double || right instanceof Double) return new Double(real(left) + real(right));
  return whole(integer(left) + integer(right), left, right);
}

/** Multiplies two numbers, with the types of {@link add}. */
export function multiply(left: TypedNumber, right: TypedNumber): TypedNumber {
  if (left instanceof Double || right instanceof Double) return new Double(real(left) * real(right));
  return whole(integer(left) * integer(right), left, right);
}

/** Combines the bits of two integers. */
export function bitwise(operation: "and" | "or" | "xor", left: Int32 | Long, right: Int32 | Long): TypedNumber {
  const [a, b] = [integer(left), integer(right)];
  const value = operation === "and" ? a & b : operation === "or" ? a | b : a ^ b;
  return whole(BigInt.asIntN(64, value), left, right);
}

/** Zero of the given number's type. */
export function zeroLike(number: TypedNumber): TypedNumber {
  if (number instanceof Double) return new Double(0);
  return number instanceof Long ? Long.ZERO : new Int32(0);
}

const real = (number: TypedNumber): number => (number instanceof Long ? number.toNumber() : number.value);
const integer = (number: TypedNumber): bigint => (number instanceof Long ? number.toBigInt() : BigInt(real(number)));

function whole(value: bigint, left: TypedNumber, right: TypedNumber): TypedNumber {
  if (value !== BigInt.asIntN(64, value))
    throw new EngineError(2, "Failed to apply the operation: the result would overflow 64 bits");
  const small = value === BigInt.asIntN(32, value) && left instanceof Int32 && right instanceof Int32;
  return small ? new Int32(Number(value)) : Long.fromBigInt(value);
}
