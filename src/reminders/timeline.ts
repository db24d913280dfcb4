import type { DueItem } from "../domain/contribution/due-item";
import { addDays, dayOf } from "../domain/shared/calendar";
import { groupBy } from "../domain/shared/group";
import { futureRungs, REMINDER_HOUR } from "./ladder";
import { countsDown, lapseMoments } from "./lapse";
import { addressed } from "./plan";
import type { RungId, Told } from "./rungs";

/** A message that would be sent, as things stand now. */
export interface ForeseenReminder {
  /** Milliseconds. */
  readonly sendAt: number;
  readonly contactId: string;
  readonly items: readonly { readonly item: DueItem; readonly rung: RungId }[];
}

/** The contacts of items, by who is told. */
export type Contacts = Readonly<Record<Told, ReadonlyMap<string, string>>>;

/**
 * What would be sent between two moments if nobody pays and nothing changes: the rungs of the items and the countdown to a
 * lapse, those of one contact at one moment together, because they go out as one message. `items` are all of their workers.
 */
export function foresee(
  items: readonly DueItem[],
  contacts: Contacts,
  span: { readonly from: number; readonly until: number; readonly hour?: number },
): readonly ForeseenReminder[] {
  const { hour = REMINDER_HOUR } = span;
  const together = new Map<string, { sendAt: number; contactId: string; items: { item: DueItem; rung: RungId }[] }>();
  const ofWorker = groupBy(items, ({ workerId }) => workerId);
  for (const item of items) {
    const counted = lapseMoments(item, hour).filter(({ sendAt }) =>
      countsDown(item, ofWorker.get(item.workerId) ?? [], sendAt),
    );
    const moments = [...futureRungs(item, span.from, span.until, hour), ...counted.filter(isWithin(span))];
    for (const { contactId, sendAt, rung } of moments.flatMap((one) => addressed({ ...one, item }, contacts))) {
      const key = `${sendAt} ${contactId}`;
      const message = together.get(key) ?? { sendAt, contactId, items: [] };
      message.items.push({ item, rung });
      together.set(key, message);
    }
  }
  return [...together.values()].sort(
    (one, other) => one.sendAt - other.sendAt || (one.contactId < other.contactId ? -1 : 1),
  );
}

const isWithin =
  ({ from, until }: { readonly from: number; readonly until: number }) =>
  ({ sendAt }: { readonly sendAt: number }): boolean =>
    sendAt >= from && sendAt < until;

/** A day on which templates go out under the tier. */
export interface TierDay {
  /** `YYYY-MM-DD` in Asia/Jakarta. */
  readonly day: string;
  /** How many people are written to first. */
  readonly people: number;
  /** How many wait for room at its end. */
  readonly waiting: number;
  /** To how many of `people` a message comes after the last day to pay that was meant to come before it. */
  readonly late: number;
}

/**
 * How the messages to people outside their window are spread where only so many people may be written to first in a day:
 * in their order, and what waits goes out together with what becomes due meanwhile. Sending counts 24 hours that roll; the
 * plan counts by days. `taken` is how many have been written to within the 24 hours before.
 */
export function spreadUnderTier(
  messages: readonly ForeseenReminder[],
  tier: { readonly dailyPeople: number; readonly taken: number },
): readonly TierDay[] {
  const line = new Map<string, { readonly since: string; readonly dueDay: string }>();
  const ahead = [...messages].sort((one, other) => one.sendAt - other.sendAt);
  const days: TierDay[] = [];
  let room = tier.dailyPeople - tier.taken;
  for (let day = nextDay(ahead); day !== undefined; day = line.size > 0 ? addDays(day, 1) : nextDay(ahead)) {
    const today = day;
    while (nextDay(ahead) === today) join(line, ahead.shift(), today);
    const going = [...line].slice(0, Math.max(0, room));
    for (const [contactId] of going) line.delete(contactId);
    const late = going.filter(([, { since, dueDay }]) => since <= dueDay && dueDay < today).length;
    days.push({ day, people: going.length, waiting: line.size, late });
    room = tier.dailyPeople;
  }
  return days;
}

function nextDay(ahead: readonly ForeseenReminder[]) {
  return ahead[0] && dayOf(ahead[0].sendAt);
}

function join(
  line: Map<string, { readonly since: string; readonly dueDay: string }>,
  message: ForeseenReminder | undefined,
  since: string,
): void {
  if (!message || line.has(message.contactId)) return;
  const dueDay = message.items.map(({ item }) => item.dueDay).sort()[0] ?? since;
  line.set(message.contactId, { since, dueDay });
}
