import { dueDayOf, type IsoDay, nextWorkingDay, periodOfDay } from "../shared/calendar";

/** From which day of the month on the list goes out, where nothing else is set, and the last that may be set. */
export const listDays = { usual: 1, last: 14 } as const;

/**
 * Whether the month's list may go out on this day: from the first working day on or after `listDay` (1 to 14) until the last
 * day on which the month's contribution is on time. What a stopped service missed is so made up for, and nothing comes late.
 */
export function isListDay(today: IsoDay, listDay: number): boolean {
  const period = periodOfDay(today);
  const first = nextWorkingDay(`${period}-${String(listDay).padStart(2, "0")}` as IsoDay);
  return today >= first && today <= dueDayOf(period);
}
