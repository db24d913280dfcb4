import { type CarriedCredit, carryCredit } from "../domain/contribution/credit";
import type { DueItem } from "../domain/contribution/due-item";
import { groupBy } from "../domain/shared/group";
import { sumRupiah } from "../domain/shared/money";
import type { Worker } from "../domain/worker/worker";
import type { Deps } from "./deps";
import { mostItems } from "./dues";
import { pagesSafely, toLog } from "./each-safely";
import { closeLapseTasks } from "./lapse-tasks";
import { batchesOf, changeMany, pagesOf } from "./saving";

const pageSize = 100;
/** How often it is looked again where others write at the same time; more would mean a defect, not bad luck. */
const mostLooks = 8;

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

/**
 * Looks again after every writing: what somebody confirmed meanwhile was not in the reading from which the shares were reckoned.
 * The look that finds nothing to write is the last; whoever confirms after it carries it on.
 */
async function carryOn(deps: Deps, first: readonly Worker[], now: number): Promise<readonly DueItem[]> {
  const { dueItems, workers } = deps.repositories;
  const changed = new Map<string, DueItem>();
  let looked = first;
  for (let looks = 0; looks < mostLooks; looks += 1) {
    const moved = (await reckoned(deps, looked, now)).filter((one) => one.changed.length > 0 || !isNoted(one));
    if (moved.length === 0) return [...changed.values()];
    const items = moved.flatMap((one) => one.changed);
    for (const item of items) changed.set(item.id, item);
    // Saved as they were read: what somebody wrote since then stands, and is read by the next look.
    for (const batch of batchesOf(items)) await dueItems.saveMany(batch);
    await workers.saveMany(moved.filter((one) => !isNoted(one)).map(noted));
    looked = await workers.findMany(moved.map(({ worker }) => worker.id));
  }
  throw new Error(`credit was laid ${mostLooks} times and did not come to rest; look for two writers in a loop`);
}

/** A registration, read before its months, and how its credit has to lie. */
interface Reckoned extends CarriedCredit {
  readonly worker: Worker;
}

async function reckoned({ repositories }: Deps, workers: readonly Worker[], now: number): Promise<readonly Reckoned[]> {
  const ids = workers.map(({ id }) => id);
  const found = await repositories.dueItems.findByWorkers(ids, mostItems * ids.length);
  const items = groupBy(found, ({ workerId }) => workerId);
  return workers.map((worker) => ({ worker, ...carryCredit(items.get(worker.id) ?? [], now) }));
}

function isNoted({ worker, rest }: Reckoned): boolean {
  return worker.credit === (rest === 0 ? undefined : rest);
}

/** The registration with what is left; one with nothing left tells of none. */
function noted({ worker: { credit: _credit, ...without }, rest }: Reckoned): Worker {
  return rest === 0 ? without : { ...without, credit: rest };
}

/**
 * Notes on the registrations what lies on unpaid items that are about to be let go, and would not tell of it any more: where the
 * process dies before it is carried on, `carryCredits` finds it and reckons it anew. Done again it does nothing more.
 */
export async function noteCredit({ repositories: { workers } }: Deps, items: readonly DueItem[]): Promise<void> {
  const lost = items.filter(({ status, credit }) => credit > 0 && (status === "open" || status === "overdue"));
  const credits = groupBy(lost, ({ workerId }) => workerId);
  await changeMany(workers, [...credits.keys()], (worker) => {
    const credit = sumRupiah((credits.get(worker.id) ?? []).map((item) => item.credit));
    return (worker.credit ?? 0) >= credit ? worker : { ...worker, credit };
  });
}

/** Lays the credit of every worker who has some on the months that have opened since. */
export async function carryCredits(deps: Deps, now: number): Promise<{ readonly carried: number }> {
  let carried = 0;
  const carry = async (workers: readonly Pick<Worker, "id">[]): Promise<void> => {
    const ids = workers.map(({ id }) => id);
    const moved = await carryCreditOf(deps, ids, now);
    await closeLapseTasks(deps, [...new Set(moved.map(({ workerId }) => workerId))], now);
    carried += moved.length;
  };
  const pages = pagesOf((after) => deps.repositories.workers.withCredit(after, pageSize));
  await pagesSafely(pages, carry, toLog(deps.logger, "carry-credits"));
  return { carried };
}
