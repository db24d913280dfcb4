import { type Language, spokenLanguages } from "./domain/messaging/contact";
import { foldWords } from "./domain/shared/folded-text";
import { readLocale } from "./i18n";

/** What we send unasked: the areas and beginnings of our texts. */
const sent = /^(?:notice|reminder|templates|nudge|papers\.rung)\./u;
/** Shorter pieces are said by anybody. In characters. */
const leastPiece = 30;

/** Tells whether a text has a sentence of our own messages in it, whatever names and sums stand in the gaps. */
export function createOwnWording(): (text: string) => boolean {
  const pieces = spokenLanguages.flatMap(piecesIn);
  return (text) => {
    const folded = foldWords(text);
    return pieces.some((piece) => folded.includes(piece));
  };
}

function piecesIn(language: Language): string[] {
  return Object.entries(readLocale(language))
    .filter(([key]) => sent.test(key))
    .flatMap(([, words]) => words.split(/\{\{[^}]*\}\}|[.!?\n]/u))
    .map(foldWords)
    .filter((piece) => piece.length >= leastPiece);
}
