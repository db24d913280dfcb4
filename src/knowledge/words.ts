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
const longestPhrase = Math.max(...[...phrases.keys()].map((phrase) => phrase.split(" ").length));
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
  return { plain, canonical: canonicalWordsOf(plain), search: searchWordsOf(plain) };
}

/**
 * The words of a question as the search compares them: one spelling for slang, shorthand and Javanese, fixed phrases
 * as one word, without affixes and without words that say nothing. Topics and questions pass through it alike.
 */
export function searchWords(text: string): string[] {
  return searchWordsOf(withoutDeadThings(plainWords(text)));
}

/** Typed words without those that say nothing ("darurat min"). */
export function withoutFillers(words: readonly string[]): string[] {
  return words.filter((word) => !stopwords.has(word));
}

function searchWordsOf(plain: readonly string[]): string[] {
  const typed = joinPhrases(plain).filter((word) => !stopwords.has(word));
  return joinPhrases(
    typed.flatMap((word) => canonical(word).split(" ")),
    isFirm,
  )
    .filter((word) => !stopwords.has(word))
    .map(stem);
}

/** Every word of a text in its one spelling, none left out. */
export function canonicalWords(text: string): string[] {
  return canonicalWordsOf(withoutDeadThings(plainWords(text)));
}

function canonicalWordsOf(plain: readonly string[]): string[] {
  return joinPhrases(plain).flatMap((word) => canonical(word).split(" "));
}

/** The words as typed, folded, numbers joined ("16.800" to "16800") and parted from their unit ("42jt" to "42 jt"). */
function plainWords(text: string): string[] {
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
  for (let length = Math.min(longestPhrase, words.length - at); length > 0; length--) {
    const phrase = words.slice(at, at + length).join(" ");
    if (phrases.has(phrase) && counts(phrase)) return length;
  }
  return 1;
}

/** Endings of Javanese and Indonesian that may hang on a known word: "wulan-ipun", "kertu-nipun", "kartu-ne". */
const endings = [/n?ipun$/, /ipun$/, /ne$/, /e$/, /nya$/, /ku$/];

function canonical(word: string): string {
  const known = canonicals.get(word);
  if (known !== undefined) return known;
  const single = word.replace(/(\p{L})\1/gu, "$1");
  const bare = withoutSuffix(word);
  const forms = [single, bare, ...endings.map((ending) => word.replace(ending, ""))];
  return forms.map((form) => canonicals.get(form)).find((known) => known !== undefined) ?? word;
}
