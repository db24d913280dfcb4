import { amountToPay, changeDueItem, type DueItem, isOwed } from "../domain/contribution/due-item";
import { isUnderProtection } from "../domain/contribution/lapse";
import { monthsLetGo, monthsSentFor, type Proof, type ProofReason } from "../domain/payment/proof";
import type { ReceiptCode } from "../domain/payment/receipt-code";
import { owedUnder, settled, sharesOf } from "../domain/payment/settlement";
import { firstNameOf } from "../domain/person/person";
import { dayOf } from "../domain/shared/calendar";
import { groupBy } from "../domain/shared/group";
import { rupiah, sumRupiah } from "../domain/shared/money";
import { fail, ok, type Result } from "../domain/shared/result";
import type { Worker } from "../domain/worker/worker";
import { changeWorker, hasLapsed } from "../domain/worker/worker-life";
import { officerFor, placeOfProof } from "./access";
import type { Effects } from "./catalog";
import { carryCreditOf } from "./credit";
import type { Act } from "./deps";
import { itemsOfWorkers, noteNews, openDues } from "./dues";
import { contactSubject, type Done, type EffectsOf, officerActor, plainEffect } from "./effect";
import { closeLapseTasks, reopenLapseTasks } from "./lapse-tasks";
import { monthsAhead, ownMonthsOf } from "./months-ahead";
import { type ConfirmedMonths, type NamedMonth, tellConfirmed, tellProofRejected } from "./notices";
import { reportableItems } from "./own-dues";
import { noteOwnPayments } from "./own-payments";
import { dueViews } from "./payers";
import { beginOwnGaps } from "./pledge-start";
import {
  drawReceipt,
  monthsPaid,
  type PaidMonths,
  type Receipted,
  receiptCodeOf,
  receiptHashOf,
  receiptMonths,
  repeatReceipt,
} from "./receipts";
import { asksNoMore, leaveRefused, openAgain } from "./refused-months";
import { countedHashOf, knownBy } from "./same-receipt";
import { change, changeMany } from "./saving";
import { surplusTexts, surplusUse, useOfWorker } from "./surplus";
import { wasTakenBack } from "./undo-confirmation";
import { personsById } from "./views";

type Reported = Effects["report-payment"]["outcome"];

/** What is done with payments: said by whoever paid, confirmed or not by an officer. */
export const paymentEffects: EffectsOf<"report-payment" | "confirm-proof" | "reject-proof" | "repeat-receipt"> = {
  "report-payment": { run: report, recall: recallReport },
  "repeat-receipt": {
    run: async (act, { code }) => ({ outcome: await receiptAgain(act, code), subject: contactSubject(act) }),
    recall: (act, _entry, { code }) => receiptAgain(act, code),
  },
  "confirm-proof": plainEffect(async (act, { proofId, amount }) => {
    const subject = { type: "proof", id: proofId } as const;
    const officer = await decidingOfficer(act, proofId);
    const proof = officer === null ? null : await confirmProof(act, proofId, officer.id, amount);
    if (officer === null || proof === null) return { outcome: "not-allowed", subject, refused: true };
    const months = await afterConfirmation(act, proof);
    const details = { months, amount: proof.found.amount };
    return { outcome: "done", subject, actor: officerActor(officer), details };
  }),
  "reject-proof": plainEffect(async (act, { proofId, reason, note }) => {
    const subject = { type: "proof", id: proofId } as const;
    const officer = await decidingOfficer(act, proofId);
    const proof = officer === null ? null : await rejectProof(act, proofId, reason);
    if (officer === null || proof === null) return { outcome: "not-allowed", subject, refused: true };
    // Of a bill also those that a confirmation took off it before it died: nobody else would open them again.
    const sentFor = monthsSentFor(proof);
    await openAgain(act, proof.id, sentFor);
    const months = await dueViews(act.deps, await act.deps.repositories.dueItems.findMany(sentFor));
    await leaveRefused(act, proof);
    await noteRefusal(act, proof);
    await askOfficersAgain(act, proof);
    await tellProofRejected(act.deps, { cause: proof.id, contactId: proof.contactId, months, reason, note });
    return { outcome: "done", subject, actor: officerActor(officer), details: { reason } };
  }),
};

async function receiptAgain(act: Act, code: ReceiptCode): Promise<Effects["repeat-receipt"]["outcome"]> {
  const file = await repeatReceipt(act, code);
  return file === undefined ? {} : { file };
}

