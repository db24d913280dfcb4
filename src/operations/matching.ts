import { changePledge, fitsWishes } from "../domain/sponsor/pledge-life";
import { holdMs, occupiesWorker, type Pledge } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { mayBeSponsored } from "../domain/worker/worker-life";
import type { Deps } from "./deps";
import { tellMatched } from "./notices";
import { change } from "./saving";

/** How many waiting pledges are looked through for one worker, and workers read at once for one sponsor. */
const mostWaiting = 500;
const pageSize = 50;

/**
 * Offers a worker who has no sponsor to the one who has waited longest for somebody like her: held for 48 hours, and told.
 * `exceptSponsorId` has just let her go. Done again it does nothing more.
 */
export async function offerWorker(
  deps: Deps,
  workerId: string,
  now: number,
  exceptSponsorId?: string,
): Promise<Pledge | null> {
  const { pledges, workers } = deps.repositories;
  const worker = await workers.find(workerId);
  if (worker === null || !mayBeSponsored(worker)) return null;
  const occupying = await pledges.findByWorker(workerId);
  if (occupying !== null) {
    if (wasMatchedLater(occupying)) await tellOf(deps, occupying, worker);
    return null;
  }
  for (const waiting of await pledges.waiting(mostWaiting)) {
    if (waiting.sponsorId === exceptSponsorId || !fitsWishes(waiting.wishes, worker)) continue;
    const held = await hold(deps, waiting.id, worker, now);
    if (held === "worker-taken") return null;
    if (held === null) continue;
    await tellOf(deps, held, worker);
    return held;
  }
  return null;
}

/** Whether a hold came later than the pledge itself: the sponsor was not there when the worker was found, and has to be told. */
export function wasMatchedLater(pledge: Pledge): boolean {
  return pledge.status === "held" && pledge.heldUntil !== undefined && pledge.heldUntil !== pledge.createdAt + holdMs;
}

/** Tells the sponsor of a hold that a worker was found; told once, however often it is called. */
export async function tellOf(deps: Deps, pledge: Pledge, worker: Worker): Promise<void> {
  const sponsor = await deps.repositories.sponsors.find(pledge.sponsorId);
  if (sponsor !== null) await tellMatched(deps, pledge, sponsor, worker);
}

/** The workers who look for a sponsor and are free, longest waiting first, read as far as the caller wants. */
export async function* freeWorkers({ repositories }: Deps, wishes: Pledge["wishes"]): AsyncGenerator<Worker> {
  let after: { submittedAt: number; id: string } | undefined;
  for (;;) {
    const page = await repositories.workers.seekingSponsor(wishes, pageSize, after);
    const last = page.at(-1);
    if (last === undefined) return;
    const pledges = await repositories.pledges.findByWorkers(page.map(({ id }) => id));
    const taken = new Set(pledges.filter(({ status }) => occupiesWorker(status)).map(({ workerId }) => workerId));
    yield* page.filter((worker) => !taken.has(worker.id) && mayBeSponsored(worker));
    after = { submittedAt: last.submittedAt, id: last.id };
  }
}

async function hold(
  { repositories: { pledges } }: Deps,
  pledgeId: string,
  worker: Worker,
  now: number,
): Promise<Pledge | null | "worker-taken"> {
  const held = await change(
    () => pledges.find(pledgeId),
    (pledge) => changePledge(pledge, { type: "hold", workerId: worker.id }, now),
    (pledge) => pledges.save(pledge),
  );
  if (held.ok) return held.value;
  return held.error === "worker-taken" ? "worker-taken" : null;
}
