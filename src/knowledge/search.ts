import MiniSearch from "minisearch";
import { typosAllowed } from "../domain/shared/folded-text";
import { searchWords } from "./words";

/** Something that can be found: what people type to ask for it. */
export interface Findable {
  readonly id: string;
  readonly words: string;
  readonly questions: readonly string[];
}

/** How well one findable thing answers a question. */
export interface Hit {
  readonly id: string;
  /** 0 to 1: 1 where every word of the question is this thing's own and nothing else fits as well. */
  readonly score: number;
}

/** Leans a search towards the subject of the talk. */
export interface Leaning {
  /** The subject's words, each counting a part of a typed word. */
  readonly words: readonly string[];
  readonly weight: number;
  /** Whether a thing belongs to the subject; all others are left out. */
  readonly belongs: (id: string) => boolean;
}

/** Finds what a question, given in its search words, asks for, best first; at most eight. */
export type Search = (words: readonly string[], leaning?: Leaning) => readonly Hit[];

interface Entry {
  readonly id: string;
  readonly thing: string;
  readonly kind: "whole" | "question";
  readonly text: string;
}

const MOST_HITS = 8;
const MOST_LOOKED_UP = 12;
/** The speller has put right what it could; here only one slip is looked for. */
const MOST_TYPOS = 1;
/** Shorter words are one slip away from too many others. */
const SHORTEST_FUZZY = 5;
/** A whole thing's vocabulary speaks with this weight beside its best single question. */
const WHOLE_WEIGHT = 0.5;
/** How much a word that nothing knows lowers the score, beside the rarest known word. */
const STRANGE_WEIGHT = 0.45;
/** Matched words of this weight together are certain, however long the story around them. */
const ENOUGH_WEIGHT = 14;
/** "Bagaimana?" alone asks for nothing. */
const LEAST_WEIGHT = 1.7;
/** How much a well covered question lifts a thing in the order. */
const COVERAGE_BONUS = 0.5;

/** Builds the index; it is pure and holds everything in memory. */
export function createSearch(things: readonly Findable[]): Search {
  const read = things.map(readThing);
  const vocabulary = vocabularyOf(read);
  const index = new MiniSearch<Entry>({
    fields: ["text"],
    storeFields: ["thing", "kind"],
    tokenize: (text) => text.split(" "),
    processTerm: (term) => (term === "" ? null : term),
  });
  index.addAll(read.flatMap(entriesOf));
  return (words, leaning) => rank(index, vocabulary, words, leaning);
}

/** A findable thing in the words that the search compares. */
interface Thing {
  readonly id: string;
  readonly all: readonly string[];
  readonly questions: readonly (readonly string[])[];
}

function readThing({ id, words, questions }: Findable): Thing {
  const asked = questions.map(searchWords);
  return { id, all: [...searchWords(words), ...asked.flat()], questions: asked };
}

function entriesOf({ id, all, questions }: Thing): Entry[] {
  return [
    { id: `${id}#`, thing: id, kind: "whole", text: all.join(" ") },
    ...questions.map((words, at): Entry => ({ id: `${id}#${at}`, thing: id, kind: "question", text: words.join(" ") })),
  ];
}

/** The weight of every known word: the fewer things use it, the more it tells. */
interface Vocabulary {
  readonly weights: ReadonlyMap<string, number>;
  readonly heaviest: number;
  /** Words by their consonants, for "mnggl" and "dftr". */
  readonly skeletons: ReadonlyMap<string, string>;
}

function vocabularyOf(things: readonly Thing[]): Vocabulary {
  const uses = new Map<string, number>();
  for (const { all } of things) for (const word of new Set(all)) uses.set(word, (uses.get(word) ?? 0) + 1);
  const weights = new Map([...uses].map(([word, count]) => [word, Math.log(1 + things.length / count)]));
  const common = [...uses].filter(([word]) => word.length > 3).sort(([, a], [, b]) => a - b);
  return {
    weights,
    heaviest: Math.log(1 + things.length),
    skeletons: new Map(common.map(([word]) => [skeleton(word), word])),
  };
}

