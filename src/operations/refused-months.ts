import { changeDueItem, type DueItem } from "../domain/contribution/due-item";
import { monthsSentFor, type Proof } from "../domain/payment/proof";
import { dueDayOf } from "../domain/shared/calendar";
import { groupBy } from "../domain/shared/group";
import { comparePeriods, periodOf } from "../domain/shared/period";
import type { Pledge } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { owesMonths } from "../domain/worker/worker-life";
import { carryCreditOf, noteCredit } from "./credit";
import type { Act, Deps } from "./deps";
import { openDues } from "./dues";
import { readSafely, toLog } from "./each-safely";
import { tellRefused } from "./pledge-notices";
import { presentDues } from "./pledge-start";
import { batchesOf, changeMany } from "./saving";

/** What was said to be paid with this proof, and is not, is owed again. Done again it changes nothing. */
export async function openAgain({ deps, now }: Act, proofId: string, dueItemIds: readonly string[]): Promise<void> {
  await changeMany(deps.repositories.dueItems, dueItemIds, (item) => {
    const next = item.proofId === proofId ? changeDueItem(item, { type: "reject-report" }, now) : null;
    return next?.ok ? next.value : item;
  });
}

/**
 * Months for which a proof did not hold, the whole of it or a part, and whose sponsor has paused or left while it was looked
 * at: they waited with him, and are a successor's now, or the worker's. Those of a sponsor who still pays stay as they are; those
 * of a worker who has withdrawn or died are asked of nobody. Whoever registered such a worker is told. Done again it does
 * nothing more.
 */
export async function leaveRefused(act: Act, proof: Proof): Promise<void> {
  await tellWorkers(act, proof, await handOnRefused(act, proof));
}

/**
 * Like `leaveRefused`, but tells nobody; returns the workers of these months. What is of one whose record cannot be read stays as
 * it is: the months of the others may not wait for it.
 */
export async function handOnRefused(act: Act, proof: Proof): Promise<readonly Worker[]> {
  const { dueItems, workers, pledges } = act.deps.repositories;
  const refused = (await dueItems.findMany(monthsSentFor(proof))).filter((item) => isRefused(item, proof));
  const workerIds = [...new Set(refused.map(({ workerId }) => workerId))];
  const log = toLog(act.deps.logger, "refused-months");
  const found = await readSafely(workerIds, (some) => workers.findMany(some), log);
  const known = new Set(found.map(({ id }) => id));
  const items = refused.filter(({ workerId }) => known.has(workerId));
  const running = new Map((await pledges.findByWorkers(found.map(({ id }) => id))).filter(isRunning).map(byWorker));
  const gone = new Set(found.flatMap(({ id, status }) => (owesMonths(status) ? [] : [id])));
  const isLeft = (item: DueItem): boolean =>
    isRefused(item, proof) &&
    (gone.has(item.workerId) || (item.payer.type === "sponsor" && running.get(item.workerId)?.id !== item.pledgeId));
  const left = items.filter(isLeft);
  await noteCredit(act.deps, left);
  await giveToSuccessors(act, left, found, running);
  await makeHers(act, left, new Map(found.map((worker) => [worker.id, worker])), isLeft);
  await carryCreditOf(act.deps, [...new Set(left.map(({ workerId }) => workerId))], act.now);
  return found;
}

const isRunning = ({ status }: Pledge): boolean => status === "active";
const byWorker = (pledge: Pledge): [string, Pledge] => [pledge.workerId ?? "", pledge];

const isRefused = ({ status, refusedProofId }: DueItem, { id }: Proof): boolean =>
  refusedProofId === id && (status === "open" || status === "overdue");

/** The months that a successor has to pay now are his. */
async function giveToSuccessors(
  { deps, now }: Act,
  left: readonly DueItem[],
  workers: readonly Worker[],
  running: ReadonlyMap<string, Pledge>,
): Promise<void> {
  const ids = new Set(left.map(({ id }) => id));
  const planned = workers.flatMap((worker) => {
    const pledge = running.get(worker.id);
    return pledge === undefined ? [] : presentDues(pledge, worker, now).filter(({ id }) => ids.has(id));
  });
  for (const batch of batchesOf(planned)) await openDues(deps, batch, now);
}

/** What no successor has taken. */
async function makeHers(
  { deps, now }: Act,
  left: readonly DueItem[],
  workers: ReadonlyMap<string, Worker>,
  isLeft: (item: DueItem) => boolean,
): Promise<void> {
  const ids = left.map(({ id }) => id);
  await changeMany(deps.repositories.dueItems, ids, (item) => {
    const worker = workers.get(item.workerId);
    return worker !== undefined && isLeft(item) ? hers(item, worker, now) : item;
  });
}

/**
 * What has begun is asked of her by its own day, however many months the sponsor paid at once; what comes later opens anew. Of
 * whoever has withdrawn or died nothing is asked.
 */
function hers(item: DueItem, { personId, status }: Worker, now: number): DueItem {
  const isNotYet = comparePeriods(item.period, periodOf(now)) > 0;
  if (isNotYet || !owesMonths(status)) return following(item, { type: "cancel" }, now);
  const taken = following(item, { type: "change-payer", payer: { type: "worker", personId } }, now);
  return following(taken, { type: "reprice", amount: taken.amount, dueDay: dueDayOf(taken.period) }, now);
}

function following(item: DueItem, event: Parameters<typeof changeDueItem>[1], now: number): DueItem {
  const next = changeDueItem(item, event, now);
  return next.ok ? next.value : item;
}

/** Whoever sent the proof herself is told of it anyway; whoever has withdrawn or died has no months to be told of. */
async function tellWorkers({ deps }: Act, proof: Proof, workers: readonly Worker[]): Promise<void> {
  const sent = await deps.repositories.dueItems.findMany(monthsSentFor(proof));
  const items = sent.filter((item) => isRefused(item, proof));
  const own = groupBy(
    items.filter(({ payer }) => payer.type === "worker"),
    ({ workerId }) => workerId,
  );
  for (const worker of workers.filter(({ status }) => owesMonths(status))) {
    const months = own.get(worker.id) ?? [];
    if (months.length > 0 && worker.registeredBy.contactId !== proof.contactId)
      await tellRefused(deps, worker, months, proof);
  }
}

/** Whether a month for which a proof did not hold is asked of whoever sent it no more, as it is somebody else's by now or nobody's. */
export async function asksNoMore(
  { repositories: { sponsors, workers, dueItems } }: Deps,
  { contactId }: Pick<Proof, "contactId">,
  dueItemIds: readonly string[],
): Promise<(dueItemId: string) => boolean> {
  const sponsor = await sponsors.findByContact(contactId);
  const own = new Set((await workers.findByContact(contactId)).map(({ id }) => id));
  const isAsked = ({ status, payer, workerId }: DueItem): boolean =>
    status !== "cancelled" && (own.has(workerId) || (payer.type === "sponsor" && payer.sponsorId === sponsor?.id));
  const asked = new Set((await dueItems.findMany(dueItemIds)).filter(isAsked).map(({ id }) => id));
  return (dueItemId) => !asked.has(dueItemId);
}
