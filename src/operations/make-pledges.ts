import type { AuditEntry } from "../domain/officer/officer";
import { ok } from "../domain/shared/result";
import { holdSpan } from "../domain/sponsor/hold";
import type { Pledge, Sponsor } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { mayBeSponsored } from "../domain/worker/worker-life";
import type { Effects } from "./catalog";
import type { Act } from "./deps";
import { contactSubject, type Done } from "./effect";
import { freeWorkers, lastDayOf } from "./matching";
import type { Seeker } from "./repositories";
import { change } from "./saving";
import { glimpsesOf } from "./views";

type Input = Effects["make-pledges"]["input"];
type Outcome = Effects["make-pledges"]["outcome"];

/** The most workers that one answer can ask for; whoever wants more asks again. */
const mostPledgesAtOnce = 50;

/**
 * Holds workers for a sponsor. Each pledge has its place in the answer and an id derived from it: after a crash those that
 * exist are kept, and only the missing ones are sought.
 */
export async function makePledges(act: Act, input: Input): Promise<Done<"make-pledges">> {
  const named = input.workerId === undefined ? null : await namedWorker(act, input.workerId);
  if (typeof named === "string") return refusedBecause(act, named);
  const sponsor = await sponsorOf(act, input);
  const made: Pledge[] = [];
  const candidates = freeWorkers(act.deps, input.wishes);
  for (let place = 0; place < countOf(input); place += 1) {
    const first = place === 0 && named !== null ? [named] : candidates;
    const pledge = await pledgeAt(act, input, sponsor, place, first);
    // The named worker was taken between the question and now.
    if (pledge === null) return refusedBecause(act, "worker-taken");
    made.push(pledge);
  }
  const places = made.map(({ workerId }) => (workerId === undefined ? "w" : "h")).join("");
  return { outcome: await outcomeOf(act, made), subject: contactSubject(act), details: { places } };
}

/** The outcome told again, from the pledges as they were held then. */
export async function recallPledges(act: Act, { details }: AuditEntry): Promise<Outcome> {
  const refused = details?.["refused"];
  if (refused === "worker-taken" || refused === "not-found") return { held: [], waiting: 0, refused };
  const places = [...String(details?.["places"] ?? "")];
  const pledges = await Promise.all(places.map((_, place) => act.deps.repositories.pledges.find(pledgeId(act, place))));
  const held = pledges.filter((pledge, place): pledge is Pledge => pledge !== null && places[place] === "h");
  const outcome = await outcomeOf(act, held);
  return { ...outcome, waiting: places.filter((kind) => kind === "w").length };
}

function countOf({ count }: Input): number {
  return Math.max(1, Math.min(mostPledgesAtOnce, Math.floor(count)));
}

function pledgeId({ deps, effectId }: Act, place: number): string {
  return deps.ids.derive(effectId, `pledge-${place}`);
}

function refusedBecause(act: Act, refused: "worker-taken" | "not-found"): Done<"make-pledges"> {
  const outcome = { held: [], waiting: 0, refused };
  return { outcome, subject: contactSubject(act), refused: true, details: { refused } };
}

async function namedWorker(act: Act, workerId: string): Promise<Worker | "worker-taken" | "not-found"> {
  const { workers, pledges } = act.deps.repositories;
  const worker = await workers.find(workerId);
  if (worker === null || !mayBeSponsored(worker)) return "not-found";
  const occupying = await pledges.findByWorker(workerId);
  if (occupying?.id === pledgeId(act, 0)) return worker;
  const isTaken = occupying !== null || (await pledges.findOffer(workerId)) !== null;
  return isTaken ? "worker-taken" : worker;
}

/** The sponsor that this contact is, as described now; made when it is none yet. */
async function sponsorOf(act: Act, input: Input): Promise<Sponsor> {
  const { sponsors } = act.deps.repositories;
  const { name, kind, officeName, showsName, retiresOn } = input;
  const described = {
    name,
    kind,
    showsName,
    ...(officeName === undefined ? {} : { officeName }),
    ...(retiresOn === undefined ? {} : { retiresOn }),
  };
  const added = await sponsors.add({
    ...described,
    id: act.deps.ids.derive(act.effectId, "sponsor"),
    revision: 0,
    contactId: act.contact.id,
    createdAt: act.now,
  });
  if (added.ok) return added.value;
  const changed = await change(
    () => sponsors.findByContact(act.contact.id),
    ({ officeName: _former, ...current }) => ok({ ...current, ...described }),
    (next) => sponsors.save(next),
  );
  if (!changed.ok) throw new Error("a sponsor exists for the contact and cannot be found; check the unique index");
  return changed.value;
}

/** The pledge at this place of the answer: the one made before, or one for the next free worker, or one that waits. */
async function pledgeAt(
  act: Act,
  input: Input,
  sponsor: Sponsor,
  place: number,
  candidates: readonly Seeker[] | AsyncGenerator<Seeker>,
): Promise<Pledge | null> {
  const { pledges } = act.deps.repositories;
  const id = pledgeId(act, place);
  const before = await pledges.find(id);
  if (before !== null) return before;
  const plain = newPledge(act, input, sponsor, id);
  const source = Symbol.asyncIterator in candidates ? candidates : candidates.values();
  for (let next = await source.next(); !next.done; next = await source.next()) {
    const workerId = next.value.id;
    const span = holdSpan(act.now, await lastDayOf(act.deps, workerId, act.now));
    const held = { ...plain, ...span, status: "held" as const, workerId };
    const added = await pledges.add(held);
    if (added.ok) return added.value;
  }
  if (Array.isArray(candidates)) return null;
  const waiting = await pledges.add(plain);
  return waiting.ok ? waiting.value : null;
}

function newPledge(act: Act, input: Input, sponsor: Sponsor, id: string): Pledge {
  const { programmes, startPeriod, monthsAhead, route, wishes } = input;
  return {
    id,
    revision: 0,
    sponsorId: sponsor.id,
    status: "waiting",
    programmes,
    startPeriod,
    monthsAhead,
    route,
    wishes,
    createdAt: act.now,
  };
}

async function outcomeOf({ deps }: Act, made: readonly Pledge[]): Promise<Outcome> {
  const ids = made.flatMap(({ workerId }) => workerId ?? []);
  const glimpses = await glimpsesOf(deps, await deps.repositories.workers.findMany(ids));
  const held = made.flatMap((pledge) => {
    const worker = glimpses.find(({ workerId }) => workerId === pledge.workerId);
    return worker === undefined ? [] : [{ pledgeId: pledge.id, worker }];
  });
  return { held, waiting: made.filter(({ workerId }) => workerId === undefined).length };
}
