import type { Contact } from "../domain/messaging/contact";
import { chatIdOf } from "../domain/messaging/endpoints";
import type { OutboundMessage } from "../domain/messaging/message";
import type { Rule } from "../operations/rules";
import { toChat } from "./endpoints";
import type { Outbox, OutboxEntry } from "./outbox";
import type { Room } from "./room";
import { hasWindow, longestHoldMs } from "./window";

/** What a sender needs on a channel whose people may be written to first by approved templates only, and so many a day. */
export interface OutsideWindow {
  readonly room: Room;
  /** Asks the person to write, because there is news. */
  readonly composeKnock: (contact: Contact) => OutboundMessage;
  /** Notes that the platform takes templates only for this person. */
  readonly noteClosed: (contactId: string, at: number) => Promise<void>;
}

/** What holding is handed. */
interface HoldParts {
  readonly outbox: Outbox;
  readonly findContact: (id: string) => Promise<Contact | null>;
  readonly clock: () => number;
}

/**
 * Sets news aside until the person writes. With `knocks`, asks them to: once for this window, whatever waits and however
 * often, because the knock's id names the message after which the window closed.
 */
export async function holdForWindow(
  parts: HoldParts,
  contact: Contact,
  entry: OutboxEntry,
  knocks: boolean,
): Promise<void> {
  const { outbox, clock } = parts;
  // The knock first: whoever dies in between holds the news again, and adds no second knock.
  if (knocks) await outbox.add([knockFor(contact, entry, clock())]);
  await outbox.hold(entry.id, { until: entry.createdAt + longestHoldMs, reason: "window" });
  // Who wrote between our look and the setting aside has freed nothing yet.
  const seen = await parts.findContact(chatIdOf(contact));
  if (seen?.lastInboundAt !== contact.lastInboundAt) await outbox.freeHeld(contact.id, entry.channel, clock());
}

function knockFor(contact: Contact, entry: OutboxEntry, now: number): Omit<OutboxEntry, "sentParts" | "attempts"> {
  const { kind } = entry;
  return {
    id: `knock:${chatIdOf(contact)}:${contact.lastInboundAt ?? 0}`,
    ...toChat(contact),
    // It goes when the news would; an answer of the moment has lost its right to the night.
    kind: kind === "reply" ? "notice" : kind,
    content: { type: "knock" },
    rule: "templates.rule" satisfies Rule,
    notBefore: now,
    createdAt: now,
  };
}

/** How long a template for this person must wait for room: 0, or until which moment. News goes before reminders. */
export function roomFor({ room }: OutsideWindow, contact: Contact, going: readonly OutboxEntry[]): Promise<number> {
  const asNext = going.some(({ kind, heldFor }) => kind !== "reminder" || heldFor === "room");
  return room.take(chatIdOf(contact), asNext);
}

/** Sets aside until there is room, or until the person writes, which needs none. */
export async function holdForRoom(outbox: Outbox, going: readonly OutboxEntry[], until: number): Promise<void> {
  for (const { id } of going) await outbox.hold(id, { until, reason: "room" });
}

/** Whether this is the platform's word that a window which we thought open is closed. */
export function isWindowNews(failure: { readonly reason: string }, entry: OutboxEntry, isTemplate: boolean): boolean {
  return failure.reason === "window-closed" && hasWindow(entry.channel) && !isTemplate;
}
