import type { DueItem } from "../domain/contribution/due-item";
import { isOwed, isPaid, paidRun, protectedUntil } from "../domain/contribution/due-item";
import { restoringForSponsor } from "../domain/contribution/lapse";
import { givenIn, lateMonth, standingOf } from "../domain/contribution/standing";
import { chatIdOf } from "../domain/messaging/endpoints";
import type { Person } from "../domain/person/person";
import { dayOf, dueDayOf, periodOfDay } from "../domain/shared/calendar";
import { addMonths, comparePeriods, type Period } from "../domain/shared/period";
import { parseRegistrationNumber } from "../domain/shared/registration-number";
import { isSilent } from "../domain/sponsor/silence";
import type { Pledge, Readiness } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { hasLapsed, stands } from "../domain/worker/worker-life";
import { isOwnWorker, officerOf } from "./access";
import { callLookups } from "./call-list";
import { careLookups } from "./care-work";
import type { Lookups } from "./catalog";
import type { Caller, DueView, OwnAffairs, OwnPledge, OwnWorker, WorkerGlimpse } from "./catalog-views";
import type { Deps } from "./deps";
import { startOfPaying } from "./due-plan";
import { factLookups } from "./fact-work";
import type { LookupsOf } from "./lookup";
import { freeWorkers } from "./matching";
import { monthsAhead, monthsToOpen } from "./months-ahead";
import { nextPaymentOf } from "./next-payment";
import { officeLookups } from "./office-bills";
import { officePeopleLookups } from "./office-people";
import { officerLookups } from "./officer-lookups";
import { type OwnDues, ownDues, reportable, sponsoredItems } from "./own-dues";
import { suggestionFor } from "./paper-suggestion";
import { dueViews } from "./payers";
import { questionLookups } from "./question-work";
import { receiptGlimpse } from "./receipts";
import { type Refusal, refusalsOf } from "./refusals";
import { waitingProofLookups } from "./replace-proof";
import { takeBackLookups } from "./take-back";
import { dueViewOf, glimpsesOf, homeAndWorkOf, personsById } from "./views";

/** How many candidates are shown at most, and how many proofs a person sees. */
const mostShown = 50;
/** How many people without a month to pay are asked about at most. */
const mostToOpen = 20;
/** Settled months are shown for half a year. */
const monthsShown = 6;

/** Every lookup of the catalogue: one that is missing does not compile. */
export const lookups: LookupsOf<keyof Lookups> = {
  ...officerLookups,
  ...takeBackLookups,
  ...callLookups,
  ...factLookups,
  ...officeLookups,
  ...officePeopleLookups,
  ...questionLookups,
  ...careLookups,
  ...waitingProofLookups,
  "is-our-wording": async ({ isOurWording }, { text }) => isOurWording?.(text) ?? false,
  rephrased: async ({ rephrase }, { question, texts }, { contact }) =>
    rephrase === undefined ? null : rephrase({ question, texts, contact }),
  "nik-status": nikStatus,
  "worker-by-number": async (deps, { number }) => {
    const parsed = parseRegistrationNumber(number);
    const worker = parsed.ok ? await deps.repositories.workers.findByNumber(parsed.value) : null;
    if (worker === null || !stands(worker.status) || worker.status === "deceased") return null;
    return (await glimpsesOf(deps, [worker]))[0] ?? null;
  },
  candidates: async (deps, { wishes, count }) => {
    const ids: string[] = [];
    const most = Math.min(count, mostShown);
    if (most < 1) return [];
    for await (const { id } of freeWorkers(deps, wishes)) if (ids.push(id) >= most) break;
    const found = await deps.repositories.workers.findMany(ids);
    return glimpsesOf(
      deps,
      found.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)),
    );
  },
  "own-affairs": ownAffairs,
  "own-chats": async ({ repositories }, _input, { contact }) => {
    const first = await repositories.contacts.find(contact.id);
    const chats = [...(first ? [first] : []), ...(await repositories.contacts.endpoints(contact.id))];
    return chats.map(({ id, channel, lastInboundAt }) => ({
      chatId: id,
      channel,
      ...(lastInboundAt === undefined ? {} : { usedAt: lastInboundAt }),
      isThis: id === chatIdOf(contact),
      isFirst: id === contact.id,
    }));
  },
  "paper-suggestion": (deps, { attachmentId }, { contact, now }) =>
    suggestionFor(deps, { contactId: contact.id, attachmentId }, now),
  receipt: (deps, { code }, { contact }) => receiptGlimpse(deps, code, contact.id),
  "months-ahead": async (deps, { dueItemIds, count }, { contact, now }) => {
    return dueViews(deps, await monthsAhead(deps, { contactId: contact.id, chosenIds: dueItemIds, count, now }));
  },
  "months-to-open": async (deps, _input, { contact, now }) =>
    dueViews(deps, await monthsToOpen(deps, { contactId: contact.id, now, limit: mostToOpen })),
  "sponsored-dues": async (deps, _input, { contact }) => dueViews(deps, await sponsoredItems(deps, contact.id)),
  "reportable-dues": async (deps, _input, { contact }) => {
    const { items, officeId } = await reportable(deps, contact.id);
    const ofOffice = new Set(items.flatMap(({ id, payer }) => (isPaidBy(payer, officeId) ? [id] : [])));
    const refusals = await refusalsOf(deps, items);
    return (await dueViews(deps, items)).map((one) => ({
      ...one,
      ...refusedFor(contact.id, refusals.get(one.dueItemId)),
      ...(ofOffice.has(one.dueItemId) ? { isOfOffice: true as const } : {}),
    }));
  },
};

