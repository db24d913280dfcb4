import type { Language } from "../domain/messaging/contact";
import type { OutboundMessage } from "../domain/messaging/message";
import { joinParagraphs, type Text } from "../domain/shared/text";
import type { Bubble } from "./flow";

/** Puts a text into words; see `i18n.ts`. */
export type Words = (text: Text, language: Language) => string;

/** Numbers under which the choices of a question are typed. */
const numbered = (labels: readonly string[]): string =>
  labels.map((label, index) => `${index + 1}. ${label}`).join("\n");

/**
 * Renders what a turn says. The numbered text is complete by itself; a button's value carries the number of the question it
 * belongs to, so that a press of an old one can be told.
 */
export function renderBubbles(
  bubbles: readonly Bubble[],
  promptId: number,
  language: Language,
  words: Words,
): OutboundMessage[] {
  return bubbles.map((bubble) => {
    const lines = bubble.texts.map((text) => words(text, language));
    const paragraphs = bubble.compact ? lines.join("\n") : joinParagraphs(lines);
    const options = (bubble.options ?? []).map(({ value, label }) => ({
      value: `${promptId.toString(36)}|${value}`,
      label: words(label, language),
    }));
    const text =
      options.length > 0 ? `${paragraphs}\n\n${numbered(options.map((option) => option.label))}` : paragraphs;
    return {
      text,
      ...(options.length > 0 ? { options } : {}),
      ...(bubble.file ? { file: bubble.file } : {}),
      ...(bubble.requestPhone ? { requestPhone: { label: words(bubble.requestPhone, language) } } : {}),
    };
  });
}
