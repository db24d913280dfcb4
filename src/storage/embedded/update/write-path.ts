import { EngineError } from "../errors";
import { isArrayIndex } from "../paths";
import { assign, type Document, isDocument } from "../values";
import { type ConcretePath, child } from "./locate";

/** What an operator decides about the value at one place. */
export type Change = { readonly set: unknown } | "remove" | "keep";

/** MongoDB pads an array with nulls up to a position that is written; so far and no further. */
const MOST_PADDING = 1_500_000;

/**
 * Lets `decide` replace the value at a place. Missing documents on the way are made where `create` says so.
 * A place below something that cannot hold it is refused with 28 (PathNotViable) when it would have to be made.
 */
export function changeAt(
  document: Document,
  path: ConcretePath,
  create: boolean,
  decide: (old: unknown) => Change,
): void {
  const parent = walk(document, path, create);
  const last = path.at(-1) ?? "";
  if (parent === undefined) return;
  const change = decide(child(parent, last));
  if (change === "keep") return;
  if (change === "remove") remove(parent, last);
  else put(parent, last, change.set);
}

function walk(document: Document, path: ConcretePath, create: boolean): Document | unknown[] | undefined {
  let at: Document | unknown[] = document;
  for (const segment of path.slice(0, -1)) {
    let next = child(at, segment);
    if (next === undefined) {
      if (!create) return undefined;
      next = {};
      put(at, segment, next);
    }
    if (!Array.isArray(next) && !isDocument(next)) return create ? refuse(segment, path) : undefined;
    at = next;
  }
  const last = path.at(-1) ?? "";
  if (Array.isArray(at) && !isArrayIndex(last)) return create ? refuse(path.at(-2) ?? "", path) : undefined;
  return at;
}

function refuse(segment: string, path: ConcretePath): never {
  throw new EngineError(
    28,
    `Cannot create field '${path.at(-1) ?? ""}' in element {${segment}}, which is neither a document nor fits the path`,
  );
}

function put(parent: Document | unknown[], segment: string, value: unknown): void {
  if (!Array.isArray(parent)) return assign(parent, segment, value);
  if (!isArrayIndex(segment)) refuse(segment, [segment]);
  const index = Number(segment);
  if (index > parent.length + MOST_PADDING)
    throw new EngineError(2, `can't backfill more than ${MOST_PADDING} elements of an array`);
  while (parent.length < index) parent.push(null);
  parent[index] = value;
}

function remove(parent: Document | unknown[], segment: string): void {
  if (!Array.isArray(parent)) delete parent[segment];
  else if (Number(segment) < parent.length) parent[Number(segment)] = null;
}
