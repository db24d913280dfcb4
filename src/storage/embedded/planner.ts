import type { IndexDefinition } from "./catalog";
import type { Collection } from "./collection";
import { equalityKey } from "./indexes";
import { after, indexPrefix, type KeyRange, rangeOf } from "./keys";
import { encodeKey, invert, typeByte } from "./order";
import type { SortField } from "./sorting";
import { type Document, isDocument } from "./values";

/** The ranges of a scan in their order. Those of named documents are made when they are asked for, which most never are. */
export interface Ranges extends Iterable<KeyRange> {
  at(place: number): KeyRange | undefined;
}

/** How the candidates of a query are found: which entries of which index, in which direction. */
interface IndexScan {
  readonly index: IndexDefinition;
  readonly ranges: Ranges;
  readonly reverse: boolean;
  /** The candidates come in the order that was asked for. */
  readonly sorted: boolean;
  /** Every candidate matches the whole filter. */
  readonly complete: boolean;
  /** The identities that are asked for, where all of them are texts: a range for each. */
  readonly named?: readonly string[];
}

/** `undefined` means that every document is looked at. */
export type Plan = IndexScan | undefined;

interface Bound {
  readonly value: unknown;
  readonly inclusive: boolean;
}

/** What a filter says about one path, as far as an index can use it. Every candidate is tested against the whole filter afterwards. */
interface Condition {
  equal?: readonly unknown[];
  lower?: Bound;
  upper?: Bound;
}

const IDENTITY = "_id";
const isIdentity = ({ name }: IndexDefinition): boolean => name === "_id_";
const MOST_RANGES = 1000;
/** No other plan comes near one that leads to one document for each key. */
const EXACT = 100;
const LONGEST_BOUND = 300;

/** A plan, and how much it promises by its form alone. */
interface Candidate {
  readonly plan: IndexScan & { readonly ranges: readonly KeyRange[] };
  readonly score: number;
}

/** Counting costs too: of plans with more entries than this, the form decides. */
const MOST_COUNTED = 1_000;

/**
 * Chooses the index that leaves the fewest documents of a query (plain values) to look at; where all leave many, the one
 * that narrows it most by its form, or gives its order; none where no index helps.
 */
export function planQuery(collection: Collection, filter: Document, sort: readonly SortField[] = []): Plan {
  const conditions = new Map<string, Condition>();
  collectConditions(filter, conditions);
  // Nothing narrows a query more than the identities that it names.
  const named = conditions.get(IDENTITY)?.equal ?? [];
  const identity = named.length > 0 ? collection.indexes.find(isIdentity) : undefined;
  if (identity && named.every((value) => typeof value === "string"))
    return namedPlan(collection, identity, named as readonly string[], sort, filter);
  const indexes = identity && named.length === 1 ? [identity] : collection.indexes;
  return bestOf(
    collection,
    indexes.flatMap((index) => tryIndex(collection, index, conditions, sort, filter) ?? []),
  )?.plan;
}

function namedPlan(
  { definition }: Collection,
  index: IndexDefinition,
  identities: readonly string[],
  sort: readonly SortField[],
  filter: Document,
): IndexScan {
  const named = [...new Set(identities)].sort();
  const [field] = index.fields;
  const rangeFor = (identity: string): KeyRange => {
    const key = field ? equalityKey(identity, field) : Buffer.alloc(0);
    return rangeOf(Buffer.concat([indexPrefix(definition.id, index.id), key]));
  };
  return {
    ...{ index, named, reverse: false, complete: isComplete(index, 1, filter) },
    ranges: {
      at: (place) => (named[place] === undefined ? undefined : rangeFor(named[place])),
      [Symbol.iterator]: () => named.map(rangeFor)[Symbol.iterator](),
    },
    sorted: sort.length === 0 || named.length === 1,
  };
}

function bestOf(collection: Collection, candidates: readonly Candidate[]): Candidate | undefined {
  const [first, ...others] = [...candidates].sort((left, right) => right.score - left.score);
  if (!first || others.length === 0 || first.score >= EXACT) return first;
  let best = { candidate: first, entries: collection.entriesWithin(first.plan.ranges, MOST_COUNTED) };
  for (const candidate of others) {
    if (best.entries === 0) break;
    const entries = collection.entriesWithin(candidate.plan.ranges, best.entries);
    if (entries < best.entries) best = { candidate, entries };
  }
  return best.candidate;
}

function collectConditions(filter: Document, found: Map<string, Condition>): void {
  for (const [key, value] of Object.entries(filter)) {
    if (key === "$and" && Array.isArray(value)) for (const part of value) collectConditions(part as Document, found);
    if (key.startsWith("$")) continue;
    const condition = conditionOf(value);
    const known = found.get(key);
    if (condition) found.set(key, known ? { ...condition, ...known } : condition);
  }
}