/** That a proof did not hold, as a contact may know it: why it did not is for whoever sent it. */
function refusedFor(contactId: string, refusal: Refusal | undefined): Pick<DueView, "refusal"> {
  if (refusal === undefined) return {};
  return { refusal: refusal.contactId === contactId ? { reason: refusal.reason } : {} };
}

const isPaidBy = (payer: DueItem["payer"], sponsorId: string | undefined): boolean =>
  payer.type === "sponsor" && payer.sponsorId === sponsorId;

/** Says of a NIK only what its own contact may know; whoever else registered it stays hidden (F9.09). */
async function nikStatus(
  { repositories }: Deps,
  { nik }: Lookups["nik-status"]["input"],
  { contact }: Caller,
): Promise<Lookups["nik-status"]["result"]> {
  const person = await repositories.persons.findByNik(nik);
  const workers = person === null ? [] : await repositories.workers.findByPersons([person.id]);
  const standing = workers.find(({ status }) => stands(status));
  if (standing !== undefined) return isOwnWorker(standing, contact.id) ? "own" : "taken";
  const isOwnRejected = workers.some((worker) => worker.status === "rejected" && isOwnWorker(worker, contact.id));
  return isOwnRejected ? "own-rejected" : "free";
}

async function ownAffairs(deps: Deps, _input: object, { contact, now }: Caller): Promise<OwnAffairs> {
  const { repositories } = deps;
  const dues = await ownDues(deps, contact.id);
  const persons = await personsById(repositories, dues.workers);
  const officer = await officerOf(deps, contact.id);
  const proofs = await repositories.proofs.findByContact(contact.id, mostShown);
  const pledges = await ownPledges(deps, dues, persons, now);
  return {
    workers: await ownWorkers(deps, dues, persons, now),
    ...(dues.sponsor === null ? {} : { sponsor: sponsorView(dues.sponsor, dues, persons, pledges, now) }),
    pledges,
    ...(officer === null
      ? {}
      : { officer: { id: officer.id, name: officer.name, role: officer.role, area: officer.area } }),
    proofs: proofs.map(({ status, createdAt, reason }) => ({
      status,
      createdAt,
      ...(reason === undefined ? {} : { reason }),
    })),
  };
}

function sponsorView(
  sponsor: NonNullable<OwnDues["sponsor"]>,
  { items, workers }: OwnDues,
  persons: Persons,
  pledges: readonly OwnPledge[],
  now: number,
): NonNullable<OwnAffairs["sponsor"]> {
  const standing = new Set(pledges.map(({ pledgeId }) => pledgeId));
  const waiting = items.filter(
    ({ status, payer, pledgeId = "" }) =>
      status === "reported" && isPaidBy(payer, sponsor.id) && !standing.has(pledgeId),
  );
  const { name, kind, officeName, retiresOn, retirementPlan, standsBy } = sponsor;
  return {
    name,
    kind,
    ...(officeName === undefined ? {} : { officeName }),
    ...(retiresOn === undefined ? {} : { retiresOn }),
    ...(retirementPlan === undefined ? {} : { retirementPlan }),
    ...(standsBy === undefined ? {} : { standsBy: readinessView(standsBy) }),
    ...givenBy(sponsor.id, items),
    ...silenceIn(pledges, items, now),
    ...(waiting.length === 0 ? {} : { waiting: viewsOf(waiting, workers, persons) }),
  };
}

