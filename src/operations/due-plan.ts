import { contributionFor } from "../domain/contribution/contribution";
import {
  changeDueItem,
  type DueItem,
  dueItemId,
  dueOn,
  isPaid,
  openDueItem,
  type Payer,
} from "../domain/contribution/due-item";
import { isSilentSinceLapse } from "../domain/contribution/lapse";
import { dayOf, dueDayOf, type IsoDay, periodOfDay } from "../domain/shared/calendar";
import { addMonths, comparePeriods, monthsBetween, type Period, periodsFrom } from "../domain/shared/period";
import type { Pledge } from "../domain/sponsor/sponsor";
import type { WorkerTerms } from "../domain/worker/worker";
import { hasLapsed, owesMonths } from "../domain/worker/worker-life";

/** The first month that can still be paid in time: this one until its due day is over, then the next (F2.10). */
export function firstPeriodToPay(today: IsoDay): Period {
  const current = periodOfDay(today);
  return today <= dueDayOf(current) ? current : addMonths(current, 1);
}

/** The first month, not before `notBefore`, of a worker that is neither paid nor said to be paid. */
export function nextPeriodToAsk(items: readonly DueItem[], notBefore: Period): Period {
  const taken = new Set(items.filter((item) => isPaid(item) || item.status === "reported").map(({ period }) => period));
  let period = notBefore;
  while (taken.has(period)) period = addMonths(period, 1);
  return period;
}

/** From when a pledge pays that begins, goes on or changes now: as the sponsor wished, but no month that is late or settled. */
export function startOfPaying(wished: Period, items: readonly DueItem[], now: number): Period {
  const first = firstPeriodToPay(dayOf(now));
  return nextPeriodToAsk(items, comparePeriods(wished, first) > 0 ? wished : first);
}

/** The months that are paid together with `period`, counted in blocks from `start`; none before the start. */
export function blockOf(start: Period, monthsAhead: number, period: Period): readonly Period[] {
  const offset = monthsBetween(start, period);
  if (offset < 0) return [];
  return periodsFrom(addMonths(start, offset - (offset % monthsAhead)), monthsAhead);
}

/**
 * The due items that a pledge has in the block of `period`: all its months at once, due together on the due day of the
 * first, each at the price of its own month (F2.12, F2.29). None unless the pledge pays and the worker can be paid for.
 */
export function duesOfPledge(of: {
  pledge: Pledge;
  worker: WorkerTerms;
  period: Period;
  atMs: number;
}): readonly DueItem[] {
  const { pledge, worker, period, atMs } = of;
  if (pledge.status !== "active" || pledge.workerId !== worker.id || !owesMonths(worker.status)) return [];
  const months = blockOf(pledge.startPeriod, pledge.monthsAhead, period);
  const [first] = months;
  if (first === undefined) return [];
  const payer: Payer = { type: "sponsor", sponsorId: pledge.sponsorId };
  return months.map((month) => ({
    ...openDueItem({
      workerId: worker.id,
      contribution: priceOf(worker, pledge, month),
      payer,
      pledgeId: pledge.id,
      atMs,
    }),
    dueDay: dueDayOf(first),
  }));
}

/**
 * The due item that a worker who pays for herself has now: this month's until its due day, or later where she paid or
 * owed before; otherwise the next month's, so that nobody begins with a late month. While her sponsor pauses, or has left
 * and nobody has followed, or where she paid while she hopes for one, the months are hers too: else a protection that runs would
 * end unnoticed (F2.13, F7.16). Once it has ended she is asked a while longer (`MONTHS_ASKED_AFTER_LAPSE`), then no more.
 */
export function duesOfSelfPayer(of: {
  worker: WorkerTerms;
  items: readonly DueItem[];
  atMs: number;
}): readonly DueItem[] {
  const { worker, items, atMs } = of;
  if (!owesMonths(worker.status) || !(worker.payer === "self" || bridges(worker, items))) return [];
  const today = dayOf(atMs);
  if (hasLapsed(worker) && isSilentSinceLapse(items, today)) return [];
  const current = periodOfDay(today);
  const isUnderWay = items.some(({ period, status }) => status !== "cancelled" && comparePeriods(period, current) < 0);
  const period = isUnderWay ? current : nextPeriodToAsk(items, firstPeriodToPay(today));
  if (!isUnderWay && items.some((item) => item.status !== "cancelled")) return [];
  const payer: Payer = { type: "worker", personId: worker.personId };
  return [openDueItem({ workerId: worker.id, contribution: priceOf(worker, worker, period), payer, atMs })];
}

/**
 * An item of the month that exists already, as it has to be when `planned` is to be paid: taken over from a former payer,
 * opened again where it was cancelled, or with another amount or day where the tariff or the months paid at once have
 * changed. `null` where nothing has to change: the same month is never billed twice.
 */
export function adoptDueItem(existing: DueItem, planned: DueItem, atMs: number): DueItem | null {
  if (existing.status === "cancelled") return reopened(existing, planned, atMs);
  if (existing.status === "credited") return hasSameTerms(existing, planned) ? null : repriced(existing, planned, atMs);
  const isUnpaid = existing.status === "open" || existing.status === "overdue";
  if (!isUnpaid || (hasSamePayer(existing, planned) && hasSameTerms(existing, planned))) return null;
  return takenOver(existing, planned, atMs);
}

