import { addDays, dayOf, daysBetween, type IsoDay, isWorkingDay } from "../shared/calendar";
import type { Proof } from "./proof";

/**
 * After how many working days officers are first called to a proof that nobody has looked at, after how many days again and
 * again, and with which call the admins are called too. While it waits, nobody is reminded of its months.
 */
export const PROOF_CALLS = { firstWorkingDays: 3, everyDays: 7, adminsFrom: 2 } as const;

/** How many calls are due by a day for a proof that waits: none at first, then one more each week. */
export function proofCallsDue({ createdAt }: Pick<Proof, "createdAt">, today: IsoDay): number {
  let first = dayOf(createdAt);
  for (let worked = 0; worked < PROOF_CALLS.firstWorkingDays; ) {
    first = addDays(first, 1);
    if (isWorkingDay(first)) worked += 1;
  }
  return today < first ? 0 : 1 + Math.floor(daysBetween(first, today) / PROOF_CALLS.everyDays);
}

/**
 * The day whose call an officer has by today: for a week that of the `last` call, as long as anything of then still waits,
 * so that a backlog which is worked off calls once a week, whichever proof is its oldest by now; else today.
 * `waitsSince`: the day of the oldest proof that waits.
 */
export function proofCallDay(last: IsoDay | undefined, waitsSince: IsoDay, today: IsoDay): IsoDay {
  // A call of a day to come was noted by a clock that has been set back since.
  if (last === undefined || last > today || waitsSince > last) return today;
  return daysBetween(last, today) < PROOF_CALLS.everyDays ? last : today;
}
