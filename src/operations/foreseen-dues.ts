import type { DueItem } from "../domain/contribution/due-item";
import { addDays, atHour, dueDayOf } from "../domain/shared/calendar";
import { addMonths, comparePeriods, periodOf } from "../domain/shared/period";
import type { Worker } from "../domain/worker/worker";
import type { Deps } from "./deps";
import { duesOfPledge, duesOfSelfPayer } from "./due-plan";

const mostItems = 120;

/**
 * The due items that a worker has now and will have until a moment, if every pledge goes on and nothing is paid: those that
 * exist, and those that later months will open.
 */
export async function foreseenDues(
  { repositories }: Pick<Deps, "repositories">,
  worker: Worker,
  now: number,
  until: number,
): Promise<readonly DueItem[]> {
  const known = await repositories.dueItems.findByWorkers([worker.id], mostItems);
  const pledge = await repositories.pledges.findByWorker(worker.id);
  const items = new Map(known.map((item) => [item.id, item]));
  for (let period = periodOf(now); comparePeriods(period, periodOf(until)) <= 0; period = addMonths(period, 1)) {
    const atMs = period === periodOf(now) ? now : atHour(addDays(dueDayOf(period), -14), 1);
    const opened =
      pledge?.status === "active"
        ? duesOfPledge({ pledge, worker, period, atMs })
        : duesOfSelfPayer({ worker, items: [...items.values()], atMs });
    for (const item of opened) if (!items.has(item.id)) items.set(item.id, item);
  }
  return [...items.values()];
}
