import { DateTime } from "luxon";
import { addDays, type IsoDay, parseDay } from "../../domain/shared/calendar";
import { fail, ok, type Result } from "../../domain/shared/result";
import { relativeMonth, type TimeContext } from "./month";
import { monthNamed } from "./month-names";
import { normalize, tooLong, wordsOf } from "./normalize";
import { readNumberWords } from "./number-words";
import type { Refusal } from "./refusal";

interface WrittenDate {
  readonly day: number;
  readonly month: number;
  /** Null where none was written. */
  readonly year: number | null;
  /** Two digits leave the century open. */
  readonly isShort: boolean;
}

const RELATIVE: ReadonlyMap<string, number> = new Map(
  (
    [
      [0, "hari ini,sekarang,saiki,sakniki,dina iki,dino iki,dinten niki,dinten punika,today,hr ini,barusan,tadi,mau"],
      [1, "besok,besuk,bsk,sesuk,benjing,mbenjing,benjang,tomorrow"],
      [2, "lusa,besok lusa,sesuk emben,emben"],
      [-1, "kemarin,kmrn,kemaren,wingi,kala wingi,yesterday,semalam,mau bengi"],
      [-2, "kemarin lusa,kemarin dulu,wingenane"],
      [7, "minggu depan,seminggu lagi,minggu ngarep,minggu ngajeng,next week"],
      [-7, "minggu lalu,seminggu lalu,minggu kemarin,last week"],
    ] as const
  ).flatMap(([offset, phrases]) => phrases.split(",").map((phrase): [string, number] => [phrase, offset])),
);
const AROUND = new Set(
  "tanggal tgl tg tgal lahir lair miyos pada hari dinten dina dino tahun thn taun th bulan bln sasi wulan saya ya nanti".split(
    " ",
  ),
);
const UNREADABLE: Refusal = { key: "answers.date.unreadable" };
const IMPOSSIBLE: Refusal = { key: "answers.date.impossible" };
const YEARS = { first: 1900, last: 2100 } as const;

/**
 * Reads a day, day before month as Indonesians write it: "17 agustus 1990", "17-8-90", "17/08/1990", "17081990",
 * "1990-08-17", "besok", "3 hari lagi", "tgl 5 bulan depan"; "bulan depan" alone is the same day of the next month.
 * With `towards`, a two-digit or missing year is the nearest one that way, and a day on the other side of today is
 * refused; without it, a missing year is refused and two digits mean at most ten years ahead.
 */
export function readDate(typed: string, context: TimeContext): Result<IsoDay, Refusal> {
  const long = tooLong(typed);
  if (long) return fail(long);
  const words = wordsOf(typed);
  const relative = relativeDay(words, context.today);
  if (relative) return onRightSide(relative, context);
  const inMonth = dayOfRelativeMonth(words, context.today);
  if (inMonth) return inMonth.ok ? onRightSide(inMonth.value, context) : inMonth;
  const left = words.filter((word) => !AROUND.has(word));
  const written = byNumbers(normalize(typed), left) ?? byMonthName(left);
  if (written) return complete(written, context);
  return dayAlone(left, context) ?? fail(UNREADABLE);
}

function relativeDay(words: readonly string[], today: IsoDay): IsoDay | null {
  const phrase = words.join(" ");
  const offset = RELATIVE.get(phrase);
  if (offset !== undefined) return addDays(today, offset);
  const counted = /^(.+) (hari|dina|dino|dinten|minggu) (lagi|maneh|malih|(?:yang |sing )?(?:lalu|kepungkur))$/.exec(
    phrase,
  );
  const count = readNumberWords(counted?.[1]?.split(" ") ?? [])?.value;
  if (counted && count !== undefined && Number.isInteger(count) && count <= 1_000) {
    const days = count * (counted[2] === "minggu" ? 7 : 1);
    return addDays(today, /(?:lalu|kepungkur)$/.test(phrase) ? -days : days);
  }
  const months = /\b(?:ini|iki|niki)$/.test(phrase) ? null : relativeMonth(words);
  return months === null ? null : plusMonths(today, months);
}

/** "Tanggal 5 bulan depan". */
function dayOfRelativeMonth(words: readonly string[], today: IsoDay): Result<IsoDay, Refusal> | null {
  const left = words.filter((word) => !["tanggal", "tgl", "tg", "nanti", "pada"].includes(word));
  for (const count of [3, 2]) {
    const months = left.length > count ? relativeMonth(left.slice(-count)) : null;
    const day = months === null ? null : dayNumber(left.slice(0, -count).join(" "));
    if (months !== null && day !== null) {
      const month = plusMonths(`${today.slice(0, 8)}01` as IsoDay, months).slice(0, 7);
      return realDay(Number(month.slice(0, 4)), Number(month.slice(5)), day);
    }
  }
  return null;
}

function plusMonths(day: IsoDay, months: number): IsoDay {
  const moved = parseDay(DateTime.fromISO(day, { zone: "utc" }).plus({ months }).toISODate() ?? "");
  if (!moved.ok) throw new Error("a day was moved out of the calendar; the count of months must be checked before");
  return moved.value;
}

