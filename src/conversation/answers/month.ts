import { type IsoDay, periodOfDay } from "../../domain/shared/calendar";
import { addMonths, type Period, parsePeriod } from "../../domain/shared/period";
import { fail, ok, type Result } from "../../domain/shared/result";
import { monthNamed } from "./month-names";
import { normalize, tooLong, wordsOf } from "./normalize";
import { readNumberWords } from "./number-words";
import type { Refusal } from "./refusal";

/** What a month or a day is read against. */
export interface TimeContext {
  /** The day in Asia/Jakarta on which the person writes. */
  readonly today: IsoDay;
  /** Which way a date without a year points, and which dates are refused. */
  readonly towards?: "past" | "future";
}

const RELATIVE: readonly (readonly [offset: number, phrases: RegExp])[] = [
  [0, /^(?:bulan|bln|sasi|wulan|this)? ?(?:ini|iki|niki|sekarang|saiki|sakniki|month|now)$/],
  [1, /^(?:bulan|bln|sasi|wulan|next) ?(?:depan|dpn|ngarep|ngajeng|besok|berikutnya|selanjutnya|month)$/],
  [2, /^(?:dua|2) (?:bulan|bln|sasi|wulan) (?:lagi|maneh|malih)$/],
  [-1, /^(?:bulan|bln|sasi|wulan|last) ?(?:lalu|kemarin|kmrn|wingi|kepungkur|kapengker|month)$/],
];
const AROUND = new Set(
  "bulan bln sasi wulan mulai dari sejak tahun thn taun th pada untuk iuran ya saja aja".split(" "),
);

/**
 * Reads a month: "januari", "jan 2027", "01/2027", "2027-01", "bulan depan", "3 bulan lagi". A name without a year is
 * the coming one, the running month included, or the last one where `towards` is "past".
 */
export function readMonth(typed: string, { today, towards = "future" }: TimeContext): Result<Period, Refusal> {
  const long = tooLong(typed);
  if (long) return fail(long);
  const current = periodOfDay(today);
  const words = wordsOf(typed);
  const offset = relativeMonth(words);
  if (offset !== null) return ok(addMonths(current, offset));
  return numeric(normalize(typed)) ?? named(words, current, towards) ?? fail({ key: "answers.month.unreadable" });
}

/** How many months from now the words point ("bulan depan" is 1), or null. At most ten years. */
export function relativeMonth(words: readonly string[]): number | null {
  const phrase = words.join(" ");
  const found = RELATIVE.find(([, phrases]) => phrases.test(phrase));
  if (found) return found[0];
  const counted = /^(.+) (?:bulan|bln|sasi|wulan) (?:lagi|maneh|malih|(?:yang |sing )?(?:lalu|kepungkur))$/.exec(
    phrase,
  );
  const count = readNumberWords(counted?.[1]?.split(" ") ?? [])?.value;
  if (count === undefined || !Number.isInteger(count) || count > 120) return null;
  return /(?:lalu|kepungkur)$/.test(phrase) ? -count : count;
}

function numeric(text: string): Result<Period, Refusal> | null {
  const monthFirst = /^(\d{1,2}) ?[-/. ] ?(\d{4}|\d{2})$/.exec(text);
  const yearFirst = /^(\d{4}) ?[-/. ] ?(\d{1,2})$/.exec(text);
  if (monthFirst) return period(fullYear(monthFirst[2] ?? ""), Number(monthFirst[1]));
  if (yearFirst) return period(Number(yearFirst[1]), Number(yearFirst[2]));
  return null;
}

function named(words: readonly string[], current: Period, towards: "past" | "future"): Result<Period, Refusal> | null {
  const left = words.filter((word) => !AROUND.has(word));
  const month = monthNamed(left[0] ?? "");
  if (month === null || left.length > 2) return null;
  const year = left[1];
  if (year !== undefined) return /^(?:\d{4}|\d{2})$/.test(year) ? period(fullYear(year), month) : null;
  const thisYear = Number(current.slice(0, 4));
  const inThisYear = period(thisYear, month);
  if (!inThisYear.ok) return inThisYear;
  if (towards === "future") return inThisYear.value < current ? period(thisYear + 1, month) : inThisYear;
  return inThisYear.value > current ? period(thisYear - 1, month) : inThisYear;
}

/** Months of contributions are all of this century. */
function fullYear(written: string): number {
  return written.length === 2 ? 2000 + Number(written) : Number(written);
}

function period(year: number, month: number): Result<Period, Refusal> {
  const read = parsePeriod(`${year}-${String(month).padStart(2, "0")}`);
  if (read.ok && year >= 2000 && year < 2100) return read;
  return fail({ key: "answers.month.impossible" });
}
