import type { DueItem } from "../domain/contribution/due-item";
import { addDays, atHour, dayOf } from "../domain/shared/calendar";
import type { Worker } from "../domain/worker/worker";
import type { Deps } from "../operations/deps";
import { foreseenDays } from "../operations/foreseen-dues";
import { isLeftToWorker, payerContacts, workerContacts } from "../operations/payers";
import { futureRungs, REMINDER_HOUR } from "./ladder";
import { countsDown, lapseMoments } from "./lapse";
import { addressed, type Earned } from "./plan";
import type { RungId, Told } from "./rungs";

/** A message that would be sent, as things stand now. */
export interface ForeseenReminder {
  /** Milliseconds. */
  readonly sendAt: number;
  readonly contactId: string;
  readonly items: readonly ForeseenItem[];
}

/** A month of such a message: by which rung, in which role of the reader, and how the worker's months will stand. */
export interface ForeseenItem {
  readonly item: DueItem;
  readonly rung: RungId;
  readonly as: Told;
  readonly ofWorker: readonly DueItem[];
}

/** What foreseeing is handed. */
export interface ForeseeParts {
  readonly deps: Pick<Deps, "repositories">;
  /** From `from` up to, but not at, `until`, in milliseconds; reminders go out at the hour. */
  readonly span: { readonly from: number; readonly until: number; readonly hour?: number };
}

/**
 * What would be sent between two moments if nobody does anything: the rungs of the workers' months as they will stand on
 * each day and the countdown to a lapse, those of one contact at one moment together, because they go out as one message.
 */
export async function foresee(
  { deps, span }: ForeseeParts,
  workers: AsyncIterable<readonly Worker[]>,
): Promise<readonly ForeseenReminder[]> {
  const together = new Map<string, ForeseenReminder & { items: ForeseenItem[] }>();
  for await (const page of workers)
    for (const worker of page)
      for (const { contactId, sendAt, ...told } of await foreseeOne(deps, worker, span)) {
        const key = `${sendAt} ${contactId}`;
        const message = together.get(key) ?? { sendAt, contactId, items: [] };
        message.items.push(told);
        together.set(key, message);
      }
  return [...together.values()].sort(
    (one, other) => one.sendAt - other.sendAt || (one.contactId < other.contactId ? -1 : 1),
  );
}

type Foretold = ForeseenItem & { readonly sendAt: number; readonly contactId: string };

async function foreseeOne(
  deps: ForeseeParts["deps"],
  worker: Worker,
  { from, until, hour = REMINDER_HOUR }: ForeseeParts["span"],
): Promise<readonly Foretold[]> {
  const told: Foretold[] = [];
  for (const { day, items } of await foreseenDays(deps, worker, from, until)) {
    const moments = items.flatMap((item) => momentsAt(item, items, atHour(day, hour), hour));
    const due = moments.filter(({ sendAt }) => sendAt >= from && sendAt < until);
    if (due.length > 0) told.push(...(await toldOf(deps, items, due)));
  }
  return told;
}

function momentsAt(item: DueItem, items: readonly DueItem[], at: number, hour: number) {
  const counted = lapseMoments(item, hour).filter(({ sendAt }) => sendAt === at && countsDown(item, items, at));
  return [...futureRungs(item, at, at + 1, hour), ...counted].map((moment) => ({ ...moment, item }));
}

/** Who is told of the moments of one morning, in the roles that will be found at sending. */
async function toldOf(
  deps: ForeseeParts["deps"],
  items: readonly DueItem[],
  due: readonly Earned[],
): Promise<readonly Foretold[]> {
  const named = due.map(({ item }) => item);
  const contacts = { payer: await payerContacts(deps, named), worker: await workerContacts(deps, named) };
  return due.flatMap((moment) =>
    addressed(moment, contacts).flatMap(({ contactId, sendAt, rung }): Foretold[] => {
      const { item } = moment;
      const as = contacts.payer.get(item.id) === contactId ? "payer" : "worker";
      if (as === "worker" && !isLeftToWorker(item, items)) return [];
      return [{ item, rung, as, contactId, sendAt, ofWorker: items }];
    }),
  );
}

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
