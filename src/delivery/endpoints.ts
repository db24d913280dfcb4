import type { ChatOutline, Contact } from "../domain/messaging/contact";
import { chatIdOf, inOrderOfUse, seenThrough, works } from "../domain/messaging/endpoints";
import { groupBy } from "../domain/shared/group";
import type { OutboxEntry } from "./outbox";

/** What finding a person's chats is handed. */
export interface EndpointParts {
  readonly find: (id: string) => Promise<Contact | null>;
  readonly outlines: (ids: readonly string[]) => Promise<readonly ChatOutline[]>;
  readonly endpoints: (principalId: string) => Promise<readonly Contact[]>;
  readonly outlinesOf: (principalIds: readonly string[]) => Promise<readonly ChatOutline[]>;
}

/** Where a person is reached: whose chat it is, which it is where it is a further one, and the person's language. */
export type Reached = Pick<Contact, "id" | "endpointId" | "channel" | "language">;

/** Whose chat is whose. */
export interface Endpoints {
  /** The person as seen through the chat of this contact; null where the contact was forgotten. */
  through(contactId: string): Promise<Contact | null>;
  /** The person as seen through the chat that an unasked message tries first: of those that work, the one used last. */
  reach(contactId: string): Promise<Contact | null>;
  /** The chats of `reach`, for many at once; who was forgotten is not there. */
  reachAll(contactIds: readonly string[]): Promise<ReadonlyMap<string, Reached>>;
  /** Like `reach`, but only a chat of this person that works and is not the one of that id; null where none is left. */
  another(chatId: string, contactId: string): Promise<Contact | null>;
}

/** Finds a person's chats. A principal that was forgotten leaves each of its chats standing alone. */
export function createEndpoints({ find, outlines, endpoints, outlinesOf }: EndpointParts): Endpoints {
  const principalOf = async (contact: Contact): Promise<Contact> =>
    (contact.principalId === undefined ? null : await find(contact.principalId)) ?? contact;
  const chatsOf = async (contact: Contact): Promise<readonly Contact[]> => {
    const principal = await principalOf(contact);
    return chatsThrough(principal, await endpoints(principal.id));
  };
  const withPrincipals = async (
    contactIds: readonly string[],
  ): Promise<readonly (readonly [string, ChatOutline])[]> => {
    const contacts = await outlines([...new Set(contactIds)]);
    const known = new Map(contacts.map((contact) => [contact.id, contact]));
    const missing = contacts.flatMap(({ principalId }) =>
      principalId === undefined || known.has(principalId) ? [] : [principalId],
    );
    for (const principal of missing.length === 0 ? [] : await outlines([...new Set(missing)]))
      known.set(principal.id, principal);
    return contacts.map((contact) => [contact.id, known.get(contact.principalId ?? contact.id) ?? contact]);
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
    reachAll: async (contactIds) => {
      const found = await withPrincipals(contactIds);
      const others = await outlinesOf([...new Set(found.map(([, principal]) => principal.id))]);
      const byPrincipal = groupBy(others, ({ principalId }) => principalId);
      return new Map(found.map(([id, principal]) => [id, firstOf(principal, byPrincipal.get(principal.id) ?? [])]));
    },
    another: async (chatId, contactId) => {
      const own = await find(contactId);
      const chats = own === null ? [] : await chatsOf(own);
      return chats.find((chat) => works(chat) && chatIdOf(chat) !== chatId) ?? null;
    },
  };
}

function chatsThrough(principal: Contact, further: readonly Contact[]): readonly Contact[] {
  return inOrderOfUse([principal, ...further]).map((chat) => seenThrough(principal, chat));
}

/** The chat that is tried first, seen as the person's. */
function firstOf(principal: ChatOutline, further: readonly ChatOutline[]): Reached {
  const [chat = principal] = further.length === 0 ? [] : inOrderOfUse([principal, ...further]);
  const { id, language } = principal;
  return { id, language, channel: chat.channel, ...(chat.id === id ? {} : { endpointId: chat.id }) };
}

/** The address part of an entry of the outbox for this chat. */
export function toChat(
  contact: Pick<Contact, "id" | "endpointId" | "channel">,
): Pick<OutboxEntry, "contactId" | "endpointId" | "channel"> {
  const { id, endpointId, channel } = contact;
  return { contactId: id, ...(endpointId === undefined ? {} : { endpointId }), channel };
}
