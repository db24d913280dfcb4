import { EngineError } from "./errors";
import { compareValues, sameValue, TYPE, typeByte } from "./order";
import { expandLeaves, leaves } from "./paths";
import { bsonType, isDocument } from "./values";

/** A compiled condition on one path of a document. */
type Predicate = (document: unknown) => boolean;
type Compile = (path: string, operand: unknown) => Predicate;

const isNothing = (value: unknown): boolean => value === null || value === undefined;

/** Equality as MongoDB's queries mean it: null also finds a missing field, a value also finds an array that holds it. */
export function equalTo(path: string, operand: unknown): Predicate {
  if (operand instanceof RegExp) return (document) => matchesPattern(expandLeaves(leaves(document, path)), operand);
  return (document) => {
    const found = leaves(document, path);
    if (isNothing(operand)) return found.missing || expandLeaves(found).some(isNothing);
    return expandLeaves(found).some((value) => sameValue(value, operand));
  };
}

function matchesPattern(values: readonly unknown[], pattern: RegExp): boolean {
  return values.some((value) =>
    typeof value === "string" ? pattern.test(value) : value instanceof RegExp && String(value) === String(pattern),
  );
}

function inList(path: string, operand: unknown): Predicate {
  if (!Array.isArray(operand)) throw new EngineError(2, "$in needs an array");
  const texts = new Set(operand.filter((value) => typeof value === "string"));
  const others = operand.filter((value) => typeof value !== "string");
  const alternatives = others.map((value) => {
    if (isDocument(value) && Object.keys(value)[0]?.startsWith("$"))
      throw new EngineError(2, "cannot nest $ under $in");
    return equalTo(path, value);
  });
  // A text equals no value but itself, so that a long list of them is looked up rather than tried one by one.
  const isListed = (document: unknown): boolean =>
    texts.size > 0 && expandLeaves(leaves(document, path)).some((value) => texts.has(value as string));
  return (document) => isListed(document) || alternatives.some((test) => test(document));
}

function range(accepts: (order: number) => boolean, orEqual: boolean): Compile {
  return (path, operand) => {
    if (operand instanceof RegExp) throw new EngineError(2, "Can't have RegEx as arg to predicate over field");
    const type = typeByte(operand);
    return (document) => {
      const found = leaves(document, path);
      if (isNothing(operand)) return orEqual && (found.missing || expandLeaves(found).some(isNothing));
      return expandLeaves(found).some((value) => typeByte(value) === type && ordered(value, operand, accepts));
    };
  };
}

/** Not-a-number is neither less nor greater than a number; it only equals itself. */
function ordered(value: unknown, operand: unknown, accepts: (order: number) => boolean): boolean {
  if (Number.isNaN(value) !== Number.isNaN(operand)) return false;
  return accepts(compareValues(value, operand));
}

function exists(path: string, operand: unknown): Predicate {
  const wanted = Boolean(operand);
  return (document) => leaves(document, path).values.length > 0 === wanted;
}

function size(path: string, operand: unknown): Predicate {
  if (typeof operand !== "number" || !Number.isInteger(operand) || operand < 0) {
    throw new EngineError(2, `Failed to parse $size. Expected a non-negative integer`);
  }
  return (document) => leaves(document, path).values.some((value) => Array.isArray(value) && value.length === operand);
}

function all(path: string, operand: unknown): Predicate {
  if (!Array.isArray(operand)) throw new EngineError(2, "$all needs an array");
  if (operand.some((value) => isDocument(value) && Object.keys(value)[0]?.startsWith("$"))) {
    throw new EngineError(2, "the embedded engine does not support operators inside $all");
  }
  const tests = operand.map((value) => equalTo(path, value));
  return (document) => tests.length > 0 && tests.every((test) => test(document));
}

const TYPE_ALIASES: Readonly<Record<string, number>> = {
  2: TYPE.string,
  3: TYPE.object,
  4: TYPE.array,
  5: TYPE.binary,
  7: TYPE.objectId,
  8: TYPE.boolean,
  9: TYPE.date,
  10: TYPE.null,
  11: TYPE.regex,
  string: TYPE.string,
  object: TYPE.object,
  array: TYPE.array,
  binData: TYPE.binary,
  objectId: TYPE.objectId,
  bool: TYPE.boolean,
  date: TYPE.date,
  null: TYPE.null,
  regex: TYPE.regex,
  number: TYPE.number,
};

function ofType(path: string, operand: unknown): Predicate {
  const wanted = (Array.isArray(operand) ? operand : [operand]).map((name) => {
    const type = TYPE_ALIASES[String(name)];
    if (type !== undefined && (typeof name === "string" || typeof name === "number")) return type;
    throw new EngineError(2, `the embedded engine does not support $type '${String(name)}' (numbers: 'number')`);
  });
  return (document) => expandLeaves(leaves(document, path)).some((value) => wanted.includes(typeByte(value)));
}

/** Arithmetic conditions of mingo would take a 64-bit number beyond 2^53 for no number at all. */
function modulo(path: string, operand: unknown): Predicate {
  if (!Array.isArray(operand) || operand.length !== 2 || !operand.every((part) => typeof part === "number")) {
    throw new EngineError(2, "malformed mod, needs to be an array of two numbers");
  }
  const [divisor, rest] = operand.map((part) => Math.trunc(part as number)) as [number, number];
  if (divisor === 0) throw new EngineError(2, "divisor cannot be 0");
  return (document) =>
    expandLeaves(leaves(document, path)).some((value) => {
      if (bsonType(value) === "Long") throw new EngineError(2, "the embedded engine does not support $mod beyond 2^53");
      return typeof value === "number" && Math.trunc(value) % divisor === rest;
    });
}

const not = (compile: Compile): Compile => {
  return (path, operand) => {
    const test = compile(path, operand);
    return (document) => !test(document);
  };
};

/**
 * The conditions that mingo's own would answer differently from MongoDB: which values a path reaches, null and missing,
 * the order of types, ObjectId, binaries and 64-bit numbers. mingo composes them with all its others.
 */
export const COMPARISONS: Readonly<Record<`$${string}`, Compile>> = {
  $eq: equalTo,
  $ne: not(equalTo),
  $in: inList,
  $nin: not(inList),
  $gt: range((order) => order > 0, false),
  $gte: range((order) => order >= 0, true),
  $lt: range((order) => order < 0, false),
  $lte: range((order) => order <= 0, true),
  $exists: exists,
  $size: size,
  $all: all,
  $type: ofType,
  $mod: modulo,
};
