import { dueDayOf, type IsoDay, periodOfDay } from "../shared/calendar";
import { addMonths } from "../shared/period";
import { type DueItem, MONTHS_UNTIL_INACTIVE, protectedUntil } from "./due-item";

/** A protection that ends if nobody pays (F2.13). */
export interface NearingLapse {
  /** How many months are late: one or two. */
  readonly latePeriods: number;
  /** The last day to pay the third month, after which the membership is inactive. */
  readonly lastDay: IsoDay;
}

/**
 * The lapse that one worker's items head for on a day; null where nothing is late, where it is over already, or while a
 * month is said to be paid and nobody has looked yet.
 */
export function nearingLapse(items: readonly DueItem[], today: IsoDay): NearingLapse | null {
  const protection = protectedUntil(items, today);
  if (protection.status !== "uncertain" || items.some(({ status }) => status === "reported")) return null;
  const waived = new Set(items.flatMap(({ status, period }) => (status === "waived" ? [period] : [])));
  let period = periodOfDay(protection.until);
  for (let counted = 0; counted < MONTHS_UNTIL_INACTIVE; ) {
    period = addMonths(period, 1);
    if (!waived.has(period)) counted += 1;
  }
  return { latePeriods: protection.latePeriods, lastDay: dueDayOf(period) };
}

/** The last day that was paid of a protection that has ended by three unpaid months (F2.13); null where it has not. */
export function endedProtection(items: readonly DueItem[], today: IsoDay): IsoDay | null {
  const protection = protectedUntil(items, today);
  // A month that is said to be paid may still be confirmed.
  const isDecided = !items.some(({ status }) => status === "reported");
  return protection.status === "inactive" && isDecided ? protection.until : null;
}

/** Whether the items of one worker say that something is paid and no three months after it are unpaid. */
export function isUnderProtection(items: readonly DueItem[], today: IsoDay): boolean {
  const { status } = protectedUntil(items, today);
  return status !== "none" && status !== "inactive";
}
