import { Double } from "bson";
import { EngineError } from "../errors";
import { compareValues, sameValue } from "../order";
import { compileFilter } from "../semantics";
import { parseSort, sortDocuments } from "../sorting";
import { cloneValue, type Document, isDocument, numberOf, plainCopy } from "../values";
import { add, bitwise, multiply, type TypedNumber, typedNumber, zeroLike } from "./numbers";
import type { Change } from "./write-path";

/** What an operator may know besides the value and its operand. */
export interface UpdateMoment {
  readonly now: Date;
  /** The update makes a new document. */
  readonly inserting: boolean;
}

/** An update operator: whether it makes missing documents on its path, and what it does to the value (typed) at the end. */
export interface UpdateOperator {
  readonly creates: boolean;
  apply(old: unknown, operand: unknown, moment: UpdateMoment): Change;
}

const KEEP: Change = "keep";
const set = (value: unknown): Change => ({ set: value });
const operator = (creates: boolean, apply: UpdateOperator["apply"]): UpdateOperator => ({ creates, apply });

function arithmetic(
  name: string,
  combine: (left: TypedNumber, right: TypedNumber) => TypedNumber,
  start: (n: TypedNumber) => TypedNumber,
) {
  return operator(true, (old, operand) => {
    const amount = typedNumber(operand);
    if (!amount) throw new EngineError(14, `Cannot apply ${name} with a non-numeric argument`);
    if (old === undefined) return set(start(amount));
    const number = typedNumber(old);
    if (!number) throw new EngineError(14, `Cannot apply ${name} to a value of non-numeric type`);
    return set(combine(number, amount));
  });
}

const extreme = (better: (order: number) => boolean): UpdateOperator =>
  operator(true, (old, operand) =>
    old === undefined || better(compareValues(operand, old)) ? set(cloneValue(operand)) : KEEP,
  );

function arrayOf(old: unknown, code: 2 | 14, name: string): unknown[] {
  if (!Array.isArray(old)) throw new EngineError(code, `The field of ${name} must be an array`);
  return old;
}

/** The elements given, alone or by `$each`; the other modifiers are handed back. */
function eachOf(operand: unknown, name: string, allowed: readonly string[]): { each: unknown[]; modifiers: Document } {
  if (!isDocument(operand) || !("$each" in operand)) return { each: [operand], modifiers: {} };
  const { $each: each, ...modifiers } = operand;
  const unknown = Object.keys(modifiers).find((key) => !allowed.includes(key));
  if (unknown !== undefined) throw new EngineError(2, `Unrecognized clause in ${name}: ${unknown}`);
  if (!Array.isArray(each))
    throw new EngineError(name === "$push" ? 2 : 14, `The argument to $each in ${name} must be an array`);
  return { each, modifiers };
}

function push(old: unknown, operand: unknown): Change {
  const { each, modifiers } = eachOf(operand, "$push", ["$position", "$slice", "$sort"]);
  const array = old === undefined ? [] : [...arrayOf(old, 2, "$push")];
  const position = wholeNumber(modifiers["$position"], "$position") ?? array.length;
  array.splice(position, 0, ...each.map(cloneValue));
  const sorted = modifiers["$sort"] === undefined ? array : sortElements(array, modifiers["$sort"]);
  return set(slice(sorted, wholeNumber(modifiers["$slice"], "$slice")));
}

function wholeNumber(value: unknown, name: string): number | undefined {
  if (value === undefined) return undefined;
  const number = numberOf(value);
  if (number === undefined || !Number.isInteger(number))
    throw new EngineError(2, `The value for ${name} must be an integer value`);
  return number;
}

function slice(array: unknown[], count: number | undefined): unknown[] {
  if (count === undefined) return array;
  if (count === 0) return [];
  return count > 0 ? array.slice(0, count) : array.slice(count);
}

function sortElements(array: readonly unknown[], spec: unknown): unknown[] {
  if (isDocument(spec)) return sortDocuments(array, parseSort(spec));
  const direction = numberOf(spec);
  if (direction !== 1 && direction !== -1) throw new EngineError(2, "The $sort element value must be either 1 or -1");
  return [...array].sort((left, right) => direction * compareValues(left, right));
}

