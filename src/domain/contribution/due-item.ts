import { addDays, dayOf, dueDayOf, type IsoDay, periodOfDay } from "../shared/calendar";
import { leastRupiah, minusRupiah, type Rupiah, rupiah } from "../shared/money";
import { addMonths, comparePeriods, monthsBetween, type Period, periodsFrom } from "../shared/period";
import { fail, ok, type Result, unreachable } from "../shared/result";
import type { Contribution } from "./contribution";

/**
 * `open` until its due day has passed, then `overdue`; `reported` while somebody says that it was paid; `confirmed` once an
 * officer or a bank line says so; `credited` where earlier overpayment covers all of it; `cancelled` where nobody is asked for
 * it any more. None says that a month need not be paid: three unpaid ones end protection whatever we say (F2.13).
 */
export const dueItemStatuses = ["open", "reported", "confirmed", "overdue", "credited", "cancelled"] as const;
/** Where a due item stands. */
export type DueItemStatus = (typeof dueItemStatuses)[number];

/** Who is to pay: the worker as a person, or a sponsor. */
export type Payer =
  | { readonly type: "worker"; readonly personId: string }
  | { readonly type: "sponsor"; readonly sponsorId: string };

/** What one worker owes for one period. At most one exists, whoever pays: its id says so. */
export interface DueItem {
  /** See `dueItemId`. */
  readonly id: string;
  readonly revision: number;
  readonly workerId: string;
  /** The pledge under which a sponsor pays. */
  readonly pledgeId?: string;
  readonly period: Period;
  /** The contribution by the tariff of the period, in rupiah. */
  readonly amount: Rupiah;
  /** How much of it earlier overpayment covers, in rupiah (F2.26). */
  readonly credit: Rupiah;
  readonly dueDay: IsoDay;
  /** The month of its due day, where that lay in another before: its payer is reminded of it anew. */
  readonly movedTo?: Period;
  readonly status: DueItemStatus;
  readonly payer: Payer;
  /** The proof with which it was reported or paid, if there was one. */
  readonly proofId?: string;
  /** The proof of the last report that did not hold, until it is said again to be paid. */
  readonly refusedProofId?: string;
  /** Milliseconds. */
  readonly reportedAt?: number;
  /** Milliseconds. */
  readonly confirmedAt?: number;
  /** What was found to be paid, in rupiah; more than was owed becomes credit. */
  readonly paid?: Rupiah;
  /** Who was to pay it where somebody else did: whose it is again if that turns out to be a mistake. */
  readonly insteadOf?: { readonly payer: Payer; readonly pledgeId?: string };
  /** What was paid of it that does not pay for all of it, in rupiah by the proof: credit until it does. */
  readonly parts?: Readonly<Record<string, Rupiah>>;
  /** The last news of it that said all that a reminder says: whom it was for, and when (milliseconds). */
  readonly news?: { readonly contactId: string; readonly at: number };
  /** When the status last changed. Milliseconds. */
  readonly changedAt: number;
}

/** What can happen to a due item. */
export type DueItemEvent =
  /** Somebody says that it was paid. */
  | { readonly type: "report"; readonly proofId?: string }
  /** An officer or a bank line found the payment; without `paid` exactly what was owed. */
  | { readonly type: "confirm"; readonly paid?: Rupiah; readonly proofId?: string }
  /** The report could not be confirmed. */
  | { readonly type: "reject-report" }
  /** That it was confirmed with this proof was a mistake. */
  | { readonly type: "take-back-confirmation"; readonly proofId: string }
  /** That a part of it was found with this proof was a mistake. */
  | { readonly type: "take-back-part"; readonly proofId: string }
  /** Nobody has paid and the due day is over. */
  | { readonly type: "pass-due-day" }
  /** So much of it, in rupiah and in all, earlier overpayment covers from now on. */
  | { readonly type: "credit"; readonly amount: Rupiah }
  /**
   * An officer found less than the whole with a proof, or money for what was settled otherwise: whatever the item is, it is on
   * record. Said again of the same proof it is the same money.
   */
  | { readonly type: "pay-part"; readonly proofId: string; readonly amount: Rupiah }
  /** The tariff of its period, or the day on which it falls due, is another from now on. */
  | { readonly type: "reprice"; readonly amount: Rupiah; readonly dueDay: IsoDay }
  /** News of it that says all that a reminder says goes to this contact. */
  | { readonly type: "tell"; readonly contactId: string }
  | { readonly type: "cancel" }
  /** What was cancelled is owed after all. */
  | { readonly type: "reopen" }
  /** Somebody else pays from now on. */
  | { readonly type: "change-payer"; readonly payer: Payer; readonly pledgeId?: string }
  /** A confirmed month was paid by somebody else than who was to pay. */
  | { readonly type: "was-paid-by"; readonly payer: Payer };

