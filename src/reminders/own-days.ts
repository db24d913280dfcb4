import type { DueItem } from "../domain/contribution/due-item";
import { addDays, dayOf, dueDayOf, type IsoDay, periodOfDay } from "../domain/shared/calendar";
import { addMonths } from "../domain/shared/period";
import { monthsAheadChoices } from "../domain/sponsor/pledge-life";
import { LOOK_BACK_DAYS, type RungMoment, rungsDue } from "./ladder";
import type { Rung } from "./rungs";

/** A moment of which the payer, told by the block's one day, needs no other word. */
export type TurnMoment = RungMoment & { readonly hasToldPayer?: true };

/** Whether a sponsor pays the month with an earlier one: he is told by that one's day, the worker by the month's own. */
const isPaidEarlier = ({ dueDay, period }: DueItem): boolean => dueDay < dueDayOf(period);

const tellsWorker = ({ tells }: Pick<Rung, "tells">): boolean => tells.includes("worker");

/** The rungs that come by the day on which the month is to be paid; the worker's turn only where it is the month's own. */
export function turnsByDueDay(item: DueItem, now: number, hour: number, rungs: readonly Rung[]): TurnMoment[] {
  const moments = rungsDue(item, now, LOOK_BACK_DAYS, hour, rungs);
  if (!isPaidEarlier(item)) return moments;
  return moments.flatMap((moment) => {
    const tells = moment.tells.filter((told) => told !== "worker");
    return tells.length === 0 ? [] : [{ ...moment, tells }];
  });
}

/** The worker's turns of a month that a sponsor pays with an earlier one, by the month's own day; none of any other. */
export function turnsByOwnDay(item: DueItem, now: number, hour: number, rungs: readonly Rung[]): TurnMoment[] {
  if (!isPaidEarlier(item)) return [];
  const own = { ...item, dueDay: dueDayOf(item.period) };
  return rungsDue(own, now, LOOK_BACK_DAYS, hour, rungs.filter(tellsWorker)).map((moment) => ({
    ...moment,
    tells: ["worker"],
    hasToldPayer: true,
  }));
}

/** The due days of the blocks of which a later month's own turn may come on this day or on one that is looked back at. */
export function blockDays(now: number, rungs: readonly Rung[]): readonly IsoDay[] {
  const today = dayOf(now);
  const looked = Array.from({ length: LOOK_BACK_DAYS + 1 }, (_, ago) => addDays(today, -ago));
  const wanted = new Set(looked.flatMap((day) => rungs.filter(tellsWorker).map(({ days }) => addDays(day, -days))));
  const near = [-1, 0, 1].map((months) => addMonths(periodOfDay(today), months));
  const periods = near.filter((period) => wanted.has(dueDayOf(period)));
  const earlier = Array.from({ length: Math.max(...monthsAheadChoices) - 1 }, (_, index) => -index - 1);
  return periods.flatMap((period) => earlier.map((months) => dueDayOf(addMonths(period, months))));
}
