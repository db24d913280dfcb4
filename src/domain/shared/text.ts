/** What a text's placeholders are filled with. Numbers are formatted by the locale (`{{amount, rupiah}}`). */
export type TextParam = string | number | Text;

/** A message that is not yet in any language: the key of a locale entry, and what fills its placeholders. */
export interface Text {
  readonly key: string;
  readonly params?: Readonly<Record<string, TextParam>>;
}

/** Paragraphs of one message, with an empty line between them; the lines of a list stand under each other. */
export function joinParagraphs(paragraphs: readonly string[]): string {
  return paragraphs.reduce(
    (text, next) => (text === "" ? next : `${text}${next.startsWith("• ") ? "\n" : "\n\n"}${next}`),
    "",
  );
}
