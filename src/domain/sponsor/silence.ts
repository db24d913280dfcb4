import { type DueItem, isPaid, protectedUntil } from "../contribution/due-item";
import { addDays, type IsoDay, periodOfDay } from "../shared/calendar";
import { comparePeriods } from "../shared/period";

/** So many days after its due day every reminder of a month is out: whoever has not answered by then is silent. */
const SILENT_AFTER_DAYS = 10;

/**
 * Whether a pledge that runs has a month that is long late, and nothing after it was paid or said to be paid under it. Where
 * protection has ended by it the months before the present are asked of nobody any more (F2.15), and tell of it all the same.
 * `items` are all of its worker, whoever pays them.
 */
export function isSilent(items: readonly DueItem[], pledgeId: string, today: IsoDay): boolean {
  const own = items.filter((item) => item.pledgeId === pledgeId);
  const heard = own.filter((item) => isPaid(item) || item.status === "reported").map(({ period }) => period);
  const last = heard.sort(comparePeriods).at(-1);
  const hasEnded = protectedUntil(items, today).status === "inactive";
  const current = periodOfDay(today);
  return own.some(({ status, period, dueDay }) => {
    const isLate = status === "overdue" || (hasEnded && status === "cancelled" && comparePeriods(period, current) < 0);
    return isLate && addDays(dueDay, SILENT_AFTER_DAYS) < today && (last === undefined || last < period);
  });
}
