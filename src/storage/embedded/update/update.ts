import { ObjectId } from "bson";
import { EngineError } from "../errors";
import { sameValue } from "../order";
import { checkPipeline, runPipeline } from "../semantics";
import { assign, cloneValue, type Document, decodeTyped, encode, isDocument, plainCopy } from "../values";
import { checkFiltersUsed, child, locate, type Positions, parseArrayFilters } from "./locate";
import { UPDATE_OPERATORS, type UpdateMoment } from "./operators";
import { changeAt } from "./write-path";

/**
 * `apply` turns an old document (typed values, changed in place) into the new one (typed values); `roots` are the fields of
 * the document in which it may change anything, missing where that may be any.
 *
 * mingo's own updater is not used: it leaves a document silently as it is where MongoDB refuses (a number added to a
 * text, a field below a scalar) and does not know `$setOnInsert`. Conditions and pipelines inside updates are mingo's.
 */
export interface Update {
  readonly apply: (document: Document, moment: UpdateMoment) => Document;
  readonly roots?: readonly string[];
}

const PIPELINE_STAGES = new Set(["$set", "$addFields", "$unset", "$project", "$replaceRoot", "$replaceWith"]);

interface Step {
  readonly name: string;
  readonly path: string;
  readonly operand: unknown;
}

/** Compiles an update (typed values): operators, a pipeline or a whole new document. `filter` is plain. */
export function compileUpdate(update: unknown, filter: Document, arrayFilters: readonly unknown[] = []): Update {
  if (Array.isArray(update)) return { apply: compilePipeline(update, arrayFilters) };
  if (!isDocument(update)) throw new EngineError(9, "Update argument must be either an object or an array");
  if (!isOperatorUpdate(update)) return { apply: replaceBy(update, arrayFilters) };
  const steps = stepsOf(update);
  const positions: Positions = { filter, arrayFilters: parseArrayFilters(arrayFilters) };
  checkFiltersUsed(
    positions.arrayFilters,
    steps.map(({ path }) => path),
  );
  return {
    apply: (document, moment) => applySteps(document, steps, positions, moment),
    roots: steps
      .flatMap((step) => (step.name === "$rename" ? [step.path, renameTarget(step)] : [step.path]))
      .map(rootOf),
  };
}

const rootOf = (path: string): string => path.split(".")[0] ?? "";

/** Whether the update is made of operators, as opposed to a whole new document. */
export function isOperatorUpdate(update: unknown): boolean {
  return Array.isArray(update) || (isDocument(update) && (Object.keys(update)[0] ?? "").startsWith("$"));
}

function replaceBy(replacement: Document, arrayFilters: readonly unknown[]): Update["apply"] {
  if (arrayFilters.length > 0) throw new EngineError(9, "arrayFilters may not be specified for a replacement");
  const operatorKey = Object.keys(replacement).find((key) => key.startsWith("$"));
  if (operatorKey !== undefined)
    throw new EngineError(52, `The dollar ($) prefixed field '${operatorKey}' is not allowed in a replacement`);
  return (document) => {
    const { _id, ...rest } = cloneValue(replacement);
    const id: unknown = document["_id"] ?? _id;
    return keepIdentity(document["_id"], { ...(id === undefined ? {} : { _id: _id ?? id }), ...rest });
  };
}

function compilePipeline(stages: readonly unknown[], arrayFilters: readonly unknown[]): Update["apply"] {
  if (arrayFilters.length > 0) throw new EngineError(9, "Cannot specify arrayFilters and a pipeline update");
  const pipeline = plainCopy(stages) as unknown[];
  checkPipeline(pipeline);
  for (const stage of pipeline) {
    const name = Object.keys(stage)[0] ?? "";
    if (!PIPELINE_STAGES.has(name)) throw new EngineError(72, `${name} is not allowed to be used within an update`);
  }
  return (document) => {
    const id: unknown = document["_id"];
    const result = runPipeline([plainCopy(document) as Document], pipeline, () => [])[0] ?? {};
    const whole = keepIdentity(id, id !== undefined && !("_id" in result) ? { _id: id, ...result } : result);
    // A pipeline computes in plain values; writing gives them their types.
    return decodeTyped(encode(whole));
  };
}

