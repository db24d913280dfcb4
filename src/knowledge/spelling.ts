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

/** Learns the known words; a word is looked up among those of about its length and with its first letter. */
export function createSpeller(known: Iterable<string>): Speller {
  const words = new Set(known);
  const stems = new Set([...words].map(stem));
  const buckets = bucketsOf(words);
  const vowelless = skeletonsOf(words);
  const isFine = (word: string) => words.has(word) || stems.has(stem(word)) || /\d/.test(word) || word.length > LONGEST;
  return (word) => (isFine(word) ? word : (vowelless.get(shorthandOf(word)) ?? nearest(word, buckets) ?? word));
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

/** What a word without its vowels could be: only where exactly one known word has these consonants. */
function skeletonsOf(words: ReadonlySet<string>): ReadonlyMap<string, string> {
  const found = new Map<string, string | null>();
  for (const word of words) {
    if (word.length < SHORTEST - 1) continue;
    const bones = skeleton(word);
    if (bones.length >= 3) found.set(bones, found.has(bones) ? null : word);
  }
  return new Map([...found].filter((entry): entry is [string, string] => entry[1] !== null));
}

/** A word with at most one vowel left is shorthand; any other is looked up as a slip. */
const shorthandOf = (word: string): string => (/[aiueo].*[aiueo]/.test(word) ? "" : skeleton(word));

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
