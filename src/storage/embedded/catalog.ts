import { EngineError } from "./errors";
import type { SortField } from "./sorting";
import { type Document, isDocument, numberOf } from "./values";

/** An index as it is kept in the catalog. */
export interface IndexDefinition {
  readonly id: number;
  readonly name: string;
  readonly key: Document;
  readonly fields: readonly SortField[];
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly partialFilter?: Document;
  readonly expireAfterSeconds?: number;
  /** Some document has an array on an indexed path: one document may have several entries. */
  multikey: boolean;
  /** Some value was too long for a key: the order of the entries is no longer that of the values. */
  truncated: boolean;
}

/** A collection as it is kept in the catalog. */
export interface CollectionDefinition {
  readonly id: number;
  readonly db: string;
  readonly name: string;
  readonly indexes: IndexDefinition[];
  nextIndex: number;
}

/** A compound index may have this many fields; with the longest values its key still fits the store. */
const MOST_FIELDS = 6;
const OPTIONS = new Set([
  "key",
  "name",
  "unique",
  "sparse",
  "partialFilterExpression",
  "expireAfterSeconds",
  "background",
  "v",
  "ns",
  "hidden",
  "collation",
]);

/** The index that every collection has. */
export function identityIndex(): IndexDefinition {
  return {
    id: 0,
    name: "_id_",
    key: { _id: 1 },
    fields: [{ path: "_id", direction: 1 }],
    unique: true,
    sparse: false,
    multikey: false,
    truncated: false,
  };
}

/** Reads one element of `createIndexes` (plain values); what the engine cannot keep is refused by name. */
export function parseIndex(spec: unknown, id: number): IndexDefinition {
  if (!isDocument(spec) || !isDocument(spec["key"]))
    throw new EngineError(9, "The 'key' field is a required property of an index specification");
  for (const option of Object.keys(spec)) {
    if (!OPTIONS.has(option))
      throw new EngineError(67, `the embedded engine does not support the index option '${option}'`);
  }
  if (spec["hidden"] === true)
    throw new EngineError(67, "the embedded engine does not support the index option 'hidden'");
  if (spec["collation"] !== undefined) refuseCollation(spec["collation"]);
  const fields = parseFields(spec["key"]);
  const name: unknown = spec["name"];
  if (typeof name !== "string" || name === "")
    throw new EngineError(9, "The 'name' field is a required property of an index specification");
  return {
    id,
    name,
    key: spec["key"],
    fields,
    unique: spec["unique"] === true,
    sparse: spec["sparse"] === true,
    ...parsePartial(spec["partialFilterExpression"], spec["sparse"] === true),
    ...parseExpiry(spec["expireAfterSeconds"], fields),
    multikey: false,
    truncated: false,
  };
}

/** Refuses every collation but the simple binary one. */
export function refuseCollation(collation: unknown): void {
  if (isDocument(collation) && collation["locale"] === "simple") return;
  throw new EngineError(2, "the embedded engine does not support the option 'collation'");
}

function parseFields(key: Document): SortField[] {
  const entries = Object.entries(key);
  if (entries.length === 0) throw new EngineError(67, "Index keys cannot be empty.");
  if (entries.length > MOST_FIELDS)
    throw new EngineError(67, `the embedded engine indexes at most ${MOST_FIELDS} fields`);
  return entries.map(([path, given]) => {
    const direction = numberOf(given);
    if (direction === undefined)
      throw new EngineError(67, `the embedded engine does not support the index type '${String(given)}'`);
    if (direction === 0 || Number.isNaN(direction))
      throw new EngineError(67, "Values in the index key pattern cannot be 0.");
    if (path === "" || path.includes("$"))
      throw new EngineError(67, `the embedded engine does not index the path '${path}'`);
    return { path, direction: direction > 0 ? 1 : -1 };
  });
}

function parsePartial(filter: unknown, sparse: boolean): { partialFilter?: Document } {
  if (filter === undefined) return {};
  if (!isDocument(filter)) throw new EngineError(14, "The field 'partialFilterExpression' must be an object");
  if (sparse) throw new EngineError(67, 'cannot mix "partialFilterExpression" and "sparse" options');
  return { partialFilter: filter };
}

function parseExpiry(given: unknown, fields: readonly SortField[]): { expireAfterSeconds?: number } {
  if (given === undefined) return {};
  if (typeof given !== "number" || !(given >= 0))
    throw new EngineError(67, "TTL index 'expireAfterSeconds' must be a number of seconds");
  if (fields.length !== 1)
    throw new EngineError(67, "TTL indexes are single-field indexes, compound indexes do not support TTL");
  if (fields[0]?.direction === -1)
    throw new EngineError(67, "the embedded engine expires documents by ascending indexes only");
  return { expireAfterSeconds: given };
}

/** An index as `listIndexes` shows it. */
export function describeIndex(index: IndexDefinition): Document {
  return {
    v: 2,
    key: index.key,
    name: index.name,
    ...(index.unique && index.id !== 0 ? { unique: true } : {}),
    ...(index.sparse ? { sparse: true } : {}),
    ...(index.partialFilter ? { partialFilterExpression: index.partialFilter } : {}),
    ...(index.expireAfterSeconds === undefined ? {} : { expireAfterSeconds: index.expireAfterSeconds }),
  };
}

/** Whether two definitions ask for the same index, their ids and what was learnt about their values apart. */
export function sameIndex(left: IndexDefinition, right: IndexDefinition): boolean {
  return JSON.stringify(describeIndex(left)) === JSON.stringify(describeIndex(right));
}
