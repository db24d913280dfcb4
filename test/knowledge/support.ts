import type { Language } from "../../src/domain/messaging/contact";
import type { Text } from "../../src/domain/shared/text";
import { createI18n } from "../../src/i18n";
import type { KnowledgeReply } from "../../src/knowledge";

const translator = createI18n();

/** Noon of a day in Asia/Jakarta. */
export const noonOf = (day: string): number => Date.parse(`${day}T12:00:00+07:00`);

/** The words of a text. */
export const said = (text: Text, language: Language = "id"): string => translator.render(text, language);

/** All that a reply says, one message a line. */
export function wordsOf(reply: KnowledgeReply, language: Language = "id"): string {
  const texts = reply.reaction === "clarify" ? reply.options.map(({ label }) => label) : reply.messages;
  return texts.map((text) => said(text, language)).join("\n");
}

/** The topic that a reply answers or refuses, or the way in which it did not get to one. */
export const topicOf = (reply: KnowledgeReply): string => ("topic" in reply ? reply.topic : reply.reaction);
