import { EngineError } from "../errors";
import { isArrayIndex, ownField } from "../paths";
import { compileFilter, type Matcher } from "../semantics";
import { assign, cloneValue, type Document, isDocument, plainCopy } from "../values";

/** The segments of a path without `$`: field names and array positions. */
export type ConcretePath = readonly string[];

/** What the positional operators of an update are resolved with. */
export interface Positions {
  /** The filter of the update (plain values), by which `$` finds its element. */
  readonly filter: Document;
  readonly arrayFilters: ReadonlyMap<string, Matcher>;
}

const IDENTIFIER = /^\$\[([a-z][a-zA-Z0-9]*)\]$/;

/** Reads the array filters (plain values) of an update. */
export function parseArrayFilters(filters: readonly unknown[]): Map<string, Matcher> {
  const parsed = new Map<string, Matcher>();
  for (const filter of filters) {
    if (!isDocument(filter)) throw new EngineError(14, "array filters must be documents");
    const identifier = identifierOf(filter);
    if (!identifier)
      throw new EngineError(9, "Cannot use an expression without a top-level field name in arrayFilters");
    if (parsed.has(identifier)) {
      throw new EngineError(9, `Found multiple array filters with the same top-level field name ${identifier}`);
    }
    parsed.set(identifier, compileFilter(cloneValue(filter)));
  }
  return parsed;
}

/** Refuses an array filter that no path of the update uses. */
export function checkFiltersUsed(filters: ReadonlyMap<string, Matcher>, paths: readonly string[]): void {
  for (const identifier of filters.keys()) {
    if (!paths.some((path) => path.split(".").includes(`$[${identifier}]`))) {
      throw new EngineError(9, `The array filter for identifier '${identifier}' was not used in the update`);
    }
  }
}

function identifierOf(filter: Document): string | undefined {
  const names = Object.entries(filter).map(([key, value]) => {
    if (!key.startsWith("$")) return key.split(".")[0];
    const branches: unknown[] = Array.isArray(value) ? value : [];
    return branches.length > 0 && isDocument(branches[0]) ? identifierOf(branches[0]) : undefined;
  });
  const distinct = new Set(names);
  if (distinct.size > 1) throw new EngineError(9, "Expected a single top-level field name in an array filter");
  return names[0];
}

/** Every place of the document (typed values) that a path of an update names; refuses segments that start with `$` and are no position. */
export function locate(document: Document, path: string, positions: Positions): ConcretePath[] {
  return expand(document, path.split("."), [], positions);
}

function expand(at: unknown, segments: readonly string[], walked: ConcretePath, positions: Positions): ConcretePath[] {
  const [segment, ...rest] = segments;
  if (segment === undefined) return [walked];
  if (!segment.startsWith("$")) return expand(child(at, segment), rest, [...walked, segment], positions);
  const elements = arrayAt(at, walked, segment);
  return matchingElements(elements, segment, walked, positions).flatMap((index) =>
    expand(elements[index], rest, [...walked, String(index)], positions),
  );
}

function arrayAt(value: unknown, walked: ConcretePath, segment: string): unknown[] {
  if (Array.isArray(value)) return value;
  const path = walked.join(".");
  if (segment === "$")
    throw new EngineError(2, "The positional operator did not find the match needed from the query.");
  if (value === undefined)
    throw new EngineError(2, `The path '${path}' must exist in the document in order to apply array updates.`);
  throw new EngineError(2, `Cannot apply array updates to non-array element ${path}`);
}

function matchingElements(
  elements: readonly unknown[],
  segment: string,
  walked: ConcretePath,
  { filter, arrayFilters }: Positions,
): number[] {
  if (segment === "$[]") return elements.map((_, index) => index);
  if (segment === "$") return [matchedPosition(walked, elements, filter)];
  const identifier = IDENTIFIER.exec(segment)?.[1];
  if (!identifier) throw new EngineError(52, `The dollar ($) prefixed field '${segment}' is not valid for storage.`);
  const test = arrayFilters.get(identifier);
  if (!test) throw new EngineError(2, `No array filter found for identifier '${identifier}' in path`);
  return elements.flatMap((element, index) => (test({ [identifier]: plainCopy(element) }) ? [index] : []));
}

/** The first element for which the filter's condition on this array holds when it is the only one. */
function matchedPosition(walked: ConcretePath, elements: readonly unknown[], filter: Document): number {
  const path = walked.join(".");
  for (const condition of conditionsOn(filter, path)) {
    const test = compileFilter(cloneValue(condition));
    const found = elements.findIndex((element) => test(withOnly(walked, element)));
    if (found !== -1) return found;
  }
  throw new EngineError(2, "The positional operator did not find the match needed from the query.");
}

function conditionsOn(filter: Document, path: string): Document[] {
  return Object.entries(filter).flatMap(([key, value]) => {
    if (key === "$and" && Array.isArray(value)) return value.flatMap((part) => conditionsOn(part as Document, path));
    return key === path || key.startsWith(`${path}.`) ? [{ [key]: value }] : [];
  });
}

/** The document with an array that has this one element only, as far as a condition on the array can see. */
function withOnly(walked: ConcretePath, element: unknown): Document {
  const build = (segments: ConcretePath): unknown => {
    const [segment, ...rest] = segments;
    if (segment === undefined) return [plainCopy(element)];
    const holder: Document = {};
    assign(holder, segment, build(rest));
    return holder;
  };
  return build(walked) as Document;
}

/** The value behind one segment, by field name or array position. */
export function child(value: unknown, segment: string): unknown {
  if (Array.isArray(value)) return isArrayIndex(segment) ? value[Number(segment)] : undefined;
  return ownField(value, segment);
}
