import Holidays from "date-holidays";
import { DateTime } from "luxon";
import type { Brand } from "./brand";
import { type Period, periodOf } from "./period";
import { remembered } from "./remembered";
import { fail, ok, type Result } from "./result";
import { ZONE } from "./zone";

/** A calendar day, `YYYY-MM-DD` in Asia/Jakarta. As text it sorts in the order of time. */
export type IsoDay = Brand<string, "IsoDay">;

/** The hours in which a message that nobody asked for may arrive: from the first, until just before the second. */
export const OPEN_HOURS = { from: 7, until: 20 } as const;

/** The day of the month on which a contribution falls due (F2.10, PP 44/2015). */
const DUE_DAY_OF_MONTH = 15;

/** Reads a day written `YYYY-MM-DD`; a day that no calendar has (30 February) is refused. */
export function parseDay(text: string): Result<IsoDay, "day.unreadable"> {
  const typed = text.trim();
  const real = /^[1-9]\d{3}-\d{2}-\d{2}$/.test(typed) && DateTime.fromISO(typed, { zone: "utc" }).isValid;
  return real ? ok(typed as IsoDay) : fail("day.unreadable");
}

/** The day on which a moment (milliseconds) falls in Asia/Jakarta. */
export const dayOf = remembered((atMs: number): IsoDay => isoDay(DateTime.fromMillis(atMs, { zone: ZONE })));

/** The day `count` days later, or earlier where `count` is negative. */
export const addDays = remembered(
  (day: IsoDay, count: number): IsoDay => isoDay(DateTime.fromISO(day, { zone: "utc" }).plus({ days: count })),
);

/** The days from the first to the last, both included. */
export type DaySpan = readonly [first: IsoDay, last: IsoDay];

/** The same days in as few spans as they make, the earliest first. */
export function spansOf(days: readonly IsoDay[]): readonly DaySpan[] {
  const spans: DaySpan[] = [];
  for (const day of [...new Set(days)].sort()) {
    const [first, last] = spans.at(-1) ?? [];
    if (first !== undefined && last !== undefined && addDays(last, 1) === day) spans[spans.length - 1] = [first, day];
    else spans.push([day, day]);
  }
  return spans;
}

/** How many days lie from `a` to `b`; negative where `b` is earlier. */
export function daysBetween(a: IsoDay, b: IsoDay): number {
  return (Date.parse(b) - Date.parse(a)) / 86_400_000;
}

/** The first moment of a day in Asia/Jakarta, in milliseconds. */
export function startOfDay(day: IsoDay): number {
  return atHour(day, 0);
}

/** The moment at which a full hour (0-23) of a day strikes in Asia/Jakarta, in milliseconds. */
export const atHour = remembered((day: IsoDay, hour: number): number =>
  DateTime.fromISO(day, { zone: ZONE }).set({ hour }).toMillis(),
);

/** The period to which a day belongs. */
export function periodOfDay(day: IsoDay): Period {
  return periodOf(startOfDay(day));
}

/** The first day of a period. */
export function firstDayOf(period: Period): IsoDay {
  return `${period}-01` as IsoDay;
}

/** Whether a moment lies outside 07:00-20:00 in Asia/Jakarta; 20:00 itself is quiet. */
export function isQuietHour(atMs: number): boolean {
  const { hour } = DateTime.fromMillis(atMs, { zone: ZONE });
  return hour < OPEN_HOURS.from || hour >= OPEN_HOURS.until;
}

/** The first moment, not before `atMs`, at which a message may arrive unasked (07:00-20:00 Asia/Jakarta). */
export function nextOpenMoment(atMs: number): number {
  if (!isQuietHour(atMs)) return atMs;
  const day = dayOf(atMs);
  const morning = atHour(day, OPEN_HOURS.from);
  return morning >= atMs ? morning : atHour(addDays(day, 1), OPEN_HOURS.from);
}

/**
 * Monday to Friday and no public holiday of Indonesia. Holidays that follow the moon come from date-holidays' own
 * reckoning and can differ by a day from the yearly joint ministerial decree; collective leave days count as working days.
 */
export function isWorkingDay(day: IsoDay): boolean {
  return DateTime.fromISO(day, { zone: "utc" }).weekday <= 5 && !publicHolidaysOf(Number(day.slice(0, 4))).has(day);
}

/** The day itself where it is a working day, and otherwise the first working day after it. */
export function nextWorkingDay(day: IsoDay): IsoDay {
  let candidate = day;
  while (!isWorkingDay(candidate)) candidate = addDays(candidate, 1);
  return candidate;
}

/**
 * The last day on which a period's contribution is on time: the 15th of that same month, and where that is no
 * working day, the next one (F2.10, PP 44/2015).
 */
export const dueDayOf = remembered(
  (period: Period): IsoDay => nextWorkingDay(`${period}-${DUE_DAY_OF_MONTH}` as IsoDay),
);

const indonesia = new Holidays("ID");
const holidaysByYear = new Map<number, ReadonlySet<string>>();

/** Kept by year, because the library reckons every calendar anew on each call. */
function publicHolidaysOf(year: number): ReadonlySet<string> {
  const known = holidaysByYear.get(year);
  if (known !== undefined) return known;
  const days = indonesia
    .getHolidays(year)
    .filter((holiday) => holiday.type === "public")
    .map((holiday) => holiday.date.slice(0, 10));
  const found = new Set(days);
  holidaysByYear.set(year, found);
  return found;
}

function isoDay(moment: DateTime): IsoDay {
  const day = moment.toISODate();
  if (day === null) throw new Error("a moment or a day that no calendar has was given; check where it was read");
  return day as IsoDay;
}
