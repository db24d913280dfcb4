import type { Person } from "../domain/person/person";
import { parsePhoneNumber } from "../domain/shared/phone";
import { makeRegistrationNumber } from "../domain/shared/registration-number";
import { fail, ok } from "../domain/shared/result";
import type { Worker } from "../domain/worker/worker";
import { changeWorker, type MendedData, stands } from "../domain/worker/worker-life";
import { isOwnWorker } from "./access";
import type { Effects } from "./catalog";
import type { WorkerDraft } from "./catalog-views";
import type { Act } from "./deps";
import { contactSubject, type Done, type EffectsOf, plainEffect } from "./effect";
import { withdrawWorker } from "./pledge-ends";
import { change } from "./saving";
import { homeAndWorkOf } from "./views";

/** How many registration numbers are drawn before something must be wrong with the drawing. */
const mostDraws = 20;
const longestName = 120;

type Submitted = Effects["submit-worker"]["outcome"];

/** What whoever registers a worker does with the registration. */
export const workerEffects: EffectsOf<"submit-worker" | "withdraw-worker" | "correct-data"> = {
  "submit-worker": { run: submit, recall: recallSubmitted },
  "withdraw-worker": plainEffect(async (act, { workerId }) => {
    const subject = { type: "worker", id: workerId } as const;
    const worker = await act.deps.repositories.workers.find(workerId);
    const done =
      worker !== null && isOwnWorker(worker, act.contact.id) && (await withdrawWorker(act.deps, workerId, act.now));
    return done ? { outcome: "done", subject } : { outcome: "not-allowed", subject, refused: true };
  }),
  "correct-data": plainEffect(correct),
};

async function submit(act: Act, draft: WorkerDraft): Promise<Done<"submit-worker">> {
  const worker = draft.mends === undefined ? await register(act, draft) : await mend(act, draft, draft.mends);
  if (worker === null)
    return { outcome: { status: "already-registered" }, subject: contactSubject(act), refused: true };
  return { outcome: submitted(worker), subject: { type: "worker", id: worker.id } };
}

async function recallSubmitted({ deps }: Act, entry: { subject: { type: string; id: string } }): Promise<Submitted> {
  const worker = entry.subject.type === "worker" ? await deps.repositories.workers.find(entry.subject.id) : null;
  return worker === null ? { status: "already-registered" } : submitted(worker);
}

function submitted(worker: Worker): Submitted {
  return { status: "submitted", number: worker.number, workerId: worker.id };
}

/** A new registration; none where the person has one that stands. */
async function register(act: Act, draft: WorkerDraft): Promise<Worker | null> {
  const { workers } = act.deps.repositories;
  const id = act.deps.ids.derive(act.effectId, "worker");
  const before = await workers.find(id);
  if (before !== null) return before;
  const person = await personFor(act, draft, id);
  if (person === null) return null;
  for (let draw = 0; draw < mostDraws; draw += 1) {
    const added = await workers.add(newWorker(act, draft, person.id, id, draw));
    if (added.ok) return added.value;
    if (added.error === "person-has-worker") return null;
  }
  throw new Error("no free registration number was drawn; check that the ids differ from effect to effect");
}

function newWorker(act: Act, draft: WorkerDraft, personId: string, id: string, draw: number): Worker {
  const drawn = Buffer.from(act.deps.ids.derive(act.effectId, `number-${draw}`), "base64url");
  return {
    ...dataOf(act, draft, personId),
    id,
    revision: 0,
    number: makeRegistrationNumber(drawn),
    status: "submitted",
    submittedAt: act.now,
  };
}

function dataOf(act: Act, draft: WorkerDraft, personId: string): MendedData {
  const { secondOccupation, sector, income, base, programmes, payer, funding } = draft;
  const { relation, consentNote, sharesNikWithSponsor, warnings } = draft;
  const note = consentNote === undefined ? {} : { consentNote };
  return {
    personId,
    ...homeAndWorkOf(draft),
    ...(secondOccupation === undefined ? {} : { secondOccupation }),
    sector,
    income,
    base,
    programmes,
    funding,
    payer,
    registeredBy: { contactId: act.contact.id, relation, ...note },
    sharesNikWithSponsor,
    warnings,
  };
}

/**
 * The person with this NIK, with what was said now, or a new one. None where the person has another registration that
 * stands: then nothing of what is stored about her is touched.
 */
async function personFor(act: Act, draft: WorkerDraft, ownWorkerId: string): Promise<Person | null> {
  const { persons } = act.deps.repositories;
  const known = await persons.findByNik(draft.nik);
  if (known === null) {
    const added = await persons.add({ ...said(draft), ...newPerson(act) });
    // Somebody else registers the same NIK at this very moment.
    return added.ok ? added.value : personFor(act, draft, ownWorkerId);
  }
  if (await standsElsewhere(act, known.id, ownWorkerId)) return null;
  return update(act, known.id, draft);
}

