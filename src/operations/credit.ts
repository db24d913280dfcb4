import { carryCredit } from "../domain/contribution/credit";
import { changeDueItem, type DueItem } from "../domain/contribution/due-item";
import type { Rupiah } from "../domain/shared/money";
import { ok } from "../domain/shared/result";
import type { Worker } from "../domain/worker/worker";
import type { Deps } from "./deps";
import { changeItem, mostItems } from "./dues";
import { closeLapseTasks } from "./lapse-tasks";
import { change, pagesOf } from "./saving";

const pageSize = 100;

/**
 * Lays a worker's credit on her unpaid months, and keeps on her registration what is left for those that open later.
 * `expected`: there may be some that the registration does not tell of yet. Two at once come to the same end. Returns how
 * many months have another share than before.
 */
export async function carryCreditOf(deps: Deps, workerId: string, now: number, expected = false): Promise<number> {
  const { workers, dueItems } = deps.repositories;
  const worker = await workers.find(workerId);
  if (worker === null || (worker.credit === undefined && !expected)) return 0;
  const { changed, rest } = carryCredit(await dueItems.findByWorkers([workerId], mostItems), now);
  for (const { id, credit } of changed) await changeItem(deps, id, (item) => covered(item, credit, now));
  await keepRest(deps, worker, rest);
  return changed.length;
}

function covered(item: DueItem, amount: Rupiah, now: number): DueItem {
  if (amount === item.credit) return item;
  const next = changeDueItem(item, { type: "credit", amount }, now);
  return next.ok ? next.value : item;
}

/** Nothing left is noted only where nobody has touched the registration since: else more may have come in between. */
async function keepRest({ repositories: { workers } }: Deps, seen: Worker, rest: Rupiah): Promise<void> {
  const { credit: _credit, ...without } = seen;
  if (rest === 0) {
    if (seen.credit !== undefined) await workers.save(without);
    return;
  }
  await change(
    () => workers.find(seen.id),
    (worker) => ok(worker.credit === rest ? worker : { ...worker, credit: rest }),
    (worker) => workers.save(worker),
  );
}

/** Lays the credit of every worker who has some on the months that have opened since. */
export async function carryCredits(deps: Deps, now: number): Promise<{ readonly carried: number }> {
  const { workers } = deps.repositories;
  let carried = 0;
  for await (const page of pagesOf((after) => workers.withCredit(after, pageSize)))
    for (const { id } of page) {
      const moved = await carryCreditOf(deps, id, now);
      if (moved > 0) await closeLapseTasks(deps, id, now);
      carried += moved;
    }
  return { carried };
}
