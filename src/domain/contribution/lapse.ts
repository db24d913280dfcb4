import { dayOf, dueDayOf, type IsoDay, periodOfDay } from "../shared/calendar";
import { addMonths, comparePeriods, monthsBetween, type Period } from "../shared/period";
import { changeDueItem, type DueItem, isPaid, lateBetween, MONTHS_UNTIL_INACTIVE, protectedUntil } from "./due-item";

/** A protection that ends if nobody pays (F2.13). */
export interface NearingLapse {
  /** How many months are late: one or two. */
  readonly latePeriods: number;
  /** The last day to pay the third month, after which the membership is inactive. */
  readonly lastDay: IsoDay;
}

/** How many days before the last day on which a lapse can be averted (F2.13) it is an officer's turn. */
export const OFFICER_DAYS = 3;

/**
 * The lapse that one worker's items head for on a day; null where nothing is late or it is over already. Whoever says that
 * a month is paid is believed until an officer has looked, so this month is counted as paid; the others go on.
 */
export function nearingLapse(items: readonly DueItem[], today: IsoDay): NearingLapse | null {
  // What was never confirmed is nothing that could end.
  if (protectedUntil(items, today).status === "none") return null;
  const protection = protectedUntil(items.map(believed), today);
  if (protection.status !== "uncertain") return null;
  const lastToPay = addMonths(periodOfDay(protection.until), MONTHS_UNTIL_INACTIVE);
  return { latePeriods: protection.latePeriods, lastDay: dueDayOf(lastToPay) };
}

/** A protection that has never begun, of which at least one month is late. */
export interface UnbegunProtection {
  /** How many months from the first that is asked for are late. */
  readonly latePeriods: number;
  /** The last day to pay the third month from the first, the sixth and so on: on the days before it officers are asked to look. */
  readonly lastDay: IsoDay;
}

/**
 * The protection of one worker for which no month was ever paid, nor is said to be, on a day; null where one is, or none is late.
 * Nothing of it can end, so nobody would notice: it is looked at after as many months as end one that runs (F2.13), and again.
 */
export function unbegunProtection(items: readonly DueItem[], today: IsoDay): UnbegunProtection | null {
  const asked = items.filter(({ status }) => status !== "cancelled");
  if (asked.some((item) => isPaid(believed(item)))) return null;
  const [first] = asked.map(({ period }) => period).sort(comparePeriods);
  if (first === undefined) return null;
  const latePeriods = lateBetween(addMonths(first, -1), today);
  const turn = MONTHS_UNTIL_INACTIVE * Math.ceil((latePeriods + 1) / MONTHS_UNTIL_INACTIVE);
  return latePeriods > 0 ? { latePeriods, lastDay: dueDayOf(addMonths(first, turn - 1)) } : null;
}

/**
 * The last day that was certainly paid of a protection that has ended by three unpaid months (F2.13); null where it has not,
 * or would not have if what is said to be paid were confirmed.
 */
export function endedProtection(items: readonly DueItem[], today: IsoDay): IsoDay | null {
  const certain = protectedUntil(items, today);
  const hasEnded = protectedUntil(items.map(believed), today).status === "inactive";
  return certain.status === "inactive" && hasEnded ? certain.until : null;
}

/** Whether the items of one worker say that something is paid and no three months after it are unpaid. */
export function isUnderProtection(items: readonly DueItem[], today: IsoDay): boolean {
  const { status } = protectedUntil(items, today);
  return status !== "none" && status !== "inactive";
}

/** For so many months after her protection ended a worker who pays for herself is asked for the present one. */
const MONTHS_ASKED_AFTER_LAPSE = 3;

/** Whether a worker who pays for herself has neither paid nor said so for so long after her lapse that nobody asks any more. */
export function isSilentSinceLapse(items: readonly DueItem[], today: IsoDay): boolean {
  const heard = items.filter((item) => isPaid(item) || item.status === "reported").map(({ period }) => period);
  const last = heard.sort(comparePeriods).at(-1);
  const longest = MONTHS_UNTIL_INACTIVE + MONTHS_ASKED_AFTER_LAPSE;
  return last === undefined || monthsBetween(last, periodOfDay(today)) > longest;
}

/** So long after a proof did not hold another can be sent for a month that is asked of nobody any more; milliseconds, 31 days. */
const otherProofMs = 31 * 86_400_000;

/**
 * A month of an inactive worker as it has to be at a moment (milliseconds): one before the present that nobody has paid is
 * cancelled, because whoever pays again is not charged for it (F2.15), and it is the present month that lets protection run
 * again. What is said to be paid stays until an officer has looked, and then a while for another proof: since the month last
 * changed, for when its proof was refused is not kept with it. So a surplus laid on it, another payer or a new price renews it.
 */
export function letGoAfterLapse(item: DueItem, atMs: number): DueItem {
  const isOver = comparePeriods(item.period, periodOfDay(dayOf(atMs))) < 0;
  if (!isUnpaid(item) || waitsForProof(item, atMs) || !isOver) return item;
  const cancelled = changeDueItem(item, { type: "cancel" }, atMs);
  return cancelled.ok ? cancelled.value : item;
}

