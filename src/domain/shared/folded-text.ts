import { distance } from "fastest-levenshtein";

/** No name of a place and no short answer is longer; what follows in a longer text is not looked at. */
const LONGEST_LOOKED_AT = 2_000;

/** Most typed text is folded already. */
const FOLDED = /^[a-z0-9]+(?: [a-z0-9]+)*$/;
const INVISIBLE = /[\p{M}\p{Cf}]+/gu;
const PICTURES = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]+/gu;

/**
 * The same text for every way of typing it: lower case, no accents, no emoji, no invisible characters, full-width
 * letters and digits as plain ones, single spaces. Only the first 2,000 characters count, so that a pasted book
 * costs nothing.
 */
export function foldText(text: string): string {
  if (text.length <= LONGEST_LOOKED_AT && FOLDED.test(text)) return text;
  return text
    .slice(0, LONGEST_LOOKED_AT)
    .normalize("NFKD")
    .replace(INVISIBLE, "")
    .replace(PICTURES, " ")
    .toLowerCase()
    .replace(INVISIBLE, "") // lower-casing may split an accent off again
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, LONGEST_LOOKED_AT) // one character may have become eighteen
    .trim();
}

/** The folded text as its words of letters and digits, one space between them; punctuation separates. */
export function foldWords(text: string): string {
  const folded = foldText(text);
  if (FOLDED.test(folded)) return folded;
  return folded
    .replace(/[’'`´]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** The number of typing slips between two words; two neighbouring letters that changed places are one slip. */
export function typoDistance(typed: string, meant: string): number {
  if (typed === meant) return 0;
  if (typed.length === meant.length && areSwapped(typed, meant)) return 1;
  return distance(typed, meant);
}

function areSwapped(a: string, b: string): boolean {
  let first = 0;
  while (first < a.length && a[first] === b[first]) first++;
  return a[first] === b[first + 1] && a[first + 1] === b[first] && a.slice(first + 2) === b.slice(first + 2);
}

/** How many slips a word of this many letters may carry before it is another word. */
export function typosAllowed(letters: number): number {
  if (letters < 4) return 0;
  if (letters < 7) return 1;
  return letters < 11 ? 2 : 3;
}
