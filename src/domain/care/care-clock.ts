import { type CareCase, missingOf } from "./care-case";

/** The moments at which a family is told of a deadline or of what is still missing. */
export const careRungs = [
  "report-soon",
  "report-last",
  "report-late",
  "second-report",
  "papers-week",
  "papers-month",
  "papers-quarter",
  "claim-half-year",
  "claim-month",
] as const;
/** One of these moments. */
export type CareRung = (typeof careRungs)[number];

/** What the law allows, from the facts: hours for a report (F3.30, F3.33), years for the claim of JKK (F3.38). */
export interface CareLimits {
  readonly reportHours: number;
  readonly secondReportHours: number;
  readonly claimYears: number;
}

const hour = 3_600_000;
const day = 24 * hour;
/** A year of the claim, to the day as near as a reminder needs it. */
const year = 365 * day;
/** What a stopped service missed is said for so long; later it would only frighten. */
const lookBack = 3 * day;

/** What is to be said now and was not due before; in the order of `careRungs`. Milliseconds. */
export function careRungsDue(care: CareCase, limits: CareLimits, now: number): readonly CareRung[] {
  if (care.status !== "open") return [];
  const moments = momentsOf(care, limits);
  return careRungs.filter((rung) => {
    const at = moments[rung];
    return at !== undefined && at >= care.openedAt && at <= now && now - at < lookBack;
  });
}

/** When the claim of JKK lapses (F3.38), to the day as near as a reminder needs it; none where it is no claim of JKK. */
export function claimEnds(care: CareCase, { claimYears }: CareLimits): number | undefined {
  return isOfWork(care) ? care.happenedAt + claimYears * year : undefined;
}

/** An accident counts as one at work until somebody says that it was none: a report too many does no harm. */
const isOfWork = ({ kind, atWork }: CareCase): boolean => (kind === "accident" ? atWork !== false : atWork === true);

function momentsOf(care: CareCase, limits: CareLimits): Partial<Record<CareRung, number>> {
  const { happenedAt, openedAt, done } = care;
  const missing = missingOf(care);
  const doctor = done.find(({ item }) => item === "doctor")?.at;
  const limit = happenedAt + limits.reportHours * hour;
  const ends = claimEnds(care, limits);
  const reports = isOfWork(care) && missing.includes("report");
  return {
    ...(reports
      ? { "report-soon": limit - day, "report-last": limit - 8 * hour, "report-late": limit + 8 * hour }
      : {}),
    ...(doctor !== undefined && isOfWork(care) && missing.includes("second-report")
      ? { "second-report": doctor + (limits.secondReportHours / 2) * hour }
      : {}),
    ...(missing.length > 0
      ? {
          "papers-week": openedAt + 7 * day,
          "papers-month": openedAt + 30 * day,
          "papers-quarter": openedAt + 90 * day,
        }
      : {}),
    ...(ends !== undefined ? { "claim-half-year": ends - 182 * day, "claim-month": ends - 30 * day } : {}),
  };
}
