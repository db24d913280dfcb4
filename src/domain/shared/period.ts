import { DateTime } from "luxon";
import type { Brand } from "./brand";
import { remembered } from "./remembered";
import { fail, ok, type Result } from "./result";
import { ZONE } from "./zone";

/** A contribution month, `YYYY-MM` in Asia/Jakarta. As text it sorts in the order of time. */
export type Period = Brand<string, "Period">;

const PERIOD = /^([1-9]\d{3})-(0[1-9]|1[0-2])$/;

/** Reads `YYYY-MM` (blanks around it are forgiven) of the years 1000 to 9999. */
export function parsePeriod(text: string): Result<Period, "period.unreadable"> {
  const typed = text.trim();
  return PERIOD.test(typed) ? ok(typed as Period) : fail("period.unreadable");
}

/** The period in which a moment (milliseconds) falls in Asia/Jakarta. */
export const periodOf = remembered((atMs: number): Period => {
  const moment = DateTime.fromMillis(atMs, { zone: ZONE, locale: "en-US" });
  return fromIndex(moment.year * 12 + moment.month - 1);
});

/** The period `count` months later, or earlier where `count` is negative. */
export function addMonths(period: Period, count: number): Period {
  return fromIndex(indexOf(period) + count);
}

/** Negative where `a` comes before `b`, zero where they are the same month, positive where it comes after. */
export function comparePeriods(a: Period, b: Period): number {
  return indexOf(a) - indexOf(b);
}

/** `count` periods in a row, `start` being the first. */
export function periodsFrom(start: Period, count: number): Period[] {
  return Array.from({ length: count }, (_, offset) => addMonths(start, offset));
}

/** How many months lie from `a` to `b`: 1 from December to the January after it, negative where `b` is earlier. */
export function monthsBetween(a: Period, b: Period): number {
  return comparePeriods(b, a);
}

function indexOf(period: Period): number {
  return Number(period.slice(0, 4)) * 12 + Number(period.slice(5)) - 1;
}

function fromIndex(index: number): Period {
  const text = `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
  const period = parsePeriod(text);
  if (!period.ok)
    throw new Error("a period outside the years 1000 to 9999 was asked for; check the moment or the count");
  return period.value;
}
