import { nearingLapse } from "../domain/contribution/lapse";
import { dayOf, type IsoDay } from "../domain/shared/calendar";
import { heldSinceOf } from "../domain/sponsor/hold";
import { changePledge } from "../domain/sponsor/pledge-life";
import { occupiesWorker, type Pledge, type Wishes } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { mayBeSponsored } from "../domain/worker/worker-life";
import type { Deps } from "./deps";
import { mostItems } from "./dues";
import { eachSafely, toLog } from "./each-safely";
import { tellMatched } from "./pledge-notices";
import type { Seeker, Seeking } from "./repositories";
import { change } from "./saving";
import { type SilentAmong, silentAmong } from "./silent-sponsors";

/** How many waiting pledges are tried for one worker, and workers read at once for one sponsor. */
const pageSize = 50;

/**
 * Offers a worker who has no sponsor to the one who has waited longest for somebody like her: held for 48 hours, and told. Who is
 * silent about whom she helps already waits until she pays or says that she did. `exceptSponsorId` has just let her go. Done
 * again it does nothing more.
 */
export function offerWorker(
  deps: Deps,
  workerId: string,
  now: number,
  exceptSponsorId?: string,
): Promise<Pledge | null> {
  return offer(deps, workerId, { now, exceptSponsorId, silentAmong: silentAmong(deps, now) });
}

/** How a worker is offered: when, but to whom, and who is silent then. */
interface Offering {
  readonly now: number;
  readonly exceptSponsorId?: string | undefined;
  readonly silentAmong: SilentAmong;
}

async function offer(deps: Deps, workerId: string, offering: Offering): Promise<Pledge | null> {
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
  for await (const waiting of waitingFor(deps, worker, offering)) {
    const held = await hold(deps, waiting.id, worker, offering.now);
    if (held === "worker-taken") return null;
    if (held === null) continue;
    await tellOf(deps, held, worker);
    return held;
  }
  return null;
}

/** The pledges that a worker may be offered to, oldest first: read on only past those of sponsors who are silent. */
async function* waitingFor(
  { repositories: { pledges } }: Deps,
  worker: Worker,
  { exceptSponsorId, silentAmong }: Offering,
): AsyncGenerator<Pledge> {
  const except = new Set(exceptSponsorId === undefined ? [] : [exceptSponsorId]);
  for (;;) {
    const page = await pledges.waitingFor(worker, pageSize, [...except]);
    const silent = await silentAmong(page.map(({ sponsorId }) => sponsorId));
    yield* page.filter(({ sponsorId }) => !silent.has(sponsorId));
    if (silent.size === 0 || page.length < pageSize) return;
    for (const sponsorId of silent) except.add(sponsorId);
  }
}

/** Whether a hold came later than the pledge itself: the sponsor was not there when the worker was found, and has to be told. */
export function wasMatchedLater(pledge: Pledge): boolean {
  const { status, heldUntil, standBy, createdAt } = pledge;
  return status === "held" && heldUntil !== undefined && standBy === undefined && heldSinceOf(pledge) !== createdAt;
}

/** The last day on which a lapse that a worker heads for can be averted (F2.13); none where she heads for none. */
export async function lastDayOf({ repositories }: Deps, workerId: string, now: number): Promise<IsoDay | undefined> {
  return nearingLapse(await repositories.dueItems.findByWorkers([workerId], mostItems), dayOf(now))?.lastDay;
}

/** Tells the sponsor of a hold that a worker was found; told once, however often it is called. */
export async function tellOf(deps: Deps, pledge: Pledge, worker: Worker): Promise<void> {
  const sponsor = await deps.repositories.sponsors.find(pledge.sponsorId);
  if (sponsor !== null) await tellMatched(deps, pledge, sponsor, worker);
}

/**
 * The workers who look for a sponsor and are free, read as far as the caller wants. Whoever lives in the village that is
 * wished for comes before all others; then whoever lost a sponsor, or has paid herself, because her protection is about to end;
 * then whoever has waited longest. Nothing is unsealed to find them, so that one whose record cannot be read hides none of the
 * others.
 */
export async function* freeWorkers(deps: Deps, { villageId, ...wishes }: Wishes): AsyncGenerator<Seeker> {
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

async function* freeAmong({ repositories }: Deps, which: Seeking): AsyncGenerator<Seeker> {
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

/**
 * Each sponsor who waits and is not silent, oldest first, in turn gets the worker who comes first; returns how many were found one. Where that
 * fails, as for a record that cannot be read, the sponsor gets the next, and in the end it is thrown that it failed for some.
 */
export async function offerAll(deps: Deps, now: number): Promise<number> {
  const offered = new Set<string>();
  const offering = { now, silentAmong: silentAmong(deps, now) };
  let matched = 0;
  const offerOne = async (workerId: string): Promise<void> => {
    const held = await offer(deps, workerId, offering);
    offered.add(workerId);
    if (held !== null) matched += 1;
  };
  await eachSafely(inTurn(deps, offered, offering), offerOne, toLog(deps.logger, "match-waiting"));
  return matched;
}

/** For each sponsor who waits the workers who come first, until one of them is among those `offered`. */
async function* inTurn(deps: Deps, offered: ReadonlySet<string>, offering: Offering): AsyncGenerator<string> {
  const [exhausted, failing] = [new Set<string>(), new Set<string>()];
  for await (const { wishes } of waitingPledges(deps, offering)) {
    const key = JSON.stringify([wishes.districtCode, wishes.occupationId]);
    if (exhausted.has(key)) continue;
    exhausted.add(key);
    for await (const { id } of freeWorkers(deps, wishes)) {
      if (failing.has(id)) continue;
      yield id;
      if (offered.has(id)) {
        exhausted.delete(key);
        break;
      }
      failing.add(id);
    }
  }
}

async function* waitingPledges({ repositories }: Deps, { silentAmong }: Offering): AsyncGenerator<Pledge> {
  let after: { createdAt: number; id: string } | undefined;
  for (;;) {
    const page = await repositories.pledges.waiting(pageSize, after);
    const last = page.at(-1);
    if (last === undefined) return;
    const silent = await silentAmong(page.map(({ sponsorId }) => sponsorId));
    yield* page.filter(({ sponsorId }) => !silent.has(sponsorId));
    after = { createdAt: last.createdAt, id: last.id };
  }
}

async function hold(
  deps: Deps,
  pledgeId: string,
  worker: Worker,
  now: number,
): Promise<Pledge | null | "worker-taken"> {
  const { pledges } = deps.repositories;
  const lastDay = await lastDayOf(deps, worker.id, now);
  const held = await change(
    () => pledges.find(pledgeId),
    (pledge) => changePledge(pledge, { type: "hold", workerId: worker.id, lastDay }, now),
    (pledge) => pledges.save(pledge),
  );
  if (held.ok) return held.value;
  return held.error === "worker-taken" ? "worker-taken" : null;
}
