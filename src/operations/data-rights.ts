import type { DueItem } from "../domain/contribution/due-item";
import type { AuditEntry } from "../domain/officer/officer";
import { ok } from "../domain/shared/result";
import type { Worker } from "../domain/worker/worker";
import { isOwnWorker } from "./access";
import type { Effects } from "./catalog";
import type { Act, Deps } from "./deps";
import { itemsOfWorkers, mostItems } from "./dues";
import { contactSubject, type Done, type EffectsOf, plainEffect } from "./effect";
import { type OwnOffice, officeOf, withSponsor } from "./office-access";
import { isInUse, leaveWithoutSuccessor } from "./office-handover";
import { endEmployee } from "./office-people";
import { endPledge, withdrawWorker } from "./pledge-ends";
import type { ContactChange } from "./repositories";
import { change } from "./saving";

type Deleted = Effects["delete-data"]["outcome"];
type Kept = Deleted["kept"][number];

/** Why something stays, in the order in which it is told. */
const reasonsToKeep: readonly Kept[] = ["open-dues", "registered-at-bpjs", "audit"];

/** The rights of UU 27/2022: to withdraw consent (F10.08) and to have one's data removed (F10.12). */
export const dataRights: EffectsOf<"withdraw-consent" | "delete-data"> = {
  "withdraw-consent": plainEffect(async (act, { textVersion, messageId }) => {
    await stopProcessing(act);
    const consent = { status: "withdrawn" as const, textVersion, at: act.now, messageId };
    await withdrawEverywhere(act, { consent });
    return { outcome: "done", subject: contactSubject(act), details: { textVersion } };
  }),
  "delete-data": { run: remove, recall: recallDeleted },
};

/**
 * Pledges end and registrations are withdrawn; those of an office go on without its coordinator. Somebody who was registered by a helper has not withdrawn anything: she
 * stays, and an officer is asked to find another way to reach her. What BPJS Ketenagakerjaan knows already, only an
 * officer can have ended there. Done again it does nothing more.
 */
async function stopProcessing(act: Act): Promise<void> {
  const { workers, sponsors, pledges } = act.deps.repositories;
  await leaveOffices(act);
  const sponsor = await sponsors.findByContact(act.contact.id);
  for (const pledge of sponsor === null ? [] : await pledges.findBySponsor(sponsor.id))
    if (pledge.status !== "ended" || pledge.endReason === "consent-withdrawn")
      await endPledge(act.deps, pledge.id, { reason: "consent-withdrawn" }, act.now);
  for (const worker of await workers.findByContact(act.contact.id)) {
    if (needsOfficer(worker)) await askOfficer(act, worker);
    if (isHerOwn(worker)) await withdrawWorker(act.deps, worker.id, act.now);
  }
}

/** In every chat of the person: one that is let go later remembers no consent that was taken back. */
async function withdrawEverywhere({ deps, contact }: Act, change: ContactChange): Promise<void> {
  const { contacts } = deps.repositories;
  for (const { id, consent } of await contacts.endpoints(contact.id)) {
    const { consent: withdrawnConsent, ...rest } = change;
    await contacts.update(
      id,
      consent === undefined || !withdrawnConsent ? rest : { ...rest, consent: withdrawnConsent },
    );
  }
  await contacts.update(contact.id, change);
}

function isHerOwn({ registeredBy }: Worker): boolean {
  return registeredBy.relation === "self";
}

function needsOfficer(worker: Worker): boolean {
  const isOver = worker.status === "rejected" || worker.status === "deceased";
  return isHerOwn(worker) ? worker.kpj !== undefined : !isOver && worker.status !== "withdrawn";
}

async function askOfficer({ deps, contact, now }: Act, worker: Worker): Promise<void> {
  await deps.repositories.tasks.add({
    // The same request by withdrawal and by deletion is one task.
    id: deps.ids.derive(`${contact.id} ${worker.id}`, "data-request"),
    revision: 0,
    kind: "data-request",
    status: "open",
    workerId: worker.id,
    text: worker.number,
    districtCode: worker.districtCode,
    createdAt: now,
  });
}

async function remove(act: Act): Promise<Done<"delete-data">> {
  const { workers } = act.deps.repositories;
  await stopProcessing(act);
  await withdrawEverywhere(act, { consent: withdrawn(act), forgetAt: act.now + forgetMs });
  const own = await workers.findByContact(act.contact.id);
  const items = await itemsOfWorkers(
    act.deps,
    own.map(({ id }) => id),
  );
  const kept = new Set<Kept>(["audit"]);
  for (const worker of own.filter(isHerOwn)) {
    const reasons = reasonsFor(worker, items);
    for (const reason of reasons) kept.add(reason);
    if (reasons.length === 0) await workers.remove(worker.id);
  }
  const unpaid = await unpaidReports(act);
  if (unpaid) kept.add("open-dues");
  await removeAround(act, unpaid);
  const outcome = outcomeOf(kept);
  return { outcome, subject: contactSubject(act), details: { kept: outcome.kept.join(" ") } };
}

