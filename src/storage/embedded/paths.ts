import { isDocument } from "./values";

const INDEX = /^(0|[1-9]\d*)$/;

/** What a query sees at a dotted path: the values at its end (an array counts as one value), and whether somewhere nothing is there. */
export interface Leaves {
  readonly values: unknown[];
  readonly missing: boolean;
}

/** Follows a dotted path as MongoDB's queries do: through documents, through every element of an array, and by array index. */
export function leaves(document: unknown, path: string): Leaves {
  if (!path.includes(".") && isDocument(document)) {
    const value = ownField(document, path);
    return value === undefined ? { values: [], missing: true } : { values: [value], missing: false };
  }
  const found = { values: [] as unknown[], missing: false };
  descend(document, path.split("."), 0, found);
  return found;
}

/** Whether a segment of a path may be the position of an array's element. */
export function isArrayIndex(segment: string): boolean {
  return INDEX.test(segment);
}

/** The field of a document that really is its own. */
export function ownField(document: unknown, key: string): unknown {
  return isDocument(document) && Object.hasOwn(document, key) ? document[key] : undefined;
}

function descend(
  value: unknown,
  segments: readonly string[],
  at: number,
  found: { values: unknown[]; missing: boolean },
): void {
  const segment = segments[at];
  if (segment === undefined) {
    if (value === undefined) found.missing = true;
    else found.values.push(value);
    return;
  }
  if (Array.isArray(value)) return descendArray(value, segments, at, found);
  const next = ownField(value, segment);
  if (next === undefined) found.missing = true;
  else descend(next, segments, at + 1, found);
}

function descendArray(
  values: readonly unknown[],
  segments: readonly string[],
  at: number,
  found: { values: unknown[]; missing: boolean },
): void {
  const segment = segments[at] ?? "";
  if (isArrayIndex(segment) && Number(segment) < values.length)
    descend(values[Number(segment)], segments, at + 1, found);
  for (const element of values) if (isDocument(element)) descend(element, segments, at, found);
}

/** The values that an index keeps for a path and that equality compares with: the leaves, and the elements of those that are arrays. */
export function expandLeaves(found: Leaves): readonly unknown[] {
  if (!found.values.some(Array.isArray)) return found.values;
  const expanded: unknown[] = [];
  for (const value of found.values) {
    expanded.push(value);
    if (Array.isArray(value)) expanded.push(...value);
  }
  return expanded;
}
