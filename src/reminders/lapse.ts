import type { DueItem } from "../domain/contribution/due-item";
import { nearingLapse, unbegunProtection } from "../domain/contribution/lapse";
import { dayOf, daysBetween, dueDayOf } from "../domain/shared/calendar";
import { momentsOf, type RungMoment } from "./ladder";
import { LAPSE_RUNGS, type Rung } from "./rungs";

/**
 * When the countdown may speak of a month that is not paid, whatever became of the months around it: by the month's own due
 * day (F2.10), also where several months are paid together.
 */
export function lapseMoments(item: DueItem, hour: number): readonly RungMoment[] {
  return momentsOf({ ...item, dueDay: dueDayOf(item.period) }, LAPSE_RUNGS, hour);
}

/**
 * Whether the countdown has something to say at that moment, from all items of the worker: a month after its due day
 * while one or two are late, a month before its due day only where it is the third. Of a protection that never began it is an
 * officer's turn, and nobody else's: no countdown to its end is true.
 */
export function countsDown(
  { period }: DueItem,
  ofWorker: readonly DueItem[],
  { sendAt, tells }: { readonly sendAt: number } & Pick<Rung, "tells">,
): boolean {
  const day = dayOf(sendAt);
  const dueDay = dueDayOf(period);
  if (tells.includes("officer") && unbegunProtection(ofWorker, day)?.lastDay === dueDay) return true;
  const lapse = nearingLapse(ofWorker, day);
  return lapse !== null && (daysBetween(dueDay, day) > 0 || lapse.lastDay === dueDay);
}
