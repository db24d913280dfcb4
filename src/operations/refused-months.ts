import { changeDueItem, type DueItem } from "../domain/contribution/due-item";
import type { Proof } from "../domain/payment/proof";
import { dueDayOf } from "../domain/shared/calendar";
import { groupBy } from "../domain/shared/group";
import { comparePeriods, periodOf } from "../domain/shared/period";
import type { Pledge } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import type { Act } from "./deps";
import { tellRefused } from "./pledge-notices";
import { openDuesOfPledge } from "./pledge-start";
import { changeMany } from "./saving";

/**
 * Months of a rejected proof whose sponsor has paused or left while it was looked at: they waited with him, and are the
 * worker's now, or a successor's. Done again it does nothing more.
 */
export async function leaveRefused(act: Act, proof: Proof): Promise<void> {
  const { dueItems, workers, pledges } = act.deps.repositories;
  const items = (await dueItems.findMany(proof.dueItemIds)).filter((item) => isRefused(item, proof));
  const abandoned = items.filter(({ payer }) => payer.type === "sponsor");
  const found = await workers.findMany([...new Set(items.map(({ workerId }) => workerId))]);
  const running = new Map((await pledges.findByWorkers(found.map(({ id }) => id))).filter(isRunning).map(byWorker));
  await makeHers(act, abandoned, new Map(found.map((worker) => [worker.id, worker])), running);
  for (const worker of found) {
    const successor = running.get(worker.id);
    if (successor !== undefined) await openDuesOfPledge(act.deps, successor, worker, act.now);
  }
  await tellWorkers(act, proof, found);
}

const isRunning = ({ status }: Pledge): boolean => status === "active";
const byWorker = (pledge: Pledge): [string, Pledge] => [pledge.workerId ?? "", pledge];

const isRefused = ({ status, refusedProofId }: DueItem, { id }: Proof): boolean =>
  refusedProofId === id && (status === "open" || status === "overdue");

async function makeHers(
  { deps, now }: Act,
  items: readonly DueItem[],
  workers: ReadonlyMap<string, Worker>,
  running: ReadonlyMap<string, Pledge>,
): Promise<void> {
  const left = items.filter(({ workerId, pledgeId }) => running.get(workerId)?.id !== pledgeId);
  const ids = left.map(({ id }) => id);
  await changeMany(deps.repositories.dueItems, ids, (item) => {
    const worker = workers.get(item.workerId);
    return item.payer.type === "sponsor" && worker ? hers(item, worker, now) : item;
  });
}

/** What has begun is asked of her by its own day, however many months the sponsor paid at once; what comes later opens anew. */
function hers(item: DueItem, { personId }: Worker, now: number): DueItem {
  if (comparePeriods(item.period, periodOf(now)) > 0) return following(item, { type: "cancel" }, now);
  const taken = following(item, { type: "change-payer", payer: { type: "worker", personId } }, now);
  return following(taken, { type: "reprice", amount: taken.amount, dueDay: dueDayOf(taken.period) }, now);
}

function following(item: DueItem, event: Parameters<typeof changeDueItem>[1], now: number): DueItem {
  const next = changeDueItem(item, event, now);
  return next.ok ? next.value : item;
}

/** Whoever sent the proof herself is told of it anyway. */
async function tellWorkers({ deps }: Act, proof: Proof, workers: readonly Worker[]): Promise<void> {
  const items = (await deps.repositories.dueItems.findMany(proof.dueItemIds)).filter((item) => isRefused(item, proof));
  const own = groupBy(
    items.filter(({ payer }) => payer.type === "worker"),
    ({ workerId }) => workerId,
  );
  for (const worker of workers) {
    const months = own.get(worker.id) ?? [];
    if (months.length > 0 && worker.registeredBy.contactId !== proof.contactId)
      await tellRefused(deps, worker, months, proof.id);
  }
}