function silenceIn(pledges: readonly OwnPledge[], items: OwnDues["items"], now: number): { readonly isSilent?: true } {
  const silent = pledges.some(({ pledgeId, status, worker }) => {
    const ofWorker = items.filter(({ workerId }) => workerId === worker?.workerId);
    return status === "active" && isSilent(ofWorker, pledgeId, dayOf(now));
  });
  return silent ? { isSilent: true } : {};
}

/** What a sponsor has paid for everybody, also under pledges that have ended. */
function givenBy(sponsorId: string, items: OwnDues["items"]): Pick<NonNullable<OwnAffairs["sponsor"]>, "given"> {
  const paid = items.filter((item) => isPaid(item) && isPaidBy(item.payer, sponsorId));
  const lastPeriod = paid
    .map(({ period }) => period)
    .sort(comparePeriods)
    .at(-1);
  return lastPeriod === undefined ? {} : { given: { ...givenIn(paid), lastPeriod } };
}

/** Since when is the house's own affair. */
function readinessView({ most, villageId }: Readiness): { most: number; villageId?: string } {
  return { most, ...(villageId === undefined ? {} : { villageId }) };
}

type Persons = ReadonlyMap<string, Person>;

async function ownWorkers(deps: Deps, dues: OwnDues, persons: Persons, now: number): Promise<OwnWorker[]> {
  const { repositories } = deps;
  const shown = dues.registered.filter(({ status }) => status !== "withdrawn");
  const pledges = await repositories.pledges.findByWorkers(shown.map(({ id }) => id));
  const sponsors = await repositories.sponsors.findMany(pledges.map(({ sponsorId }) => sponsorId));
  const shownIds = new Set(shown.map(({ id }) => id));
  const refusals = await refusalsOf(
    deps,
    dues.items.filter(({ workerId }) => shownIds.has(workerId)),
  );
  return shown.map((worker) => {
    const pledge = pledges.find(({ workerId }) => workerId === worker.id);
    const sponsor = sponsors.find(({ id }) => id === pledge?.sponsorId);
    const items = dues.items.filter(({ workerId }) => workerId === worker.id);
    return {
      ...ownWorkerView(worker, persons),
      ...(pledge === undefined || pledge.status === "held" ? {} : { sponsor: sponsorOfWorker(pledge, sponsor) }),
      ...protectionOf(items, now),
      dues: viewsOf(recent(items, now), [worker], persons).map((one) => ({
        ...one,
        ...refusedFor(worker.registeredBy.contactId, refusals.get(one.dueItemId)),
      })),
      ...creditOf(worker),
    };
  });
}

const creditOf = ({ credit }: Worker): { readonly credit?: number } => (credit === undefined ? {} : { credit });

function ownWorkerView(worker: Worker, persons: Persons) {
  const { id, number, status, rejection, programmes, payer, base } = worker;
  const { relation } = worker.registeredBy;
  const name = persons.get(worker.personId)?.name ?? "";
  const why =
    status !== "rejected" || rejection === undefined
      ? {}
      : { rejection: { reason: rejection.reason, ...(rejection.note === undefined ? {} : { note: rejection.note }) } };
  return {
    workerId: id,
    number,
    name,
    relation,
    status,
    ...why,
    ...homeAndWorkOf(worker),
    programmes,
    payer,
    base,
  };
}

/** The name only where the sponsor agreed; an office goes by its own name. */
function sponsorOfWorker(pledge: Pledge, sponsor: OwnDues["sponsor"] | undefined): NonNullable<OwnWorker["sponsor"]> {
  const name = sponsor?.showsName ? (sponsor.officeName ?? sponsor.name) : undefined;
  const { status, pausedUntil } = pledge;
  return { status, ...(name === undefined ? {} : { name }), ...(pausedUntil === undefined ? {} : { pausedUntil }) };
}

function protectionOf(
  items: readonly DueItem[],
  now: number,
): Pick<OwnWorker, "monthsInRow" | "protection" | "protectedUntil"> {
  const today = dayOf(now);
  const current = periodOfDay(today);
  const protection = protectedUntil(items, today);
  // A month that is not late yet does not break the row of those before it.
  const monthsInRow = paidRun(items, current) || paidRun(items, addMonths(current, -1));
  const until = protection.status === "none" ? {} : { protectedUntil: protection.until };
  return { monthsInRow, protection: protection.status, ...until };
}

