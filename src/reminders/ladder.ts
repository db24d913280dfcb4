import type { DueItem } from "../domain/contribution/due-item";
import { addDays, atHour, dayOf, daysBetween } from "../domain/shared/calendar";

/** The rungs in the order of time, with the days between the due day and the message; negative is before it. */
export const RUNGS = [
  { id: "d-7", days: -7 },
  { id: "d-3", days: -3 },
  { id: "d0", days: 0 },
  { id: "d+5", days: 5 },
  { id: "d+10", days: 10 },
] as const;

/** A rung of the ladder. */
export type RungId = (typeof RUNGS)[number]["id"];

/** A rung that a due item earns, and the moment (milliseconds) from which its message may go out. */
export interface RungMoment {
  readonly rung: RungId;
  readonly sendAt: number;
}

/** The hour of the day in Asia/Jakarta at which reminders go out, unless the configuration says another. */
export const REMINDER_HOUR = 8;
/** How many days back a missed rung is still sent: later, a reminder would only confuse. */
export const LOOK_BACK_DAYS = 2;

/** The identity of a reminder: planned twice, it is one. */
export function reminderId(dueItemId: string, rung: RungId): string {
  return `${dueItemId}-${rung}`;
}

/**
 * The rungs whose moment has come by `nowMs` and lies at most `lookBackDays` days back, oldest first. None for an item on
 * which nobody has to be reminded: reported, paid, waived or cancelled.
 */
export function rungsDue(
  item: DueItem,
  nowMs: number,
  lookBackDays: number = LOOK_BACK_DAYS,
  hour: number = REMINDER_HOUR,
): RungMoment[] {
  const today = dayOf(nowMs);
  return momentsOf(item, hour).filter(
    ({ sendAt }) => sendAt <= nowMs && daysBetween(dayOf(sendAt), today) <= lookBackDays,
  );
}

/** The rungs whose moment lies from `fromMs` up to, but not at, `untilMs`, as things stand now: for the timeline. */
export function futureRungs(
  item: DueItem,
  fromMs: number,
  untilMs: number,
  hour: number = REMINDER_HOUR,
): RungMoment[] {
  return momentsOf(item, hour).filter(({ sendAt }) => sendAt >= fromMs && sendAt < untilMs);
}

function momentsOf(item: DueItem, hour: number): RungMoment[] {
  if (item.status !== "open" && item.status !== "overdue") return [];
  return RUNGS.map(({ id, days }) => ({ rung: id, sendAt: atHour(addDays(item.dueDay, days), hour) }));
}
