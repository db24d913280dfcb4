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
  const add = (feature: string, amount: number) => {
    const place = hash(feature) % size;
    amounts.set(place, Math.max(amounts.get(place) ?? 0, amount));
  };
  const looked = words.slice(0, MOST_WORDS);
  looked.forEach((word, at) => {
    add(`w ${word}`, WORD_WEIGHT);
    const next = looked[at + 1];
    if (next !== undefined) add(`p ${[word, next].sort().join(" ")}`, PAIR_WEIGHT);
    const after = looked[at + 2];
    if (after !== undefined) add(`p ${[word, after].sort().join(" ")}`, APART_WEIGHT);
    for (const part of partsOf(word)) add(`c ${part}`, PART_WEIGHT);
  });
  for (const word of plain.slice(0, MOST_WORDS)) {
    add(`t ${word}`, TYPED_WEIGHT);
    for (const part of partsOf(word)) add(`d ${part}`, TYPED_PART_WEIGHT);
  }
  const length = Math.sqrt([...amounts.values()].reduce((sum, amount) => sum + amount * amount, 0)) || 1;
  return { places: [...amounts.keys()], amounts: [...amounts.values()].map((amount) => amount / length) };
}

function partsOf(word: string): string[] {
  const edged = `<${word}>`;
  const parts: string[] = [];
  for (let size = SHORTEST_PART; size <= LONGEST_PART; size++)
    for (let at = 0; at + size <= edged.length; at++) parts.push(edged.slice(at, at + size));
  return parts;
}

/** FNV-1a over the characters, 32 bits. */
function hash(text: string): number {
  let value = 2_166_136_261;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 16_777_619);
  return value >>> 0;
}