function recent(items: readonly DueItem[], now: number): DueItem[] {
  const first = addMonths(periodOfDay(dayOf(now)), -monthsShown);
  return items.filter(
    (item) => isOwed(item) || (item.status !== "cancelled" && comparePeriods(item.period, first) >= 0),
  );
}

function viewsOf(items: readonly DueItem[], workers: readonly Worker[], persons: Persons): DueView[] {
  return items.flatMap((item) => {
    const worker = workers.find(({ id }) => id === item.workerId);
    return worker === undefined ? [] : [dueViewOf(item, worker, persons.get(worker.personId) ?? null)];
  });
}

async function ownPledges(deps: Deps, dues: OwnDues, persons: Persons, now: number): Promise<OwnPledge[]> {
  const all = dues.sponsor === null ? [] : await deps.repositories.pledges.findBySponsor(dues.sponsor.id);
  const shown = all.filter(({ status }) => status !== "ended");
  const glimpses = await glimpsesOf(deps, dues.workers);
  return shown.map((pledge) => {
    const worker = dues.workers.find(({ id }) => id === pledge.workerId);
    const items = dues.items.filter(({ pledgeId }) => pledgeId === pledge.id);
    const all = dues.items.filter(({ workerId }) => workerId === pledge.workerId);
    const nextPeriod = startOfPaying(pledge.startPeriod, all, now);
    const next = worker === undefined ? null : nextPaymentOf({ pledge, worker, items: all, month: nextPeriod, now });
    return {
      ...pledgeView(pledge, glimpses),
      ...nikFor(pledge, worker, persons),
      ...standInFor(pledge, all),
      nextPeriod,
      ...(next === null ? {} : { next }),
      standing: standingOf(all, dayOf(now), ({ pledgeId }) => pledgeId === pledge.id),
      given: givenIn(items),
      dues: worker === undefined ? [] : viewsOf(recent(items, now), [worker], persons),
      ...(worker === undefined || pledge.status === "held" ? {} : creditOf(worker)),
      ...(worker !== undefined && hasLapsed(worker) ? lapseOf(all, nextPeriod, now) : {}),
    };
  });
}

/** That protection has ended, and what lets it run again. */
function lapseOf(items: readonly DueItem[], next: Period, now: number): Pick<OwnPledge, "hasLapsed" | "restoring"> {
  return { hasLapsed: true, restoring: restoringForSponsor(items, dayOf(now), next) };
}

function pledgeView(
  pledge: Pledge,
  glimpses: readonly WorkerGlimpse[],
): Omit<OwnPledge, "dues" | "nextPeriod" | "standing" | "given"> {
  const { id, createdAt, status, programmes, startPeriod, monthsAhead, route } = pledge;
  const { pausedUntil, heldSince, heldUntil } = pledge;
  const worker = glimpses.find(({ workerId }) => workerId === pledge.workerId);
  return {
    pledgeId: id,
    createdAt,
    status,
    programmes,
    startPeriod,
    monthsAhead,
    route,
    ...(worker === undefined ? {} : { worker }),
    ...(pausedUntil === undefined ? {} : { pausedUntil }),
    ...(heldSince === undefined ? {} : { heldSince }),
    ...(heldUntil === undefined ? {} : { heldUntil }),
  };
}

/** What a stand-by sponsor is asked for, while she is asked: the one month, nothing of the others. */
function standInFor(pledge: Pledge, items: readonly DueItem[]): Pick<OwnPledge, "standBy"> {
  const item = items.find(({ period }) => period === pledge.standBy?.period);
  if (pledge.status !== "held" || item === undefined) return {};
  return { standBy: { ...lateMonth(item), lastDay: dueDayOf(item.period) } };
}

/** The payment number, for a sponsor who pays directly, has said yes, and whom the worker allowed to see it. */
function nikFor(pledge: Pledge, worker: Worker | undefined, persons: Persons): Pick<OwnPledge, "nik"> {
  const pays = pledge.status === "active" || pledge.status === "paused";
  if (!pays || pledge.route !== "direct" || !worker?.sharesNikWithSponsor) return {};
  const nik = persons.get(worker.personId)?.nik;
  return nik === undefined ? {} : { nik };
}
