import { Aggregator } from "mingo/aggregator";
import { Context } from "mingo/core";
import { Lazy, type Iterator as LazyIterator } from "mingo/lazy";
import * as accumulators from "mingo/operators/accumulator";
import * as expressions from "mingo/operators/expression";
import * as stages from "mingo/operators/pipeline";
import * as projections from "mingo/operators/projection";
import * as conditions from "mingo/operators/query";
import * as windows from "mingo/operators/window";
import { Query } from "mingo/query";
import type { Options } from "mingo/types";
import { COMPARISONS } from "./comparison";
import { EngineError } from "./errors";
import { leaves } from "./paths";
import { plainFilter } from "./plain-filter";
import { rawPicker } from "./raw-fields";
import { parseSort, sortDocuments } from "./sorting";
import { assign, cloneValue, type Document, decodePlain, encode, isDocument } from "./values";

/** Stages of mingo that would write, operators that would run somebody's script, and bits of what is no number: refused by name. */
const { $out: _out, $merge: _merge, ...readingStages } = stages;
const {
  $where: _where,
  $jsonSchema: _jsonSchema,
  $bitsAllClear: _allClear,
  $bitsAllSet: _allSet,
  $bitsAnyClear: _anyClear,
  $bitsAnySet: _anySet,
  ...declarativeConditions
} = conditions;
const { $function: _function, ...declarativeExpressions } = expressions;
const { $accumulator: _accumulator, ...declarativeAccumulators } = accumulators;

const OWN_STAGES = {
  $sort: (source: LazyIterator, spec: Document) =>
    source.transform((rows) => Lazy(sortDocuments([...rows], parseSort(spec))) as never),
  $count: (source: LazyIterator, name: string) =>
    source.transform((rows) => {
      const count = [...rows].length;
      return Lazy(count === 0 ? [] : [{ [name]: count }]) as never;
    }),
};

const context = Context.init({
  accumulator: declarativeAccumulators as never,
  expression: declarativeExpressions as never,
  pipeline: { ...readingStages, ...OWN_STAGES } as never,
  projection: projections as never,
  query: { ...declarativeConditions, ...COMPARISONS, $elemMatch: elementMatch } as never,
  window: windows as never,
});

const OPTIONS: Partial<Options> = { context, scriptEnabled: false, useStrictMode: true };

const CONDITIONS = new Set([...Object.keys(declarativeConditions), ...Object.keys(COMPARISONS), "$options"]);
const EXPRESSIONS = new Set(
  [declarativeExpressions, declarativeAccumulators, windows, projections].flatMap((room) => Object.keys(room)),
);
const STAGES = new Set(Object.keys({ ...readingStages, ...OWN_STAGES }));
const TOP_LEVEL = new Set(["$and", "$or", "$nor", "$expr"]);

/** Tests a document, read by `decodePlain`, against a filter. */
export type Matcher = (document: Document) => boolean;

/**
 * Compiles a filter (plain values). An unknown operator is refused with 2 (BadValue) before any document is looked at.
 */
export function compileFilter(filter: Document): Matcher {
  checkFilter(filter);
  const plain = translate(() => plainFilter(filter), 2);
  if (plain) return (document) => translate(() => plain(document), 2);
  // mingo may change what it is given.
  const query = translate(() => new Query(cloneValue(filter), OPTIONS), 2);
  return (document) => translate(() => query.test(document), 2);
}

/** Whether one element of an array at the path satisfies everything asked: conditions on the element, or a filter on it. */
function elementMatch(path: string, operand: Document): (document: unknown) => boolean {
  const first = Object.keys(operand)[0] ?? "";
  if (first.startsWith("$") && !TOP_LEVEL.has(first)) {
    const query = new Query({ element: operand }, OPTIONS);
    return elementTest(path, (element) => query.test({ element: Array.isArray(element) ? [element] : element }));
  }
  const query = new Query(operand, OPTIONS);
  return elementTest(
    path,
    (element) => (isDocument(element) || Array.isArray(element)) && query.test(element as Document),
  );
}

function elementTest(path: string, test: (element: unknown) => boolean): (document: unknown) => boolean {
  return (document) => leaves(document, path).values.some((value) => Array.isArray(value) && value.some(test));
}

/** Runs stages of an aggregation over documents (plain values); `resolve` gives the documents of another collection. */
export function runPipeline(
  source: Iterable<Document>,
  pipeline: readonly Document[],
  resolve: (collection: string) => Document[],
): Document[] {
  const aggregator = new Aggregator([...pipeline], { ...OPTIONS, collectionResolver: resolve });
  return translate(() => aggregator.run<Document>(source), 2);
}

/** Compiles a projection of `find`; the positional `$` is evaluated against the filter. */
export function compileProjection(projection: Document): (document: Document) => Document {
  if (Object.keys(projection).length === 0) return (document) => document;
  for (const [path, value] of Object.entries(projection)) {
    if (path.split(".").includes("$")) {
      throw new EngineError(2, `the embedded engine does not support the positional projection '${path}'`);
    }
    checkExpression(value);
  }
  const picked = pickedFields(projection);
  if (picked) return (document) => pick(document, picked);
  const aggregator = new Aggregator([{ $project: projection }], OPTIONS);
  return (document) => translate(() => aggregator.run<Document>([document]), 2)[0] ?? {};
}