/** Why an event does not fit a due item. */
export type DueItemRefusal =
  /** Nothing is owed any more. */
  | "due-item.settled"
  | "due-item.already-reported"
  | "due-item.not-reported"
  | "due-item.not-confirmed"
  /** Only what was cancelled is opened again. */
  | "due-item.not-closed"
  /** The due day has not passed yet. */
  | "due-item.not-overdue"
  /** Less was paid than is owed: the item stays as it is. */
  | "due-item.paid-too-little"
  /** Credit is no less than nothing and no more than the amount. */
  | "due-item.credit-amount";

/** The one id that a worker's item of a period can have: opening it twice is opening it once. */
export function dueItemId(workerId: string, period: Period): string {
  return `due-${workerId}-${period}`;
}

/** The item with which a period is asked for, due on the 15th or the next working day (F2.10). */
export function openDueItem(from: {
  readonly workerId: string;
  readonly contribution: Contribution;
  readonly payer: Payer;
  readonly pledgeId?: string;
  readonly atMs: number;
}): DueItem {
  const { period, total } = from.contribution;
  return {
    id: dueItemId(from.workerId, period),
    revision: 0,
    workerId: from.workerId,
    ...(from.pledgeId === undefined ? {} : { pledgeId: from.pledgeId }),
    period,
    amount: total,
    credit: rupiah(0),
    dueDay: dueDayOf(period),
    status: "open",
    payer: from.payer,
    changedAt: from.atMs,
  };
}

/** The item, due on another day. A day of the same month, such as after a holiday that was added, is no other turn to pay. */
export function dueOn(item: DueItem, dueDay: IsoDay): DueItem {
  const month = periodOfDay(dueDay);
  return { ...item, dueDay, ...(month === periodOfDay(item.dueDay) ? {} : { movedTo: month }) };
}

/** What is still to be paid for an item, in rupiah; zero once nothing is owed. */
export function amountToPay(item: DueItem): Rupiah {
  return isOwed(item) ? minusRupiah(item.amount, item.credit) : rupiah(0);
}

/** Whether money is still expected: unpaid, or said to be paid and not confirmed yet. */
export function isOwed({ status }: DueItem): boolean {
  return status === "open" || status === "overdue" || status === "reported";
}

/** Whether the period counts as paid. A report alone never does. */
export function isPaid({ status }: DueItem): boolean {
  return status === "confirmed" || status === "credited";
}

/** The item after an event at a moment (milliseconds), or why the event does not fit. The revision is the store's. */
export function changeDueItem(item: DueItem, event: DueItemEvent, atMs: number): Result<DueItem, DueItemRefusal> {
  switch (event.type) {
    case "report":
      return report(item, event.proofId, atMs);
    case "confirm":
      return confirm(item, event, atMs);
    case "reject-report":
      return item.status === "reported" ? ok(notBelieved(item, atMs)) : fail("due-item.not-reported");
    case "take-back-confirmation":
      return item.status === "confirmed" ? ok(neverPaid(item, event.proofId, atMs)) : fail("due-item.not-confirmed");
    case "take-back-part":
      return ok(withoutPart(item, event.proofId));
    case "pass-due-day":
      return passDueDay(item, atMs);
    case "credit":
      return cover(item, event.amount, atMs);
    case "pay-part":
      return ok({ ...item, parts: { ...item.parts, [event.proofId]: event.amount } });
    case "reprice":
      return cover(
        { ...dueOn(item, event.dueDay), amount: event.amount },
        leastRupiah(item.credit, event.amount),
        atMs,
      );
    case "tell":
      return ifOwed(item, () => ({ ...item, news: { contactId: event.contactId, at: atMs } }));
    case "cancel":
      return ifOwed(item, () => ({ ...item, credit: rupiah(0), status: "cancelled", changedAt: atMs }));
    case "reopen":
      return item.status === "cancelled" ? ok(unpaidAgain(item, atMs)) : fail("due-item.not-closed");
    case "change-payer":
      return ifOwed(item, () => withPayer(item, event.payer, event.pledgeId));
    case "was-paid-by":
      return item.status === "confirmed" ? ok(paidBy(item, event.payer, atMs)) : fail("due-item.not-confirmed");
    default:
      return unreachable(event);
  }
}