async function report(act: Act, input: Effects["report-payment"]["input"]): Promise<Done<"report-payment">> {
  const proof = await proofOf(act, input);
  if (typeof proof === "string")
    return { outcome: { status: proof }, subject: contactSubject(act), refused: true, details: { status: proof } };
  // An officer may have decided already, if this is done again after a crash: then nothing is said to be paid any more.
  if (proof.status === "waiting") {
    await openAhead(act, proof);
    await markReported(act, proof);
  }
  const count = proof.dueItemIds.length;
  return { outcome: { status: "reported", count }, subject: { type: "proof", id: proof.id }, details: { count } };
}

/** Marks the months of a proof; what an officer decided meanwhile stands, and leaves none of them marked for ever. */
export async function markReported(act: Act, proof: Proof): Promise<void> {
  const { dueItems, proofs } = act.deps.repositories;
  await changeMany(dueItems, proof.dueItemIds, (item) => reported(item, proof.id, act.now));
  const { status = "waiting" } = (await proofs.find(proof.id)) ?? {};
  if (status !== "waiting") await openAgain(act, proof.id, proof.dueItemIds);
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
  const open = (await reportableItems(act.deps, act.contact.id)).filter((item) => wanted.has(item.id));
  const items = [...open, ...(await aheadOf(act, wanted, open))];
  const first = items[0] === undefined ? null : await workers.find(items[0].workerId);
  if (first === null) return "nothing-open";
  const { attachmentId, reference, text } = input;
  const contentHash = countedHashOf(act.deps, input);
  const workerIds = items.map(({ workerId }) => workerId);
  const sent = { contactId: act.contact.id, attachmentId, reference, text, workerIds };
  const added = await proofs.add({
    id,
    revision: 0,
    contactId: act.contact.id,
    dueItemIds: items.map((item) => item.id),
    districtCode: first.districtCode,
    ...(attachmentId === undefined ? {} : { attachmentId }),
    ...(contentHash === undefined ? {} : { contentHash }),
    ...(reference === undefined ? {} : { reference }),
    ...(text === undefined ? {} : { text }),
    ...(await knownBy(act.deps, sent, act.now)),
    status: "waiting",
    createdAt: act.now,
  });
  return added.ok ? added.value : "same-proof";
}

/** Of the wanted months those that open only because she pays them ahead; all of them, where none is open yet. */
async function aheadOf(
  { deps, contact, now }: Act,
  wanted: ReadonlySet<string>,
  open: readonly DueItem[],
): Promise<readonly DueItem[]> {
  if (open.length === wanted.size) return [];
  const known = new Set(open.map(({ id }) => id));
  const chosenIds = open.length === 0 ? [...wanted] : [...known];
  const ahead = await monthsAhead(deps, { contactId: contact.id, chosenIds, count: wanted.size, now });
  return ahead.filter(({ id }) => wanted.has(id) && !known.has(id));
}

/** Opens the months of a proof that are paid ahead. They come after the proof, so that a refused one opens nothing. */
async function openAhead({ deps, now }: Act, { contactId, dueItemIds }: Proof): Promise<void> {
  const { dueItems, workers } = deps.repositories;
  const stored = await dueItems.findMany(dueItemIds);
  const there = new Set(stored.flatMap(({ id, status }) => (status === "cancelled" ? [] : [id])));
  const missing = dueItemIds.filter((id) => !there.has(id));
  if (missing.length === 0) return;
  const own = await workers.findByContact(contactId);
  await openDues(
    deps,
    own.flatMap((worker) => ownMonthsOf(worker, missing, now)),
    now,
  );
}

/** An item that is said to be paid with a proof; said again it changes nothing. */
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

async function rejectProof(act: Act, proofId: string, reason: ProofReason): Promise<Proof | null> {
  const isSame = (proof: Proof): boolean => proof.status === "rejected" && proof.reason === reason;
  return decide(act, proofId, isSame, { status: "rejected", reason });
}

