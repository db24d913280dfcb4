import type { Contact } from "../domain/messaging/contact";
import { chatIdOf, inOrderOfUse, seenThrough, works } from "../domain/messaging/endpoints";
import type { OutboxEntry } from "./outbox";

/** What finding a person's chats is handed. */
export interface EndpointParts {
  readonly find: (id: string) => Promise<Contact | null>;
  readonly endpoints: (principalId: string) => Promise<readonly Contact[]>;
}

/** Whose chat is whose. */
export interface Endpoints {
  /** The person as seen through the chat of this contact; null where the contact was forgotten. */
  through(contactId: string): Promise<Contact | null>;
  /** The person as seen through the chat that an unasked message tries first: of those that work, the one used last. */
  reach(contactId: string): Promise<Contact | null>;
  /** Like `reach`, but only a chat of this person that works and is not the one of that id; null where none is left. */
  another(chatId: string, contactId: string): Promise<Contact | null>;
}

/** Finds a person's chats. A principal that was forgotten leaves each of its chats standing alone. */
export function createEndpoints({ find, endpoints }: EndpointParts): Endpoints {
  const principalOf = async (contact: Contact): Promise<Contact> =>
    (contact.principalId === undefined ? null : await find(contact.principalId)) ?? contact;
  const chatsOf = async (contact: Contact): Promise<readonly Contact[]> => {
    const principal = await principalOf(contact);
    const chats = [principal, ...(await endpoints(principal.id))];
    return inOrderOfUse(chats).map((chat) => seenThrough(principal, chat));
  };
  return {
    through: async (contactId) => {
      const chat = await find(contactId);
      return chat && seenThrough(await principalOf(chat), chat);
    },
    reach: async (contactId) => {
      const contact = await find(contactId);
      return contact && ((await chatsOf(contact))[0] ?? null);
    },
    another: async (chatId, contactId) => {
      const own = await find(contactId);
      const chats = own === null ? [] : await chatsOf(own);
      return chats.find((chat) => works(chat) && chatIdOf(chat) !== chatId) ?? null;
    },
  };
}

/** The address part of an entry of the outbox for this chat. */
export function toChat(contact: Contact): Pick<OutboxEntry, "contactId" | "endpointId" | "channel"> {
  const { id, endpointId, channel } = contact;
  return { contactId: id, ...(endpointId === undefined ? {} : { endpointId }), channel };
}
