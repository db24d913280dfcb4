import { COMPARISONS, equalTo } from "./comparison";
import { type Document, isDocument } from "./values";

type Test = (document: Document) => boolean;

/**
 * The test of a filter (plain values, checked already) that is made of our own comparisons, `$and` and `$or` alone, as nearly
 * all are; undefined for any other. It answers what mingo would answer with the same comparisons, and is made in a fraction
 * of the time.
 */
export function plainFilter(filter: Document): Test | undefined {
  const tests: Test[] = [];
  for (const [key, value] of Object.entries(filter)) {
    const test = key.startsWith("$") ? branchesOf(key, value) : conditionOn(key, value);
    if (!test) return undefined;
    tests.push(test);
  }
  return allOf(tests);
}

function allOf(tests: readonly Test[]): Test {
  const [only, ...others] = tests;
  if (only && others.length === 0) return only;
  return (document) => tests.every((test) => test(document));
}

function branchesOf(key: string, value: unknown): Test | undefined {
  if ((key !== "$and" && key !== "$or") || !Array.isArray(value)) return undefined;
  const branches = value.map((branch) => plainFilter(branch as Document));
  if (branches.includes(undefined)) return undefined;
  const tests = branches as Test[];
  return key === "$and" ? allOf(tests) : (document) => tests.some((test) => test(document));
}

function conditionOn(path: string, value: unknown): Test | undefined {
  if (value instanceof RegExp) return undefined;
  const operators = isDocument(value) ? Object.keys(value) : [];
  if (!operators.some((name) => name.startsWith("$"))) return equalTo(path, value);
  const tests: Test[] = [];
  for (const name of operators) {
    const compile = COMPARISONS[name as `$${string}`];
    const operand: unknown = (value as Document)[name];
    if (!compile || operand instanceof RegExp) return undefined;
    tests.push(compile(path, operand));
  }
  return allOf(tests);
}