/** The decision, taken once: the same decision again is granted, another one is not. */
async function decide(
  act: Act,
  proofId: string,
  isSame: (proof: Proof) => boolean,
  decision: Pick<Proof, "status" | "reason" | "found" | "receiptHash">,
): Promise<Proof | null> {
  const { proofs } = act.deps.repositories;
  const decided = await change(
    () => proofs.find(proofId),
    (proof): Result<Proof, "decided-otherwise"> => {
      if (proof.status === "waiting") return ok({ ...proof, ...decision });
      return isSame(proof) ? ok(proof) : fail("decided-otherwise");
    },
    (proof) => proofs.save(proof),
  );
  return decided.ok ? decided.value : null;
}

/** Confirms a proof over what was found to be paid (rupiah), or over all that its months cost where nothing else is said. */
async function confirmProof(act: Act, proofId: string, officerId: string, amount?: number): Promise<Receipted | null> {
  const items = await itemsToConfirm(act, proofId);
  const expected = sumRupiah(items.map((item) => owedUnder(item, proofId)));
  // Where none of its months is owed under it any more, all that they cost was paid all the same.
  const all = expected > 0 ? expected : sumRupiah(items.map((item) => item.amount));
  const whole = amount === undefined ? all : rupiah(amount);
  const found = { amount: whole, expected, shares: sharesOf(items, proofId, whole), officerId, at: act.now };
  const isSame = (proof: Proof): boolean =>
    proof.status === "confirmed" && (amount === undefined || proof.found?.amount === amount);
  const receiptHash = receiptHashOf(act.deps, receiptCodeOf(act.deps, proofId));
  const proof = await decide(act, proofId, isSame, { status: "confirmed", found, receiptHash });
  return proof === null ? null : { ...proof, found: proof.found ?? found };
}

/** The items of a proof; those that it pays ahead are opened first where whoever reported it died before that. */
async function itemsToConfirm(act: Act, proofId: string): Promise<readonly DueItem[]> {
  const { proofs, dueItems } = act.deps.repositories;
  const proof = await proofs.find(proofId);
  if (proof === null) return [];
  const items = await dueItems.findMany(proof.dueItemIds);
  if (items.length === proof.dueItemIds.length || proof.status !== "waiting") return items;
  await openAhead(act, proof);
  return dueItems.findMany(proof.dueItemIds);
}

/** Settles the months, protects the workers and tells everybody; returns how many months are paid. */
async function afterConfirmation(act: Act, proof: Receipted): Promise<number> {
  const { dueItems, workers } = act.deps.repositories;
  await changeMany(dueItems, proof.dueItemIds, (item) => settled(item, proof.id, proof.found, act.now));
  const items = await dueItems.findMany(proof.dueItemIds);
  const paid = monthsPaid(proof, items);
  const paidFor = await workers.findMany([...new Set(items.map(({ workerId }) => workerId))]);
  await protect(act, paidFor, [...new Set(paid.map(({ item }) => item.workerId))]);
  if (await wasTakenBack(act, proof)) return 0;
  const paidItems = paid.map(({ item }) => item);
  await noteOwnPayments(act, proof, { paid: paidItems, paidFor });
  await beginOwnGaps(act.deps, { paid: paidItems, paidFor, now: proof.found.at });
  // Looked at once more, as whoever took it back meanwhile found no such months to end.
  if (await wasTakenBack(act, proof)) return 0;
  const ids = paidFor.map(({ id }) => id);
  // What was paid beyond these months, or as a part of one, lies on the next unpaid ones from now on.
  await carryCreditOf(act.deps, ids, act.now, true);
  await closeLapseTasks(act.deps, ids, act.now);
  await leaveRefused(act, proof);
  const released = await monthsNotFound(act, proof);
  await noteRefusal(act, proof);
  await askOfficersAgain(act, proof);
  await tellAll(act, proof, paid, [...items, ...released], paidFor);
  return paid.length;
}

/** The months of a bill that were not found and are owed still; what was reported anew meanwhile is not among them. */
async function monthsNotFound({ deps }: Act, proof: Receipted): Promise<readonly DueItem[]> {
  const ids = monthsLetGo(proof);
  const items = ids.length === 0 ? [] : await deps.repositories.dueItems.findMany(ids);
  return items.filter((item) => owedUnder(item, proof.id) > 0);
}

/**
 * Registered workers are protected from the first confirmed month on, inactive ones again (F2.15): not by one so old that
 * three after it are unpaid (F2.13), because what is asked for is the present month. What is only said to be paid protects nobody.
 */
