import { LRUCache } from "lru-cache";
import type { OutboxEntry, Unfinished } from "./outbox";

/** So many people are remembered: more than talk at once. */
const mostRemembered = 1_000;

/**
 * The replies that a sender sent last, one a contact. Where it has gone, and nothing went before it, nothing goes before the next one
 * either: whoever answers the contact alone need not look. What somebody else queues meanwhile, as an officer's answer, may
 * then be overtaken; it makes sense in any order.
 */
export interface LastReplies {
  /** A reply is being sent before which nothing goes. */
  goes(entry: Pick<OutboxEntry, "id" | "contactId">): void;
  /** A reply has to wait: from now on only a look tells. */
  waits(contactId: string): void;
  /** The platform has taken all of an entry. */
  went(entries: readonly Pick<OutboxEntry, "id" | "contactId">[]): void;
  /** What goes before the next reply to the contact, where that is known. */
  before(contactId: string): Unfinished | undefined;
}

/** Makes it for one sender. */
export function createLastReplies(): LastReplies {
  const last = new LRUCache<string, { readonly id: string; hasGone: boolean }>({ max: mostRemembered });
  return {
    goes: ({ id, contactId }) => void last.set(contactId, { id, hasGone: false }),
    waits: (contactId) => void last.delete(contactId),
    went: (entries) => {
      for (const { id, contactId } of entries) {
        const reply = last.get(contactId);
        if (reply?.id === id) reply.hasGone = true;
      }
    },
    before: (contactId) => (last.get(contactId)?.hasGone ? nothing : undefined),
  };
}

const nothing: Unfinished = { goesBefore: () => false };
