import type { WholeLanguage } from "../../src/domain/messaging/contact";
import type { OutboundMessage } from "../../src/domain/messaging/message";
import { readLocale } from "../../src/i18n";

const locales = { id: readLocale("id"), en: readLocale("en") };
const keys = new Set(Object.keys(locales.id));
/** What stands between the placeholders; shorter pieces may occur in any language. In letters. */
const leastTelling = 12;

const piecesOf = (texts: readonly string[]): Set<string> =>
  new Set(
    texts
      .flatMap((text) => text.split(/\{\{[^}]*\}\}|\n+/u))
      .map((piece) => piece.trim())
      .filter((piece) => piece.replace(/[^\p{L}]/gu, "").length >= leastTelling && piece.includes(" ")),
  );

/** The pieces that only this language says. */
function ownPieces(language: WholeLanguage): readonly string[] {
  const other = Object.values(locales[language === "id" ? "en" : "id"]).join("\n");
  return [...piecesOf(Object.values(locales[language]))].filter((piece) => !other.includes(piece));
}
const own = { id: ownPieces("id"), en: ownPieces("en") };

/** What is wrong with the words of a reply to somebody whose language this is; empty where nothing is. */
export function faultsIn(message: OutboundMessage, language: WholeLanguage): string[] {
  const texts = [message.text, ...(message.options ?? []).map(({ label }) => label)];
  if (message.requestPhone) texts.push(message.requestPhone.label);
  return texts.flatMap((text) => faultsOf(text, language));
}

function faultsOf(text: string, language: WholeLanguage): string[] {
  const foreign = own[language === "id" ? "en" : "id"].find((piece) => text.includes(piece));
  const raw = text.match(/\b[a-z]+(?:[.-][a-z0-9-]+)+\b/gu)?.find((word) => keys.has(word) && !quoted.includes(word));
  const placeholder = /\{\{(?!name\}\})/u.exec(text)?.[0];
  return [
    ...(text.trim() === "" ? ["an empty text"] : []),
    ...(foreign ? [`the other language: ${foreign}`] : []),
    ...(raw ? [`a key: ${raw}`] : []),
    ...(placeholder ? ["a placeholder that is not filled"] : []),
    ...(/undefined|\[object |NaN|Invalid DateTime/u.test(text) ? [`a value that is none: ${text}`] : []),
  ];
}

/** Keys that random talk itself contains, so that people may say them. */
const quoted = ["common.yes"];
