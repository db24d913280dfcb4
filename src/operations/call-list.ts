import { amountToPay, type DueItem } from "../domain/contribution/due-item";
import type { Contact } from "../domain/messaging/contact";
import { inOrderOfUse, works } from "../domain/messaging/endpoints";
import { covers } from "../domain/officer/area";
import type { Area } from "../domain/officer/officer";
import { villageById } from "../domain/shared/region";
import { occupiesWorker, type Sponsor } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { stands } from "../domain/worker/worker-life";
import { officerOf } from "./access";
import type { Effects } from "./catalog";
import { type CallCase, mostCallsCounted } from "./catalog-views";
import type { Act, Deps } from "./deps";
import { mostItems } from "./dues";
import { type Done, type EffectsOf, officerActor } from "./effect";
import type { LookupsOf } from "./lookup";
import { pagesOf } from "./saving";
import { personsById } from "./views";

type Repositories = Pick<Deps, "repositories">;

const pageSize = 200;
/** How many are shown in one message. */
const mostShown = 3;
/** How many people's months are looked up at once. */
const atOnce = 50;

/** Somebody to be called, before names, numbers and months are looked up. */
interface Candidate extends Pick<CallCase, "who" | "id" | "reason" | "since"> {
  readonly contactId: string;
  /** The registration, of a sponsor the first that is paid for. */
  readonly worker: Worker;
  /** Whose months may wait to be paid by this person. */
  readonly workers: readonly Worker[];
  readonly sponsor?: Sponsor;
}
type Reason = Pick<CallCase, "reason" | "since">;

/**
 * Everybody of an area whom no chat reaches any more: each of them is blocked, or took no message for good. Whoever said
 * STOP or took the consent back is not called either. Whoever writes again is off the list by that. In the order of places.
 */
export async function callList({ repositories }: Repositories, area: Area): Promise<readonly CallCase[]> {
  const all = await candidates(repositories, area, Number.POSITIVE_INFINITY);
  const cases: CallCase[] = [];
  for (let start = 0; start < all.length; start += atOnce)
    cases.push(...(await casesOf(repositories, all.slice(start, start + atOnce))));
  return cases.toSorted((a, b) => `${placeOf(a)} ${a.name}`.localeCompare(`${placeOf(b)} ${b.name}`));
}

const placeOf = ({ districtCode, villageId }: Pick<Worker, "districtCode" | "villageId">): string =>
  [districtCode, villageById(villageId)?.name ?? villageId].join(" ");

/** At least so many of them, where there are so many; each page of chats takes the same few questions to storage. */
async function candidates(repositories: Deps["repositories"], area: Area, most: number): Promise<readonly Candidate[]> {
  const seen = new Set<string>();
  const found: Candidate[] = [];
  for await (const page of pagesOf((after) => repositories.contacts.outOfReach(after, pageSize))) {
    const ids = new Set(page.map(({ id, principalId = id }) => principalId).filter((id) => !seen.has(id)));
    for (const id of ids) seen.add(id);
    const reasons = await reasonsOf(repositories, [...ids]);
    found.push(
      ...(await workersAmong(repositories, area, reasons)),
      ...(await sponsorsAmong(repositories, area, reasons)),
    );
    if (found.length >= most) break;
  }
  return found;
}

/** Why those of these people who may be called are not reached by any of their chats. */
async function reasonsOf(
  { contacts }: Deps["repositories"],
  principalIds: readonly string[],
): Promise<ReadonlyMap<string, Reason>> {
  const principals = (await contacts.findMany(principalIds)).filter(mayBeCalled);
  const others = await contacts.endpointsOf(principals.map(({ id }) => id));
  const reasons = new Map<string, Reason>();
  for (const principal of principals) {
    const chats = [principal, ...others.filter(({ principalId }) => principalId === principal.id)];
    const [last = principal] = inOrderOfUse(chats);
    if (chats.some(works)) continue;
    const reason = last.blockedAt === undefined ? "undeliverable" : "blocked";
    reasons.set(principal.id, { reason, since: last.blockedAt ?? last.undeliverableAt ?? 0 });
  }
  return reasons;
}

const mayBeCalled = ({ consent, optedOutAt, forgetAt }: Contact): boolean =>
  consent?.status === "given" && optedOutAt === undefined && forgetAt === undefined;

async function workersAmong(
  { workers }: Deps["repositories"],
  area: Area,
  reasons: ReadonlyMap<string, Reason>,
): Promise<Candidate[]> {
  const own = await workers.findByContacts([...reasons.keys()]);
  return own.flatMap((worker): Candidate[] => {
    const { contactId } = worker.registeredBy;
    const reason = reasons.get(contactId);
    const isCalled = stands(worker.status) && worker.status !== "deceased" && covers(area, worker);
    return reason && isCalled
      ? [{ ...reason, id: worker.id, who: "worker", contactId, worker, workers: [worker] }]
      : [];
  });
}

