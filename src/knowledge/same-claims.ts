import { foldWords } from "../domain/shared/folded-text";

/** A rephrasing may be so much longer than what it says again, and no more: what is added is a claim of its own. */
const LONGEST = 1.4;
/** So many of its words may be new: simpler words for the same are wanted, a new subject is not. */
const MOST_NEW = 0.4;

const NUMBER_WORDS = new Set(
  (
    "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh ratus ribu juta miliar seratus seribu sejuta " +
    "setahun sebulan sehari sejam seminggu setengah separuh seperempat kali lipat berkali januari februari maret april mei juni " +
    "juli agustus september oktober november desember siji loro telu papat limang setunggal kalih sekawan gangsal sedasa atus ewu yuta " +
    "sewulan sedinten one two three four five six seven eight nine ten twelve half hundred thousand million twice january february " +
    "march june july august october december"
  ).split(" "),
);
/** What turns a sentence round, or promises more than it says. */
const TURNING = new Set(
  (
    "tidak bukan belum tanpa jangan hanya kecuali cuma mboten sanes dereng namung not no never only except without pasti dijamin selalu semua " +
    "seluruh otomatis langsung gratis mesthi always guaranteed certainly all free automatically"
  ).split(" "),
);

/**
 * Whether another wording says the same as ours as far as can be told: the same figures (sums, percentages, days, months,
 * numbers of laws, in digits or in words), the same programmes, nothing turned round, no link, and little that is new.
 */
export function saysTheSame(ours: string, theirs: string, asked = ""): boolean {
  if (theirs.trim() === "" || theirs.length > ours.length * LONGEST || /https?:|www\.|\[|\{|</u.test(theirs))
    return false;
  if (!isSame(figuresIn(ours), figuresIn(theirs)) || !isSame(programmesIn(ours), programmesIn(theirs))) return false;
  if (!isSame(wordsAmong(ours, TURNING), wordsAmong(theirs, TURNING))) return false;
  const known = new Set([...wordsIn(ours), ...wordsIn(asked)]);
  const words = [...new Set(wordsIn(theirs))];
  return words.filter((word) => !known.has(word)).length <= words.length * MOST_NEW;
}

/** Every figure of a text as often as it is said: digits without their dots, a percent sign with its number, number words. */
export function figuresIn(text: string): readonly string[] {
  const joined = text.replace(/(\d)[.\u00a0](?=\d{3}(?!\d))/gu, "$1");
  const digits = joined.match(/\d+(?:[.,/]\d+)*\s?(?:%|persen\b|percent\b)?/giu) ?? [];
  const written = digits.map((found) => found.replace(/\s/gu, "").replace(/persen|percent/iu, "%"));
  return [...written, ...wordsAmong(text, NUMBER_WORDS)].sort();
}

const programmesIn = (text: string): readonly string[] => [...new Set(text.match(/\b\p{Lu}{2,}\b/gu) ?? [])].sort();

const wordsIn = (text: string): readonly string[] => foldWords(text).split(" ");

const wordsAmong = (text: string, meant: ReadonlySet<string>): readonly string[] =>
  wordsIn(text)
    .filter((word) => meant.has(word))
    .sort();

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((part, at) => part === other[at]);
