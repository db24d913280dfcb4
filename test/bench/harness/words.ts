import { type Figure, type Goal, isMet } from "./figure";
import { median, spread } from "./statistics";

/** A number with three meaningful digits, and whole from a hundred on. */
export function rounded(value: number): string {
  if (!Number.isFinite(value)) return "not measured";
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

const withUnit = (text: string, unit: Figure["unit"]): string =>
  unit === "" || unit === "x" ? text : `${text} ${unit}`;

/** Median and spread, for example `0.61 (0.55 to 0.70)`; the spread is left out where nothing varied. */
export function valueText({ values, unit }: Figure): string {
  const [least, most] = spread(values).map(rounded);
  const middle = withUnit(rounded(median(values)), unit);
  return least === most ? middle : `${middle} (${least} to ${most})`;
}

/** For example `at least 0.50`; nothing where there is no goal. */
export function goalText(goal: Goal | undefined, unit: Figure["unit"]): string {
  if (!goal) return "";
  return "least" in goal
    ? `at least ${withUnit(rounded(goal.least), unit)}`
    : `at most ${withUnit(rounded(goal.most), unit)}`;
}

/** `met`, `MISSED`, or nothing where there is no goal. */
export function verdictText(figure: Figure): string {
  const met = isMet(figure);
  if (met === undefined) return "";
  return met ? "met" : "MISSED";
}
