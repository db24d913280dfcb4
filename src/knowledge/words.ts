import { foldWords } from "../domain/shared/folded-text";
import lexicon from "./content/lexicon.json";
import { withoutDeadThings } from "./dead-things";
import { stem, withoutSuffix } from "./stem";

const canonicals = new Map(
  Object.entries(lexicon.words).flatMap(([word, variants]) =>
    [word, ...variants.split(" ")].map((variant) => [variant, word]),
  ),
);
const phrases = new Map(
  Object.entries(lexicon.phrases).flatMap(([meant, typed]) => typed.split(", ").map((phrase) => [phrase, meant])),
);
/** The longest phrase that begins with a word; most words begin none. */
const phraseLengths = new Map<string, number>();
for (const phrase of phrases.keys()) {
  const [first = "", ...rest] = phrase.split(" ");
  phraseLengths.set(first, Math.max(phraseLengths.get(first) ?? 1, rest.length + 1));
}
const stopwords = new Set(lexicon.stopwords.split(" "));

/** A question read once: its words in the three forms in which they are looked at. */
export interface Reading {
  /** As typed, folded. */
  readonly plain: readonly string[];
  /** In their one spelling, every word kept, for looking whether something is mentioned. */
  readonly canonical: readonly string[];
  /** As the search compares them; see `searchWords`. */
  readonly search: readonly string[];
}

/** Reads a question once for everything that looks at it; `spell` puts mistyped words right. */
export function readQuestion(text: string, spell: (word: string) => string = (word) => word): Reading {
  const plain = withoutDeadThings(plainWords(text).map(spell));
  const joined = joinPhrases(plain);
  return { plain, canonical: canonicalWordsOf(joined), search: searchWordsOf(joined) };
}

/**
 * The words of a question as the search compares them: one spelling for slang, shorthand and Javanese, fixed phrases
 * as one word, without affixes and without words that say nothing. Topics and questions pass through it alike.
 */
export function searchWords(text: string): string[] {
  return searchWordsOf(joinPhrases(withoutDeadThings(plainWords(text))));
}

/** Typed words without those that say nothing ("darurat min"). */
export function withoutFillers(words: readonly string[]): string[] {
  return words.filter((word) => !stopwords.has(word));
}

function searchWordsOf(joined: readonly string[]): string[] {
  const typed = joined.filter((word) => !stopwords.has(word));
  return joinPhrases(
    typed.flatMap((word) => canonical(word).split(" ")),
    isFirm,
  )
    .filter((word) => !stopwords.has(word))
    .map(stem);
}

/** Every word in its one spelling, none left out. */
function canonicalWordsOf(joined: readonly string[]): string[] {
  return joined.flatMap((word) => canonical(word).split(" "));
}

/** Lower case without digits and without a letter three times. */
const NOTHING_TO_PART = /^(?!.*([a-z])\1\1)[a-z]+(?: [a-z]+)*$/;
const LONGEST_SIMPLE = 500;

/** The words as typed, folded, numbers joined ("16.800" to "16800") and parted from their unit ("42jt" to "42 jt"). */
function plainWords(text: string): string[] {
  if (text.length <= LONGEST_SIMPLE && NOTHING_TO_PART.test(text)) return text.split(" ");
  const numbers = text.replace(/(\d)[.,](?=\d{3}(?!\d))/g, "$1").replace(/[-–—/]+/g, " ");
  return foldWords(numbers)
    .replace(/(\d)(?=\p{L})/gu, "$1 ")
    .replace(/(\p{L}{3,})2(?!\d)/gu, "$1") // "anak2": the word twice
    .split(" ")
    .filter((word) => word !== "")
    .map((word) => word.replace(/(\p{L})\1{2,}/gu, "$1")); // "bayaaar"
}

/** "Tidak" may just close a question ("bisa gak bayarnya"), so it binds only to the words that it was typed with. */
const isFirm = (phrase: string): boolean => !phrase.startsWith("tidak ");

function joinPhrases(words: readonly string[], counts: (phrase: string) => boolean = () => true): string[] {
  const joined: string[] = [];
  for (let at = 0; at < words.length; ) {
    const length = phraseLengthAt(words, at, counts);
    const phrase = words.slice(at, at + length).join(" ");
    joined.push(...(phrases.get(phrase) ?? phrase).split(" "));
    at += length;
  }
  return joined;
}

function phraseLengthAt(words: readonly string[], at: number, counts: (phrase: string) => boolean): number {
  const longest = phraseLengths.get(words[at] ?? "") ?? 0;
  for (let length = Math.min(longest, words.length - at); length > 0; length--) {
    const phrase = words.slice(at, at + length).join(" ");
    if (phrases.has(phrase) && counts(phrase)) return length;
  }
  return 1;
}

/** Endings of Javanese and Indonesian that may hang on a known word: "wulan-ipun", "kertu-nipun", "kartu-ne". */
const endings = [/n?ipun$/, /ipun$/, /ne$/, /e$/, /nya$/, /ku$/];

function canonical(word: string): string {
  const known = canonicals.get(word) ?? reached.get(word);
  if (known !== undefined) return known;
  const found = canonicalOf(word);
  if (reached.size < MOST_REMEMBERED) reached.set(word, found);
  return found;
}

/** Spellings that were found before; the words of the topics come again and again. */
const reached = new Map<string, string>();
const MOST_REMEMBERED = 20_000;

function canonicalOf(word: string): string {
  const single = word.replace(/(\p{L})\1/gu, "$1");
  const bare = withoutSuffix(word);
  const forms = [single, bare, ...endings.map((ending) => word.replace(ending, ""))];
  return forms.map((form) => canonicals.get(form)).find((known) => known !== undefined) ?? word;
}
