import { clearTally, createTally, createWordIndex, type Tally } from "./word-index";
import { type Reading, readQuestion, searchWords } from "./words";

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

const MOST_HITS = 8;
const MOST_LOOKED_UP = 12;
/** A tally has a bit for each word. */
const MOST_BITS = 31;
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
export function createSearch(read: readonly Thing[]): Search {
  const texts = read.map(textsOf);
  const index = createWordIndex(texts.flat());
  const lookup: Lookup = {
    ...vocabularyOf(read),
    ids: read.map(({ id }) => id),
    firstTexts: texts.map((_texts, thing) => texts.slice(0, thing).reduce((sum, { length }) => sum + length, 0)),
    add: index.add,
    tally: createTally(index.size),
  };
  return (words, leaning) => rank(lookup, words, leaning);
}

/** A findable thing in the words that the search compares. */
export interface Thing {
  readonly id: string;
  /** All search words of the thing, those of its questions included. */
  readonly all: readonly string[];
  readonly questions: readonly Reading[];
}

/** Reads the words of a thing, once for everything that compares them. */
export function readThing({ id, words, questions }: Findable): Thing {
  const asked = questions.map((question) => readQuestion(question));
  return { id, all: [...searchWords(words), ...asked.flatMap(({ search }) => search)], questions: asked };
}

/** A thing's texts in the index: its whole vocabulary, then each of its questions. */
const textsOf = ({ all, questions }: Thing): readonly (readonly string[])[] => [
  all,
  ...questions.map(({ search }) => search),
];

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

/** What the search looks into. */
interface Lookup extends Vocabulary {
  readonly ids: readonly string[];
  /** Where each thing's texts begin in the index. */
  readonly firstTexts: readonly number[];
  readonly add: ReturnType<typeof createWordIndex>["add"];
  readonly tally: Tally;
}

function rank(lookup: Lookup, question: readonly string[], leaning: Leaning | undefined): readonly Hit[] {
  const words = question.map((word) => known(word, lookup));
  const typed = [...new Set(words)].filter((word) => lookup.weights.has(word) || !/^\d+$/.test(word));
  if (typed.length === 0) return []; // an age or an amount that no topic names says nothing about the subject
  const looked = heaviest(typed, lookup);
  const { tally } = lookup;
  clearTally(tally);
  for (const [bit, word] of looked.entries()) {
    tally.bit = bit;
    lookup.add(word, !lookup.weights.has(word), 1, tally);
  }
  const leaningWords = (leaning?.words ?? []).filter((word) => !typed.includes(word));
  for (const [at, word] of leaningWords.slice(0, MOST_BITS - looked.length).entries()) {
    tally.bit = looked.length + at;
    lookup.add(word, false, leaning?.weight ?? 0, tally);
  }
  const sum = typed.reduce((total, word) => total + weightOf(word, lookup), 0);
  return scored(lookup, { weights: looked.map((word) => weightOf(word, lookup)), sum }, leaning?.belongs);
}

/** A whole story is looked up by its most telling words. */
function heaviest(words: readonly string[], { weights }: Vocabulary): readonly string[] {
  if (words.length <= MOST_LOOKED_UP) return words;
  return [...words].sort((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0)).slice(0, MOST_LOOKED_UP);
}

/** Shorthand without vowels is written out where exactly such a word is known. */
function known(word: string, { weights, skeletons }: Vocabulary): string {
  if (weights.has(word) || /[aiueo].*[aiueo]/.test(word) || word.length < 3) return word;
  return skeletons.get(skeleton(word)) ?? word;
}

/** The words that were looked up, by their weights in the order of their bits, and the weight of the whole question. */
interface Asked {
  readonly weights: readonly number[];
  readonly sum: number;
}

function scored({ ids, firstTexts, tally }: Lookup, asked: Asked, belongs: Leaning["belongs"] | undefined): Hit[] {
  const ranked: { id: string; raw: number; sure: number }[] = [];
  for (let thing = 0; thing < ids.length; thing++) {
    const id = ids[thing] ?? "";
    const first = firstTexts[thing] ?? 0;
    const words = tally.words[first] ?? 0; // the whole vocabulary holds every word of the questions
    if (words === 0 || belongs?.(id) === false) continue;
    const sure = certainty(asked, words);
    if (sure === 0) continue;
    const best = bestQuestion(tally, first + 1, firstTexts[thing + 1] ?? tally.sums.length);
    const raw = (best + WHOLE_WEIGHT * scoreAt(tally, first)) * (1 + COVERAGE_BONUS * sure);
    ranked.push({ id, raw, sure });
  }
  ranked.sort((a, b) => b.raw - a.raw);
  const best = ranked[0]?.raw ?? 1;
  return ranked.slice(0, MOST_HITS).map(({ id, raw, sure }) => ({ id, score: (raw / best) * sure }));
}

function bestQuestion(tally: Tally, from: number, to: number): number {
  let best = 0;
  for (let text = from; text < to; text++) best = Math.max(best, scoreAt(tally, text));
  return best;
}

/** A text counts the more, the more of the question's words it has. */
const scoreAt = ({ sums, words }: Tally, text: number): number => (sums[text] ?? 0) * bitsIn(words[text] ?? 0);

function bitsIn(words: number): number {
  let count = 0;
  for (let left = words; left !== 0; left &= left - 1) count++;
  return count;
}

/**
 * The share of the question, by weight of its words, that a thing's vocabulary covers. A whole story is never covered;
 * there it is enough that many telling words are.
 */
function certainty({ weights, sum }: Asked, words: number): number {
  let covered = 0;
  for (let bit = 0; bit < weights.length; bit++) if (words & (1 << bit)) covered += weights[bit] ?? 0;
  if (covered < LEAST_WEIGHT) return 0;
  return Math.max(covered / sum, Math.min(1, covered / ENOUGH_WEIGHT));
}

const weightOf = (word: string, { weights, heaviest: most }: Vocabulary): number =>
  weights.get(word) ?? most * STRANGE_WEIGHT;
