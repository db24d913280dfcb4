import { EngineError } from "./errors";
import { encodeKey, invert, TYPE } from "./order";
import { expandLeaves, leaves } from "./paths";
import { type Document, numberOf } from "./values";

/** One field of a sort or of an index, and its direction. */
export interface SortField {
  readonly path: string;
  readonly direction: 1 | -1;
}

/** An empty array sorts before null, where MongoDB keeps its "undefined". */
const EMPTY_ARRAY = Buffer.from([TYPE.undefined]);

/** Reads a sort specification; anything else than 1 and -1 is refused. */
export function parseSort(spec: Document): SortField[] {
  return Object.entries(spec).map(([path, given]) => {
    const direction = numberOf(given);
    if (direction !== 1 && direction !== -1) {
      throw new EngineError(2, `the embedded engine sorts by 1 or -1 only (field '${path}')`);
    }
    return { path, direction };
  });
}

/** The bytes by which a document is sorted: an array counts by its least element, or by its greatest in descending order. */
export function sortKey(document: unknown, fields: readonly SortField[]): Buffer {
  return Buffer.concat(fields.map((field) => fieldKey(document, field)));
}

function fieldKey(document: unknown, { path, direction }: SortField): Buffer {
  const keys = sortableValues(document, path).sort(Buffer.compare);
  return direction === 1 ? (keys[0] ?? encodeKey(null)) : invert(keys.at(-1) ?? encodeKey(null));
}

function sortableValues(document: unknown, path: string): Buffer[] {
  const found = leaves(document, path);
  if (found.values.length === 1 && !Array.isArray(found.values[0])) return [encodeKey(found.values[0])];
  if (found.values.some((value) => Array.isArray(value) && value.length === 0)) return [EMPTY_ARRAY];
  const keys = expandLeaves(found)
    .filter((value) => !found.values.includes(value) || !Array.isArray(value))
    .map(encodeKey);
  if (found.missing) keys.push(encodeKey(null));
  return keys;
}

/** Sorts documents in memory, keeping the given order among equals. */
export function sortDocuments<T>(documents: readonly T[], fields: readonly SortField[]): T[] {
  return documents
    .map((document) => ({ document, key: sortKey(document, fields) }))
    .sort((left, right) => Buffer.compare(left.key, right.key))
    .map(({ document }) => document);
}
