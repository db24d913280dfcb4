import { changeDueItem, isPaid } from "../domain/contribution/due-item";
import { monthsSentFor, type Proof } from "../domain/payment/proof";
import { unsettled } from "../domain/payment/settlement";
import type { Worker } from "../domain/worker/worker";
import { changeWorker, owesMonths, type WorkerEvent } from "../domain/worker/worker-life";
import { carryCreditOf } from "./credit";
import type { Act, Deps } from "./deps";
import { itemsOfWorkers } from "./dues";
import { readSafely, toLog } from "./each-safely";
import { endOwnGaps } from "./pledge-start";
import { openAgain } from "./refused-months";
import { changeMany } from "./saving";

/**
 * Whether the confirmation of a proof was taken back while it was still being settled: whoever settles it undoes it then, since
 * the one who took it back may have looked before.
 */
export async function wasTakenBack(act: Act, proof: Proof): Promise<boolean> {
  const { takenBack } = (await act.deps.repositories.proofs.find(proof.id)) ?? {};
  if (takenBack === undefined) return false;
  await undoConfirmation(act, proof);
  return true;
}

/**
 * Undoes what the confirmation of a proof did: its months are owed again, what was found beyond them or as a part is credit no
 * more, whoever has no paid month left is not protected by one, and whose months are her own because of it hopes for a sponsor as
 * before. Returns the workers it was for, without those whose record cannot be read: no other's confirmation may stay for it. Done
 * again it changes nothing.
 */
export async function undoConfirmation(act: Act, proof: Proof): Promise<readonly Worker[]> {
  const { deps, now } = act;
  const { dueItems, workers } = deps.repositories;
  await changeMany(dueItems, proof.dueItemIds, (item) => unsettled(item, proof.id, now));
  // A confirmation that died before it settled them left them waiting for it, and it is never done again.
  await openAgain(act, proof.id, monthsSentFor(proof));
  const items = await dueItems.findMany(proof.dueItemIds);
  const workerIds = [...new Set(items.map(({ workerId }) => workerId))];
  const paidFor = await readSafely(workerIds, (some) => workers.findMany(some), toLog(deps.logger, "take-back"));
  await askNothingOfGone(deps, proof, paidFor, now);
  const ids = paidFor.map(({ id }) => id);
  await carryCreditOf(deps, ids, now, true);
  await unprotect(deps, ids, now);
  if (proof.found !== undefined) await endOwnGaps(deps, ids, proof.found.at);
  return paidFor;
}

/** Of whoever has withdrawn or died meanwhile no month is asked, also none that was paid after all. */
async function askNothingOfGone(deps: Deps, proof: Proof, paidFor: readonly Worker[], now: number): Promise<void> {
  const gone = new Set(paidFor.flatMap(({ id, status }) => (owesMonths(status) ? [] : [id])));
  if (gone.size === 0) return;
  await changeMany(deps.repositories.dueItems, proof.dueItemIds, (item) => {
    const isUnpaid = item.status === "open" || item.status === "overdue";
    const next = isUnpaid && gone.has(item.workerId) ? changeDueItem(item, { type: "cancel" }, now) : null;
    return next?.ok ? next.value : item;
  });
}

/** A month that was confirmed with another proof in the same moment keeps its worker protected: it is looked for once more. */
async function unprotect(deps: Deps, workerIds: readonly string[], now: number): Promise<void> {
  const paid = await withPaidMonth(deps, workerIds);
  const unpaid = workerIds.filter((id) => !paid.has(id));
  await changeAll(deps, unpaid, { type: "take-back-months" }, now);
  await changeAll(deps, [...(await withPaidMonth(deps, unpaid))], { type: "confirm-month" }, now);
}

async function withPaidMonth(deps: Deps, workerIds: readonly string[]): Promise<ReadonlySet<string>> {
  const items = await itemsOfWorkers(deps, workerIds);
  return new Set(items.filter(isPaid).map(({ workerId }) => workerId));
}

async function changeAll(deps: Deps, workerIds: readonly string[], event: WorkerEvent, now: number): Promise<void> {
  await changeMany(deps.repositories.workers, workerIds, (worker) => {
    const next = changeWorker(worker, event, now);
    return next.ok && next.value.status !== worker.status ? next.value : worker;
  });
}
