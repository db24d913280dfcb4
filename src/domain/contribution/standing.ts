import { dueDayOf, type IsoDay } from "../shared/calendar";
import { comparePeriods, type Period } from "../shared/period";
import { amountToPay, type DueItem, isPaid } from "./due-item";

/** A month that nobody paid in time, and what is still to be paid for it, in rupiah. */
export interface LateMonth {
  readonly period: Period;
  readonly amount: number;
  /** What earlier overpayment covers of it, in rupiah: the amount is without it. */
  readonly credit?: number;
}

/** What of a worker's months is paid and what is not. A report is neither until an officer has looked. */
export interface Standing {
  /** The last month that counts as paid. */
  readonly paidUntil?: Period;
  /** The months that are said to be paid, oldest first. */
  readonly reported: readonly Period[];
  /** The unpaid months whose own due day is over (F2.10), oldest first, also where several months are paid together. */
  readonly late: readonly LateMonth[];
}

/** How one worker's months stand on a day; `isWhose` chooses the late ones that are meant. */
export function standingOf(
  items: readonly DueItem[],
  today: IsoDay,
  isWhose: (item: DueItem) => boolean = () => true,
): Standing {
  const inOrder = [...items].sort((a, b) => comparePeriods(a.period, b.period));
  const paidUntil = inOrder.filter(isPaid).at(-1)?.period;
  return {
    ...(paidUntil === undefined ? {} : { paidUntil }),
    reported: inOrder.flatMap(({ status, period }) => (status === "reported" ? [period] : [])),
    late: inOrder.filter((item) => isLate(item, today) && isWhose(item)).map(lateMonth),
  };
}

/** An unpaid month as it is told. */
export function lateMonth(item: DueItem): LateMonth {
  const { period, credit } = item;
  return { period, amount: amountToPay(item), ...(credit > 0 ? { credit } : {}) };
}

/** How many of these months count as paid, and for how many rupiah; a month that credit covers was paid with an earlier one. */
export function givenIn(items: readonly DueItem[]): { readonly months: number; readonly total: number } {
  const paid = items.filter(isPaid);
  return { months: paid.length, total: paid.reduce((sum, item) => sum + (item.paid ?? 0), 0) };
}

function isLate({ status, period }: DueItem, today: IsoDay): boolean {
  return (status === "open" || status === "overdue") && today > dueDayOf(period);
}
