import type { Brand } from "./brand";
import { type IsoDay, parseDay } from "./calendar";
import { fail, ok, type Result } from "./result";
import { withPlainDigits } from "./typed-digits";

/** A national identity number: 16 digits of which place, birth date and serial can be true (F9.01, F9.04). */
export type Nik = Brand<string, "Nik">;

/** Why a text is no NIK. It repeats no digit that could tell whose it is, so that it may be logged. */
export type NikFault =
  | { readonly code: "nik.empty" }
  /** `count` digits were found instead of 16. */
  | { readonly code: "nik.length"; readonly count: number }
  /** The first two digits are no province. */
  | { readonly code: "nik.province"; readonly provinceCode: string }
  /** Digits 7-12 are no date: the day, the month, or the two together (30 February). */
  | { readonly code: "nik.date"; readonly part: "day" | "month" | "calendar" }
  /** The last four digits are 0000; serials begin at 0001. */
  | { readonly code: "nik.serial" };

/** The sex that a NIK implies. */
export type Sex = "female" | "male";

/** What a NIK says about its owner, if its birth date was written correctly when it was given out (F9.03). */
export interface NikReading {
  readonly sex: Sex;
  readonly bornOn: IsoDay;
  /** In full years on the day of reading. */
  readonly age: number;
  /** Two digits: the province of the first registration, not of today's home (F9.02). */
  readonly provinceCode: string;
  /** Four digits, province included (`3322`): the regency of the first registration. */
  readonly regencyCode: string;
}

/** What should be asked about once more, but never refuses anybody (F9.03, F9.06). */
export type NikWarning =
  | { readonly code: "nik.warning.birth-day"; readonly bornOn: IsoDay }
  | { readonly code: "nik.warning.sex"; readonly sex: Sex }
  /** No century gives an age of 15 to 100: most likely a child's NIK. */
  | { readonly code: "nik.warning.age"; readonly age: number };

/**
 * The province codes of the ministry of the interior (Kepmendagri 300.2.2-2430/2025, 38 provinces), as published in
 * the data set cahyadsn/wilayah (source WIL of F8.01). BPS codes differ and do not belong here (F8.04).
 */
export const PROVINCE_CODES: ReadonlySet<string> = new Set(
  (
    "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 " +
    "71 72 73 74 75 76 81 82 91 92 93 94 95 96"
  ).split(" "),
);

/** A woman's day of birth is written with 40 added (F9.01). */
const FEMALE_DAY_OFFSET = 40;
const NIK_DIGITS = 16;
/** The ages between which the century of a two-digit year is sought (F9.04). */
const LIKELY_AGE = { youngest: 15, oldest: 100 } as const;

/**
 * Reads a NIK as people type it: spaces, dots, dashes, words around it ("NIK: 3322 ..."). Refused is only what can be
 * no NIK at all (F9.04); never a region (F9.02). That it exists and whose it is, only Dukcapil can tell (F9.05).
 */
export function parseNik(text: string): Result<Nik, NikFault> {
  const runs = digitRuns(withPlainDigits(text));
  const exact = runs.filter((run) => run.length === NIK_DIGITS);
  const digits = exact.length === 1 ? exact[0] : runs.join("");
  if (digits === undefined || digits === "") return fail({ code: "nik.empty" });
  if (digits.length !== NIK_DIGITS) return fail({ code: "nik.length", count: digits.length });
  const fault = faultOf(digits);
  return fault === null ? ok(digits as Nik) : fail(fault);
}

/**
 * What a NIK says on a given day. Its year has two digits only: of the two centuries, the one that makes an age of 15 to
 * 100 counts (F9.04). Where neither does, the later one that is not in the future: a child's NIK (F9.06).
 */
export function readNik(nik: Nik, today: IsoDay): NikReading {
  const day = Number(nik.slice(6, 8));
  const bornOn = birthDay(nik, today);
  return {
    sex: day > FEMALE_DAY_OFFSET ? "female" : "male",
    bornOn,
    age: ageOn(bornOn, today),
    provinceCode: nik.slice(0, 2),
    regencyCode: nik.slice(0, 4),
  };
}