/**
 * How many periods in a row, `period` being the last, are unpaid. Three of them end the protection (F2.13). A period
 * that is cancelled or was never asked for ends the count; a reported one is unpaid until it is confirmed.
 */
export function unpaidRun(items: readonly DueItem[], period: Period): number {
  return runOf(items, period, isOwed);
}

/** How many periods in a row, `period` being the last, are paid; the full death benefit needs three (F2.16). */
export function paidRun(items: readonly DueItem[], period: Period): number {
  return runOf(items, period, isPaid);
}

/** After how many unpaid periods in a row membership and protection become inactive (F2.13). */
export const MONTHS_UNTIL_INACTIVE = 3;

/**
 * What our own records say about a worker's protection. They are no proof: only JMO, 175 or the branch can tell (F0.5).
 * - `none`: no payment is on record.
 * - `paid`: this period is paid, and all periods up to and including the day `until`.
 * - `due`: paid up to the day `until`; the periods after it are not late yet.
 * - `uncertain`: 1 or 2 periods are late. Whether an accident is covered then is OPEN (F2.18): promise nothing, advise to
 *   pay now and to ask 175 or the branch.
 * - `inactive`: 3 periods or more are late (F2.13).
 */
export type Protection =
  | { readonly status: "none" }
  | { readonly status: "paid" | "due"; readonly until: IsoDay }
  | { readonly status: "uncertain" | "inactive"; readonly until: IsoDay; readonly latePeriods: number };

/**
 * The protection on a day, from one worker's items. A period is late once its due day has passed without a confirmed
 * payment, whether or not an item was opened for it.
 */
export function protectedUntil(items: readonly DueItem[], today: IsoDay): Protection {
  const current = periodOfDay(today);
  const paid = items
    .filter((item) => isPaid(item) && comparePeriods(item.period, current) <= 0)
    .map(({ period }) => period);
  const lastPaid = paid.sort(comparePeriods).at(-1);
  if (lastPaid === undefined) return { status: "none" };
  if (lastPaid === current) return { status: "paid", until: monthEndOf(lastInRow(items, current)) };
  const until = monthEndOf(lastPaid);
  const latePeriods = lateBetween(lastPaid, today);
  if (latePeriods === 0) return { status: "due", until };
  return { status: latePeriods < MONTHS_UNTIL_INACTIVE ? "uncertain" : "inactive", until, latePeriods };
}

function report(item: DueItem, proofId: string | undefined, atMs: number): Result<DueItem, DueItemRefusal> {
  if (item.status === "reported") return fail("due-item.already-reported");
  const proof = proofId === undefined ? {} : { proofId };
  const { refusedProofId: _refused, ...rest } = item;
  return ifOwed(item, () => ({ ...rest, ...proof, status: "reported", reportedAt: atMs, changedAt: atMs }));
}

function confirm(
  item: DueItem,
  { paid = amountToPay(item), proofId = item.proofId }: Extract<DueItemEvent, { type: "confirm" }>,
  atMs: number,
): Result<DueItem, DueItemRefusal> {
  if (!isOwed(item)) return fail("due-item.settled");
  if (paid < amountToPay(item)) return fail("due-item.paid-too-little");
  const proof = proofId === undefined ? {} : { proofId };
  const { refusedProofId: _refused, ...rest } = item;
  return ok({ ...rest, ...proof, status: "confirmed", paid, confirmedAt: atMs, changedAt: atMs });
}

