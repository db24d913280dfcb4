import { amountToPay, isOwed } from "../domain/contribution/due-item";
import { mayHandle } from "../domain/officer/area";
import { adminTaskKinds, type Officer, type Task } from "../domain/officer/officer";
import type { Proof } from "../domain/payment/proof";
import { owedUnder } from "../domain/payment/settlement";
import type { Person } from "../domain/person/person";
import { dayOf, startOfDay } from "../domain/shared/calendar";
import { foldWords, typoDistance, typosAllowed } from "../domain/shared/folded-text";
import { rupiah } from "../domain/shared/money";
import { parseRegistrationNumber } from "../domain/shared/registration-number";
import type { Worker } from "../domain/worker/worker";
import { isOwnWorker, officerOf, placeOfProof } from "./access";
import { careOf, viewOf } from "./care-work";
import type { OfficerCounts, ProofCase, TaskCase, WorkerCase } from "./catalog-views";
import type { Deps } from "./deps";
import { readSafely, toLog } from "./each-safely";
import { lapseOfTask } from "./lapse-view";
import type { LookupsOf } from "./lookup";
import { countQuestions } from "./question-work";
import type { TaskChoice } from "./repositories";
import { foreseenUse } from "./surplus";
import { dueViewOf, homeAndWorkOf, personsById } from "./views";

/** How many cases are read to find the next one, and how far the count of those that wait goes. */
const mostRead = 100;
const mostNeighbours = 500;

/** What only officers are told, each about her own area. */
export const officerLookups: LookupsOf<
  "next-to-verify" | "next-proof" | "next-task" | "officer-counts" | "officer-worker" | "surplus-use"
> = {
  "next-to-verify": async (deps, { skipIds }, { contact }) => {
    const officer = await officerOf(deps, contact.id);
    if (officer === null) return null;
    const waiting = await deps.repositories.workers.toVerify(officer.area, mostRead, skipIds);
    const next = waiting.find((worker) => !isOwnWorker(worker, contact.id));
    return next === undefined ? null : workerCase(deps, next, waiting.length);
  },
  "next-proof": async (deps, { skipIds }, { contact }) => {
    const officer = await officerOf(deps, contact.id);
    if (officer === null) return null;
    for (const proof of await deps.repositories.proofs.waiting(officer.area, mostRead, skipIds)) {
      if (proof.contactId === contact.id || !mayHandle(officer, await placeOfProof(deps, proof))) continue;
      return proofCase(deps, proof, await deps.repositories.proofs.countWaiting(officer.area));
    }
    return null;
  },
  "next-task": async (deps, { skipIds }, { contact, now }) => {
    const officer = await officerOf(deps, contact.id);
    return officer === null ? null : taskCase(deps, officer, skipIds, now);
  },
  "surplus-use": async (deps, { proofId, amount }, { contact, now }) => {
    const officer = await officerOf(deps, contact.id);
    const proof = officer === null ? null : await deps.repositories.proofs.find(proofId);
    if (officer === null || proof === null || proof.contactId === contact.id) return null;
    if (!mayHandle(officer, await placeOfProof(deps, proof))) return null;
    return foreseenUse(deps, proof, rupiah(amount), now);
  },
  "officer-counts": async (deps, _input, { contact, now }) => {
    const officer = await officerOf(deps, contact.id);
    return officer === null ? null : countsOf(deps, officer, now);
  },
  "officer-worker": async (deps, { number }, { contact }) => {
    const officer = await officerOf(deps, contact.id);
    const parsed = parseRegistrationNumber(number);
    const worker = parsed.ok && officer !== null ? await deps.repositories.workers.findByNumber(parsed.value) : null;
    if (worker === null || officer === null || !mayHandle(officer, worker)) return null;
    return workerCase(deps, worker, 0);
  },
};

async function workerCase(deps: Deps, worker: Worker, waiting: number): Promise<WorkerCase | null> {
  const person = await deps.repositories.persons.find(worker.personId);
  if (person?.nik === undefined || person.bornOn === undefined || person.sex === undefined) return null;
  const { nik, name, bornOn, sex, phone } = person;
  const { number, revision, secondOccupation, income, programmes, payer } = worker;
  const { relation, consentNote } = worker.registeredBy;
  return {
    workerId: worker.id,
    revision,
    number,
    nik,
    name,
    bornOn,
    sex,
    ...(phone === undefined ? {} : { phone }),
    ...homeAndWorkOf(worker),
    ...(secondOccupation === undefined ? {} : { secondOccupation }),
    income,
    programmes,
    payer,
    relation,
    ...(consentNote === undefined ? {} : { consentNote }),
    warnings: worker.warnings,
    similar: await similarTo(deps, worker, person),
    waiting,
  };
}

/** Neighbours of a similar name, who might be the same person under a number that was typed wrongly. */
async function similarTo({ repositories }: Deps, worker: Worker, person: Person): Promise<WorkerCase["similar"]> {
  const neighbours = await repositories.workers.findByVillage(worker.villageId, mostNeighbours);
  const others = neighbours.filter(({ id, status }) => id !== worker.id && status !== "withdrawn");
  const persons = await personsById(repositories, others);
  return others
    .filter(({ personId }) => isSimilarName(persons.get(personId)?.name ?? "", person.name))
    .map(({ number, villageId }) => ({ number, villageId }));
}

function isSimilarName(one: string, other: string): boolean {
  const [a, b] = [foldWords(one), foldWords(other)];
  return a !== "" && typoDistance(a, b) <= typosAllowed(Math.min(a.length, b.length));
}

