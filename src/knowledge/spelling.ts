import { typoDistance } from "../domain/shared/folded-text";
import { stem } from "./stem";

/** Puts a mistyped word right where one known word is near enough; any other word comes back as it is. */
export type Speller = (word: string) => string;

/** Shorter words are one slip away from too many others; only lost vowels are given back to them. */
const SHORTEST = 5;
/** A word of this length may carry two slips. */
const LONG = 9;
/** No known word is longer; a pasted nonsense word costs nothing. */
const LONGEST = 24;
/** Fewer consonants could be nearly anything. */
const FEWEST_BONES = 3;
/** A word used so many times more than another is meant. */
const FAR_MORE = 3;

/** Learns the known words, each as often as it is used; a word is looked up among those of about its length and with its first letter. */
export function createSpeller(known: Iterable<string>): Speller {
  const uses = new Map<string, number>();
  for (const word of known) uses.set(word, (uses.get(word) ?? 0) + 1);
  const words = new Set(uses.keys());
  const stems = new Set([...words].map(stem));
  const buckets = bucketsOf(words);
  const skeletons = skeletonsOf(uses);
  const isFine = (word: string) => words.has(word) || stems.has(stem(word)) || /\d/.test(word) || word.length > LONGEST;
  return (word) => (isFine(word) ? word : (writtenOut(word, skeletons, uses) ?? nearest(word, buckets) ?? word));
}

type Buckets = ReadonlyMap<string, readonly string[]>;

const bucketOf = (word: string, length: number): string => `${word[0]}${length}`;

function bucketsOf(words: ReadonlySet<string>): Buckets {
  const buckets = new Map<string, string[]>();
  for (const word of words) {
    if (word.length < SHORTEST - 1) continue;
    const key = bucketOf(word, word.length);
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [word]);
    else bucket.push(word);
  }
  return buckets;
}

const skeleton = (word: string): string => word.replace(/[aiueo]/g, "");

type Skeletons = ReadonlyMap<string, readonly string[]>;

/** The known words by their consonants, the most used first. */
function skeletonsOf(uses: ReadonlyMap<string, number>): Skeletons {
  const found = new Map<string, string[]>();
  for (const [word] of [...uses].sort(([, a], [, b]) => b - a)) {
    const bones = skeleton(word);
    if (word.length < SHORTEST - 1 || bones.length < FEWEST_BONES) continue;
    found.set(bones, [...(found.get(bones) ?? []), word]);
  }
  return found;
}

/**
 * What a word without its vowels is: the only known word with these consonants and with the one vowel that may be left,
 * or the one that is used far more than the next. A word with more vowels is looked up as a slip.
 */
function writtenOut(word: string, skeletons: Skeletons, uses: ReadonlyMap<string, number>): string | null {
  if (/[aiueo].*[aiueo]/.test(word)) return null;
  const fitting = (skeletons.get(skeleton(word)) ?? []).filter((candidate) => isLeftOf(word, candidate));
  const [first, second] = fitting;
  if (first === undefined) return null;
  if (second === undefined || stem(first) === stem(second)) return first;
  return (uses.get(first) ?? 0) >= FAR_MORE * (uses.get(second) ?? 0) ? first : null;
}

/** Whether leaving letters out of `whole` gives `typed`. */
function isLeftOf(typed: string, whole: string): boolean {
  let at = 0;
  for (const letter of whole) if (letter === typed[at]) at++;
  return at === typed.length;
}

function nearest(word: string, buckets: Buckets): string | null {
  if (word.length < SHORTEST) return null;
  const allowed = word.length >= LONG ? 2 : 1;
  const near: { word: string; slips: number }[] = [];
  for (let length = word.length - allowed; length <= word.length + allowed; length++)
    for (const candidate of buckets.get(bucketOf(word, length)) ?? []) {
      const slips = typoDistance(word, candidate);
      if (slips <= allowed) near.push({ word: candidate, slips });
    }
  const [first, second] = near.sort((a, b) => a.slips - b.slips || vowelSlip(word, a.word) - vowelSlip(word, b.word));
  if (first === undefined) return null;
  return second !== undefined && isTie(word, first, second) ? null : first.word;
}

interface Near {
  readonly word: string;
  readonly slips: number;
}

/** Two equally near words leave it open, unless only one of them has the same consonants or they mean the same. */
function isTie(typed: string, first: Near, second: Near): boolean {
  if (first.slips < second.slips || stem(first.word) === stem(second.word)) return false;
  return vowelSlip(typed, first.word) === vowelSlip(typed, second.word);
}

const vowelSlip = (a: string, b: string): number => (skeleton(a) === skeleton(b) ? 0 : 1);
