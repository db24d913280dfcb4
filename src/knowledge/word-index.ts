/** Where each word occurs, and how much it counts there; made for thousands of short texts and many lookups a second. */
export interface WordIndex {
  /** Adds what a word counts in each text to `sums`: of the word itself or, `loosely`, of words near it. */
  add(word: string, loosely: boolean, boost: number, into: Tally): void;
  readonly size: number;
}

/** What a question's words add up to in each text. Reused from question to question, so that nothing is allocated. */
export interface Tally {
  readonly sums: Float64Array;
  /** One bit for each word of the question that occurs. */
  readonly words: Uint32Array;
  /** The bit of the word that is being added. */
  bit: number;
  readonly touched: number[];
}

/** The words of one text. */
export type IndexedText = readonly string[];

/** How BM25+ saturates, minds the length and lifts any occurrence: the usual values. */
const SATURATION = 1.2;
const LENGTH_SHARE = 0.7;
const FLOOR = 0.5;
/** A slip away, a word counts so much; as the beginning of a word, so much. */
const SLIP_WEIGHT = 0.45;
const PREFIX_WEIGHT = 0.375;
const PREFIX_FALL = 0.3;
/** Shorter words are one slip away from too many others, and the beginning of too many. */
const SHORTEST_FUZZY = 5;
const SHORTEST_PREFIX = 4;

interface Postings {
  readonly texts: Uint16Array;
  readonly weights: Float64Array;
}

/**
 * Builds an index that scores as BM25+. It is our own for speed alone: a general library makes an object for every text
 * that holds a word, and that took most of the time of an answer.
 */
export function createWordIndex(texts: readonly IndexedText[]): WordIndex {
  const postings = postingsOf(texts);
  const words = [...postings.keys()];
  const near = (word: string, count: (postings: Postings, weight: number) => void) => {
    for (const candidate of words) {
      const weight = nearness(word, candidate);
      const found = weight > 0 ? postings.get(candidate) : undefined;
      if (found !== undefined) count(found, weight);
    }
  };
  return {
    size: texts.length,
    add: (word, loosely, boost, into) => {
      const found = postings.get(word);
      if (found !== undefined) tally(found, boost, into);
      else if (loosely) near(word, (nearby, weight) => tally(nearby, weight * boost, into));
    },
  };
}

/** An empty tally for an index of that size. */
export function createTally(size: number): Tally {
  return { sums: new Float64Array(size), words: new Uint32Array(size), bit: 0, touched: [] };
}

/** Wipes what the last question left. */
export function clearTally({ sums, words, touched }: Tally): void {
  for (const text of touched) {
    sums[text] = 0;
    words[text] = 0;
  }
  touched.length = 0;
}

function tally({ texts, weights }: Postings, boost: number, { sums, words, bit, touched }: Tally): void {
  for (let at = 0; at < texts.length; at++) {
    const text = texts[at] ?? 0;
    const seen = words[text] ?? 0;
    if (seen === 0) touched.push(text);
    words[text] = seen | (1 << bit);
    sums[text] = (sums[text] ?? 0) + boost * (weights[at] ?? 0);
  }
}

function postingsOf(texts: readonly IndexedText[]): ReadonlyMap<string, Postings> {
  const counts = new Map<string, Map<number, number>>();
  texts.forEach((words, text) => {
    for (const word of words) {
      const places = counts.get(word) ?? new Map<number, number>();
      places.set(text, (places.get(text) ?? 0) + 1);
      counts.set(word, places);
    }
  });
  const lengths = texts.map((words) => new Set(words).size);
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  return new Map([...counts].map(([word, places]) => [word, weighed(places, lengths, average)]));
}

function weighed(places: ReadonlyMap<number, number>, lengths: readonly number[], average: number): Postings {
  const rarity = Math.log(1 + (lengths.length - places.size + 0.5) / (places.size + 0.5));
  const weightIn = ([text, times]: readonly [number, number]) => {
    const length = 1 - LENGTH_SHARE + (LENGTH_SHARE * (lengths[text] ?? 0)) / average;
    return rarity * (FLOOR + (times * (SATURATION + 1)) / (times + SATURATION * length));
  };
  return { texts: Uint16Array.from(places.keys()), weights: Float64Array.from([...places].map(weightIn)) };
}

/** How much a word of the index counts for one that nothing knows: it begins with it, or is one slip away. */
function nearness(typed: string, candidate: string): number {
  if (typed.length >= SHORTEST_PREFIX && candidate.length > typed.length && candidate.startsWith(typed))
    return (PREFIX_WEIGHT * candidate.length) / (candidate.length + PREFIX_FALL * (candidate.length - typed.length));
  if (typed.length < SHORTEST_FUZZY || !isOneSlipAway(typed, candidate)) return 0;
  return (SLIP_WEIGHT * candidate.length) / (candidate.length + 1);
}

/** Whether one letter was lost, added or changed. */
function isOneSlipAway(typed: string, candidate: string): boolean {
  const more = candidate.length - typed.length;
  if (more < -1 || more > 1) return false;
  let at = 0;
  while (at < typed.length && typed.charCodeAt(at) === candidate.charCodeAt(at)) at++;
  return typed.slice(more > 0 ? at : at + 1) === candidate.slice(more < 0 ? at : at + 1);
}
