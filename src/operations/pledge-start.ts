import { amountToPay, type DueItem, type Payer } from "../domain/contribution/due-item";
import { comparePeriods, type Period, periodOf } from "../domain/shared/period";
import { ok } from "../domain/shared/result";
import type { Pledge, Sponsor } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { carryCreditOf, noteCredit } from "./credit";
import type { Deps } from "./deps";
import { duesOfPledge, duesOfSelfPayer, outsideOf, startOfPaying } from "./due-plan";
import { letGo, mostItems, noteNews, openDues } from "./dues";
import { tellHowToPay, tellSponsored } from "./notices";
import { change } from "./saving";

/** The first month of a pledge that begins, goes on or changes now. */
export async function firstMonth(deps: Deps, pledge: Pledge, now: number): Promise<Period> {
  const { dueItems } = deps.repositories;
  const items = pledge.workerId === undefined ? [] : await dueItems.findByWorkers([pledge.workerId], mostItems);
  return startOfPaying(pledge.startPeriod, items, now);
}

/** The due items that a pledge has to pay now, or its first ones where it begins later. */
export function presentDues(pledge: Pledge, worker: Worker, now: number): readonly DueItem[] {
  const current = periodOf(now);
  const period = comparePeriods(pledge.startPeriod, current) > 0 ? pledge.startPeriod : current;
  return duesOfPledge({ pledge, worker, period, atMs: now });
}

/**
 * Opens the months that a pledge has to pay now, or its first ones where it begins later: whoever pays at once can say so
 * at once. What it had opened under other terms and nobody has paid is let go. Done again it does nothing more.
 */
export async function openDuesOfPledge(deps: Deps, pledge: Pledge, worker: Worker, now: number): Promise<void> {
  const planned = presentDues(pledge, worker, now);
  if (planned.length === 0) return;
  await endGap(deps, worker.id);
  const items = await deps.repositories.dueItems.findByWorkers([worker.id], mostItems);
  const outside = outsideOf(planned, items, pledge.id);
  await noteCredit(deps, outside);
  await letGo(deps, outside, undefined, now);
  await openDues(deps, planned, now);
  await carryCreditOf(deps, [worker.id], now, items.some(hasCredit));
}

/** The sponsor pauses or leaves: what is unpaid and protects her is the worker's from now on. Done again it does nothing more. */
export async function leaveToWorker(deps: Deps, pledge: Pledge, worker: Worker, now: number): Promise<void> {
  const { workers, dueItems } = deps.repositories;
  const heir: Payer = { type: "worker", personId: worker.personId };
  const items = await dueItems.findByWorkers([worker.id], mostItems);
  const left = itemsOf(pledge, items);
  await noteCredit(deps, left);
  await letGo(deps, left, heir, now);
  const marked = await change(
    () => workers.find(worker.id),
    (current) => ok(current.withoutSponsorSince === undefined ? { ...current, withoutSponsorSince: now } : current),
    (next) => workers.save(next),
  );
  if (marked.ok) await openDues(deps, duesOfSelfPayer({ worker: marked.value, items, atMs: now }), now);
  await carryCreditOf(deps, [worker.id], now, items.some(hasCredit));
}

const hasCredit = ({ credit }: DueItem): boolean => credit > 0;
const itemsOf = ({ id }: Pledge, items: readonly DueItem[]) => items.filter(({ pledgeId }) => pledgeId === id);

/** A sponsor pays again. Done again it does nothing more. */
export async function endGap({ repositories: { workers } }: Deps, workerId: string): Promise<void> {
  await change(
    () => workers.find(workerId),
    (worker) => {
      const { withoutSponsorSince, ...rest } = worker;
      return ok(withoutSponsorSince === undefined ? worker : rest);
    },
    (worker) => workers.save(worker),
  );
}

/** What follows from a sponsor's yes: months opened and the worker told. Done again it does nothing more. */
export async function beginPledge(deps: Deps, pledge: Pledge, sponsor: Sponsor, now: number): Promise<void> {
  const worker = pledge.workerId === undefined ? null : await deps.repositories.workers.find(pledge.workerId);
  if (worker === null) return;
  await openDuesOfPledge(deps, pledge, worker, now);
  await tellSponsored(deps, { pledge, sponsor, worker }, now);
}

/** Tells a sponsor once for all pledges begun together what the first block costs, when it is due and by which way it is paid. */
export async function explainPaying(
  deps: Deps,
  sponsor: Sponsor,
  pledges: readonly Pledge[],
  cause: string,
  now: number,
): Promise<void> {
  const first = pledges[0];
  if (first === undefined) return;
  const workers = await deps.repositories.workers.findMany(pledges.flatMap(({ workerId }) => workerId ?? []));
  const dues = pledges.flatMap((pledge) => firstBlock(pledge, workers, now));
  const earliest = [...dues].sort((a, b) => (a.dueDay < b.dueDay ? -1 : 1))[0];
  if (earliest === undefined) return;
  const total = dues.reduce((sum, item) => sum + amountToPay(item), 0);
  const { contactId } = sponsor;
  const dueItemIds = dues.flatMap(({ id, dueDay }) => (dueDay === earliest.dueDay ? [id] : []));
  const pledgeIds = new Set(pledges.map(({ id }) => id));
  await noteNews(deps, { contactId, dueItemIds, now }, ({ pledgeId = "" }) => pledgeIds.has(pledgeId));
  await tellHowToPay(deps, { cause, sponsor, route: first.route, first: earliest, count: pledges.length, total });
}

function firstBlock(pledge: Pledge, workers: readonly Worker[], now: number): readonly DueItem[] {
  const worker = workers.find(({ id }) => id === pledge.workerId);
  return worker === undefined ? [] : duesOfPledge({ pledge, worker, period: pledge.startPeriod, atMs: now });
}
