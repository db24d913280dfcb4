import { carryCredit } from "../domain/contribution/credit";
import { changeDueItem, type DueItem } from "../domain/contribution/due-item";
import { groupBy } from "../domain/shared/group";
import type { Rupiah } from "../domain/shared/money";
import type { Worker } from "../domain/worker/worker";
import type { Deps } from "./deps";
import { mostItems } from "./dues";
import { closeLapseTasks } from "./lapse-tasks";
import { batchesOf, changeMany, pagesOf } from "./saving";

const pageSize = 100;

/**
 * Lays the workers' credit on their unpaid months, and keeps on their registrations what is left for those that open later.
 * `expected`: there may be some that a registration does not tell of yet. Two at once come to the same end. Returns the
 * months that have another share than before.
 */
export async function carryCreditOf(
  deps: Deps,
  workerIds: readonly string[],
  now: number,
  expected = false,
): Promise<readonly DueItem[]> {
  const changed: DueItem[] = [];
  for (const batch of batchesOf(workerIds)) {
    const workers = await deps.repositories.workers.findMany(batch);
    const meant = workers.filter(({ credit }) => credit !== undefined || expected);
    if (meant.length > 0) changed.push(...(await carryOn(deps, meant, now)));
  }
  return changed;
}

async function carryOn(deps: Deps, workers: readonly Worker[], now: number): Promise<readonly DueItem[]> {
  const { dueItems } = deps.repositories;
  const ids = workers.map(({ id }) => id);
  const items = groupBy(await dueItems.findByWorkers(ids, mostItems * ids.length), ({ workerId }) => workerId);
  const carried = workers.map((worker) => ({ worker, ...carryCredit(items.get(worker.id) ?? [], now) }));
  const changed = carried.flatMap((one) => one.changed);
  const shares = new Map(changed.map(({ id, credit }) => [id, credit]));
  await changeMany(dueItems, [...shares.keys()], (item) => covered(item, shares.get(item.id) ?? item.credit, now));
  await keepRests(deps, carried);
  return changed;
}

function covered(item: DueItem, amount: Rupiah, now: number): DueItem {
  if (amount === item.credit) return item;
  const next = changeDueItem(item, { type: "credit", amount }, now);
  return next.ok ? next.value : item;
}

/** Nothing left is noted only where nobody has touched the registration since: else more may have come in between. */
async function keepRests(
  { repositories: { workers } }: Deps,
  carried: readonly { readonly worker: Worker; readonly rest: Rupiah }[],
): Promise<void> {
  const usedUp = carried.filter(({ worker, rest }) => rest === 0 && worker.credit !== undefined);
  await workers.saveMany(usedUp.map(({ worker: { credit: _credit, ...without } }) => without));
  const rests = new Map(carried.flatMap(({ worker, rest }) => (rest === 0 ? [] : [[worker.id, rest] as const])));
  await changeMany(workers, [...rests.keys()], (worker) => {
    const rest = rests.get(worker.id);
    return rest === undefined || worker.credit === rest ? worker : { ...worker, credit: rest };
  });
}

/** Lays the credit of every worker who has some on the months that have opened since. */
export async function carryCredits(deps: Deps, now: number): Promise<{ readonly carried: number }> {
  const { workers } = deps.repositories;
  let carried = 0;
  for await (const page of pagesOf((after) => workers.withCredit(after, pageSize))) {
    const moved = await carryCreditOf(
      deps,
      page.map(({ id }) => id),
      now,
    );
    await closeLapseTasks(deps, [...new Set(moved.map(({ workerId }) => workerId))], now);
    carried += moved.length;
  }
  return { carried };
}
