import type { Contact } from "../domain/messaging/contact";
import { chatIdOf } from "../domain/messaging/endpoints";
import { type Endpoints, toChat } from "./endpoints";
import type { Hindrance } from "./failures";
import type { DropReason } from "./gate";
import type { Outbox, OutboxEntry } from "./outbox";

/** What the sender of one chat asks of the person's other chats. */
export interface OtherChats {
  /** Queues what cannot get to this chat for the person's next one; false where no other works. */
  readonly passOn: (entry: OutboxEntry) => Promise<boolean>;
  /** Notes that what nobody had asked for could not be delivered to this chat for good. */
  readonly markUndeliverable: (chatId: string, at: number) => Promise<void>;
}

/** What passing on is handed. */
export interface PassOnParts {
  readonly endpoints: Endpoints;
  readonly outbox: Pick<Outbox, "add">;
  /** Wakes the sender of the other chat's channel. */
  readonly wake: (channel: Contact["channel"]) => void;
  /** Milliseconds. */
  readonly clock: () => number;
}

/** Why a message is dropped at one chat that another chat of the person may still get. */
const ofThisChat: ReadonlySet<DropReason> = new Set([
  "blocked",
  "contact-gone",
  "channel-without-reminders",
  "window-closed",
]);
const passed = ":via:";

/**
 * Queues an entry for the person's next chat that works, under an id of the entry and that chat: however often one chat
 * after the other fails, each gets it once. The gate asks again there whether the person wants it.
 */
export function createPassOn({ endpoints, outbox, wake, clock }: PassOnParts): OtherChats["passOn"] {
  return async (entry) => {
    const { contactId, endpointId } = entry;
    const chat = await endpoints.another(endpointId ?? contactId, contactId);
    if (chat === null) return false;
    await outbox.add([entryFor(entry, chat, clock())]);
    wake(chat.channel);
    return true;
  };
}

/**
 * Queues an entry that was sent and did not arrive once more for the chat that it was for, where another form may arrive;
 * once, however often it is told. False where that chat is gone.
 */
export function createRepeat({ endpoints, outbox, wake, clock }: PassOnParts): OtherChats["passOn"] {
  return async (entry) => {
    const chat = await endpoints.through(entry.endpointId ?? entry.contactId);
    if (chat === null || entry.id.includes(passed)) return false;
    await outbox.add([entryFor(entry, chat, clock())]);
    wake(chat.channel);
    return true;
  };
}

function entryFor(
  { id, kind, content, rule, notBefore }: OutboxEntry,
  chat: Contact,
  createdAt: number,
): Omit<OutboxEntry, "sentParts" | "attempts"> {
  const [cause = id] = id.split(passed);
  const said = rule === undefined ? { kind, content } : { kind, content, rule };
  const when = { notBefore: Math.max(notBefore, createdAt), createdAt };
  return { id: `${cause}${passed}${chatIdOf(chat)}`, ...toChat(chat), ...said, ...when };
}

/** The person, seen through the chat that the message is for. A chat that was let go meanwhile gets its last replies only. */
export async function recipientOf(
  findContact: (id: string) => Promise<Contact | null>,
  { contactId, endpointId, kind }: OutboxEntry,
): Promise<Contact | null> {
  const contact = await findContact(endpointId ?? contactId);
  const isLetGo = endpointId !== undefined && contact !== null && contact.id !== contactId;
  return isLetGo && kind !== "reply" ? null : contact;
}

/** Whether another chat of the person takes over all that was dropped here. */
export function passOnDropped(
  others: OtherChats | undefined,
  entries: readonly OutboxEntry[],
  reason: DropReason,
): Promise<boolean> {
  return ofThisChat.has(reason) ? passOnAll(others, entries) : Promise.resolve(false);
}

/** Whether another chat takes over all that failed here for good; a chat that nothing reaches is passed over from now on. */
export async function passOnFailed(
  others: OtherChats | undefined,
  entries: readonly OutboxEntry[],
  failure: Hindrance,
  now: number,
): Promise<boolean> {
  const [entry] = entries;
  // A platform that was away too long, or a message that it does not like, says nothing about the chat.
  if (entry && failure.reason === "rejected" && failure.ofChat)
    await others?.markUndeliverable(entry.endpointId ?? entry.contactId, now);
  return passOnAll(others, entries);
}

/** Replies stay where they were asked for, and a knock opens one door only. */
async function passOnAll(others: OtherChats | undefined, entries: readonly OutboxEntry[]): Promise<boolean> {
  const taken: boolean[] = [];
  for (const entry of entries) {
    const isOfChat = entry.kind === "reply" || entry.content.type === "knock";
    taken.push(!isOfChat && others !== undefined && (await others.passOn(entry)));
  }
  return taken.length > 0 && taken.every(Boolean);
}