/** The chat itself is forgotten a day later: the last answer has to reach the person, and 3 x 24 hours are allowed (F10.08). */
const forgetMs = 86_400_000;

function withdrawn({ contact, effectId, now }: Act) {
  return { status: "withdrawn" as const, textVersion: contact.consent?.textVersion ?? 0, at: now, messageId: effectId };
}

/** Money that is on its way or late is settled first; what BPJS has registered can be claimed for 5 years (F3.38, F10.19). */
function reasonsFor(worker: Worker, items: readonly DueItem[]): Kept[] {
  const hers = items.filter(({ workerId }) => workerId === worker.id);
  const reasons: Kept[] = [];
  if (hers.some(({ status }) => status === "reported" || status === "overdue")) reasons.push("open-dues");
  if (worker.kpj !== undefined || hers.some(({ status }) => status === "confirmed")) reasons.push("registered-at-bpjs");
  return reasons;
}

/** Whether a proof of this contact still waits for an officer. */
async function unpaidReports({ deps, contact }: Act): Promise<boolean> {
  const proofs = await deps.repositories.proofs.findByContact(contact.id, mostItems);
  return proofs.some(({ status }) => status === "waiting");
}

/** Files, questions, the sponsor and the persons of whom nothing is left to keep. */
async function removeAround(act: Act, keepsProofs: boolean): Promise<void> {
  const { persons, proofs, attachments, tasks, questions, cares, sponsors } = act.deps.repositories;
  if (!keepsProofs) {
    await proofs.removeByContact(act.contact.id);
    await attachments.removeByContact(act.contact.id);
  }
  await tasks.removeByContact(act.contact.id);
  await questions.removeByContact(act.contact.id);
  await cares.removeByContact(act.contact.id);
  for (const person of await persons.findByContact(act.contact.id)) await removePerson(act, person.id);
  const sponsor = await sponsors.findByContact(act.contact.id);
  if (sponsor !== null && !keepsProofs) {
    await act.deps.repositories.employees.removeByOffice(sponsor.id);
    await act.deps.repositories.offices.remove(sponsor.id);
    await sponsors.remove(sponsor.id);
  }
}

/** The employee is taken off the list for good; an office that is in use outlives its coordinator. */
async function leaveOffices({ deps, contact, now }: Act): Promise<void> {
  for (const employee of await deps.repositories.employees.findByContact(contact.id))
    await endEmployee(deps, employee, { by: "herself", erased: true });
  const own = await officeOf(deps, contact.id);
  const left = own ?? (await halfLeft(deps, contact.id));
  if (left !== null && (await isInUse(deps, left))) await leaveWithoutSuccessor(deps, left, contact.id, now);
}

/** An office whose coordinator is taken off already, but whose sponsor is still this contact's: what a crash has left. */
async function halfLeft(deps: Deps, contactId: string): Promise<OwnOffice | null> {
  const sponsor = await deps.repositories.sponsors.findByContact(contactId);
  const office = sponsor === null ? null : await deps.repositories.offices.find(sponsor.id);
  return office === null ? null : withSponsor(deps, office);
}

/** A person goes with her last registration; where another contact speaks for her, only this one is forgotten. */
async function removePerson({ deps, contact }: Act, personId: string): Promise<void> {
  const { persons, workers } = deps.repositories;
  const left = await workers.findByPersons([personId]);
  if (left.length === 0) return persons.remove(personId);
  if (left.some((worker) => isOwnWorker(worker, contact.id) && isHerOwn(worker))) return;
  await change(
    () => persons.find(personId),
    (person) => ok({ ...person, contactIds: person.contactIds.filter((id) => id !== contact.id) }),
    (person) => persons.save(person),
  );
}

function outcomeOf(kept: ReadonlySet<Kept>): Deleted {
  return { removed: kept.size === 1, kept: reasonsToKeep.filter((reason) => kept.has(reason)) };
}

async function recallDeleted(_act: Act, { details }: AuditEntry): Promise<Deleted> {
  const kept = String(details?.["kept"] ?? "").split(" ");
  return outcomeOf(new Set(reasonsToKeep.filter((reason) => kept.includes(reason))));
}