function conditionOf(value: unknown): Condition | undefined {
  if (isDocument(value) && Object.keys(value)[0]?.startsWith("$")) return operatorCondition(value);
  return indexable(value) ? { equal: [value] } : undefined;
}

function operatorCondition(operators: Document): Condition | undefined {
  const condition: Condition = {};
  for (const [operator, operand] of Object.entries(operators)) {
    if (operator === "$eq" && indexable(operand)) condition.equal = [operand];
    if (operator === "$in" && Array.isArray(operand) && operand.every(indexable)) condition.equal ??= operand;
    if (!indexable(operand) || operand === null) continue;
    if (operator === "$gt" || operator === "$gte") condition.lower = { value: operand, inclusive: operator === "$gte" };
    if (operator === "$lt" || operator === "$lte") condition.upper = { value: operand, inclusive: operator === "$lte" };
  }
  return condition.equal || condition.lower || condition.upper ? condition : undefined;
}

/** An array equals itself or an element, a pattern matches many values: neither is one key. */
function indexable(value: unknown): boolean {
  return value !== undefined && !Array.isArray(value) && !(value instanceof RegExp);
}

function tryIndex(
  collection: Collection,
  index: IndexDefinition,
  conditions: ReadonlyMap<string, Condition>,
  sort: readonly SortField[],
  filter: Document,
): Candidate | undefined {
  if (!covers(index, conditions, filter)) return undefined;
  let prefixes = [indexPrefix(collection.definition.id, index.id)];
  let depth = 0;
  for (const field of index.fields) {
    const equal = conditions.get(field.path)?.equal;
    if (!equal || prefixes.length * Math.max(equal.length, 1) > MOST_RANGES) break;
    const keys = distinct(equal.map((value) => equalityKey(value, field)));
    prefixes = prefixes.flatMap((head) => keys.map((key) => Buffer.concat([head, key])));
    depth += 1;
  }
  const next = index.fields[depth];
  const bound = next && !index.truncated ? conditions.get(next.path) : undefined;
  const ranged = next && bound && (bound.lower || bound.upper) ? bound : undefined;
  const order = orderOf(index, depth, prefixes.length, sort);
  if (depth === 0 && !ranged && (!order || sort.length === 0)) return undefined;
  const ranges = prefixes.map((prefix) =>
    next && ranged ? rangeWithin(prefix, next, ranged, index) : rangeOf(prefix),
  );
  const score =
    depth * 10 + (ranged ? 5 : 0) + (order && sort.length > 0 ? 4 : 0) + (isExact(index, depth) ? EXACT : 0);
  return {
    plan: {
      index,
      ranges: ranges.sort((a, b) => Buffer.compare(a.start, b.start)),
      reverse: order?.reverse ?? false,
      sorted: order !== undefined,
      complete: isComplete(index, depth, filter),
    },
    score,
  };
}

const isExact = (index: IndexDefinition, depth: number): boolean => index.unique && depth === index.fields.length;

/** Whether the filter asks for nothing but texts at the leading fields of the index, and numbers from one on at the next. */
function isComplete(index: IndexDefinition, depth: number, filter: Document): boolean {
  if (index.truncated || index.multikey) return false;
  const asked = new Set(index.fields.slice(0, depth).map(({ path }) => path));
  const next = index.fields[depth]?.path;
  return Object.entries(filter).every(
    ([path, condition]) =>
      (asked.has(path) && isOfTexts(condition)) ||
      (path === next && (isFromNumber(condition) || isBetweenTexts(condition))),
  );
}

/** What is no number sorts before all numbers, and is neither less nor greater than one: a lower bound leaves it out. */
function isFromNumber(condition: unknown): boolean {
  if (!isDocument(condition)) return false;
  const names = Object.keys(condition);
  const isBounded = names.includes("$gt") || names.includes("$gte");
  return isBounded && isOneRange(names) && names.every((name) => Number.isFinite(condition[name]));
}

/** An index holds the texts of a range apart from all other values, where its bounds are not too long to be used. */
function isBetweenTexts(condition: unknown): boolean {
  if (!isDocument(condition)) return false;
  const bounds: readonly unknown[] = Object.values(condition);
  return (
    isOneRange(Object.keys(condition)) &&
    bounds.every((bound) => typeof bound === "string" && encodeKey(bound).length <= LONGEST_BOUND)
  );
}

/** Whether these are bounds, no two of them at the same end: a scan keeps to one only. */
function isOneRange(names: readonly string[]): boolean {
  const ends = names.map((name) => /^\$([gl])te?$/u.exec(name)?.[1]);
  return names.length > 0 && !ends.includes(undefined) && new Set(ends).size === ends.length;
}