function addToSet(old: unknown, operand: unknown): Change {
  const { each } = eachOf(operand, "$addToSet", []);
  const array = old === undefined ? [] : [...arrayOf(old, 2, "$addToSet")];
  for (const value of each) if (!array.some((known) => sameValue(known, value))) array.push(cloneValue(value));
  return set(array);
}

function pop(old: unknown, operand: unknown): Change {
  const end = numberOf(operand);
  if (end !== 1 && end !== -1) throw new EngineError(9, "$pop expects 1 or -1");
  if (old === undefined) return KEEP;
  const array = arrayOf(old, 14, "$pop");
  return set(end === 1 ? array.slice(0, -1) : array.slice(1));
}

function pull(old: unknown, operand: unknown): Change {
  if (old === undefined) return KEEP;
  const array = arrayOf(old, 2, "$pull");
  const test = pullTest(plainCopy(operand));
  return set(array.filter((element) => !test(plainCopy(element))));
}

/** A document without operators is a filter on the elements that are documents; anything else is a condition on the element. */
function pullTest(condition: unknown): (element: unknown) => boolean {
  const isFilter = isDocument(condition) && !(Object.keys(condition)[0] ?? "").startsWith("$");
  if (isFilter) {
    const test = compileFilter(condition);
    return (element) => isDocument(element) && test(element);
  }
  const scalar = !isDocument(condition) && !(condition instanceof RegExp);
  const test = compileFilter({ element: condition });
  return scalar ? (element) => sameValue(element, condition) : (element) => test({ element });
}

function pullAll(old: unknown, operand: unknown): Change {
  if (!Array.isArray(operand)) throw new EngineError(2, "$pullAll requires an array argument");
  if (old === undefined) return KEEP;
  return set(arrayOf(old, 2, "$pullAll").filter((element) => !operand.some((value) => sameValue(element, value))));
}

function bit(old: unknown, operand: unknown): Change {
  if (!isDocument(operand))
    throw new EngineError(2, "The $bit modifier is not compatible with a value that is no document");
  let value = old === undefined ? undefined : typedNumber(old);
  if ((old !== undefined && !value) || value instanceof Double)
    throw new EngineError(2, "Cannot apply $bit to a value of non-integral type");
  for (const [name, given] of Object.entries(operand)) {
    const mask = typedNumber(given);
    if (name !== "and" && name !== "or" && name !== "xor")
      throw new EngineError(2, `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`);
    if (!mask || mask instanceof Double)
      throw new EngineError(2, "The $bit modifier field must be an Integer(32/64 bit)");
    const start = value ?? zeroLike(mask);
    if (!(start instanceof Double)) value = bitwise(name, start, mask);
  }
  return value ? set(value) : KEEP;
}

function currentDate(_old: unknown, operand: unknown, { now }: UpdateMoment): Change {
  if (typeof operand === "boolean") return set(now);
  if (isDocument(operand) && operand["$type"] === "date") return set(now);
  throw new EngineError(2, "the embedded engine supports $currentDate with true and {$type: 'date'} only");
}

/** The update operators by name; `$rename` moves a value and is done where the paths are known. */
export const UPDATE_OPERATORS: Readonly<Record<string, UpdateOperator>> = {
  $set: operator(true, (_old, operand) => set(cloneValue(operand))),
  $setOnInsert: operator(true, (_old, operand, { inserting }) => (inserting ? set(cloneValue(operand)) : KEEP)),
  $unset: operator(false, (old) => (old === undefined ? KEEP : "remove")),
  $inc: arithmetic("$inc", add, (amount) => amount),
  $mul: arithmetic("$mul", multiply, zeroLike),
  $min: extreme((order) => order < 0),
  $max: extreme((order) => order > 0),
  $push: operator(true, push),
  $addToSet: operator(true, addToSet),
  $pop: operator(false, pop),
  $pull: operator(false, pull),
  $pullAll: operator(false, pullAll),
  $bit: operator(true, bit),
  $currentDate: operator(true, currentDate),
};
