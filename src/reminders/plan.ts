import type { ProgrammeSet } from "../domain/contribution/contribution";
import type { DueItem } from "../domain/contribution/due-item";
import {
  addDays,
  type DaySpan,
  dayOf,
  daysBetween,
  dueDayOf,
  type IsoDay,
  periodOfDay,
  spansOf,
} from "../domain/shared/calendar";
import { groupBy } from "../domain/shared/group";
import { addMonths, type Period } from "../domain/shared/period";
import { type Progress, type Walk, workThroughWalk } from "../operations/walk";
import { isNow, LOOK_BACK_DAYS, REMINDER_HOUR, reminderId } from "./ladder";
import { countsDown, lapseMoments } from "./lapse";
import { blockDays, type TurnMoment, turnsByDueDay, turnsByOwnDay } from "./own-days";
import { defaultRungs, LAPSE_RUNGS, type Rung, type RungTables, type Told } from "./rungs";

/** A reminder that is due at the planner's moment and not yet planned, as far as the planner knows. */
export interface PlannedReminder {
  /** Item, rung and who is told: planned twice, it is one. */
  readonly id: string;
  readonly contactId: string;
  readonly dueItemId: string;
  readonly rung: string;
  /** Milliseconds. */
  readonly sendAt: number;
}

type Contacts = (items: readonly DueItem[]) => Promise<ReadonlyMap<string, string>>;

/** What planning needs of storage and delivery. */
export interface PlanPorts {
  /** Unpaid items whose due day lies in one of these spans. */
  readonly unpaid: (spans: readonly DaySpan[]) => Promise<Walk<DueItem>>;
  /** Unpaid items of these periods. */
  readonly unpaidOf: (periods: readonly Period[]) => Promise<Walk<DueItem>>;
  readonly payerContacts: Contacts;
  readonly workerContacts: Contacts;
  /** All items of the workers. */
  readonly itemsOf: (workerIds: readonly string[]) => Promise<readonly DueItem[]>;
  /** Queues those that are not there yet, whatever became of them; returns how many were new. */
  readonly queue: (reminders: readonly PlannedReminder[]) => Promise<number>;
  /** Puts the workers of these months on an officer's list, those that are not there yet. */
  readonly askOfficer: (items: readonly DueItem[]) => Promise<void>;
  readonly hour?: number;
  /** The rungs by programme; the usual ones where nothing is said. */
  readonly rungs?: RungTables;
  /** The programmes that each item pays for; asked only where they have other rungs. */
  readonly programmesOf?: (items: readonly DueItem[]) => Promise<ReadonlyMap<string, ProgrammeSet>>;
  readonly progress?: Progress | undefined;
}

/** An item with a moment at which somebody is told of it; the countdown speaks whatever was told before. */
export type Earned = TurnMoment & { readonly item: DueItem; readonly yieldsToNews?: true };

/**
 * Plans the rungs that are due now and at most two days old. Bounded in memory, and the same on any number of processes:
 * the reminder's id decides that it is queued once. Returns how many were planned anew.
 */
export async function planReminders(ports: PlanPorts, now: number): Promise<{ planned: number; looked: number }> {
  const all = Object.values(ports.rungs ?? defaultRungs).flat();
  const days = remindedOf(
    dayOf(now),
    all.map((rung) => rung.days),
  );
  const byDueDay = await planTurns(ports, days, turnsByDueDay, now);
  const byOwnDay = await planTurns(ports, spansOf(blockDays(now, all)), turnsByOwnDay, now);
  return { planned: byDueDay.planned + byOwnDay.planned, looked: byDueDay.looked + byOwnDay.looked };
}

/** Plans the turns that have come of the unpaid months whose due day lies in one of the spans. */
async function planTurns(
  ports: PlanPorts,
  spans: readonly DaySpan[],
  turnsOf: typeof turnsByDueDay,
  now: number,
): Promise<{ planned: number; looked: number }> {
  const { hour = REMINDER_HOUR, rungs = defaultRungs } = ports;
  if (spans.length === 0) return { planned: 0, looked: 0 };
  return planAmong(ports, await ports.unpaid(spans), "reminders", async (items) => {
    const tableOf = await tablesFor(ports, rungs, items);
    return items.flatMap((item) =>
      turnsOf(item, now, hour, tableOf(item)).map((moment) => ({ item, ...moment, yieldsToNews: true as const })),
    );
  });
}

/** The due days whose rungs, so many days after them, fall on this day or on one that is looked back at. */
function remindedOf(today: IsoDay, days: readonly number[]): readonly DaySpan[] {
  const looked = Array.from({ length: LOOK_BACK_DAYS + 1 }, (_, ago) => addDays(today, -ago));
  return spansOf(looked.flatMap((day) => days.map((count) => addDays(day, -count))));
}

