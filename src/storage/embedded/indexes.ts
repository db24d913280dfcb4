import type { IndexDefinition } from "./catalog";
import { EngineError } from "./errors";
import { encodeKey, encodeTogether, fitForIndex, invert, TYPE } from "./order";
import { expandLeaves, leaves, ownField } from "./paths";
import { compileFilter, type Matcher } from "./semantics";
import type { SortField } from "./sorting";
import type { Document } from "./values";

/** What an index keeps for one document: its keys without the record, and what they tell about the index. */
export interface IndexKeys {
  readonly keys: Buffer[];
  readonly multikey: boolean;
  readonly truncated: boolean;
}

const NONE: IndexKeys = { keys: [], multikey: false, truncated: false };
const EMPTY_ARRAY = Buffer.from([TYPE.undefined]);

/** The keys of a document (plain values) in an index; none where a sparse or partial index leaves it out. */
export function keysOf(document: Document, index: IndexDefinition): IndexKeys {
  if (index.partialFilter && !partialMatcher(index)(document)) return NONE;
  const simple = simpleKeys(document, index);
  if (simple) return simple;
  const found = index.fields.map(({ path }) => leaves(document, path));
  if (index.sparse && found.every(({ values }) => values.length === 0)) return NONE;
  const columns = found.map((leaf) => columnOf(leaf.values, leaf.missing));
  if (columns.filter((column) => column.multikey).length > 1) {
    throw new EngineError(171, `cannot index parallel arrays [${index.fields.map(({ path }) => path).join("] [")}]`);
  }
  const fitted = columns.map((column, at) => fitColumn(column.values, index.fields[at]));
  return {
    keys: combine(fitted.map((column) => column.keys)),
    multikey: columns.some((column) => column.multikey),
    truncated: fitted.some((column) => column.truncated),
  };
}

/** How an index is read where its fields are a document's own: their names, and which of them descend. */
interface SimpleFields {
  readonly paths: readonly string[];
  readonly descending: readonly boolean[];
}
const simpleFields = new WeakMap<IndexDefinition, SimpleFields | "none">();

/** The keys of a document whose indexed fields are its own, short and no arrays, as nearly all are; undefined for any other. */
function simpleKeys(document: Document, index: IndexDefinition): IndexKeys | undefined {
  const fields = simpleFieldsOf(index);
  if (fields === "none") return undefined;
  const values = fields.paths.map((path) => ownField(document, path));
  if (values.some(Array.isArray)) return undefined;
  if (index.sparse && values.every((value) => value === undefined)) return NONE;
  const key = encodeTogether(values, fields.descending);
  return key && { keys: [key], multikey: false, truncated: false };
}

function simpleFieldsOf(index: IndexDefinition): SimpleFields | "none" {
  const known = simpleFields.get(index);
  if (known) return known;
  const paths = index.fields.map(({ path }) => path);
  const descending = index.fields.map(({ direction }) => direction === -1);
  const found = paths.some((path) => path.includes(".")) ? "none" : { paths, descending };
  simpleFields.set(index, found);
  return found;
}

const matchers = new WeakMap<IndexDefinition, Matcher>();

function partialMatcher(index: IndexDefinition): Matcher {
  const known = matchers.get(index);
  if (known) return known;
  const compiled = compileFilter(index.partialFilter ?? {});
  matchers.set(index, compiled);
  return compiled;
}

/** The encoded values of one indexed path: an array has one for each element, an empty array one of its own. */
function columnOf(values: readonly unknown[], missing: boolean): { values: Buffer[]; multikey: boolean } {
  const first = values[0];
  if (values.length === 1 && !missing && !Array.isArray(first)) return { values: [encodeKey(first)], multikey: false };
  const encoded: Buffer[] = [];
  for (const value of values) {
    if (!Array.isArray(value)) encoded.push(encodeKey(value));
    else if (value.length === 0) encoded.push(EMPTY_ARRAY);
    else for (const element of value) encoded.push(encodeKey(element));
  }
  if (missing || encoded.length === 0) encoded.push(encodeKey(null));
  return {
    values: unique(encoded),
    multikey: values.some(Array.isArray) || values.length > 1 || (missing && values.length > 0),
  };
}

function fitColumn(values: readonly Buffer[], field: SortField | undefined): { keys: Buffer[]; truncated: boolean } {
  const fitted = values.map(fitForIndex);
  return {
    keys: fitted.map(({ key }) => (field?.direction === -1 ? invert(key) : key)),
    truncated: fitted.some(({ truncated }) => truncated),
  };
}

function combine(columns: readonly Buffer[][]): Buffer[] {
  return columns.reduce<Buffer[]>(
    (heads, column) =>
      heads.flatMap((head) => column.map((tail) => (head.length === 0 ? tail : Buffer.concat([head, tail])))),
    [Buffer.alloc(0)],
  );
}

function unique(keys: readonly Buffer[]): Buffer[] {
  return [...new Map(keys.map((key) => [key.toString("latin1"), key])).values()];
}

/** The part of a key that stands for one field equal to a value. */
export function equalityKey(value: unknown, field: SortField): Buffer {
  const { key } = fitForIndex(encodeKey(value));
  return field.direction === -1 ? invert(key) : key;
}

/** The refusal of a second document under a unique key, as MongoDB words it. */
export function duplicateKey(namespace: string, index: IndexDefinition, document: Document): EngineError {
  const keyValue: Document = {};
  for (const { path } of index.fields) keyValue[path] = conflictingValue(document, path);
  return new EngineError(
    11000,
    `E11000 duplicate key error collection: ${namespace} index: ${index.name} dup key: { ${Object.keys(keyValue).join(", ")} }`,
    { keyPattern: index.key, keyValue },
  );
}

function conflictingValue(document: Document, path: string): unknown {
  return expandLeaves(leaves(document, path)).find((value) => !Array.isArray(value)) ?? null;
}
