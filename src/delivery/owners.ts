import { LRUCache } from "lru-cache";
import type { Contact } from "../domain/messaging/contact";
import type { InboundMessage } from "../domain/messaging/message";
import type { InboxEntry } from "./inbox";

/** Whose talk a message belongs to. */
export type Owner = Pick<InboxEntry, "contactId" | "endpointId">;
/** Finds the owner of a message, and makes the chat known where it was not. */
export type OwnerOf = (message: InboundMessage) => Promise<Owner>;

/** So many chats are remembered at most, each for so long (milliseconds). */
const remembered = { max: 1_000, ttl: 5 * 60_000 };

/** Who owns which chat, as far as it is remembered. */
export interface Owners {
  readonly of: OwnerOf;
  /** Forgets all: whoever writes next is looked for again. */
  forget(): void;
}

/**
 * Owners as `resolve` tells them, who are remembered for five minutes, so that whoever is talking is not looked for with each
 * message. A chat may be linked, let go, forgotten or answered elsewhere meanwhile: whoever answers looks at it anyway.
 */
export function rememberingOwners(resolve: (message: InboundMessage) => Promise<Contact>): Owners {
  const owners = new LRUCache<string, Owner>(remembered);
  return {
    of: async (message) => {
      const { channel, address, identifiers } = message;
      const chat = JSON.stringify([channel, address, ...identifiers.map(({ kind, value }) => [kind, value])]);
      const known = owners.get(chat);
      if (known) return known;
      const { id: contactId, endpointId } = await resolve(message);
      const owner = endpointId === undefined ? { contactId } : { contactId, endpointId };
      owners.set(chat, owner);
      return owner;
    },
    forget: () => owners.clear(),
  };
}
