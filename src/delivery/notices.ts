import type { Contact } from "../domain/messaging/contact";
import type { OutboundMessage } from "../domain/messaging/message";
import { joinParagraphs, type Text } from "../domain/shared/text";
import { type Endpoints, toChat } from "./endpoints";
import type { Outbox } from "./outbox";

/** Something to be told that nobody has just asked for. */
export interface NoticeToQueue {
  /** Derived from its cause: the same cause is told once. */
  readonly id: string;
  readonly contactId: string;
  /** True where it is for the chat of that very contact; else it goes where the person can be reached best. */
  readonly toThisChat?: boolean;
  /** What it is for; a plain notice where nothing is said. */
  readonly kind?: "notice" | "answer" | "urgent" | "nudge";
  /** A locale key that names the rule, for KENAPA. */
  readonly rule: string;
  readonly texts: readonly Text[];
  readonly options?: readonly { readonly value: string; readonly label: Text }[];
}

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
export function createNotify(parts: NoticeParts): (notice: NoticeToQueue) => Promise<void> {
  return async ({ id, contactId, toThisChat = false, kind = "notice", rule, texts, options }) => {
    const { through, reach } = parts.endpoints;
    const contact = await (toThisChat ? through(contactId) : reach(contactId));
    if (!contact) return;
    const now = parts.clock();
    const message = noticeMessage(texts, options ?? [], (text) => parts.words(text, contact.language));
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
