import { addDays, atHour, dueDayOf } from "../../../src/domain/shared/calendar";
import { addMonths, type Period } from "../../../src/domain/shared/period";

const firstMonth = "2026-12" as Period;
/** The first reminder of a month goes out so many days before it is due. */
const daysBefore = 7;

/** The month of the n-th run, from 0. Each run takes the next one, because a month can be opened once only. */
export function monthOfRun(run: number): Period {
  return addMonths(firstMonth, run);
}

/** The morning of the n-th run on which its month's first reminders are due, in milliseconds: 09:00 in Asia/Jakarta. */
export function morningOfRun(run: number): number {
  return atHour(addDays(dueDayOf(monthOfRun(run)), -daysBefore), 9);
}
