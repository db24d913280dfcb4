import { LRUCache } from "lru-cache";
import type { Contact } from "../domain/messaging/contact";
import type { InboundMessage } from "../domain/messaging/message";
import type { InboxEntry } from "./inbox";

/** Whose talk a message belongs to. */
export type Owner = Pick<InboxEntry, "contactId" | "endpointId">;
/** Finds the owner of a message, and makes the chat known where it was not. */
export type OwnerOf = (message: InboundMessage) => Promise<Owner>;

/** So many chats are remembered at most, each for so long (milliseconds). */
const remembered = { max: 5_000, ttl: 5 * 60_000 };

/** Who owns which chat, as far as it is remembered. */
export interface Owners {
  readonly of: OwnerOf;
  /** Forgets all: whoever writes next is looked for again. */
  forget(): void;
}

/**
 * Owners as `resolve` tells them, who are remembered for five minutes, so that whoever is talking is not looked for with each
 * message. Of several addresses of one chat the last is remembered: whoever writes from another one is answered there. A chat
 * may be linked, let go or forgotten by another process meanwhile: whoever answers looks at it anyway, and hands the message
 * over.
 */
export function rememberingOwners(resolve: (message: InboundMessage) => Promise<Contact>): Owners {
  const owners = new LRUCache<string, Owner>(remembered);
  const lastOf = new LRUCache<string, string>(remembered);
  return {
    of: async (message) => {
      const { channel, address, identifiers } = message;
      const chat = JSON.stringify([channel, address, ...identifiers.map(({ kind, value }) => [kind, value])]);
      const known = owners.get(chat);
      if (known) return known;
      const { id: contactId, endpointId } = await resolve(message);
      const owner = endpointId === undefined ? { contactId } : { contactId, endpointId };
      const chatId = endpointId ?? contactId;
      const before = lastOf.get(chatId);
      if (before !== undefined) owners.delete(before);
      owners.set(chat, owner);
      lastOf.set(chatId, chat);
      return owner;
    },
    forget: () => {
      owners.clear();
      lastOf.clear();
    },
  };
}
