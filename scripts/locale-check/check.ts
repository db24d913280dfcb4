import { join } from "node:path";
import { compareLanguages, type Locales, paramsOf, readLocales } from "./locales";
import { findUses, type Use, type Uses } from "./uses";

/** What the check found; the project is in order when both lists are empty. */
export interface LocaleReport {
  /** Sentences that say what is wrong and where. */
  readonly faults: readonly string[];
  /** Keys that no code names: texts that nobody will ever read. */
  readonly unused: readonly string[];
  readonly counts: { readonly languages: number; readonly keys: number; readonly uses: number };
}

/** Checks `locales/` of a project against itself and against the TypeScript in `folders`. */
export function checkLocales(project: string, folders: readonly string[] = ["src", "scripts"]): LocaleReport {
  const locales = readLocales(join(project, "locales"));
  const code = findUses(project, folders, locales.areas);
  const keys = [...new Set([...locales.languages.values()].flatMap((words) => [...words.keys()]))].sort();
  const known = new Set(keys);
  const matched = code.uses.map((use) => ({ use, keys: matchedBy(use, { all: keys, keys: known, code }) }));
  const used = new Set(matched.flatMap((match) => match.keys));
  return {
    faults: [
      ...locales.faults,
      ...compareLanguages(locales.languages, locales.partial),
      ...matched.flatMap((match) => unknownIn(match.use, match.keys, known)),
      ...matched.flatMap((match) => unfilledIn(match.use, match.keys, locales)),
      ...code.indonesian.map(({ at, text }) => `${at}: Indonesian outside locales/: "${text.slice(0, 60)}"`),
    ],
    unused: keys.filter((key) => !used.has(key)),
    counts: { languages: locales.languages.size, keys: keys.length, uses: code.uses.length },
  };
}

interface Known {
  readonly all: readonly string[];
  readonly keys: ReadonlySet<string>;
  readonly code: Uses;
}

function matchedBy({ keys }: Use, { all, keys: known, code }: Known): string[] {
  if (!(keys instanceof RegExp)) {
    // A key that does not exist by itself may be the beginning of some: `answers.village` of `answers.village.several`.
    return keys
      .flatMap((key) => (known.has(key) ? [key] : [...code.endings].map((ending) => key + ending)))
      .filter((key) => known.has(key));
  }
  return all.filter((key) =>
    keys
      .exec(key)
      ?.slice(1)
      .every((part) => isSaid(part, code.vocabulary)),
  );
}

/** An open part of a key must be a word that the code or its data can come to say. */
function isSaid(part: string, vocabulary: Uses["vocabulary"]): boolean {
  const word = part.replace(/^\./u, "");
  return word === "" || vocabulary.has(word);
}

function unknownIn(
  { at, written, keys, perhaps }: Use,
  matched: readonly string[],
  known: ReadonlySet<string>,
): string[] {
  if (perhaps) return [];
  if (keys instanceof RegExp) return matched.length === 0 ? [`${at}: no text is of the family ${written}`] : [];
  const [only] = keys;
  if (keys.length === 1 && only === written) return matched.length === 0 ? [`${at}: there is no text "${only}"`] : [];
  return keys.filter((key) => !known.has(key)).map((key) => `${at}: there is no text "${key}" (of ${written})`);
}

/** Only where it is certain which texts are meant: an open family matches more than it ever names. */
function unfilledIn({ at, fills, keys: written }: Use, keys: readonly string[], { languages }: Locales): string[] {
  if (fills === undefined || written instanceof RegExp) return [];
  return keys.flatMap((key) => {
    const needed = new Set([...languages.values()].flatMap((words) => paramsOf(words.get(key) ?? "")));
    const empty = [...needed].filter((name) => !fills.includes(name));
    return empty.length === 0 ? [] : [`${at}: "${key}" is given no ${empty.join(", ")}`];
  });
}
