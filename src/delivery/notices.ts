import type { Contact } from "../domain/messaging/contact";
import type { OutboundMessage } from "../domain/messaging/message";
import { joinParagraphs, type Text } from "../domain/shared/text";
import type { Notify } from "../operations/notify";
import { type Endpoints, toChat } from "./endpoints";
import type { Outbox } from "./outbox";

/** What queuing a notice is handed. */
export interface NoticeParts {
  readonly outbox: Pick<Outbox, "add">;
  readonly endpoints: Pick<Endpoints, "through" | "reach">;
  readonly words: (text: Text, language: Contact["language"]) => string;
  /** Wakes the sender of the contact's channel. */
  readonly wake: (channel: Contact["channel"]) => void;
  /** Milliseconds. */
  readonly clock: () => number;
}

/** Queues notices in the language of whom they are for. A contact that was forgotten is told nothing. */
export function createNotify(parts: NoticeParts): Notify {
  return async ({ id, contactId, toThisChat = false, kind = "notice", rule, texts, options, file }) => {
    const { through, reach } = parts.endpoints;
    const contact = await (toThisChat ? through(contactId) : reach(contactId));
    if (!contact) return;
    const now = parts.clock();
    const words = noticeMessage(texts, options ?? [], (text) => parts.words(text, contact.language));
    const message = file === undefined ? words : { ...words, file };
    await parts.outbox.add([
      {
        id: `notice:${id}`,
        ...toChat(contact),
        kind,
        content: { type: "messages", messages: [message] },
        rule,
        notBefore: now,
        createdAt: now,
      },
    ]);
    parts.wake(contact.channel);
  };
}

/** An unsolicited message: paragraphs, and buttons that stand under words a person can also type. */
export function noticeMessage(
  texts: readonly Text[],
  options: readonly { value: string; label: Text }[],
  words: (text: Text) => string,
): OutboundMessage {
  const text = joinParagraphs(texts.map(words));
  if (options.length === 0) return { text };
  return { text, options: options.map(({ value, label }) => ({ value, label: words(label) })) };
}