const isUnpaid = ({ status }: DueItem): boolean => status === "open" || status === "overdue";

/** Whether a month is unpaid because a proof did not hold for it, and another can still be sent. */
const waitsForProof = (item: DueItem, atMs: number): boolean =>
  isUnpaid(item) && item.refusedProofId !== undefined && item.changedAt > atMs - otherProofMs;

/**
 * A month of a protection that runs again, as it has to be at a moment (milliseconds) where it had ended by this month: let go as if
 * it had not run again (F2.15), also where nobody noticed the end in time. Any other month stays as it is; so do all of that time
 * while another proof can be sent for one of them, as its payment would mean that protection had not ended.
 */
export function letGoBehindLapse(item: DueItem, items: readonly DueItem[], atMs: number): DueItem {
  const together = behindLapse(item, items, periodOfDay(dayOf(atMs)));
  return together.length === 0 || together.some((one) => waitsForProof(one, atMs)) ? item : letGoAfterLapse(item, atMs);
}

/**
 * The months of which this is one, where three or more lie between two that are paid, or said to be, of which the later is paid
 * and has begun; of nobody for whom nothing is paid before them. None elsewhere.
 */
function behindLapse({ period }: DueItem, items: readonly DueItem[], current: Period): readonly DueItem[] {
  const settled = items.filter((item) => isPaid(believed(item))).sort((a, b) => comparePeriods(a.period, b.period));
  const before = settled.findLast((item) => comparePeriods(item.period, period) < 0);
  const after = settled.find((item) => comparePeriods(item.period, period) > 0);
  if (before === undefined || after === undefined || !isPaid(after)) return [];
  if (comparePeriods(after.period, current) > 0) return [];
  // What is only said to be paid may be the first that ever was, and then nothing has ended.
  if (!items.some((item) => isPaid(item) && comparePeriods(item.period, period) < 0)) return [];
  const between = items.filter(
    (item) => comparePeriods(item.period, before.period) > 0 && comparePeriods(item.period, after.period) < 0,
  );
  return monthsBetween(before.period, after.period) - 1 >= MONTHS_UNTIL_INACTIVE ? between : [];
}

/** The month that lets an ended protection run again: once it is paid, once an officer has confirmed it, or as it is paid ahead. */
export interface Restoring {
  readonly month: Period;
  readonly state: "unpaid" | "reported" | "paid";
  /** Said to a sponsor where the unpaid month is the worker's own: the next of the sponsor's is enough as well. */
  readonly orOwn?: Period;
}

/**
 * What lets the ended protection of a worker run again on a day (F2.15), by all her items, whoever pays them: a month that is
 * said to be paid and would be enough, else the first from the present one on that is asked for, said to be paid or paid ahead.
 * It is `otherwise` where that one comes before it, as nothing is asked for yet.
 */
export function restoringMonth(items: readonly DueItem[], today: IsoDay, otherwise: Period): Restoring {
  const enough = items.filter((item) => item.status === "reported" && isEnough(item, items, today));
  const latest = enough.sort((a, b) => comparePeriods(a.period, b.period)).at(-1);
  if (latest !== undefined) return { month: latest.period, state: "reported" };
  const current = periodOfDay(today);
  const [first] = items
    .filter(({ period, status }) => comparePeriods(period, current) >= 0 && status !== "cancelled")
    .sort((a, b) => comparePeriods(a.period, b.period));
  if (first === undefined || comparePeriods(first.period, otherwise) > 0) return { month: otherwise, state: "unpaid" };
  const state = first.status === "reported" ? "reported" : "unpaid";
  return { month: first.period, state: isPaid(first) ? "paid" : state };
}

/**
 * The same as it is said to the sponsor of a pledge, who cannot report a month that is the worker's own: beside an unpaid one of
 * those stands the month that is the sponsor's to pay, or that alone where it is paid or said to be.
 */
export function restoringForSponsor(items: readonly DueItem[], today: IsoDay, otherwise: Period): Restoring {
  const restoring = restoringMonth(items, today, otherwise);
  if (restoring.state !== "unpaid") return restoring;
  const isWorkers = ({ payer, status }: DueItem): boolean =>
    payer.type === "worker" && (status === "open" || status === "overdue");
  const others = items.filter((item) => !isWorkers(item));
  const own = restoringMonth(others, today, otherwise);
  if (own.state !== "unpaid" || own.month === restoring.month) return own;
  return { ...restoring, orOwn: own.month };
}

/** Whether protection would not have ended if this one item were confirmed. */
function isEnough(reported: DueItem, items: readonly DueItem[], today: IsoDay): boolean {
  const confirmed = items.map((item) => (item === reported ? believed(item) : item));
  return protectedUntil(confirmed, today).status !== "inactive";
}

const believed = (item: DueItem): DueItem => (item.status === "reported" ? { ...item, status: "confirmed" } : item);