async function proofCase(deps: Deps, proof: Proof, waiting: number): Promise<ProofCase> {
  const { dueItems, workers } = deps.repositories;
  const items = await dueItems.findMany(proof.dueItemIds);
  const paidFor = await workers.findMany([...new Set(items.map(({ workerId }) => workerId))]);
  const persons = await personsById(deps.repositories, paidFor);
  const dues = items.flatMap((item) => {
    const worker = paidFor.find(({ id }) => id === item.workerId);
    const person = worker === undefined ? undefined : persons.get(worker.personId);
    if (worker === undefined || person?.nik === undefined) return [];
    const kpj = worker.kpj === undefined ? {} : { kpj: worker.kpj };
    return [{ ...dueViewOf(item, worker, person), amount: owedUnder(item, proof.id), nik: person.nik, ...kpj }];
  });
  return {
    proofId: proof.id,
    ...(proof.bill === undefined ? {} : { isBill: true as const }),
    ...(proof.reference === undefined ? {} : { reference: proof.reference }),
    ...(proof.text === undefined ? {} : { text: proof.text }),
    ...(proof.suggestion === undefined ? {} : { suggestion: proof.suggestion }),
    ...(proof.attachmentId === undefined ? {} : { attachmentId: proof.attachmentId }),
    ...(proof.replacedAt === undefined ? {} : { replacedAt: proof.replacedAt }),
    ...(await resemblanceOf(deps, proof)),
    dues,
    total: dues.reduce((sum, { amount }) => sum + amount, 0),
    ...(items.some((item) => amountToPay(item) > owedUnder(item, proof.id)) ? { waitsElsewhere: true as const } : {}),
    ...(items.every(isOwed) ? {} : { hasSettled: true as const }),
    waiting,
  };
}

/** Which earlier proof it resembles; that one is read anew, since its confirmation may have been taken back at any time. */
async function resemblanceOf(
  { repositories: { proofs }, logger }: Deps,
  { resembles }: Proof,
): Promise<Pick<ProofCase, "resemblesAt" | "resemblesBy" | "resemblesTakenBack">> {
  if (resembles === undefined) return {};
  const { proofId, at, by } = resembles;
  const find = (ids: readonly string[]) => Promise.all(ids.map((id) => proofs.find(id)));
  const [earlier] = await readSafely([proofId], find, toLog(logger, "next-proof"));
  const takenBack = earlier?.takenBack && { at: earlier.takenBack.at, reason: earlier.reason ?? "other" };
  return { resemblesAt: at, ...(by && { resemblesBy: by }), ...(takenBack && { resemblesTakenBack: takenBack }) };
}

async function taskCase(
  deps: Deps,
  officer: Officer,
  skipIds: readonly string[],
  now: number,
): Promise<TaskCase | null> {
  const { repositories } = deps;
  const own = tasksOf(officer);
  // Somebody in need comes before every question, however many wait.
  const [emergency] = await repositories.tasks.open(officer.area, 1, { skipIds, kind: "emergency" });
  const next = emergency ?? (await repositories.tasks.open(officer.area, 1, { skipIds, ...own }))[0];
  if (next === undefined) return null;
  const { worker, isUnreadable } = await workerOfTask(deps, next);
  return {
    taskId: next.id,
    kind: next.kind,
    ...(next.text === undefined ? {} : { text: next.text }),
    ...(worker === null ? {} : { number: worker.number }),
    ...(isUnreadable ? { isUnreadable } : {}),
    ...(await lapseOfTask(deps, next, { officer, worker, now })),
    ...(await careOfTask(deps, next)),
    createdAt: next.createdAt,
    canAnswer: next.contactId !== undefined,
    waiting: await repositories.tasks.countOpen(officer.area, own),
  };
}

/** Whom a task is about; one who cannot be read keeps no officer from it, nor from the tasks behind it. */
async function workerOfTask(
  { repositories: { workers }, logger }: Deps,
  { workerId }: Task,
): Promise<{ readonly worker: Worker | null; readonly isUnreadable: boolean }> {
  const failures: unknown[] = [];
  const log = toLog(logger, "next-task");
  const ids = workerId === undefined ? [] : [workerId];
  const [worker = null] = await readSafely(
    ids,
    (some) => workers.findMany(some),
    (error) => {
      failures.push(error);
      log(error);
    },
  );
  return { worker, isUnreadable: failures.length > 0 };
}

/** Whoever reads of an emergency sees how far its papers are today. */
async function careOfTask(deps: Deps, { kind, contactId }: Task): Promise<Pick<TaskCase, "care">> {
  const isOfCare = kind === "emergency" || kind === "papers-complete";
  const care = isOfCare && contactId !== undefined ? await careOf(deps, contactId) : null;
  return care === null ? {} : { care: viewOf(care) };
}

/** Which tasks an officer sees: those about facts are for admins. */
function tasksOf({ role }: Officer): Pick<TaskChoice, "except"> {
  return role === "admin" ? {} : { except: adminTaskKinds };
}

async function countsOf(deps: Deps, officer: Officer, now: number): Promise<OfficerCounts> {
  const { repositories } = deps;
  const workers = await repositories.workers.countByStatus(officer.area);
  const acts = await repositories.audit.countByAction(officer.id, startOfDay(dayOf(now)));
  const done = Object.entries(acts).filter(([action]) => !action.includes("."));
  return {
    toVerify: workers.submitted ?? 0,
    proofsWaiting: await repositories.proofs.countWaiting(officer.area),
    tasksOpen: await repositories.tasks.countOpen(officer.area, tasksOf(officer)),
    questionsOpen: await countQuestions(deps),
    workers,
    today: Object.fromEntries(done),
  };
}