/** Which rungs each item has; where all programmes have the same, nobody is asked which it pays for. */
async function tablesFor(
  { programmesOf }: PlanPorts,
  rungs: RungTables,
  items: readonly DueItem[],
): Promise<(item: DueItem) => readonly Rung[]> {
  const basic = rungs["JKK+JKM"];
  if (programmesOf === undefined || Object.values(rungs).every((table) => table === basic)) return () => basic;
  const programmes = await programmesOf(items);
  return ({ id }) => rungs[programmes.get(id) ?? "JKK+JKM"];
}

/** Plans the countdown to the lapse of protections in the same way (F2.13); on most days no month's turn has come. */
export async function planCountdown(ports: PlanPorts, now: number): Promise<{ planned: number; looked: number }> {
  const { hour = REMINDER_HOUR } = ports;
  const periods = countedDown(dayOf(now));
  if (periods.length === 0) return { planned: 0, looked: 0 };
  return planAmong(ports, await ports.unpaidOf(periods), "countdown", async (items) => {
    const moments = items.flatMap((item) => lapseMoments(item, hour).map((moment) => ({ item, ...moment })));
    const near = moments.filter(({ sendAt }) => isNow(sendAt, now));
    if (near.length === 0) return [];
    const workerIds = [...new Set(near.map(({ item }) => item.workerId))];
    const ofWorker = groupBy(await ports.itemsOf(workerIds), ({ workerId }) => workerId);
    return near.filter(({ item, ...moment }) => countsDown(item, ofWorker.get(item.workerId) ?? [], moment));
  });
}

/** The periods of which the countdown may speak on a day: by their own due days, also where several are paid together. */
function countedDown(today: IsoDay): readonly Period[] {
  const current = periodOfDay(today);
  const near = [-2, -1, 0, 1, 2].map((months) => addMonths(current, months));
  return near.filter((period) =>
    LAPSE_RUNGS.some(({ days }) => {
      const ago = daysBetween(addDays(dueDayOf(period), days), today);
      return ago >= 0 && ago <= LOOK_BACK_DAYS;
    }),
  );
}

async function planAmong(
  ports: PlanPorts,
  walk: Walk<DueItem>,
  task: string,
  earnedBy: (items: readonly DueItem[]) => Promise<readonly Earned[]>,
): Promise<{ planned: number; looked: number }> {
  const counts = { planned: 0, looked: 0 };
  const plan = async (items: readonly DueItem[]): Promise<void> => {
    const earned = await earnedBy(items);
    // Several pages are worked through at once: the sum is read once the others may have added to it.
    const planned = await queueEarned(ports, earned);
    counts.planned += planned;
    const officers = earned.filter(({ tells }) => tells.includes("officer"));
    if (officers.length > 0) await ports.askOfficer(officers.map(({ item }) => item));
    counts.looked += items.length;
  };
  await workThroughWalk(walk, plan, { task, progress: ports.progress });
  return counts;
}

async function queueEarned(ports: PlanPorts, earned: readonly Earned[]): Promise<number> {
  if (earned.length === 0) return 0;
  const tellsWorker = earned.filter(({ tells, isAfterWorker }) => isAfterWorker || tells.includes("worker"));
  const [payer, worker] = await Promise.all([
    ports.payerContacts(earned.map(({ item }) => item)),
    ports.workerContacts(tellsWorker.map(({ item }) => item)),
  ]);
  const reminders = earned.flatMap((one) => addressed(one, { payer, worker }));
  return reminders.length > 0 ? ports.queue(reminders) : 0;
}

/**
 * Whether a contact was told of the month by other news after that moment or earlier on its day: what was missed is no news,
 * and the same is not said twice a day. On the next day it is, which may be the last to pay.
 */
const hasJustHeard = ({ news }: DueItem, contactId: string, sendAt: number): boolean =>
  news?.contactId === contactId && (sendAt < news.at || dayOf(sendAt) === dayOf(news.at));

/**
 * To whom a moment's message goes. Who is to pay for herself, or registered whom she pays for, is one contact, which is told
 * once.
 */
function addressed(
  { item, rung, tells, isAfterWorker, hasToldPayer, sendAt, yieldsToNews }: Earned,
  contacts: Readonly<Record<Told, ReadonlyMap<string, string>>>,
): readonly PlannedReminder[] {
  const isOneContact = contacts.payer.get(item.id) === contacts.worker.get(item.id);
  return tells.flatMap((told): PlannedReminder[] => {
    if (told === "officer") return [];
    const contactId = contacts[told].get(item.id);
    const isSecond = told === "worker" && (hasToldPayer === true || tells.length > 1);
    const hasHeard = isOneContact && (isAfterWorker || isSecond);
    const knows = yieldsToNews === true && contactId !== undefined && hasJustHeard(item, contactId, sendAt);
    return contactId === undefined || hasHeard || knows
      ? []
      : [{ id: reminderId(item, rung, told, yieldsToNews === true), contactId, dueItemId: item.id, rung, sendAt }];
  });
}
