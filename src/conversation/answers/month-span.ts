import { monthsBetween, type Period } from "../../domain/shared/period";
import { monthNamed } from "./month-names";
import { normalize } from "./normalize";

/** A month as it was named: 1 to 12, and the year where one was said. */
interface NamedMonth {
  readonly month: number;
  readonly year?: number;
}

/** From which month to which, both included; one month is the same twice. */
export interface MonthSpan {
  readonly from: NamedMonth;
  readonly to: NamedMonth;
}

/** What stands between the first and the last of a row. */
export const upTo: ReadonlySet<string> = new Set(["sampai", "sampe", "hingga", "sd", "nganti", "dugi", "to"]);

const DASHED = /(\p{L}+|\d{4})\s*[-–—]\s*(?=(\p{L}+))/gu;

/** The same text with a word for every sign that stands between the first and the last of a row: "2-4", "s/d", "nov-jan". */
export function signsAsWords(typed: string): string {
  return typed
    .replace(/(\d)\s*[-–]\s*(?=\d)/gu, "$1 sampai ")
    .replace(/\bs ?[/.] ?d\b/giu, "sampai")
    .replace(DASHED, (whole, before: string, after: string) =>
      (/^\d/u.test(before) || isMonth(before)) && isMonth(after) ? `${before} sampai ` : whole,
    );
}

const isMonth = (word: string): boolean => monthNamed(normalize(word)) !== null;

/** The months and rows of months that words name, other words left out; null where a row lacks its first or its last. */
export function readMonthSpans(words: readonly string[]): readonly MonthSpan[] | null {
  const parts = partsOf(words);
  if (parts.every((part) => part === "to")) return [];
  const spans: MonthSpan[] = [];
  for (let at = 0; at < parts.length; at += 1) {
    const isRow = parts[at + 1] === "to";
    const [from, to] = [parts[at], parts[isRow ? at + 2 : at]];
    if (from === undefined || from === "to" || to === undefined || to === "to") return null;
    spans.push({ from, to });
    if (isRow) at += 2;
  }
  return spans;
}

function partsOf(words: readonly string[]): readonly (NamedMonth | "to")[] {
  return words.flatMap((word, index) => {
    if (upTo.has(word)) return "to" as const;
    const month = monthNamed(word);
    if (month === null) return [];
    const next = words[index + 1] ?? "";
    return /^20\d\d$/u.test(next) ? { month, year: Number(next) } : { month };
  });
}

const isMeant = ({ month, year }: NamedMonth, period: Period): boolean =>
  Number(period.slice(5)) === month && (year === undefined || Number(period.slice(0, 4)) === year);

/**
 * The listed periods that are meant. Of a row the first and the last have to be listed, less than a year apart unless their
 * years were named; null where they are not, or where more than one such row is.
 */
export function periodsMeant({ from, to }: MonthSpan, listed: readonly Period[]): readonly Period[] | null {
  if (from === to) return listed.filter((period) => isMeant(from, period));
  const isDated = from.year !== undefined && to.year !== undefined;
  const rows = listed
    .filter((first) => isMeant(from, first))
    .flatMap((first) => listed.filter((last) => isMeant(to, last)).map((last) => ({ first, last })))
    .filter(({ first, last }) => first <= last && (isDated || monthsBetween(first, last) < 12));
  const [row, ...others] = rows;
  if (row === undefined || others.length > 0) return null;
  return listed.filter((period) => row.first <= period && period <= row.last);
}
