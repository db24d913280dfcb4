import { foldWords, typoDistance } from "../shared/folded-text";
import {
  NOT_BPU_WORDS,
  type NotBpuReason,
  notBpuReasons,
  OCCUPATIONS,
  type Occupation,
  WORDS_OF_OTHERS,
  WORDS_OF_SIDE_WORK,
} from "./occupation-data";

export { type NotBpuReason, OCCUPATIONS, type Occupation } from "./occupation-data";

/** What a typed occupation turned out to be; `other` is work that is not on the list, which is taken as typed. */
export type RecognizedOccupation =
  | { readonly type: "known"; readonly occupation: Occupation }
  | { readonly type: "not-bpu"; readonly reason: NotBpuReason }
  | { readonly type: "other"; readonly text: string };

/** The occupation with this id, or null. */
export function occupationById(id: string): Occupation | null {
  return OCCUPATIONS.find((occupation) => occupation.id === id) ?? null;
}

/**
 * What somebody does for a living, from free text in Indonesian or Javanese, typing slips forgiven. The most specific
 * occupation named counts. No BPU work (F1.13, F1.15, F1.16) is recognized only where no own work is named beside it;
 * a wage job, only where the other work is not a side business.
 */
export function recognizeOccupation(text: string): RecognizedOccupation {
  const words = [...foldWords(text).split(" ").map(plainWord), END_OF_TEXT];
  const occupation = best(words, OCCUPATION_PHRASES);
  const reason = best(words, NOT_BPU_PHRASES);
  const onlyWage = reason?.meaning === "wage-worker" && !words.some((word) => WORDS_OF_SIDE_WORK.has(word));
  if (occupation !== null && !(onlyWage && !isInside(reason, occupation)))
    return { type: "known", occupation: occupation.meaning };
  return reason === null ? { type: "other", text: text.trim() } : { type: "not-bpu", reason: reason.meaning };
}

/** "mburuh tani" is a labourer in Javanese, and no farmer. */
const plainWord = (word: string): string => (/^m?buruh(?:an|e)?$/u.test(word) ? "buruh" : word);

/** A word that nobody can type, because folding leaves letters and digits only. */
const END_OF_TEXT = ".";

interface Phrase<Meaning> {
  readonly meaning: Meaning;
  readonly vague: boolean;
  readonly words: readonly string[];
}

interface Match<Meaning> {
  readonly meaning: Meaning;
  readonly start: number;
  readonly end: number;
  /** The letters recognized, less the slips: the longer phrase wins, and of two the one typed right. */
  readonly weight: number;
}

const phrases = <Meaning>(meaning: Meaning, words: readonly string[], vague = false): Phrase<Meaning>[] =>
  words.map((phrase) => ({ meaning, vague, words: phrase.split(" ") }));

const OCCUPATION_PHRASES = OCCUPATIONS.flatMap((occupation) => phrases(occupation, occupation.words, occupation.vague));
const NOT_BPU_PHRASES = notBpuReasons.flatMap((reason) => phrases(reason, NOT_BPU_WORDS[reason]));

function best<Meaning>(words: readonly string[], known: readonly Phrase<Meaning>[]): Match<Meaning> | null {
  let found: Match<Meaning> | null = null;
  for (const phrase of known) {
    const match = matchOf(words, phrase);
    if (match !== null && (found === null || match.weight > found.weight)) found = match;
  }
  return found;
}

function matchOf<Meaning>(words: readonly string[], phrase: Phrase<Meaning>): Match<Meaning> | null {
  const letters = phrase.words.join("").length - (phrase.vague ? VAGUE_WEIGHT : 0);
  for (let start = 0; start + phrase.words.length <= words.length; start += 1) {
    if (WORDS_OF_OTHERS.has(words[start - 1] ?? "")) continue;
    const slips = slipsAt(words, start, phrase.words);
    if (slips === null) continue;
    const weight = letters - slips * SLIP_WEIGHT;
    return { meaning: phrase.meaning, start, end: start + phrase.words.length, weight };
  }
  return null;
}

/** More than the longest vague phrase has letters, so that whatever is specific and typed right outweighs it. */
const VAGUE_WEIGHT = 18;
/** A slip costs more than any difference in length between two phrases of one word. */
const SLIP_WEIGHT = 20;

function slipsAt(words: readonly string[], start: number, phrase: readonly string[]): number | null {
  let slips = 0;
  for (const [offset, meant] of phrase.entries()) {
    const typed = words[start + offset] ?? "";
    const distance = typoDistance(typed, meant);
    if (distance > slipsAllowed(meant) || (distance > 0 && typed[0] !== meant[0])) return null;
    slips += distance;
  }
  return slips;
}

/** Short words are too near to others ("tani", "tapi") to be guessed, and so are those that begin otherwise ("nukang", "tukang"). */
function slipsAllowed(word: string): number {
  if (word.length < 6) return 0;
  return word.length < 9 ? 1 : 2;
}

/** "buruh pabrik tahu" is a wage job that contains an occupation; the wage words must not be part of the occupation's. */
function isInside(inner: Match<unknown>, outer: Match<unknown>): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