const skeleton = (word: string): string => word.replace(/[aiueo]/g, "");

function rank(
  index: MiniSearch<Entry>,
  vocabulary: Vocabulary,
  question: readonly string[],
  leaning: Leaning | undefined,
): readonly Hit[] {
  const words = question.map((word) => known(word, vocabulary));
  const typed = [...new Set(words)].filter((word) => vocabulary.weights.has(word) || !/^\d+$/.test(word));
  if (typed.length === 0) return []; // an age or an amount that no topic names says nothing about the subject
  const leaningWords = (leaning?.words ?? []).filter((word) => !typed.includes(word));
  const results = index.search([...heaviest(typed, vocabulary), ...leaningWords].join(" "), {
    fuzzy: (term) =>
      vocabulary.weights.has(term) || term.length < SHORTEST_FUZZY
        ? false
        : Math.min(MOST_TYPOS, typosAllowed(term.length)),
    prefix: (term) => !vocabulary.weights.has(term) && term.length > 3,
    ...(leaning && { filter: ({ thing }) => leaning.belongs(String(thing)) }),
    boostTerm: (term) => (leaningWords.includes(term) ? (leaning?.weight ?? 0) : 1),
  });
  return scored(results, typed, vocabulary);
}

/** A whole story is looked up by its most telling words. */
function heaviest(words: readonly string[], { weights }: Vocabulary): readonly string[] {
  if (words.length <= MOST_LOOKED_UP) return words;
  const weightOf = (word: string) => weights.get(word) ?? 0;
  return [...words].sort((a, b) => weightOf(b) - weightOf(a)).slice(0, MOST_LOOKED_UP);
}

/** Shorthand without vowels is written out where exactly such a word is known. */
function known(word: string, { weights, skeletons }: Vocabulary): string {
  if (weights.has(word) || /[aiueo].*[aiueo]/.test(word) || word.length < 3) return word;
  return skeletons.get(skeleton(word)) ?? word;
}

interface Found {
  readonly score: number;
  readonly queryTerms: readonly string[];
  readonly thing?: string;
  readonly kind?: Entry["kind"];
}

function scored(results: readonly Found[], typed: readonly string[], vocabulary: Vocabulary): Hit[] {
  const things = new Map<string, { whole: number; question: number; matched: Set<string> }>();
  for (const { thing = "", kind, score, queryTerms } of results) {
    const seen = things.get(thing) ?? { whole: 0, question: 0, matched: new Set<string>() };
    if (kind === "whole") seen.whole = score;
    else seen.question = Math.max(seen.question, score);
    for (const term of queryTerms) seen.matched.add(term);
    things.set(thing, seen);
  }
  const ranked = [...things]
    .map(([id, { whole, question, matched }]) => {
      const sure = certainty(typed, matched, vocabulary);
      return { id, raw: (question + WHOLE_WEIGHT * whole) * (1 + COVERAGE_BONUS * sure), sure };
    })
    .filter(({ sure }) => sure > 0)
    .sort((a, b) => b.raw - a.raw)
    .slice(0, MOST_HITS);
  const best = ranked[0]?.raw ?? 1;
  return ranked.map(({ id, raw, sure }) => ({ id, score: (raw / best) * sure }));
}

/**
 * The share of the question, by weight of its words, that a thing's vocabulary covers. A whole story is never covered;
 * there it is enough that many telling words are.
 */
function certainty(typed: readonly string[], matched: ReadonlySet<string>, { weights, heaviest }: Vocabulary): number {
  const weightOf = (word: string) => weights.get(word) ?? heaviest * STRANGE_WEIGHT;
  const sum = (words: readonly string[]) => words.reduce((total, word) => total + weightOf(word), 0);
  const covered = sum(typed.filter((word) => matched.has(word)));
  if (covered < LEAST_WEIGHT) return 0;
  return Math.max(covered / sum(typed), Math.min(1, covered / ENOUGH_WEIGHT));
}
