import { changeDueItem, type DueItem } from "../domain/contribution/due-item";
import type { Proof } from "../domain/payment/proof";
import { firstNameOf } from "../domain/person/person";
import { fail, ok, type Result } from "../domain/shared/result";
import type { Worker } from "../domain/worker/worker";
import { changeWorker } from "../domain/worker/worker-life";
import { officerFor, placeOfProof } from "./access";
import type { Effects } from "./catalog";
import { carryCreditOf } from "./credit";
import type { Act } from "./deps";
import { changeItem } from "./dues";
import { contactSubject, type Done, type EffectsOf, officerActor, plainEffect } from "./effect";
import { type NamedMonth, tellConfirmed, tellProofRejected } from "./notices";
import { reportableItems } from "./own-dues";
import { change } from "./saving";
import { personsById } from "./views";

type Reported = Effects["report-payment"]["outcome"];

/** What is done with payments: said by whoever paid, confirmed or not by an officer. */
export const paymentEffects: EffectsOf<"report-payment" | "confirm-proof" | "reject-proof"> = {
  "report-payment": { run: report, recall: recallReport },
  "confirm-proof": plainEffect(async (act, { proofId }) => {
    const subject = { type: "proof", id: proofId } as const;
    const officer = await decidingOfficer(act, proofId);
    const proof = officer === null ? null : await decide(act, proofId, { status: "confirmed" });
    if (officer === null || proof === null) return { outcome: "not-allowed", subject, refused: true };
    await afterConfirmation(act, proof);
    return { outcome: "done", subject, actor: officerActor(officer), details: { months: proof.dueItemIds.length } };
  }),
  "reject-proof": plainEffect(async (act, { proofId, reason, note }) => {
    const subject = { type: "proof", id: proofId } as const;
    const officer = await decidingOfficer(act, proofId);
    const proof = officer === null ? null : await decide(act, proofId, { status: "rejected", reason });
    if (officer === null || proof === null) return { outcome: "not-allowed", subject, refused: true };
    await reopenItems(act, proof);
    await tellProofRejected(act.deps, { cause: proof.id, contactId: proof.contactId, reason, note });
    return { outcome: "done", subject, actor: officerActor(officer), details: { reason } };
  }),
};

async function report(act: Act, input: Effects["report-payment"]["input"]): Promise<Done<"report-payment">> {
  const proof = await proofOf(act, input);
  if (typeof proof === "string")
    return { outcome: { status: proof }, subject: contactSubject(act), refused: true, details: { status: proof } };
  // An officer may have decided already, if this is done again after a crash: then nothing is said to be paid any more.
  if (proof.status === "waiting")
    for (const id of proof.dueItemIds) await changeItem(act.deps, id, (item) => reported(item, proof.id, act.now));
  const count = proof.dueItemIds.length;
  return { outcome: { status: "reported", count }, subject: { type: "proof", id: proof.id }, details: { count } };
}

async function recallReport(
  _act: Act,
  { details }: { readonly details?: Done<"report-payment">["details"] },
): Promise<Reported> {
  const status = details?.["status"];
  if (status === "same-proof" || status === "nothing-open") return { status };
  return { status: "reported", count: Number(details?.["count"] ?? 0) };
}

/** The proof, stored before any item changes: done again it says which items were meant. */
async function proofOf(
  act: Act,
  input: Effects["report-payment"]["input"],
): Promise<Proof | "same-proof" | "nothing-open"> {
  const { proofs, workers } = act.deps.repositories;
  const id = act.deps.ids.derive(act.effectId, "proof");
  const before = await proofs.find(id);
  if (before !== null) return before;
  const wanted = new Set(input.dueItemIds);
  const items = (await reportableItems(act.deps, act.contact.id)).filter((item) => wanted.has(item.id));
  const first = items[0] === undefined ? null : await workers.find(items[0].workerId);
  if (first === null) return "nothing-open";
  const { attachmentId, contentHash, reference } = input;
  const added = await proofs.add({
    id,
    revision: 0,
    contactId: act.contact.id,
    dueItemIds: items.map((item) => item.id),
    districtCode: first.districtCode,
    ...(attachmentId === undefined ? {} : { attachmentId }),
    ...(contentHash === undefined ? {} : { contentHash }),
    ...(reference === undefined ? {} : { reference }),
    status: "waiting",
    createdAt: act.now,
  });
  return added.ok ? added.value : "same-proof";
}

