import { ok } from "../domain/shared/result";
import { changePledge } from "../domain/sponsor/pledge-life";
import type { LeaveReason, Pledge, PledgeEndReason } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { changeWorker } from "../domain/worker/worker-life";
import type { Deps } from "./deps";
import { cancelDues } from "./dues";
import { offerWorker } from "./matching";
import { tellNotTaken, tellOfEnd, tellSponsor } from "./pledge-notices";
import { leaveToWorker } from "./pledge-start";
import { change } from "./saving";
import { offerToNextStandBy } from "./stand-by-offers";

/** Why a pledge ends, and what a sponsor who leaves says of it. */
export interface Ending {
  readonly reason: PledgeEndReason;
  readonly why?: LeaveReason;
}

/**
 * Ends a pledge and lets its worker go: what is paid stays, what is not passes to whoever follows, and until then to her; a
 * successor is held at once where one waits. One that has ended already is finished if something was left undone.
 */
export async function endPledge(deps: Deps, pledgeId: string, ending: Ending, now: number): Promise<void> {
  const ended = await setEnded(deps, pledgeId, ending, now);
  if (ended?.workerId === undefined) return;
  const worker = await deps.repositories.workers.find(ended.workerId);
  if (worker === null) return;
  // `heldUntil` is gone with the sponsor's yes: a worker who never heard of the beginning is told of no end.
  const hadBegun = ended.heldUntil === undefined;
  if (hadBegun && !(await isPaidFor(deps, worker))) await leaveToWorker(deps, ended, worker, now);
  await offerWorker(deps, worker.id, now, ended.sponsorId);
  if (ended.standBy !== undefined) await offerToNextStandBy(deps, worker.id, now);
  if (hadBegun) await tellOfEnd(deps, ended, worker, now);
  else await tellNotTaken(deps, ended, worker, now);
}

/** Whether another sponsor pays for her by now. */
async function isPaidFor({ repositories }: Deps, { id }: Worker): Promise<boolean> {
  const holder = await repositories.pledges.findByWorker(id);
  return holder !== null && holder.status !== "held";
}

/** Ends a hold that has run out. Both sides are told while the hold still stands, so that a crash in between loses nothing. */
export async function endHold(deps: Deps, pledge: Pledge, now: number): Promise<boolean> {
  const { pledges, workers } = deps.repositories;
  const over = await change(
    () => pledges.find(pledge.id),
    (current) => (current.endReason === undefined ? changePledge(current, { type: "run-out" }, now) : ok(current)),
    (next) => pledges.save(next),
  );
  if (!over.ok || over.value.status !== "held") return false;
  const worker = over.value.workerId === undefined ? null : await workers.find(over.value.workerId);
  if (worker !== null) {
    await tellSponsor(deps, expiryOf(pledge), over.value, worker, `${pledge.id} ${over.value.heldUntil}`);
    await tellNotTaken(deps, over.value, worker, now);
  }
  await setEnded(deps, pledge.id, { reason: "hold-expired" }, now);
  if (worker !== null) await offerWorker(deps, worker.id, now, pledge.sponsorId);
  return true;
}

const expiryOf = ({ standBy }: Pledge) => (standBy === undefined ? "hold-expired" : "stand-by-expired");

/**
 * Withdraws a worker: her pledge ends and its sponsor is told, unpaid months are cancelled. `false` where it cannot be.
 * The pledge is ended last, because as long as it stands it is found again.
 */
export async function withdrawWorker(deps: Deps, workerId: string, now: number): Promise<boolean> {
  const { workers, pledges } = deps.repositories;
  const withdrawn = await change(
    () => workers.find(workerId),
    (worker) => (worker.status === "withdrawn" ? ok(worker) : changeWorker(worker, { type: "withdraw" }, now)),
    (worker) => workers.save(worker),
  );
  if (!withdrawn.ok) return false;
  await cancelDues(deps, workerId, now);
  const pledge = await pledges.findByWorker(workerId);
  if (pledge === null) return true;
  await tellSponsor(deps, "worker-left", pledge, withdrawn.value, `${pledge.id} ended`);
  await setEnded(deps, pledge.id, { reason: "worker-withdrew" }, now);
  return true;
}

/** Ends a pledge, and nothing else; what it was may be seen from it. Done again it does nothing more. */
export async function setEnded(deps: Deps, pledgeId: string, ending: Ending, now: number): Promise<Pledge | null> {
  const { pledges } = deps.repositories;
  const ended = await change(
    () => pledges.find(pledgeId),
    (current) => (current.status === "ended" ? ok(current) : changePledge(current, { type: "end", ...ending }, now)),
    (next) => pledges.save(next),
  );
  return ended.ok ? ended.value : null;
}