/** A projection of `find` on the BSON itself, where it names nothing but fields: what it cannot pick goes the long way. */
export function compileRawProjection(projection: Document): (bytes: Uint8Array) => Uint8Array {
  const project = compileProjection(projection);
  const picked = pickedFields(projection);
  const raw = picked && rawPicker(picked);
  return (bytes) => raw?.(bytes) ?? encode(project(decodePlain(bytes)));
}

/** The fields that a projection shows, where it names nothing but fields of the document itself. */
function pickedFields(projection: Document): ReadonlySet<string> | undefined {
  const fields = new Set(["_id"]);
  for (const [path, value] of Object.entries(projection)) {
    if (path.includes(".") || path.startsWith("$") || (value !== 1 && value !== true)) return undefined;
    fields.add(path);
  }
  return fields;
}

/** The named fields in the document's own order. */
function pick(document: Document, fields: ReadonlySet<string>): Document {
  const picked: Document = {};
  for (const key of Object.keys(document)) if (fields.has(key)) assign(picked, key, document[key]);
  return picked;
}

/** Refuses what no stage of the pipeline knows, whether or not there are documents to try it on. */
export function checkPipeline(pipeline: readonly unknown[]): asserts pipeline is Document[] {
  for (const stage of pipeline) {
    if (!isDocument(stage)) throw new EngineError(14, "Each element of the 'pipeline' array must be an object");
    const [name, ...more] = Object.keys(stage);
    if (name === undefined || more.length > 0) {
      throw new EngineError(40324, "A pipeline stage specification object must contain exactly one field.");
    }
    if (!STAGES.has(name)) throw new EngineError(40324, `Unrecognized pipeline stage name: '${name}'`);
    checkStage(name, stage[name]);
  }
}

function checkStage(name: string, spec: unknown): void {
  if (name === "$match") {
    if (!isDocument(spec)) throw new EngineError(2, "the match filter must be an expression in an object");
    return checkFilter(spec);
  }
  if (name === "$facet" && isDocument(spec)) {
    for (const inner of Object.values(spec)) checkInner(inner);
    return;
  }
  if (isDocument(spec) && "pipeline" in spec) {
    const { pipeline, ...rest } = spec;
    checkInner(pipeline);
    return checkExpression(rest);
  }
  checkExpression(spec);
}

function checkInner(pipeline: unknown): void {
  if (!Array.isArray(pipeline)) throw new EngineError(14, "an inner pipeline must be an array");
  checkPipeline(pipeline);
}

function checkFilter(filter: Document): void {
  for (const [key, value] of Object.entries(filter)) {
    if (!key.startsWith("$")) checkCondition(value);
    else if (!TOP_LEVEL.has(key)) throw new EngineError(2, `unknown top level operator: ${key}`);
    else if (key === "$expr") checkExpression(value);
    else checkBranches(key, value);
  }
}

function checkBranches(key: string, value: unknown): void {
  if (!Array.isArray(value) || value.length === 0) throw new EngineError(2, `${key} must be a nonempty array`);
  for (const branch of value) {
    if (!isDocument(branch)) throw new EngineError(2, `${key} entries need to be full objects`);
    checkFilter(branch);
  }
}

function checkCondition(condition: unknown): void {
  if (!isDocument(condition)) return;
  const keys = Object.keys(condition);
  if (!keys[0]?.startsWith("$")) return;
  for (const key of keys) {
    if (!CONDITIONS.has(key) || TOP_LEVEL.has(key)) throw new EngineError(2, `unknown operator: ${key}`);
    const operand: unknown = condition[key];
    if (key === "$not") checkNegation(operand);
    if (key === "$elemMatch") checkElementMatch(operand);
    if (key === "$regex") checkPattern(operand, condition["$options"]);
  }
}

function checkNegation(operand: unknown): void {
  if (operand instanceof RegExp) return;
  if (!isDocument(operand) || !Object.keys(operand)[0]?.startsWith("$")) {
    throw new EngineError(2, "$not needs a regex or a document of operators");
  }
  checkCondition(operand);
}

function checkElementMatch(operand: unknown): void {
  if (!isDocument(operand)) throw new EngineError(2, "$elemMatch needs an Object");
  const first = Object.keys(operand)[0];
  if (first?.startsWith("$") && !TOP_LEVEL.has(first)) checkCondition(operand);
  else checkFilter(operand);
}

function checkPattern(pattern: unknown, options: unknown): void {
  if (typeof pattern !== "string" && !(pattern instanceof RegExp))
    throw new EngineError(2, "$regex has to be a string");
  if (options !== undefined && !/^[ims]*$/.test(String(options))) {
    throw new EngineError(2, `the embedded engine does not support $options '${String(options)}'`);
  }
}

function checkExpression(expression: unknown): void {
  if (Array.isArray(expression)) return expression.forEach(checkExpression);
  if (!isDocument(expression)) return;
  for (const [key, value] of Object.entries(expression)) {
    if (key === "$literal") continue;
    if (key === "$elemMatch") checkElementMatch(value);
    else {
      if (key.startsWith("$") && !EXPRESSIONS.has(key)) throw new EngineError(168, `Unrecognized expression '${key}'`);
      checkExpression(value);
    }
  }
}

/** What mingo throws is a refusal of the request, said in its own words. */
function translate<T>(work: () => T, code: 2): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw new EngineError(code, error instanceof Error ? error.message : String(error));
  }
}