function newPerson(act: Act): Pick<Person, "id" | "revision" | "contactIds" | "createdAt"> {
  const id = act.deps.ids.derive(act.effectId, "person");
  return { id, revision: 0, contactIds: [act.contact.id], createdAt: act.now };
}

function said(draft: WorkerDraft): Pick<Person, "name" | "nik" | "bornOn" | "sex" | "phone"> {
  const { name, nik, bornOn, sex, phone } = draft;
  return { name, nik, bornOn, sex, ...(phone === undefined ? {} : { phone }) };
}

async function update(act: Act, personId: string, draft: WorkerDraft): Promise<Person | null> {
  const { persons } = act.deps.repositories;
  const saved = await change(
    () => persons.find(personId),
    (person) => {
      const contactIds = [...new Set([...person.contactIds, act.contact.id])];
      return ok({ ...person, ...said(draft), contactIds });
    },
    (person) => persons.save(person),
  );
  return saved.ok ? saved.value : null;
}

async function standsElsewhere(act: Act, personId: string, ownWorkerId: string): Promise<boolean> {
  const workers = await act.deps.repositories.workers.findByPersons([personId]);
  return workers.some(({ id, status }) => id !== ownWorkerId && stands(status));
}

/** An own registration that was rejected, handed in again with what was put right. */
async function mend(act: Act, draft: WorkerDraft, workerId: string): Promise<Worker | null> {
  const { workers } = act.deps.repositories;
  const worker = await workers.find(workerId);
  if (worker === null || !isOwnWorker(worker, act.contact.id)) return null;
  // Only this contact mends it, one message at a time: one that is submitted was mended by this very effect.
  if (worker.status === "submitted") return worker;
  if (worker.status !== "rejected") return null;
  const person = await mendedPerson(act, draft, worker);
  if (person === null) return null;
  const saved = await change(
    () => workers.find(workerId),
    (current) => changeWorker(current, { type: "mend", data: dataOf(act, draft, person.id) }, act.now),
    (next) => workers.save(next),
  );
  return saved.ok ? saved.value : null;
}

/** A wrong NIK is corrected where it was typed; where the right one is known already, that person is meant. */
async function mendedPerson(act: Act, draft: WorkerDraft, worker: Worker): Promise<Person | null> {
  const { persons, workers } = act.deps.repositories;
  const known = await persons.findByNik(draft.nik);
  if (known !== null) return (await standsElsewhere(act, known.id, worker.id)) ? null : update(act, known.id, draft);
  const registrations = await workers.findByPersons([worker.personId]);
  const isOnlyOurs = registrations.every((one) => isOwnWorker(one, act.contact.id));
  return isOnlyOurs ? update(act, worker.personId, draft) : personFor(act, draft, worker.id);
}

async function correct(act: Act, input: Effects["correct-data"]["input"]): Promise<Done<"correct-data">> {
  const subject = { type: "worker", id: input.workerId } as const;
  const { workers, persons } = act.deps.repositories;
  const worker = await workers.find(input.workerId);
  const corrected = worker !== null && isOwnWorker(worker, act.contact.id) ? correction(input) : null;
  if (worker === null || corrected === null) return { outcome: "not-allowed", subject, refused: true };
  const saved = await change(
    () => persons.find(worker.personId),
    (person) => ok({ ...person, ...corrected }),
    (person) => persons.save(person),
  );
  if (!saved.ok) return { outcome: "not-allowed", subject, refused: true };
  await askToLookAgain(act, worker.id);
  return { outcome: "done", subject, details: { field: input.field } };
}

function correction({
  field,
  value,
}: Effects["correct-data"]["input"]): Pick<Person, "name"> | Pick<Person, "phone"> | null {
  if (field === "phone") {
    const phone = parsePhoneNumber(value);
    return phone.ok ? { phone: phone.value } : null;
  }
  const name = value.trim().replace(/\s+/gu, " ");
  return name.length > 1 && name.length <= longestName ? { name } : null;
}

/**
 * An officer who has the case open must not accept what she has not seen: the registration gets a new revision. Where it
 * was accepted already, an officer is asked to look again.
 */
async function askToLookAgain(act: Act, workerId: string): Promise<void> {
  const { workers, tasks } = act.deps.repositories;
  const touched = await change(
    () => workers.find(workerId),
    (worker) => (worker.status === "submitted" ? ok({ ...worker }) : fail(worker)),
    (worker) => workers.save(worker),
  );
  if (touched.ok || typeof touched.error === "string" || touched.error.status === "rejected") return;
  const { districtCode, number } = touched.error;
  await tasks.add({
    id: act.deps.ids.derive(act.effectId, "task"),
    revision: 0,
    kind: "data-request",
    status: "open",
    contactId: act.contact.id,
    workerId,
    text: number,
    districtCode,
    createdAt: act.now,
  });
}
