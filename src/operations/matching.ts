import { changePledge } from "../domain/sponsor/pledge-life";
import { holdMs, occupiesWorker, type Pledge, type Wishes } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { mayBeSponsored } from "../domain/worker/worker-life";
import type { Deps } from "./deps";
import { tellMatched } from "./notices";
import type { Seeking } from "./repositories";
import { change } from "./saving";

/** How many waiting pledges are tried for one worker, and workers read at once for one sponsor. */
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
  // Looked for after the pledge that occupies her: where a stand-by sponsor takes over, one of the two is always there.
  if ((await pledges.findOffer(workerId)) !== null) return null;
  for (const waiting of await pledges.waitingFor(worker, pageSize, exceptSponsorId)) {
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

/**
 * The workers who look for a sponsor and are free, read as far as the caller wants. Whoever lives in the village that is
 * wished for comes before all others; then whoever lost a sponsor, because her protection is about to end; then whoever has
 * waited longest.
 */
export async function* freeWorkers(deps: Deps, { villageId, ...wishes }: Wishes): AsyncGenerator<Worker> {
  const village = villageId === undefined ? [] : [{ ...wishes, villageId }];
  const seen = new Set<string>();
  for (const place of [...village, wishes])
    for (const which of [{ ...place, wasLeft: true as const }, place])
      for await (const worker of freeAmong(deps, which)) {
        // What an earlier round has given is no second chance: it was refused, or somebody else was faster.
        if (seen.has(worker.id)) continue;
        if (which !== wishes) seen.add(worker.id);
        yield worker;
      }
}

async function* freeAmong({ repositories }: Deps, which: Seeking): AsyncGenerator<Worker> {
  let after: { submittedAt: number; id: string } | undefined;
  for (;;) {
    const page = await repositories.workers.seekingSponsor(which, pageSize, after);
    const last = page.at(-1);
    if (last === undefined) return;
    const pledges = await repositories.pledges.findByWorkers(page.map(({ id }) => id));
    const offers = await repositories.pledges.findOffers(page.map(({ id }) => id));
    const held = pledges.filter(({ status }) => occupiesWorker(status));
    const taken = new Set([...held, ...offers].map(({ workerId }) => workerId));
    yield* page.filter((worker) => !taken.has(worker.id) && mayBeSponsored(worker));
    after = { submittedAt: last.submittedAt, id: last.id };
  }
}

/** Each sponsor who waits, oldest first, in turn gets the worker who comes first; returns how many were found one. */
export async function offerAll(deps: Deps, now: number): Promise<number> {
  const exhausted = new Set<string>();
  let matched = 0;
  for await (const { wishes } of waitingPledges(deps)) {
    const key = JSON.stringify([wishes.districtCode, wishes.occupationId]);
    if (exhausted.has(key)) continue;
    const next = await freeWorkers(deps, wishes).next();
    if (next.done) exhausted.add(key);
    else if ((await offerWorker(deps, next.value.id, now)) !== null) matched += 1;
  }
  return matched;
}

async function* waitingPledges({ repositories }: Deps): AsyncGenerator<Pledge> {
  let after: { createdAt: number; id: string } | undefined;
  for (;;) {
    const page = await repositories.pledges.waiting(pageSize, after);
    const last = page.at(-1);
    if (last === undefined) return;
    yield* page;
    after = { createdAt: last.createdAt, id: last.id };
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
