import { foldText, foldWords, typoDistance } from "../../domain/shared/folded-text";
import type { Refusal } from "./refusal";

/** In characters. Nobody needs more to name a choice, a date or an amount; a longer text was meant for something else. */
const LONGEST_SHORT_ANSWER = 200;

/** A run of three or more of one letter, which is a mood and not a spelling ("iyaaaa"). */
const DRAWN_OUT = /(\p{L})\1{2,}/gu;

/**
 * A typed text in its plain form: lower case, no accents, no emoji, no invisible characters, ordinary digits, single
 * spaces, drawn-out letters once. Punctuation stays. Cheap for a text of any length, of which only the beginning counts.
 */
export function normalize(typed: string): string {
  return foldText(typed).replace(DRAWN_OUT, "$1");
}

/** The normalized words of letters and digits; none where there are only signs and pictures. */
export function wordsOf(typed: string): string[] {
  const words = foldWords(typed).replace(DRAWN_OUT, "$1");
  return words === "" ? [] : words.split(" ");
}

/** A word with every doubled letter once, by which "nggak" and "ngak" are the same. */
export function squeeze(word: string): string {
  return word.replace(/(\p{L})\1+/gu, "$1");
}

/** A refusal where the text is too long to be a short answer, otherwise null. */
export function tooLong(typed: string): Refusal | null {
  const given = typed.trim().length;
  if (given <= LONGEST_SHORT_ANSWER) return null;
  return { key: "answers.too-long", params: { given, most: LONGEST_SHORT_ANSWER } };
}

/**
 * Whether a typed word is another with a slip in it: one slip from 5 letters, two from 9, none in shorter words, and
 * the first letter right, because people seldom miss that one and short words have too many neighbours.
 */
export function isNear(typed: string, meant: string): boolean {
  const letters = Math.min(typed.length, meant.length);
  if (typed[0] !== meant[0] || letters < 5) return typed === meant;
  return typoDistance(typed, meant) <= (letters < 9 ? 1 : 2);
}
