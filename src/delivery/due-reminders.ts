import type { Contact } from "../domain/messaging/contact";
import type { OutboundMessage } from "../domain/messaging/message";
import type { InHand } from "./hands";
import type { Outbox, OutboxEntry } from "./outbox";

/** A reminder as it was queued: of which month, and by which rung. */
export interface Reminder {
  readonly dueItemId: string;
  readonly rung: string;
}

/** What one look at the months of a person's reminders found, at the moment of sending. */
export interface DueReminders {
  /** The due items among them that still wait to be paid by this contact. */
  readonly dueItemIds: ReadonlySet<string>;
  /** One message for several reminders of those that are due. */
  free(contact: Contact, reminders: readonly Reminder[]): Promise<OutboundMessage>;
  /** The same as approved templates: one, or several where the months are not told of in the same words. */
  templates(contact: Contact, reminders: readonly Reminder[]): Promise<readonly MonthsMessage[]>;
}

/** A message about some of the due items. */
export interface MonthsMessage {
  readonly message: OutboundMessage;
  readonly dueItemIds: ReadonlySet<string>;
}

/** Looks at the months of these reminders. */
export type LookAtReminders = (contactId: string, reminders: readonly Reminder[]) => Promise<DueReminders>;

/** What leasing a person's other reminders is handed. */
export interface TogetherParts {
  readonly outbox: Pick<Outbox, "leaseRemindersOf">;
  readonly clock: () => number;
  readonly owner: string;
  readonly leaseMs: number;
  readonly inHand: InHand;
}

const mostReminders = 50;

/** The entry itself, and for a reminder the others of the same person that are due: they go out as one message. */
export async function remindersWith(parts: TogetherParts, entry: OutboxEntry): Promise<readonly OutboxEntry[]> {
  if (entry.content.type !== "reminder" || entry.isAlone) return [entry];
  const { owner, clock, outbox, leaseMs, inHand } = parts;
  const others = await outbox.leaseRemindersOf({
    ...{ contactId: entry.contactId, channel: entry.channel, owner, now: clock(), leaseMs },
    ...{ limit: mostReminders, inHand: inHand.ids },
  });
  for (const { id } of others) inHand.add(id);
  return [entry, ...others.filter((other) => other.id !== entry.id)];
}

/** The reminders among entries. */
export function remindersAmong(entries: readonly OutboxEntry[]): readonly Reminder[] {
  return entries.flatMap(({ content }) => (content.type === "reminder" ? [content] : []));
}

/** Those of the entries whose months still wait to be paid by this contact, and what was found of them. */
export async function stillDue(
  lookAtReminders: LookAtReminders,
  contactId: string,
  entries: readonly OutboxEntry[],
): Promise<{ readonly due: readonly OutboxEntry[]; readonly found?: DueReminders }> {
  const reminders = remindersAmong(entries);
  if (reminders.length === 0) return { due: [] };
  const found = await lookAtReminders(contactId, reminders);
  return { due: remindersOf(entries, found.dueItemIds), found };
}

/** The templates for reminders, each with the entries that it is about; the others are those of which nothing can be said. */
export async function inTemplates(found: DueReminders, contact: Contact, entries: readonly OutboxEntry[]) {
  const messages = await found.templates(contact, remindersAmong(entries));
  const groups = messages.map(({ message, dueItemIds }) => ({ message, entries: remindersOf(entries, dueItemIds) }));
  const said = new Set(groups.flatMap((group) => group.entries));
  return { groups, others: entries.filter((entry) => !said.has(entry)) };
}

function remindersOf(entries: readonly OutboxEntry[], dueItemIds: ReadonlySet<string>): readonly OutboxEntry[] {
  return entries.filter(({ content }) => content.type === "reminder" && dueItemIds.has(content.dueItemId));
}