function isOfTexts(condition: unknown): boolean {
  if (typeof condition === "string") return true;
  if (!isDocument(condition) || Object.keys(condition).length !== 1) return false;
  const listed: unknown = condition["$in"];
  return Array.isArray(listed) && listed.every((value) => typeof value === "string");
}

/** Whether every document that the filter can find has an entry in the index. */
function covers(index: IndexDefinition, conditions: ReadonlyMap<string, Condition>, filter: Document): boolean {
  if (index.partialFilter) return implies(filter, index.partialFilter);
  if (!index.sparse) return true;
  return index.fields.some(({ path }) => {
    const condition = conditions.get(path);
    if (!condition) return false;
    return condition.equal ? condition.equal.every((value) => value !== null) : true;
  });
}

/** A filter implies a partial index's condition where it says the same about each of its paths, or names an existing value. */
function implies(filter: Document, partial: Document): boolean {
  return Object.entries(partial).every(([path, wanted]) => {
    if (path.startsWith("$")) return false;
    const given: unknown = filter[path];
    if (given === undefined) return false;
    if (given === wanted) return true;
    if (encodeKey(given).equals(encodeKey(wanted))) return true;
    const condition = conditionOf(given);
    return isDocument(wanted) && condition !== undefined && satisfies(condition, wanted);
  });
}

function satisfies(condition: Condition, wanted: Document): boolean {
  return Object.entries(wanted).every(([operator, operand]) => {
    const values = condition.equal;
    if (!values) return operator === "$exists" && operand === true;
    if (operator === "$exists") return operand === true && values.every((value) => value !== null);
    if (operator === "$in" && Array.isArray(operand)) {
      return values.every((value) => operand.some((other) => encodeKey(other).equals(encodeKey(value))));
    }
    return false;
  });
}

/** Whether the entries behind equal leading fields come in the order that was asked for, or in its reverse. */
function orderOf(
  index: IndexDefinition,
  depth: number,
  prefixes: number,
  sort: readonly SortField[],
): { reverse: boolean } | undefined {
  if (sort.length === 0) return { reverse: false };
  if (prefixes !== 1 || index.multikey || index.truncated) return undefined;
  const fixed = new Set(index.fields.slice(0, depth).map(({ path }) => path));
  const wanted = sort.filter(({ path }) => !fixed.has(path));
  const following = index.fields.slice(depth);
  if (wanted.length > following.length) return undefined;
  const turns = wanted.map((field, at) =>
    following[at]?.path === field.path ? field.direction === following[at]?.direction : undefined,
  );
  if (turns.includes(undefined)) return undefined;
  const same = turns.every((turn) => turn === true);
  return same || turns.every((turn) => turn === false) ? { reverse: !same } : undefined;
}

/** The part of a prefix's entries whose next field lies within the bounds and, as MongoDB compares, has their type. */
function rangeWithin(prefix: Buffer, field: SortField, condition: Condition, index: IndexDefinition): KeyRange {
  const { lower, upper } = usableBounds(index, condition);
  const anyOfType: Edge = {
    bytes: Buffer.from([typeByte((condition.lower ?? condition.upper)?.value)]),
    inclusive: true,
  };
  const low = lower ? edgeOf(lower) : anyOfType;
  const high = upper ? edgeOf(upper) : anyOfType;
  const [first, last] = field.direction === 1 ? [low, high] : [turned(high), turned(low)];
  return {
    start: Buffer.concat([prefix, first.inclusive ? first.bytes : after(first.bytes)]),
    end: Buffer.concat([prefix, last.inclusive ? after(last.bytes) : last.bytes]),
  };
}

interface Edge {
  readonly bytes: Buffer;
  readonly inclusive: boolean;
}

/** Two elements of one array may satisfy two bounds, so that only one of them narrows a multikey index. */
function usableBounds(index: IndexDefinition, { lower, upper }: Condition): Pick<Condition, "lower" | "upper"> {
  const low = lower && encodeKey(lower.value).length <= LONGEST_BOUND ? lower : undefined;
  const high = upper && encodeKey(upper.value).length <= LONGEST_BOUND ? upper : undefined;
  if (!lower || !upper) return { ...(low ? { lower: low } : {}), ...(high ? { upper: high } : {}) };
  const both = !index.multikey && typeByte(lower.value) === typeByte(upper.value);
  return { ...(low ? { lower: low } : {}), ...(both && high ? { upper: high } : {}) };
}

const edgeOf = ({ value, inclusive }: Bound): Edge => ({ bytes: encodeKey(value), inclusive });
const turned = ({ bytes, inclusive }: Edge): Edge => ({ bytes: invert(bytes), inclusive });

function distinct(keys: readonly Buffer[]): Buffer[] {
  return [...new Map(keys.map((key) => [key.toString("latin1"), key])).values()];
}