/** A NIK as it may be shown: region and serial stay, the birth date in the middle is hidden (F9.09). */
export function maskNik(nik: Nik): string {
  return `${nik.slice(0, 4)}${"•".repeat(8)}${nik.slice(12)}`;
}

/** Where a NIK and what its owner says differ: to be asked about, never to be refused (F9.03). */
export function nikWarnings(
  nik: Nik,
  today: IsoDay,
  stated: { readonly statedBirthDay?: IsoDay; readonly statedSex?: Sex } = {},
): NikWarning[] {
  const { bornOn, sex, age } = readNik(nik, today);
  const warnings: NikWarning[] = [];
  if (stated.statedBirthDay !== undefined && stated.statedBirthDay !== bornOn)
    warnings.push({ code: "nik.warning.birth-day", bornOn });
  if (stated.statedSex !== undefined && stated.statedSex !== sex) warnings.push({ code: "nik.warning.sex", sex });
  if (!isLikelyAge(age)) warnings.push({ code: "nik.warning.age", age });
  return warnings;
}

/** Full years lived on a day; somebody born on 29 February has the birthday on 1 March of a common year. */
export function ageOn(bornOn: IsoDay, today: IsoDay): number {
  const years = Number(today.slice(0, 4)) - Number(bornOn.slice(0, 4));
  return today.slice(5) < bornOn.slice(5) ? years - 1 : years;
}

/** Digits, with nothing but blanks and the usual separators between them, are one number. */
function digitRuns(text: string): string[] {
  return (text.match(/\d[\d\s.,_/\p{Pd}]*/gu) ?? []).map((run) => run.replace(/\D/g, ""));
}

function faultOf(digits: string): NikFault | null {
  const provinceCode = digits.slice(0, 2);
  if (!PROVINCE_CODES.has(provinceCode)) return { code: "nik.province", provinceCode };
  const part = wrongDatePart(digits);
  if (part !== null) return { code: "nik.date", part };
  return digits.endsWith("0000") ? { code: "nik.serial" } : null;
}

function wrongDatePart(digits: string): "day" | "month" | "calendar" | null {
  const day = plainDay(digits);
  const month = Number(digits.slice(8, 10));
  if (day < 1 || day > 31) return "day";
  if (month < 1 || month > 12) return "month";
  // 29 February of year 00 is real in 2000 only, so either century will do here.
  return possibleDays(digits, 2000).length > 0 ? null : "calendar";
}

function plainDay(digits: string): number {
  const day = Number(digits.slice(6, 8));
  return day > FEMALE_DAY_OFFSET ? day - FEMALE_DAY_OFFSET : day;
}

/** The real days that the date can mean in the century given and in the one before it, the later first. */
function possibleDays(digits: string, century: number): IsoDay[] {
  const twoDigits = (value: number) => String(value).padStart(2, "0");
  const days = [century, century - 100].map((first) =>
    parseDay(`${first + Number(digits.slice(10, 12))}-${digits.slice(8, 10)}-${twoDigits(plainDay(digits))}`),
  );
  return days.flatMap((day) => (day.ok ? [day.value] : []));
}

function birthDay(nik: Nik, today: IsoDay): IsoDay {
  const century = Math.floor(Number(today.slice(0, 4)) / 100) * 100;
  const possible = possibleDays(nik, century).filter((day) => day <= today);
  const likely = possible.find((day) => isLikelyAge(ageOn(day, today)));
  const bornOn = likely ?? possible[0];
  if (bornOn === undefined) throw new Error("a NIK was read on a day before any birth date that it can mean");
  return bornOn;
}

function isLikelyAge(age: number): boolean {
  return age >= LIKELY_AGE.youngest && age <= LIKELY_AGE.oldest;
}
