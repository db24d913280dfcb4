import type { DueItem } from "../domain/contribution/due-item";
import { letGoAfterLapse, letGoBehindLapse } from "../domain/contribution/lapse";
import { dueDayOf } from "../domain/shared/calendar";
import { comparePeriods, periodOf } from "../domain/shared/period";
import { changePledge } from "../domain/sponsor/pledge-life";
import type { Pledge } from "../domain/sponsor/sponsor";
import { carryCreditOf, noteCredit } from "./credit";
import type { Deps } from "./deps";
import { nextPeriodToAsk } from "./due-plan";
import { mostItems, noteNews } from "./dues";
import { openDuesOfPledge } from "./pledge-start";
import { tellProofOver } from "./proof-over";
import { change, changeMany } from "./saving";

/** Whether an inactive worker has months that are asked for and should not be, or not any more on the day on which they are. */
export const isToAskAnew = (items: readonly DueItem[], now: number): boolean =>
  items.some((item) => letGoAfterLapse(item, now) !== item || isOfOldBlock(item, now));

/** Whether a sponsor is to pay the present month or a later one together with one that is over: he would not be reminded of it any more. */
function isOfOldBlock({ status, pledgeId, period, dueDay }: DueItem, now: number): boolean {
  const isUnpaid = status === "open" || status === "overdue";
  const current = periodOf(now);
  const isToCome = comparePeriods(period, current) >= 0;
  return isUnpaid && pledgeId !== undefined && isToCome && dueDay < dueDayOf(current);
}

/**
 * What is asked for once a protection has ended: no month before the present one, and of a sponsor the present one on its own
 * due day, with as many after it as he pays at once. A pledge of which no month falls due with one that is over stays as it
 * is, so one that begins later. The pledge comes first, so that what is let go is not planned again. Done again it does
 * nothing more.
 */
export async function askAnew(deps: Deps, workerId: string, items: readonly DueItem[], now: number): Promise<void> {
  const pledge = await startAnew(deps, workerId, items, now);
  const past = items.filter((item) => letGoAfterLapse(item, now) !== item);
  await letPastGo(deps, workerId, past, now);
  const worker = await deps.repositories.workers.find(workerId);
  if (pledge !== null && worker !== null) await openDuesOfPledge(deps, pledge, worker, now);
  // A run that died may have let go of what had credit.
  await carryCreditOf(deps, [workerId], now, true);
}

/**
 * Of whoever is protected again: lets go of months by which protection had ended and began anew, those that waited for another
 * proof and those of an end that no run had noticed before it began anew. Done again it does nothing more.
 */
export async function letGoOfGap(deps: Deps, workerId: string, items: readonly DueItem[], now: number): Promise<void> {
  const past = items.filter((item) => letGoBehindLapse(item, items, now) !== item);
  if (past.length === 0) return;
  await letPastGo(deps, workerId, past, now);
  await carryCreditOf(deps, [workerId], now, true);
}

async function letPastGo(deps: Deps, workerId: string, past: readonly DueItem[], now: number): Promise<void> {
  await noteCredit(deps, past);
  // Before they go: no later run would find them to tell what a crash left untold.
  await tellProofOver(deps, workerId, past);
  await changeMany(
    deps.repositories.dueItems,
    past.map(({ id }) => id),
    (item) => letGoAfterLapse(item, now),
  );
}

/**
 * Notes that the sponsor has just been told of the lapse, so that no reminder of the present month comes on its heels. Done
 * again it does nothing more.
 */
export async function noteLapseNews(deps: Deps, workerId: string, now: number): Promise<void> {
  const { pledges, sponsors, dueItems } = deps.repositories;
  const paying = await pledges.findByWorker(workerId);
  const sponsor = paying?.status === "active" ? await sponsors.find(paying.sponsorId) : null;
  if (sponsor === null) return;
  const items = await dueItems.findByWorkers([workerId], mostItems);
  const dueItemIds = items.flatMap(({ id, pledgeId }) => (pledgeId === paying?.id ? [id] : []));
  await noteNews(deps, { contactId: sponsor.contactId, dueItemIds, now }, ({ pledgeId }) => pledgeId === paying?.id);
}

/** Lets the pledge that pays for a worker begin with the next month to ask for; null where none has to. */
async function startAnew(
  { repositories: { pledges } }: Deps,
  workerId: string,
  items: readonly DueItem[],
  now: number,
): Promise<Pledge | null> {
  const paying = await pledges.findByWorker(workerId);
  const isToMove = items.some((item) => item.pledgeId === paying?.id && isOfOldBlock(item, now));
  if (paying?.status !== "active" || !isToMove) return null;
  const startPeriod = nextPeriodToAsk(items, periodOf(now));
  const anew = await change(
    () => pledges.find(paying.id),
    (current) => changePledge(current, { type: "start-anew", startPeriod }, now),
    (next) => pledges.save(next),
  );
  return anew.ok ? anew.value : null;
}
