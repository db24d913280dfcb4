import type { House } from "./conversation/house";
import type { ConversationPorts, QueueReplies } from "./conversation/ports";
import type { Channel } from "./delivery/channel";
import type { Endpoints } from "./delivery/endpoints";
import { createKeepFile } from "./delivery/keep-file";
import type { Unfinished } from "./delivery/outbox";
import type { Sender } from "./delivery/sender";
import { hasWindow, windowMs } from "./delivery/window";
import type { ChannelName, Contact } from "./domain/messaging/contact";
import { chatIdOf, works } from "./domain/messaging/endpoints";
import type { Translator } from "./i18n";
import type { LiveFacts } from "./live-facts";
import type { Logger } from "./logger";
import type { Deps } from "./operations/deps";
import { createOperations } from "./operations/operations";
import type { Storage } from "./storage/open-storage";

/** What the conversation's ports are wired from. */
export interface ConversationParts {
  readonly house: House;
  readonly storage: Storage;
  readonly deps: Deps;
  readonly translator: Translator;
  readonly knowledge: LiveFacts["knowledge"];
  readonly endpoints: Pick<Endpoints, "through">;
  readonly channels: readonly Channel[];
  readonly logger: Logger;
  /** Milliseconds. */
  readonly clock: () => number;
  /** Wakes the sender of a channel. */
  readonly wakeSender: (channel: ChannelName) => void;
  /** Adds an entry to the outbox, and sends it at once where this process has its channel. */
  readonly send: Sender["add"];
  /** Says that a chat is somebody else's than it was. */
  readonly forgetOwners: () => void;
  /** Wakes whoever answers this contact. */
  readonly wakeWorker: (contactId: string) => void;
}

/** A person's last message is noted this often at most: the exact second matters to nobody. Milliseconds. */
const noteEveryMs = 60_000;

/** Wires what a turn needs of the house. */
export function createConversationPorts(parts: ConversationParts): ConversationPorts {
  const { house, storage, deps, translator, channels, clock } = parts;
  return {
    house,
    knowledge: { ...parts.knowledge, ...(deps.rephrase ? { rephrases: true as const } : {}) },
    words: (text, language) => translator.render(text, language),
    sessions: storage.sessions,
    inbox: storage.inbox,
    channels: channels.map(({ name }) => name),
    queueReplies: (replies) => queueReplies(parts, replies),
    queueRepliesAfter: (contactId) => {
      // What could not be looked at is looked at again with the replies.
      const unfinished = storage.outbox.unfinished(contactId).catch(() => undefined);
      return async (replies) => queueReplies(parts, replies, await unfinished);
    },
    handOver: async ({ id, message }, to) => {
      const receivedAt = clock();
      if (!(await storage.inbox.add({ id, ...to, message, receivedAt }))) await storage.inbox.readdress(id, to);
      parts.forgetOwners();
      parts.wakeWorker(to.contactId);
    },
    findContact: (id) => parts.endpoints.through(id),
    resolveContact: async ({ channel, address, identifiers }) => {
      const chat = await storage.repositories.contacts.resolve({ channel, address, identifiers, now: clock() });
      return (chat.principalId === undefined ? null : await parts.endpoints.through(chat.id)) ?? chat;
    },
    answerAt: async (chatId, message) => {
      const chat = await storage.repositories.contacts.answerAt(chatId, message);
      return chat && parts.endpoints.through(chat.id);
    },
    noteInbound: (contact, at, before) => noteInbound(parts, contact, at, before),
    ...createOperations(deps),
    keepFile: createKeepFile({
      channelOf: (name) => channels.find((channel) => channel.name === name),
      add: (attachment) => storage.repositories.attachments.add(attachment),
      derive: (cause, purpose) => storage.vault.derive(cause, purpose),
    }),
    lastAutomatic: async (contactId, quotedId) => {
      const rule = quotedId === undefined ? null : await storage.outbox.ruleOf(contactId, quotedId);
      return rule === null ? storage.outbox.lastAutomatic(contactId) : { rule, isNewest: true };
    },
    report: (failure) => report(parts, failure),
    clock,
  };
}

async function queueReplies(
  { send }: ConversationParts,
  replies: Parameters<QueueReplies>[0],
  unfinished?: Unfinished,
): Promise<void> {
  const { id, contactId, endpointId, channel, messages, now, at, recipient } = replies;
  const content = { type: "messages", messages } as const;
  const to = endpointId === undefined ? { contactId } : { contactId, endpointId };
  await send({ id, ...to, channel, kind: "reply", content, notBefore: now, createdAt: at }, { recipient, unfinished });
}

async function report(
  { storage, logger, clock }: ConversationParts,
  { error, received, parked }: Parameters<ConversationPorts["report"]>[0],
): Promise<string> {
  const { vault, repositories } = storage;
  const errorId = vault.derive(received.id, "error").slice(0, 8);
  logger.error({ err: error, errorId, parked }, "a message could not be answered");
  if (!parked) return errorId;
  const id = vault.derive(received.id, "parked");
  const { contactId } = received;
  const task = { id, revision: 0, kind: "parked-message", status: "open", contactId, text: errorId } as const;
  await repositories.tasks.add({ ...task, createdAt: clock() });
  return errorId;
}

/**
 * Notes that the person wrote; what waited for that is due now. The note comes first: who sets something aside looks again.
 * Returns the contact as it is noted.
 */
async function noteInbound(
  { storage, clock, wakeSender }: ConversationParts,
  contact: Contact,
  at: number,
  before: () => Promise<void> = async () => undefined,
): Promise<Contact> {
  const { blockedAt: _blocked, undeliverableAt: _failing, windowClosedAt: _closed, ...reached } = contact;
  const { id, channel } = contact;
  const lastInboundAt = Math.max(at, contact.lastInboundAt ?? 0);
  const isFresh =
    works(contact) && contact.windowClosedAt === undefined && at - (contact.lastInboundAt ?? 0) < noteEveryMs;
  if (!isFresh) {
    await before();
    const noted = { lastInboundAt, blockedAt: null, undeliverableAt: null, windowClosedAt: null };
    await storage.repositories.contacts.update(chatIdOf(contact), noted);
  }
  if (hasWindow(channel) && clock() - at < windowMs && (await storage.outbox.freeHeld(id, channel, clock())) > 0)
    wakeSender(channel);
  return isFresh ? contact : { ...reached, lastInboundAt };
}
