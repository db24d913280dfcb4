import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** Every text of one language by its key. */
export type Words = ReadonlyMap<string, string>;

/** All languages, and what is wrong in their files. */
export interface Locales {
  /** Folder name to texts, `id` first where it is there. */
  readonly languages: ReadonlyMap<string, Words>;
  /** The names of the locale files, without `.json`: what a key begins with. */
  readonly areas: readonly string[];
  /** By language that need not have words for everything: the beginnings of keys for which it must. */
  readonly partial: Readonly<Record<string, Partial>>;
  readonly faults: readonly string[];
}

/** What is promised of a language that has words for a part only. */
export interface Partial {
  /** True until somebody who speaks it from home has read it. */
  readonly needsNativeReader: boolean;
  readonly complete: readonly string[];
}

/**
 * Reads `<folder>/<language>/<area>.json`, a large area also in parts beside it, `<area>-<part>.json`. A key belongs to the
 * files that its first word names, and stands once.
 */
export function readLocales(folder: string): Locales {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const order = names.map(({ name }) => name).sort((a, b) => Number(b === "id") - Number(a === "id"));
  const faults: string[] = [];
  const areas = new Set<string>();
  const languages = new Map<string, Words>();
  for (const language of order) {
    const words = new Map<string, string>();
    const files = readdirSync(join(folder, language)).sort();
    for (const file of files) {
      const area = areaOf(file, files);
      areas.add(area);
      for (const [key, text] of entriesOf(join(folder, language, file), `${language}/${file}`, faults)) {
        if (words.has(key)) faults.push(`${language}/${file}: "${key}" stands twice`);
        if (!key.startsWith(`${area}.`)) faults.push(`${language}/${file}: "${key}" does not begin with "${area}."`);
        words.set(key, text);
      }
    }
    languages.set(language, words);
  }
  return { languages, areas: [...areas].sort(), partial: partialIn(folder), faults };
}

/** `partial.json` beside the languages; where it is not there, each must have everything. */
function partialIn(folder: string): Readonly<Record<string, Partial>> {
  const file = join(folder, "partial.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, Partial>) : {};
}

/** A name with a dash is a part only where the whole stands beside it: `whatsapp-web.json` is an area of its own. */
function areaOf(file: string, files: readonly string[]): string {
  const whole = file.replace(/-.+\.json$/u, ".json");
  return (files.includes(whole) ? whole : file).replace(/\.json$/u, "");
}

/** The properties of a JSON object as they are written, so that a repeated key is seen. */
function entriesOf(path: string, name: string, faults: string[]): [string, string][] {
  const source = ts.parseJsonText(path, readFileSync(path, "utf8"));
  const [statement] = source.statements;
  const object = statement?.expression;
  if (!object || !ts.isObjectLiteralExpression(object)) {
    faults.push(`${name}: write one JSON object of keys and texts`);
    return [];
  }
  return object.properties.flatMap((property): [string, string][] => {
    const isText = ts.isPropertyAssignment(property) && ts.isStringLiteral(property.initializer);
    if (isText && ts.isStringLiteral(property.name) && ts.isStringLiteral(property.initializer))
      return [[property.name.text, property.initializer.text]];
    faults.push(`${name}: "${property.name?.getText(source)}" is not a text`);
    return [];
  });
}

/** The placeholders of a text, each with its format, as they are compared between languages: `amount, rupiah`. */
function placeholdersOf(text: string): string[] {
  const found = [...text.matchAll(/\{\{([^}]*)\}\}/gu)].map(([, inner = ""]) =>
    inner
      .split(",")
      .map((part) => part.trim())
      .join(", "),
  );
  return [...new Set(found)].sort();
}

/** The names that must be given for a text. */
export function paramsOf(text: string): string[] {
  return [...new Set(placeholdersOf(text).map((placeholder) => placeholder.split(",")[0] ?? ""))];
}

/** What differs between the languages: keys that one lacks, and placeholders or formats that are not the same. */
export function compareLanguages(
  languages: ReadonlyMap<string, Words>,
  partial: Readonly<Record<string, Partial>> = {},
): string[] {
  const keys = new Set([...languages.values()].flatMap((words) => [...words.keys()]));
  return [...keys].sort().flatMap((key) => [...missing(languages, key, partial), ...unlike(languages, key)]);
}

/** What may be said in the language that stands in, also of a part that has its own words otherwise. */
const mayStandIn = /\.(?:label|further)$/u;

/** Whether a language must have words for a key: a partial one for the beginnings that it promises. */
function isPromised(key: string, of: Partial | undefined): boolean {
  return of === undefined || (of.complete.some((beginning) => key.startsWith(beginning)) && !mayStandIn.test(key));
}

function missing(
  languages: ReadonlyMap<string, Words>,
  key: string,
  partial: Readonly<Record<string, Partial>>,
): string[] {
  const without = [...languages].filter(([name, words]) => !words.has(key) && isPromised(key, partial[name]));
  return without.map(([language]) => `"${key}" is missing in ${language}`);
}

function unlike(languages: ReadonlyMap<string, Words>, key: string): string[] {
  const sets = [...languages].flatMap(([language, words]) => {
    const text = words.get(key);
    return text === undefined ? [] : [{ language, placeholders: placeholdersOf(text).join(" | ") }];
  });
  const [first, ...others] = sets;
  const different = others.filter(({ placeholders }) => placeholders !== first?.placeholders);
  return different.map(
    ({ language, placeholders }) =>
      `"${key}" has other placeholders in ${language} (${placeholders || "none"}) than in ${first?.language} (${first?.placeholders || "none"})`,
  );
}