function byNumbers(text: string, left: readonly string[]): WrittenDate | null {
  const digits = left.join(" ");
  const yearFirst = /^(\d{4}) (\d{1,2}) (\d{1,2})$/.exec(digits);
  if (yearFirst) return date(yearFirst[3], yearFirst[2], yearFirst[1]);
  const usual = /^(\d{1,2}) (\d{1,2}) (\d{4}|\d{2})$/.exec(digits);
  if (usual) return date(usual[1], usual[2], usual[3]);
  const joined = /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(digits);
  if (joined) return date(joined[1], joined[2], joined[3]);
  const short = /(?:^|\s)(\d{1,2})[-/.](\d{1,2})$/.exec(text);
  return short && left.length === 2 ? date(short[1], short[2], undefined) : null;
}

function byMonthName(left: readonly string[]): WrittenDate | null {
  const parts = left.flatMap((word) => word.match(/\d+|\p{L}+/gu) ?? []);
  const at = parts.findIndex((word) => monthNamed(word) !== null);
  const month = monthNamed(parts[at] ?? "");
  if (month === null) return null;
  const isMonthFirst = at === 0 && parts.length >= 2;
  const day = dayNumber((isMonthFirst ? parts.slice(1, 2) : parts.slice(0, at)).join(" "));
  const after = parts.slice(isMonthFirst ? 2 : at + 1);
  if (day === null) return null;
  if (after.length === 0) return { day, month, year: null, isShort: false };
  const year = readNumberWords(after)?.value;
  return year === undefined ? null : { day, month, year, isShort: after.join("").length === 2 && year < 100 };
}

function dayAlone(left: readonly string[], context: TimeContext): Result<IsoDay, Refusal> | null {
  const day = dayNumber(left.join(" "));
  if (day === null || !context.towards) return null;
  const step = context.towards === "past" ? -1 : 1;
  for (const months of [0, 1, 2]) {
    const month = plusMonths(`${context.today.slice(0, 8)}01` as IsoDay, months * step).slice(0, 7);
    const candidate = realDay(Number(month.slice(0, 4)), Number(month.slice(5)), day);
    if (candidate.ok && isOnRightSide(candidate.value, context)) return candidate;
  }
  return fail(IMPOSSIBLE);
}

function dayNumber(written: string): number | null {
  const reading = written === "" ? null : readNumberWords(written.split(" "));
  return reading && Number.isInteger(reading.value) && reading.value >= 1 && reading.value <= 31 ? reading.value : null;
}

function date(day?: string, month?: string, year?: string): WrittenDate {
  const isShort = year?.length === 2;
  return { day: Number(day), month: Number(month), year: year === undefined ? null : Number(year), isShort };
}

function complete(written: WrittenDate, context: TimeContext): Result<IsoDay, Refusal> {
  const { day, month, year, isShort } = written;
  if (year === null && !context.towards) return fail({ key: "answers.date.no-year" });
  if (year !== null && !isShort) {
    const real = realDay(year, month, day);
    return real.ok ? onRightSide(real.value, context) : real;
  }
  const days = possibleYears(year, context.today)
    .map((candidate) => realDay(candidate, month, day))
    .flatMap((candidate) => (candidate.ok ? [candidate.value] : []));
  if (days.length === 0) return fail(IMPOSSIBLE);
  const fitting = days.find((candidate) => isLikely(candidate, context)) ?? days[0];
  return fitting === undefined ? fail(IMPOSSIBLE) : onRightSide(fitting, context);
}

/** The years that two digits, or none, can mean: the nearest ahead first, then back in time. */
function possibleYears(year: number | null, today: IsoDay): number[] {
  if (year !== null) return [2000 + year, 1900 + year];
  const thisYear = Number(today.slice(0, 4));
  return Array.from({ length: 9 }, (_, index) => [thisYear + index, thisYear - index]).flat();
}

function isLikely(day: IsoDay, { today, towards }: TimeContext): boolean {
  if (towards) return isOnRightSide(day, { today, towards });
  return Number(day.slice(0, 4)) <= Number(today.slice(0, 4)) + 10;
}

function isOnRightSide(day: IsoDay, { today, towards }: TimeContext): boolean {
  if (towards === "past") return day <= today;
  return towards === "future" ? day >= today : true;
}

function onRightSide(day: IsoDay, context: TimeContext): Result<IsoDay, Refusal> {
  if (isOnRightSide(day, context)) return ok(day);
  return fail({ key: context.towards === "past" ? "answers.date.not-yet" : "answers.date.gone" });
}

function realDay(year: number, month: number, day: number): Result<IsoDay, Refusal> {
  const twoDigits = (part: number) => String(part).padStart(2, "0");
  const read = parseDay(`${year}-${twoDigits(month)}-${twoDigits(day)}`);
  return read.ok && year >= YEARS.first && year <= YEARS.last ? read : fail(IMPOSSIBLE);
}
