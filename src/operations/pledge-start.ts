import { amountToPay, type DueItem } from "../domain/contribution/due-item";
import { comparePeriods, type Period, periodOf } from "../domain/shared/period";
import type { Pledge, Sponsor } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import type { Deps } from "./deps";
import { duesOfPledge, startOfPaying } from "./due-plan";
import { mostItems, openDues } from "./dues";
import { tellHowToPay, tellSponsored } from "./notices";

/** The first month of a pledge that begins, goes on or changes now. */
export async function firstMonth(deps: Deps, pledge: Pledge, now: number): Promise<Period> {
  const { dueItems } = deps.repositories;
  const items = pledge.workerId === undefined ? [] : await dueItems.findByWorkers([pledge.workerId], mostItems);
  return startOfPaying(pledge.startPeriod, items, now);
}

/**
 * Opens the months that a pledge has to pay now, or its first ones where it begins later: whoever pays at once can say so
 * at once. Done again it does nothing more.
 */
export async function openDuesOfPledge(deps: Deps, pledge: Pledge, worker: Worker, now: number): Promise<void> {
  const current = periodOf(now);
  const period = comparePeriods(pledge.startPeriod, current) > 0 ? pledge.startPeriod : current;
  await openDues(deps, duesOfPledge({ pledge, worker, period, atMs: now }), now);
}

/** What follows from a sponsor's yes: months opened and the worker told. Done again it does nothing more. */
export async function beginPledge(deps: Deps, pledge: Pledge, sponsor: Sponsor, now: number): Promise<void> {
  const worker = pledge.workerId === undefined ? null : await deps.repositories.workers.find(pledge.workerId);
  if (worker === null) return;
  await openDuesOfPledge(deps, pledge, worker, now);
  await tellSponsored(deps, pledge, sponsor, worker);
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
  await tellHowToPay(deps, { cause, sponsor, route: first.route, first: earliest, count: pledges.length, total });
}

function firstBlock(pledge: Pledge, workers: readonly Worker[], now: number): readonly DueItem[] {
  const worker = workers.find(({ id }) => id === pledge.workerId);
  return worker === undefined ? [] : duesOfPledge({ pledge, worker, period: pledge.startPeriod, atMs: now });
}