function passDueDay(item: DueItem, atMs: number): Result<DueItem, DueItemRefusal> {
  if (item.status === "reported") return fail("due-item.already-reported");
  if (dayOf(atMs) <= item.dueDay) return fail("due-item.not-overdue");
  return ifOwed(item, () => ({ ...item, status: "overdue", changedAt: atMs }));
}

/** Wholly covered it is settled, otherwise it is owed; what is said to be paid waits for its confirmation. */
function cover(item: DueItem, credit: Rupiah, atMs: number): Result<DueItem, DueItemRefusal> {
  if (item.status === "reported") return fail("due-item.already-reported");
  if (!isOwed(item) && item.status !== "credited") return fail("due-item.settled");
  if (credit < 0 || credit > item.amount) return fail("due-item.credit-amount");
  const unpaid = dayOf(atMs) > item.dueDay ? "overdue" : "open";
  return ok({ ...item, credit, status: credit === item.amount ? "credited" : unpaid, changedAt: atMs });
}

function ifOwed(item: DueItem, change: () => DueItem): Result<DueItem, DueItemRefusal> {
  return isOwed(item) ? ok(change()) : fail("due-item.settled");
}

/** The report, the confirmation and their traces are gone; the credit that it had remains. */
function unpaidAgain(item: DueItem, atMs: number): DueItem {
  const { proofId: _proof, reportedAt: _reported, confirmedAt: _confirmed, paid: _paid, ...rest } = item;
  return { ...rest, status: dayOf(atMs) > item.dueDay ? "overdue" : "open", changedAt: atMs };
}

/** Unpaid again; which proof did not hold is remembered, so that nobody is asked as if nothing had been said. */
function notBelieved(item: DueItem, atMs: number): DueItem {
  const { proofId } = item;
  return { ...unpaidAgain(item, atMs), ...(proofId === undefined ? {} : { refusedProofId: proofId }) };
}

/** Said again of the same payer it is the same. */
function paidBy(item: DueItem, payer: Payer, atMs: number): DueItem {
  if (item.insteadOf !== undefined) return item;
  const { payer: before, pledgeId } = item;
  const insteadOf = { payer: before, ...(pledgeId === undefined ? {} : { pledgeId }) };
  return { ...withPayer(item, payer, undefined), insteadOf, changedAt: atMs };
}

/** Whoever did not pay it after all is not left with it: it is again of whoever was to pay it. */
function neverPaid(item: DueItem, proofId: string, atMs: number): DueItem {
  const { insteadOf, ...rest } = notBelieved({ ...item, proofId }, atMs);
  return insteadOf === undefined ? rest : withPayer(rest, insteadOf.payer, insteadOf.pledgeId);
}

function withoutPart({ parts = {}, ...item }: DueItem, proofId: string): DueItem {
  const left = Object.entries(parts).filter(([id]) => id !== proofId);
  return left.length === 0 ? item : { ...item, parts: Object.fromEntries(left) };
}

function withPayer(item: DueItem, payer: Payer, pledgeId: string | undefined): DueItem {
  const { pledgeId: _former, ...rest } = item;
  return pledgeId === undefined ? { ...rest, payer } : { ...rest, payer, pledgeId };
}

function runOf(items: readonly DueItem[], last: Period, counts: (item: DueItem) => boolean): number {
  const counted = new Set(items.filter(counts).map(({ period }) => period));
  let length = 0;
  while (counted.has(addMonths(last, -length))) length += 1;
  return length;
}

function lastInRow(items: readonly DueItem[], first: Period): Period {
  const paid = new Set(items.filter(isPaid).map(({ period }) => period));
  let last = first;
  while (paid.has(addMonths(last, 1))) last = addMonths(last, 1);
  return last;
}

/** How many months after the last paid one have their due day behind them on a day. */
export function lateBetween(lastPaid: Period, today: IsoDay): number {
  const months = Math.max(0, monthsBetween(lastPaid, periodOfDay(today)));
  return periodsFrom(addMonths(lastPaid, 1), months).filter((period) => today > dueDayOf(period)).length;
}

function monthEndOf(period: Period): IsoDay {
  return addDays(`${addMonths(period, 1)}-01` as IsoDay, -1);
}