async function protect(act: Act, paidFor: readonly Worker[], workerIds: readonly string[]): Promise<void> {
  const inactive = paidFor.filter(hasLapsed).map(({ id }) => id);
  const items = groupBy(await itemsOfWorkers(act.deps, inactive), ({ workerId }) => workerId);
  const ended = inactive.filter((id) => !isUnderProtection(items.get(id) ?? [], dayOf(act.now)));
  const protectedIds = workerIds.filter((id) => !ended.includes(id));
  await changeMany(act.deps.repositories.workers, protectedIds, (worker) => {
    const next = changeWorker(worker, { type: "confirm-month" }, act.now);
    return next.ok && worker.status !== "active" ? next.value : worker;
  });
}

async function tellAll(
  act: Act,
  proof: Receipted,
  paid: PaidMonths,
  items: readonly DueItem[],
  paidFor: readonly Worker[],
): Promise<void> {
  const { deps, now } = act;
  const kept = new Set(proof.dueItemIds);
  const others = items.filter(({ id }) => !kept.has(id));
  const theirs = [...new Set(others.map(({ workerId }) => workerId))];
  const named = [...paidFor, ...(theirs.length === 0 ? [] : await deps.repositories.workers.findMany(theirs))];
  const persons = await personsById(deps.repositories, named);
  const workers = new Map(named.map((worker) => [worker.id, worker]));
  const nameOf = (workerId: string): string =>
    firstNameOf(persons.get(workers.get(workerId)?.personId ?? "")?.name ?? "");
  const namedMonth = ({ workerId, period }: DueItem): NamedMonth => ({ name: nameOf(workerId), month: period });
  const cause = proof.id;
  const months = await receiptMonths(deps, paid);
  const use = await surplusUse(deps, proof.found, [...workers.keys()]);
  const lacking = items.filter((item) => isOwed(item) || isDropped(item, proof));
  const isLeft = lacking.length === 0 ? () => false : await asksNoMore(deps, proof, idsOf(lacking));
  const toPayer: ConfirmedMonths = {
    ...{ cause, contactId: proof.contactId, to: "payer" },
    months: paid.map(({ item }) => namedMonth(item)),
    found: { ...proof.found, expected: sumRupiah([proof.found.expected, ...others.map(amountToPay)]) },
    surplus: surplusTexts(use),
    open: lacking.map(namedMonth),
    openLeft: lacking.filter(({ id }) => isLeft(id)).length,
    ...(paid.length === 0 ? {} : { code: receiptCodeOf(deps, proof.id) }),
    file: await drawReceipt(deps, { proof, months, cause, now }),
  };
  const paidByWorker = groupBy(paid, ({ item }) => item.workerId);
  const toWorkers = paidFor.flatMap(({ id, registeredBy: { contactId } }): ConfirmedMonths[] => {
    const own = (paidByWorker.get(id) ?? []).map(({ item }) => namedMonth(item));
    if (contactId === proof.contactId || own.length === 0) return [];
    return [
      { cause: `${cause} ${id}`, contactId, to: "worker", months: own, surplus: surplusTexts(useOfWorker(use, id)) },
    ];
  });
  await tellConfirmed(deps, [toPayer, ...toWorkers]);
}

/** Whether a month was not found with a proof and is asked of nobody any more. */
const isDropped = ({ status, refusedProofId }: DueItem, { id }: Proof): boolean =>
  status === "cancelled" && refusedProofId === id;

const idsOf = (items: readonly DueItem[]): readonly string[] => items.map(({ id }) => id);

/** Whoever sent a proof is told now that it did not hold for these of its months. */
async function noteRefusal({ deps, now }: Act, proof: Proof): Promise<void> {
  const of = { contactId: proof.contactId, dueItemIds: monthsSentFor(proof), now };
  await noteNews(deps, of, ({ refusedProofId }) => refusedProofId === proof.id);
}

/**
 * Whose protection is about to end is on the officers' list again where a proof of hers did not hold: it may have been said to
 * be paid on the days on which others come onto it, or an officer was done with it.
 */
async function askOfficersAgain({ deps, now }: Act, proof: Proof): Promise<void> {
  const sent = await deps.repositories.dueItems.findMany(monthsSentFor(proof));
  const refused = sent.filter(({ refusedProofId }) => refusedProofId === proof.id);
  await reopenLapseTasks(deps, [...new Set(refused.map(({ workerId }) => workerId))], now);
}
