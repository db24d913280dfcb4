import type { Reading } from "./words";

/** A question as the trained model looks at it: what its words mean, and the words as they were typed. */
export type Looked = Pick<Reading, "search" | "plain">;

/** The parts of a question that the trained model weighs: places in its table, and how much each counts. */
export interface Features {
  readonly places: readonly number[];
  readonly amounts: readonly number[];
}

/** Longer questions are stories; what stands after so many words changes nothing. */
const MOST_WORDS = 60;
const SHORTEST_PART = 3;
const LONGEST_PART = 4;
const WORD_WEIGHT = 1;
const PAIR_WEIGHT = 0.7;
const PART_WEIGHT = 0.35;
/** As typed: one spelling for many words ("perlu" and "surat" are one) also wipes out what tells two topics apart. */
const TYPED_WEIGHT = 0.6;
/** Two words with one between them. */
const APART_WEIGHT = 0.4;
const TYPED_PART_WEIGHT = 0.2;

/** The features of a question: its words, neighbouring words, parts of words, and the words as typed. */
export function featuresOf({ search: words, plain }: Looked, size: number): Features {
  const amounts = new Map<number, number>();
  const add = (hashed: number, amount: number) => {
    const place = hashed % size;
    if ((amounts.get(place) ?? 0) < amount) amounts.set(place, amount);
  };
  const last = Math.min(words.length, MOST_WORDS);
  for (let at = 0; at < last; at++) {
    const word = words[at] ?? "";
    add(hash(word, kinds.word), WORD_WEIGHT);
    if (at + 1 < last) add(hashPair(word, words[at + 1] ?? ""), PAIR_WEIGHT);
    if (at + 2 < last) add(hashPair(word, words[at + 2] ?? ""), APART_WEIGHT);
    addParts(word, kinds.part, PART_WEIGHT, add);
  }
  for (const word of plain.slice(0, MOST_WORDS)) {
    add(hash(word, kinds.typed), TYPED_WEIGHT);
    addParts(word, kinds.typedPart, TYPED_PART_WEIGHT, add);
  }
  return normed(amounts);
}

function normed(amounts: ReadonlyMap<number, number>): Features {
  let squares = 0;
  for (const amount of amounts.values()) squares += amount * amount;
  const length = Math.sqrt(squares) || 1;
  return { places: [...amounts.keys()], amounts: [...amounts.values()].map((amount) => amount / length) };
}

/** Every three and four neighbouring letters of a word, its edges counted as letters. */
function addParts(word: string, kind: number, amount: number, add: (hashed: number, amount: number) => void): void {
  const edged = `<${word}>`;
  for (let size = SHORTEST_PART; size <= LONGEST_PART; size++)
    for (let at = 0; at + size <= edged.length; at++) add(hash(edged, kind, at, at + size), amount);
}

/** Two words in either order. */
const hashPair = (one: string, other: string): number =>
  one < other ? hash(other, hash(" ", hash(one, kinds.pair))) : hash(one, hash(" ", hash(other, kinds.pair)));

const EMPTY = 2_166_136_261;
const PRIME = 16_777_619;

/** FNV-1a over a part of a text, 32 bits, going on from the hash of what stands before it; no string is cut for it. */
function hash(text: string, before: number = EMPTY, from = 0, to: number = text.length): number {
  let value = before;
  for (let at = from; at < to; at++) value = Math.imul(value ^ text.charCodeAt(at), PRIME);
  return value >>> 0;
}

const kinds = { word: hash("w "), pair: hash("p "), part: hash("c "), typed: hash("t "), typedPart: hash("d ") };