function reported(item: DueItem, proofId: string, now: number): DueItem {
  const next = changeDueItem(item, { type: "report", proofId }, now);
  return next.ok ? next.value : item;
}

/** The officer who may decide about a proof: in whose area it is, and who did not send it. */
async function decidingOfficer(act: Act, proofId: string) {
  const proof = await act.deps.repositories.proofs.find(proofId);
  if (proof === null || proof.contactId === act.contact.id) return null;
  return officerFor(act.deps, act.contact.id, await placeOfProof(act.deps, proof));
}

/** The decision, taken once: the same decision again is granted, another one is not. */
async function decide(
  act: Act,
  proofId: string,
  decision: { status: "confirmed" } | { status: "rejected"; reason: NonNullable<Proof["reason"]> },
): Promise<Proof | null> {
  const { proofs } = act.deps.repositories;
  const decided = await change(
    () => proofs.find(proofId),
    (proof): Result<Proof, "decided-otherwise"> => {
      if (proof.status === "waiting") return ok({ ...proof, ...decision });
      const reason = "reason" in decision ? decision.reason : undefined;
      return proof.status === decision.status && proof.reason === reason ? ok(proof) : fail("decided-otherwise");
    },
    (proof) => proofs.save(proof),
  );
  return decided.ok ? decided.value : null;
}

async function afterConfirmation(act: Act, proof: Proof): Promise<void> {
  const { dueItems, workers } = act.deps.repositories;
  for (const id of proof.dueItemIds) await changeItem(act.deps, id, (item) => confirmed(item, act.now));
  const items = await dueItems.findMany(proof.dueItemIds);
  const paidFor = await workers.findMany([...new Set(items.map(({ workerId }) => workerId))]);
  for (const worker of paidFor) await protect(act, worker.id);
  // What was paid beyond these months, or as a part of one, lies on the next unpaid ones from now on.
  for (const worker of paidFor) await carryCreditOf(act.deps, worker.id, act.now, true);
  await tellAll(act, proof, items, paidFor);
}

function confirmed(item: DueItem, now: number): DueItem {
  const next = changeDueItem(item, { type: "confirm" }, now);
  return next.ok ? next.value : item;
}

/** A registered worker is protected from the first confirmed month on, an inactive one again (F2.15). */
async function protect(act: Act, workerId: string): Promise<void> {
  const { workers } = act.deps.repositories;
  await change(
    () => workers.find(workerId),
    (worker) => {
      const next = changeWorker(worker, { type: "confirm-month" }, act.now);
      return ok(next.ok && worker.status !== "active" ? next.value : worker);
    },
    (worker) => workers.save(worker),
  );
}

async function tellAll(act: Act, proof: Proof, items: readonly DueItem[], paidFor: readonly Worker[]): Promise<void> {
  const persons = await personsById(act.deps.repositories, paidFor);
  const nameOf = (worker: Worker) => firstNameOf(persons.get(worker.personId)?.name ?? "");
  const monthsOf = (worker: Worker): NamedMonth[] =>
    items
      .filter(({ workerId }) => workerId === worker.id)
      .map(({ period }) => ({ name: nameOf(worker), month: period }));
  const cause = proof.id;
  const all = paidFor.flatMap(monthsOf);
  await tellConfirmed(act.deps, { cause, contactId: proof.contactId, to: "payer", months: all });
  for (const worker of paidFor) {
    const { contactId } = worker.registeredBy;
    if (contactId === proof.contactId) continue;
    await tellConfirmed(act.deps, {
      cause: `${cause} ${worker.id}`,
      contactId,
      to: "worker",
      months: monthsOf(worker),
    });
  }
}

async function reopenItems(act: Act, proof: Proof): Promise<void> {
  for (const id of proof.dueItemIds)
    await changeItem(act.deps, id, (item) => {
      if (item.proofId !== proof.id) return item;
      const next = changeDueItem(item, { type: "reject-report" }, act.now);
      return next.ok ? next.value : item;
    });
}