/**
 * The same for a month that is planned anew again and again, as pledges and self-payers have it: one that is over and was let go
 * is nobody's any more (F2.15), and a block that began before it does not bring it back.
 */
export function adoptPlanned(existing: DueItem, planned: DueItem, atMs: number): DueItem | null {
  const isOver = comparePeriods(existing.period, periodOfDay(dayOf(atMs))) < 0;
  return existing.status === "cancelled" && isOver ? null : adoptDueItem(existing, planned, atMs);
}

/** The ids of the months of a planned month's block, from the first up to itself: its own alone where it is paid alone. */
export function idsInBlock({ workerId, period, dueDay }: DueItem): readonly string[] {
  const ids: string[] = [];
  for (let month = periodOfDay(dueDay); comparePeriods(month, period) < 0; month = addMonths(month, 1))
    ids.push(dueItemId(workerId, month));
  return [...ids, dueItemId(workerId, period)];
}

/**
 * A planned month on the day by which it is to be paid, as the months of its block are stored. Those of which a surplus has covered
 * the first ones stay together, by the day of the first that is left: nobody is asked for a month by the day of one that costs
 * nothing. It is by its own day (F2.10) where a payment of that first one was confirmed without it.
 */
export function onDayToPay(planned: DueItem, stored: ReadonlyMap<string, DueItem>): DueItem {
  const { workerId, period, dueDay } = planned;
  const statusOf = (month: Period) => stored.get(dueItemId(workerId, month))?.status;
  let first = periodOfDay(dueDay);
  while (comparePeriods(first, period) < 0 && statusOf(first) === "credited") first = addMonths(first, 1);
  if (statusOf(first) === "confirmed") first = period;
  const later = dueDayOf(first);
  return dueDay < later ? { ...planned, dueDay: later } : planned;
}

/**
 * What remains of an unpaid item when its payer leaves: a month that is late for good passes to the heir, where there is
 * one, so that somebody is told of it; any other is cancelled, and opened again for whoever follows.
 */
export function whenPayerLeaves(item: DueItem, heir: Payer | undefined, atMs: number): DueItem {
  if (item.status === "reported") return item;
  const isLateForGood = item.status === "overdue" && comparePeriods(item.period, periodOfDay(dayOf(atMs))) <= 0;
  if (isLateForGood && heir === undefined) return item;
  const changed = changeDueItem(
    item,
    isLateForGood && heir ? { type: "change-payer", payer: heir } : { type: "cancel" },
    atMs,
  );
  return changed.ok ? changed.value : item;
}

/** The items of a pledge that are not among the planned ones, paid ones too: which of them go is for `whenPayerLeaves` to say. */
export function outsideOf(
  planned: readonly DueItem[],
  items: readonly DueItem[],
  pledgeId: string,
): readonly DueItem[] {
  const kept = new Set(planned.map(({ id }) => id));
  return items.filter((item) => item.pledgeId === pledgeId && !kept.has(item.id));
}

/** Whether months are the worker's for a while, because protection that somebody paid for would end otherwise. */
function bridges({ withoutSponsorSince }: WorkerTerms, items: readonly DueItem[]): boolean {
  return withoutSponsorSince !== undefined && items.some((item) => isPaid(item) || item.status === "reported");
}

function priceOf(
  worker: Pick<WorkerTerms, "base" | "sector" | "funding">,
  { programmes }: Pick<Pledge, "programmes">,
  period: Period,
) {
  const { base, sector, funding } = worker;
  return contributionFor({ base, sector, funding, programmes, period });
}

function hasSamePayer(a: DueItem, b: DueItem): boolean {
  return a.pledgeId === b.pledgeId && payerKey(a.payer) === payerKey(b.payer);
}

function payerKey(payer: Payer): string {
  return payer.type === "sponsor" ? `sponsor ${payer.sponsorId}` : `worker ${payer.personId}`;
}

function reopened(existing: DueItem, planned: DueItem, atMs: number): DueItem | null {
  const open = changeDueItem(dueOn(existing, planned.dueDay), { type: "reopen" }, atMs);
  return open.ok ? takenOver(open.value, planned, atMs) : null;
}

/** The price and the day are those of the new payer's programmes and block. */
function takenOver(existing: DueItem, planned: DueItem, atMs: number): DueItem | null {
  const { payer, pledgeId } = planned;
  const event = { type: "change-payer" as const, payer, ...(pledgeId === undefined ? {} : { pledgeId }) };
  const changed = changeDueItem(existing, event, atMs);
  return changed.ok ? repriced(changed.value, planned, atMs) : null;
}

function repriced(existing: DueItem, { amount, dueDay }: DueItem, atMs: number): DueItem | null {
  const changed = changeDueItem(existing, { type: "reprice", amount, dueDay }, atMs);
  return changed.ok ? changed.value : null;
}

function hasSameTerms(a: DueItem, b: DueItem): boolean {
  return a.amount === b.amount && a.dueDay === b.dueDay;
}
