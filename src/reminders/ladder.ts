import type { DueItem } from "../domain/contribution/due-item";
import { addDays, atHour, dayOf, daysBetween } from "../domain/shared/calendar";
import { RUNGS, type Rung, type Told } from "./rungs";

/** A rung that a due item earns, and the moment (milliseconds) from which its message may go out. */
export interface RungMoment {
  readonly rung: string;
  readonly tells: Rung["tells"];
  readonly isAfterWorker: boolean;
  readonly sendAt: number;
}

/** The hour of the day in Asia/Jakarta at which reminders go out, unless the configuration says another. */
export const REMINDER_HOUR = 8;
/** How many days back a missed rung is still sent: later, a reminder would only confuse. */
export const LOOK_BACK_DAYS = 2;

/**
 * The identity of a reminder to one of the two: planned twice, it is one. By the due day the payer's rungs count anew once that
 * has moved to another month, or he would never hear of a month that he left unpaid together with an earlier one; the worker's
 * and those of the countdown always come by the month's own day, and so once.
 */
export function reminderId(
  { id, movedTo }: Pick<DueItem, "id" | "movedTo">,
  rung: string,
  told: Told = "payer",
  isByDueDay = true,
): string {
  if (told !== "payer") return `${id}-${rung}-${told}`;
  return movedTo === undefined || !isByDueDay ? `${id}-${rung}` : `${id}-${movedTo}-${rung}`;
}

/**
 * The rungs whose moment has come by `nowMs` and lies at most `lookBackDays` days back, oldest first. None for an item on
 * which nobody has to be reminded: reported, paid or cancelled.
 */
export function rungsDue(
  item: DueItem,
  nowMs: number,
  lookBackDays: number = LOOK_BACK_DAYS,
  hour: number = REMINDER_HOUR,
  rungs: readonly Rung[] = RUNGS,
): RungMoment[] {
  return momentsOf(item, rungs, hour).filter(({ sendAt }) => isNow(sendAt, nowMs, lookBackDays));
}

/** Whether a moment has come and lies at most `lookBackDays` days back. */
export function isNow(sendAt: number, nowMs: number, lookBackDays: number = LOOK_BACK_DAYS): boolean {
  return sendAt <= nowMs && daysBetween(dayOf(sendAt), dayOf(nowMs)) <= lookBackDays;
}

/** The moments of rungs for an item; none where nobody has to be reminded of it. */
export function momentsOf(item: DueItem, rungs: readonly Rung[], hour: number): readonly RungMoment[] {
  if (item.status !== "open" && item.status !== "overdue") return [];
  return rungs.map(({ id, days, tells, isAfterWorker = false }) => ({
    rung: id,
    tells,
    isAfterWorker,
    sendAt: atHour(addDays(item.dueDay, days), hour),
  }));
}
