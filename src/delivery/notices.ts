import type { Contact } from "../domain/messaging/contact";
import type { OutboundMessage } from "../domain/messaging/message";
import { joinParagraphs, type Text } from "../domain/shared/text";
import type { Notice, Notify, Withdraw } from "../operations/notify";
import { type Endpoints, type Reached, toChat } from "./endpoints";
import type { Outbox } from "./outbox";

/** What queuing a notice is handed. */
export interface NoticeParts {
  readonly outbox: Pick<Outbox, "add">;
  readonly endpoints: Pick<Endpoints, "through" | "reach" | "reachAll">;
  readonly words: (text: Text, language: Contact["language"]) => string;
  /** Wakes the sender of the contact's channel. */
  readonly wake: (channel: Contact["channel"]) => void;
  /** Milliseconds. */
  readonly clock: () => number;
}

/** Queues notices in the language of whom they are for. A contact that was forgotten is told nothing. */
export function createNotify(parts: NoticeParts): Notify {
  return async (given) => {
    const notices = [given].flat();
    const chats = await chatsOf(parts, notices);
    const told = notices.flatMap((notice, place) => {
      const contact = chats[place];
      return contact ? [{ notice, contact }] : [];
    });
    if (told.length === 0) return 0;
    const added = await parts.outbox.add(told.map(({ notice, contact }) => entryOf(parts, notice, contact)));
    for (const channel of new Set(told.map(({ contact }) => contact.channel))) parts.wake(channel);
    return added;
  };
}

/** Drops notices that still wait to be sent because they are not true any more. Done again it does nothing more. */
export function createWithdraw(outbox: Pick<Outbox, "finish">, clock: () => number): Withdraw {
  return async (ids) => {
    const end = { status: "dropped", reason: "not-true-any-more", at: clock() } as const;
    await Promise.all(ids.map((id) => outbox.finish(entryId(id), end)));
  };
}

/** Where each of the notices goes, in their order; several are looked up together. */
async function chatsOf(
  { endpoints }: NoticeParts,
  notices: readonly Notice[],
): Promise<readonly (Reached | null | undefined)[]> {
  const anywhere = notices.flatMap(({ toThisChat, contactId }) => (toThisChat ? [] : [contactId]));
  const [only, ...more] = anywhere;
  const reached =
    only !== undefined && more.length === 0
      ? new Map<string, Reached | null>([[only, await endpoints.reach(only)]])
      : await endpoints.reachAll(anywhere);
  return Promise.all(
    notices.map(async ({ toThisChat, contactId }) =>
      toThisChat ? endpoints.through(contactId) : reached.get(contactId),
    ),
  );
}

function entryOf(parts: NoticeParts, notice: Notice, contact: Reached): Parameters<Outbox["add"]>[0][number] {
  const { id, kind = "notice", rule, texts, options = [], file } = notice;
  const now = parts.clock();
  const words = noticeMessage(texts, options, (text) => parts.words(text, contact.language));
  const message = file === undefined ? words : { ...words, file };
  return {
    id: entryId(id),
    ...toChat(contact),
    kind,
    content: { type: "messages", messages: [message] },
    rule,
    notBefore: now,
    createdAt: now,
  };
}

const entryId = (noticeId: string): string => `notice:${noticeId}`;

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
