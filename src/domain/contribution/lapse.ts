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
 * The lapse that one worker's items head for on a day; null where nothing is late or it is over already. Whoever says that
 * a month is paid is believed until an officer has looked, so this month is counted as paid; the others go on.
 */
export function nearingLapse(items: readonly DueItem[], today: IsoDay): NearingLapse | null {
  // What was never confirmed is nothing that could end.
  if (protectedUntil(items, today).status === "none") return null;
  const protection = protectedUntil(items.map(believed), today);
  if (protection.status !== "uncertain") return null;
  const waived = new Set(items.flatMap(({ status, period }) => (status === "waived" ? [period] : [])));
  let period = periodOfDay(protection.until);
  for (let counted = 0; counted < MONTHS_UNTIL_INACTIVE; ) {
    period = addMonths(period, 1);
    if (!waived.has(period)) counted += 1;
  }
  return { latePeriods: protection.latePeriods, lastDay: dueDayOf(period) };
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

const believed = (item: DueItem): DueItem => (item.status === "reported" ? { ...item, status: "confirmed" } : item);