/** A sponsor is looked for where the first of the workers is. */
async function sponsorsAmong(
  { sponsors, pledges, workers }: Deps["repositories"],
  area: Area,
  reasons: ReadonlyMap<string, Reason>,
): Promise<Candidate[]> {
  const unreached = await sponsors.findByContacts([...reasons.keys()]);
  const every = await pledges.findBySponsors(unreached.map(({ id }) => id));
  const running = every.filter(({ status }) => occupiesWorker(status));
  const paidFor = await workers.findMany([...new Set(running.flatMap(({ workerId }) => workerId ?? []))]);
  const within = paidFor.filter((worker) => covers(area, worker));
  return unreached.flatMap((sponsor): Candidate[] => {
    const { id, contactId } = sponsor;
    const own = new Set(running.flatMap(({ sponsorId, workerId }) => (sponsorId === id && workerId ? [workerId] : [])));
    const theirs = within.filter((worker) => own.has(worker.id));
    const [worker] = theirs;
    const reason = reasons.get(contactId);
    return reason && worker ? [{ ...reason, id, who: "sponsor", contactId, worker, workers: theirs, sponsor }] : [];
  });
}

/** With names, numbers and months: a sponsor is called by the number of an own registration, if there is one. */
async function casesOf(repositories: Deps["repositories"], chosen: readonly Candidate[]): Promise<CallCase[]> {
  const sponsorContacts = chosen.flatMap(({ sponsor, contactId }) => (sponsor ? [contactId] : []));
  const theirs = (await repositories.workers.findByContacts(sponsorContacts)).filter(
    ({ registeredBy }) => registeredBy.relation === "self",
  );
  const persons = await personsById(repositories, [...chosen.map(({ worker }) => worker), ...theirs]);
  const items = await unpaid(repositories, [...new Set(chosen.flatMap(({ workers }) => workers.map(({ id }) => id)))]);
  return chosen.map((candidate) => {
    const { id, who, reason, since, contactId, worker, sponsor } = candidate;
    const registration = sponsor ? theirs.find(({ registeredBy }) => registeredBy.contactId === contactId) : worker;
    const person = persons.get(registration?.personId ?? "");
    const phone = person?.phone === undefined ? {} : { phone: person.phone };
    const { number, districtCode, villageId } = worker;
    const name = sponsor?.name ?? person?.name ?? "";
    return { id, who, number, districtCode, villageId, name, ...phone, reason, since, dues: duesOf(candidate, items) };
  });
}

async function unpaid({ dueItems }: Deps["repositories"], workerIds: readonly string[]): Promise<readonly DueItem[]> {
  if (workerIds.length === 0) return [];
  const items = await dueItems.findByWorkers(workerIds, mostItems * atOnce);
  return items.filter(({ status }) => status === "open" || status === "overdue");
}

function duesOf({ workers, sponsor }: Candidate, items: readonly DueItem[]): CallCase["dues"] {
  const ids = new Set(workers.map(({ id }) => id));
  const own = items.filter(
    ({ workerId, payer }) =>
      ids.has(workerId) &&
      (sponsor ? payer.type === "sponsor" && payer.sponsorId === sponsor.id : payer.type === "worker"),
  );
  return own.map((item) => ({ period: item.period, amount: amountToPay(item) }));
}

/** How many wait, for the officer's figures of the day; no more are counted than are told. */
export const callLookups: LookupsOf<"calls-waiting"> = {
  "calls-waiting": async (deps, _input, { contact }) => {
    const officer = await officerOf(deps, contact.id);
    if (officer === null) return null;
    const found = await candidates(deps.repositories, officer.area, mostCallsCounted + 1);
    return Math.min(found.length, mostCallsCounted + 1);
  },
};

/** An effect, because somebody's number is shown: who saw which registrations is in the audit log. */
export const callEffects: EffectsOf<"open-call-list"> = {
  "open-call-list": { run: show, recall: async (act, _entry, input) => (await show(act, input)).outcome },
};

async function show(
  { deps, contact }: Act,
  { skipIds }: Effects["open-call-list"]["input"],
): Promise<Done<"open-call-list">> {
  const officer = await officerOf(deps, contact.id);
  if (officer === null)
    return { outcome: { calls: [], waiting: 0 }, subject: { type: "contact", id: contact.id }, refused: true };
  const found = await candidates(deps.repositories, officer.area, skipIds.length + mostCallsCounted + 1);
  const next = found
    .filter(({ id }) => !skipIds.includes(id))
    .toSorted((a, b) => placeOf(a.worker).localeCompare(placeOf(b.worker)))
    .slice(0, mostShown);
  const calls = await casesOf(deps.repositories, next);
  return {
    outcome: { calls, waiting: found.length },
    subject: { type: "officer", id: officer.id },
    actor: officerActor(officer),
    details: { shown: calls.map(({ id }) => id).join(" ") },
  };
}
