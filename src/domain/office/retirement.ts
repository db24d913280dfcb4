import { addDays, type IsoDay } from "../shared/calendar";
import type { Employee, RetirementRung } from "./office";

/** How many days before the retirement each warning is due, the earliest first. */
const daysBefore: readonly (readonly [RetirementRung, number])[] = [
  ["year", 365],
  ["half-year", 182],
  ["month", 30],
];

/**
 * The warning that stands for a retirement today, or null: the latest whose day has come, so that whoever was entered late
 * is warned once and not three times. A retirement that is over is warned of no more.
 */
export function rungOn(retiresOn: IsoDay, today: IsoDay): RetirementRung | null {
  if (retiresOn < today) return null;
  return daysBefore.findLast(([, days]) => addDays(retiresOn, -days) <= today)?.[0] ?? null;
}

/** The warning that the coordinators have not been given yet for this employee, or null. */
export function warningDue(
  { retiresOn, warned, status }: Pick<Employee, "retiresOn" | "warned" | "status">,
  today: IsoDay,
): RetirementRung | null {
  if (status === "ended" || retiresOn === undefined) return null;
  const rung = rungOn(retiresOn, today);
  const isGiven = warned?.retiresOn === retiresOn && warned.rung === rung;
  return isGiven ? null : rung;
}
