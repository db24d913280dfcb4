import { amountToPay, type DueItem } from "../domain/contribution/due-item";
import type { Contact } from "../domain/messaging/contact";
import { inOrderOfUse, works } from "../domain/messaging/endpoints";
import { covers } from "../domain/officer/area";
import type { Area } from "../domain/officer/officer";
import { villageById } from "../domain/shared/region";
import { occupiesWorker } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { stands } from "../domain/worker/worker-life";
import { officerOf } from "./access";
import type { CallCase, Effects } from "./catalog";
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

/**
 * Everybody of an area whom no chat reaches any more: each of them is blocked, or took no message for good. Whoever said
 * STOP or took the consent back is not called either. Whoever writes again is off the list by that. In the order of places.
 */
export async function callList({ repositories }: Repositories, area: Area): Promise<readonly CallCase[]> {
  const { contacts } = repositories;
  const seen = new Set<string>();
  const cases: CallCase[] = [];
  for await (const page of pagesOf((after) => contacts.outOfReach(after, pageSize)))
    for (const { id, principalId = id } of page) {
      if (seen.has(principalId)) continue;
      seen.add(principalId);
      cases.push(...(await casesOf(repositories, principalId, area)));
    }
  return cases.toSorted((a, b) => placeOf(a).localeCompare(placeOf(b)));
}

const placeOf = ({ districtCode, villageId, name }: CallCase): string =>
  [districtCode, villageById(villageId)?.name ?? villageId, name].join(" ");

type Reason = Pick<CallCase, "reason" | "since">;

async function casesOf(repositories: Deps["repositories"], principalId: string, area: Area): Promise<CallCase[]> {
  const principal = await repositories.contacts.find(principalId);
  if (principal === null || !mayBeCalled(principal)) return [];
  const chats = [principal, ...(await repositories.contacts.endpoints(principalId))];
  const [last] = inOrderOfUse(chats);
  if (last === undefined || chats.some(works)) return [];
  const reason: Reason = {
    reason: last.blockedAt === undefined ? "undeliverable" : "blocked",
    since: last.blockedAt ?? last.undeliverableAt ?? 0,
  };
  return [
    ...(await workerCases(repositories, principalId, area, reason)),
    ...(await sponsorCases(repositories, principalId, area, reason)),
  ];
}

const mayBeCalled = ({ consent, optedOutAt, forgetAt }: Contact): boolean =>
  consent?.status === "given" && optedOutAt === undefined && forgetAt === undefined;

async function workerCases(
  repositories: Deps["repositories"],
  contactId: string,
  area: Area,
  reason: Reason,
): Promise<CallCase[]> {
  const own = (await repositories.workers.findByContact(contactId)).filter(
    (worker) => stands(worker.status) && worker.status !== "deceased" && covers(area, worker),
  );
  const persons = await personsById(repositories, own);
  const items = await unpaid(repositories, own);
  return own.map((worker) => {
    const person = persons.get(worker.personId);
    const dues = items.filter(({ workerId, payer }) => workerId === worker.id && payer.type === "worker");
    const phone = person?.phone === undefined ? {} : { phone: person.phone };
    return {
      ...place(worker),
      id: worker.id,
      who: "worker",
      name: person?.name ?? "",
      ...phone,
      ...reason,
      dues: duesOf(dues),
    };
  });
}

/** A sponsor is looked for where the first of the workers is, and called by the number of an own registration, if there is one. */
async function sponsorCases(
  repositories: Deps["repositories"],
  contactId: string,
  area: Area,
  reason: Reason,
): Promise<CallCase[]> {
  const { sponsors, pledges, workers, persons } = repositories;
  const sponsor = await sponsors.findByContact(contactId);
  const running =
    sponsor === null ? [] : (await pledges.findBySponsor(sponsor.id)).filter((one) => occupiesWorker(one.status));
  const paidFor = (await workers.findMany(running.flatMap(({ workerId }) => workerId ?? []))).filter((worker) =>
    covers(area, worker),
  );
  const [first] = paidFor;
  if (sponsor === null || first === undefined) return [];
  const dues = (await unpaid(repositories, paidFor)).filter(
    ({ payer }) => payer.type === "sponsor" && payer.sponsorId === sponsor.id,
  );
  const own = (await workers.findByContact(contactId)).find(({ registeredBy }) => registeredBy.relation === "self");
  const person = own === undefined ? null : await persons.find(own.personId);
  const phone = person?.phone === undefined ? {} : { phone: person.phone };
  return [
    { ...place(first), id: sponsor.id, who: "sponsor", name: sponsor.name, ...phone, ...reason, dues: duesOf(dues) },
  ];
}

const place = ({ number, districtCode, villageId }: Worker) => ({ number, districtCode, villageId });

async function unpaid({ dueItems }: Deps["repositories"], workers: readonly Worker[]): Promise<readonly DueItem[]> {
  if (workers.length === 0) return [];
  const items = await dueItems.findByWorkers(
    workers.map(({ id }) => id),
    mostItems,
  );
  return items.filter(({ status }) => status === "open" || status === "overdue");
}

const duesOf = (items: readonly DueItem[]): CallCase["dues"] =>
  items.map((item) => ({ period: item.period, amount: amountToPay(item) }));

/** How many wait, for the officer's figures of the day. */
export const callLookups: LookupsOf<"calls-waiting"> = {
  "calls-waiting": async (deps, _input, { contact }) => {
    const officer = await officerOf(deps, contact.id);
    return officer === null ? null : (await callList(deps, officer.area)).length;
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
  const all = await callList(deps, officer.area);
  const calls = all.filter(({ id }) => !skipIds.includes(id)).slice(0, mostShown);
  return {
    outcome: { calls, waiting: all.length },
    subject: { type: "officer", id: officer.id },
    actor: officerActor(officer),
    details: { shown: calls.map(({ id }) => id).join(" ") },
  };
}