function stepsOf(update: Document): Step[] {
  const steps = Object.entries(update).flatMap(([name, fields]) => {
    if (name !== "$rename" && !UPDATE_OPERATORS[name]) {
      throw new EngineError(
        9,
        `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    }
    if (!isDocument(fields))
      throw new EngineError(9, `Modifiers operate on fields but we found another type instead, in ${name}`);
    return Object.entries(fields).map(([path, operand]) => ({ name, path, operand }));
  });
  return inOrder(steps);
}

/** Whether the paths of an update go together, and in which order they are written, for updates that were seen already. */
const orders = new Map<string, readonly number[]>();
const MOST_ORDERS = 500;

/** The steps as they are written. It depends on their names alone, which are a few over and over; a `$rename` has a second one. */
function inOrder(steps: readonly Step[]): Step[] {
  const names = steps.map(({ name, path }) => `${name}\0${path}`).join("\0");
  let order = orders.get(names);
  if (!order) {
    checkPaths(steps.flatMap((step) => (step.name === "$rename" ? [step.path, renameTarget(step)] : [step.path])));
    const places = steps.map(({ path }, place) => ({ path, place }));
    order = places.sort((left, right) => comparePaths(left.path, right.path)).map(({ place }) => place);
    if (orders.size >= MOST_ORDERS) orders.clear();
    if (!steps.some(({ name }) => name === "$rename")) orders.set(names, order);
  }
  return order.flatMap((place) => steps[place] ?? []);
}

function renameTarget({ path, operand }: Step): string {
  if (typeof operand !== "string") throw new EngineError(2, "The 'to' field for $rename must be a string");
  if ([path, operand].some((one) => one.includes("$")))
    throw new EngineError(2, "The fields of $rename may not be dynamic");
  return operand;
}

const byName = new Intl.Collator("en", { numeric: true });

/** MongoDB writes fields in the order of their names, array positions in the order of the numbers. */
function comparePaths(left: string, right: string): number {
  return byName.compare(left, right);
}

function checkPaths(paths: readonly string[]): void {
  const seen: string[] = [];
  for (const path of paths) {
    if (path.split(".").includes(""))
      throw new EngineError(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
    const first = path.split(".")[0] ?? "";
    if (first.startsWith("$"))
      throw new EngineError(52, `The dollar ($) prefixed field '${first}' is not valid for storage.`);
    const clash = seen.find((other) => other === path || other.startsWith(`${path}.`) || path.startsWith(`${other}.`));
    if (clash !== undefined)
      throw new EngineError(40, `Updating the path '${path}' would create a conflict at '${clash}'`);
    seen.push(path);
  }
}

function applySteps(document: Document, steps: readonly Step[], positions: Positions, moment: UpdateMoment): Document {
  const id: unknown = document["_id"];
  for (const step of steps) {
    if (step.name === "$rename") rename(document, step.path, renameTarget(step));
    else applyStep(document, step, positions, moment);
  }
  return keepIdentity(id, document);
}

function applyStep(
  document: Document,
  { name, path, operand }: Step,
  positions: Positions,
  moment: UpdateMoment,
): void {
  const operator = UPDATE_OPERATORS[name];
  if (!operator || (name === "$setOnInsert" && !moment.inserting)) return;
  for (const place of locate(document, path, positions)) {
    changeAt(document, place, operator.creates, (old) => operator.apply(old, operand, moment));
  }
}

function rename(document: Document, from: string, to: string): void {
  const value = from.split(".").reduce<unknown>((at, segment) => {
    if (Array.isArray(at)) throw new EngineError(2, "The source field of $rename cannot be inside an array");
    return child(at, segment);
  }, document);
  if (value === undefined) return;
  changeAt(document, from.split("."), false, () => "remove");
  changeAt(document, to.split("."), true, () => ({ set: value }));
}

/** An `_id` never changes (66); a document that had none yet may be given one. */
function keepIdentity(id: unknown, document: Document): Document {
  if (id !== undefined && (document["_id"] === undefined || !sameValue(id, document["_id"]))) {
    throw new EngineError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
  }
  return document;
}

/** The document that an upsert starts from: what the filter (typed values) says is equal. */
export function seedFromFilter(filter: Document): Document {
  const seed: Document = {};
  for (const [path, value] of equalities(filter)) {
    changeAt(seed, path.split("."), true, (old) => {
      if (old !== undefined)
        throw new EngineError(54, `cannot infer query fields to set, path '${path}' is matched twice`);
      return { set: cloneValue(value) };
    });
  }
  return seed;
}

/** Puts the `_id` first, made when there is none; refuses an `_id` that cannot be one. */
export function withIdentity(document: Document): Document {
  const id: unknown = document["_id"] === undefined ? new ObjectId() : document["_id"];
  if (Array.isArray(id) || id instanceof RegExp)
    throw new EngineError(2, "The '_id' value cannot be an array or a regular expression");
  const result: Document = { _id: id };
  for (const key of Object.keys(document)) if (key !== "_id") assign(result, key, document[key]);
  return result;
}

function equalities(filter: Document): [string, unknown][] {
  return Object.entries(filter).flatMap(([key, value]): [string, unknown][] => {
    if (key === "$and" && Array.isArray(value)) return value.flatMap((part) => equalities(part as Document));
    if (key === "$or" && Array.isArray(value) && value.length === 1) return equalities(value[0] as Document);
    if (key.startsWith("$")) return [];
    if (!isDocument(value)) return isPattern(value) ? [] : [[key, value]];
    const keys = Object.keys(value);
    if (!keys[0]?.startsWith("$")) return [[key, value]];
    if (keys.includes("$eq")) return [[key, value["$eq"]]];
    const all: unknown = value["$all"];
    return Array.isArray(all) && all.length === 1 ? [[key, all[0]]] : [];
  });
}

const isPattern = (value: unknown): boolean =>
  value instanceof RegExp || (typeof value === "object" && value !== null && "pattern" in value);
