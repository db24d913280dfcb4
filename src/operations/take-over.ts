import { dueItemId, type Payer } from "../domain/contribution/due-item";
import { dayOf } from "../domain/shared/calendar";
import type { Period } from "../domain/shared/period";
import { ok } from "../domain/shared/result";
import { changePledge } from "../domain/sponsor/pledge-life";
import type { Pledge, Sponsor } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { owesMonths } from "../domain/worker/worker-life";
import type { Deps } from "./deps";
import { letGo, mostItems } from "./dues";
import { closeLapseTask } from "./lapse-tasks";
import { calledOf, send, tellSponsored } from "./notices";
import { endPledge, setEnded } from "./pledge-ends";
import { lateTexts, tellSponsor } from "./pledge-notices";
import { firstMonth, openDuesOfPledge } from "./pledge-start";
import { change } from "./saving";
import { dangerOf } from "./stand-by-offers";

/**
 * A stand-by sponsor's yes. Her yes is kept first, then the silent sponsor's pledge ends, then hers begins: at no moment do
 * two pledges pay for the worker, and whoever finishes this later comes to the same. The months that can still be paid in
 * time are hers from now on; those that are late pass to the worker. Null where nobody has to step in any more.
 */
export async function takeOver(deps: Deps, pledge: Pledge, sponsor: Sponsor, now: number): Promise<Pledge | null> {
  const worker = pledge.workerId === undefined ? null : await deps.repositories.workers.find(pledge.workerId);
  if (worker === null || !(await accept(deps, pledge, worker, now))) return null;
  const replaces = pledge.standBy?.replaces;
  const former = replaces === undefined ? null : await setEnded(deps, replaces, { reason: "taken-over" }, now);
  const active = await begin(deps, pledge, now);
  if (active === null) return null;
  const hers = await takeOn(deps, worker.id);
  await openDuesOfPledge(deps, active, hers ?? worker, now);
  if (active.standBy !== undefined) await closeLapseTask(deps, dueItemId(worker.id, active.standBy.period));
  if (former === null) {
    await tellSponsored(deps, { pledge: active, sponsor, worker }, now);
    return active;
  }
  const items = await deps.repositories.dueItems.findByWorkers([worker.id], mostItems);
  const heir: Payer = { type: "worker", personId: worker.personId };
  const left = items.filter(({ pledgeId }) => pledgeId === former.id);
  await letGo(deps, left, heir, now);
  await tellTakenOver(deps, { active, former, sponsor, worker, now });
  return active;
}

/** Keeps the yes, from which on there is no way back; false where it comes too late, or somebody has paid or paused. */
async function accept(deps: Deps, pledge: Pledge, worker: Worker, now: number): Promise<boolean> {
  const { pledges } = deps.repositories;
  const isAccepted = ({ status, standBy }: Pledge): boolean => status === "active" || standBy?.acceptedAt !== undefined;
  if (pledge.status === "held" && !isAccepted(pledge) && !(await isNeeded(deps, pledge, worker, now))) {
    await endPledge(deps, pledge.id, { reason: "not-needed" }, now);
    return false;
  }
  const accepted = await change(
    () => pledges.find(pledge.id),
    (current) => (isAccepted(current) ? ok(current) : changePledge(current, { type: "accept" }, now)),
    (next) => pledges.save(next),
  );
  return accepted.ok && accepted.value.status !== "ended";
}

async function isNeeded(deps: Deps, { standBy }: Pledge, worker: Worker, now: number): Promise<boolean> {
  const { pledges, dueItems } = deps.repositories;
  const danger = dangerOf(await dueItems.findByWorkers([worker.id], mostItems), dayOf(now));
  const former = standBy?.replaces === undefined ? null : await pledges.find(standBy.replaces);
  return owesMonths(worker.status) && danger !== null && former?.status !== "paused";
}

/** Begins the pledge of who said yes; null where somebody else pays for the worker by now. */
async function begin(deps: Deps, pledge: Pledge, now: number): Promise<Pledge | null> {
  const { pledges } = deps.repositories;
  const startPeriod: Period = await firstMonth(deps, pledge, now);
  const active = await change(
    () => pledges.find(pledge.id),
    (current) =>
      current.status === "active" ? ok(current) : changePledge(current, { type: "confirm", startPeriod }, now),
    (next) => pledges.save(next),
  );
  if (active.ok) return active.value;
  await endPledge(deps, pledge.id, { reason: "not-needed" }, now);
  return null;
}

/** Who paid for herself has a sponsor from now on. Done again it does nothing more. */
async function takeOn({ repositories: { workers } }: Deps, workerId: string): Promise<Worker | null> {
  const taken = await change(
    () => workers.find(workerId),
    (worker) => ok(worker.payer === "sponsor" ? worker : { ...worker, payer: "sponsor" as const }),
    (worker) => workers.save(worker),
  );
  return taken.ok ? taken.value : null;
}

/** Tells the worker who pays now and which months are hers, and the one who was silent that nothing is asked of her any more. */
async function tellTakenOver(
  deps: Deps,
  of: { active: Pledge; former: Pledge; sponsor: Sponsor; worker: Worker; now: number },
): Promise<void> {
  const { active, former, sponsor, worker, now } = of;
  const late = await lateTexts(deps, await deps.repositories.dueItems.findByWorkers([worker.id], mostItems), now);
  const { name } = await calledOf(deps, worker);
  const params = { name, month: active.startPeriod, sponsor: sponsor.officeName ?? sponsor.name };
  await send(deps, {
    cause: `${active.id} worker`,
    rule: "worker.taken-over",
    contactId: worker.registeredBy.contactId,
    texts: [
      { key: sponsor.showsName ? "notice.worker.taken-over.named" : "notice.worker.taken-over", params },
      { key: "notice.worker.taken-over.next" },
      ...late,
      ...(late.length > 0 ? [{ key: "notice.worker.taken-over.late" }] : []),
    ],
    options: ["!status"],
  });
  if (former.endReason === "taken-over")
    await tellSponsor(deps, "taken-over", former, worker, `${former.id} taken over`);
}
