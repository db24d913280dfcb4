import { carryCredit, lackingCredit, leaningOnCredit } from "../domain/contribution/credit";
import type { DueItem } from "../domain/contribution/due-item";
import { endedProtection } from "../domain/contribution/lapse";
import { mayHandle } from "../domain/officer/area";
import type { Officer } from "../domain/officer/officer";
import type { Proof, ProofReason } from "../domain/payment/proof";
import { unsettled } from "../domain/payment/settlement";
import { dayOf } from "../domain/shared/calendar";
import { groupBy } from "../domain/shared/group";
import { sumRupiah } from "../domain/shared/money";
import { comparePeriods } from "../domain/shared/period";
import { parseRegistrationNumber } from "../domain/shared/registration-number";
import { fail, ok, type Result } from "../domain/shared/result";
import type { Worker } from "../domain/worker/worker";
import { officerFor, officerOf, placeOfProof } from "./access";
import type { Lookups } from "./catalog";
import type { Act, Deps } from "./deps";
import { itemsOfWorkers } from "./dues";
import { toLog } from "./each-safely";
import { type EffectsOf, officerActor, plainEffect } from "./effect";
import { reopenLapseTasks } from "./lapse-tasks";
import type { LookupsOf } from "./lookup";
import { withSponsor } from "./office-access";
import { readableDueViews } from "./payers";
import { receiptHashOf } from "./receipts";
import { handOnRefused } from "./refused-months";
import { change } from "./saving";
import { lapseNow } from "./scheduled";
import { tellTakenBack, withdrawConfirmed } from "./taken-back-notices";
import { undoConfirmation } from "./undo-confirmation";

/** So many confirmed proofs of a worker are offered, the latest first. */
const mostOffered = 5;

/** What is looked up of confirmations that were a mistake. */
export const takeBackLookups: LookupsOf<"confirmed-proofs" | "take-back-case"> = {
  "confirmed-proofs": async (deps, of, { contact }) => {
    const officer = await officerOf(deps, contact.id);
    if (officer === null) return [];
    const meant = await proofsMeant(deps, officer, of);
    const mayBe = await Promise.all(meant.map((proof) => mayTakeBack(deps, officer, proof)));
    const latest = meant.filter((_, index) => mayBe[index]).toSorted((a, b) => confirmedAt(b) - confirmedAt(a));
    return Promise.all(latest.slice(0, mostOffered).map((proof) => glimpseOf(deps, proof)));
  },
  "take-back-case": async (deps, { proofId }, { contact, now }) => {
    const officer = await officerOf(deps, contact.id);
    const proof = officer === null ? null : await deps.repositories.proofs.find(proofId);
    if (officer === null || proof === null || !(await mayTakeBack(deps, officer, proof))) return null;
    const { leaning, loses } = await foreseen(deps, proof, now);
    const shown = (items: readonly DueItem[]) => readableDueViews(deps, items, toLog(deps.logger, "take-back-case"));
    return {
      ...(await glimpseOf(deps, proof)),
      ...(await officeOfBill(deps, proof)),
      ...(proof.attachmentId === undefined ? {} : { attachmentId: proof.attachmentId }),
      months: await shown(await deps.repositories.dueItems.findMany(proof.dueItemIds)),
      leaning: await shown(leaning),
      loses: await shown(loses),
    };
  },
};

/** What is done about confirmations that were a mistake. */
export const takeBackEffects: EffectsOf<"take-back-proof"> = {
  "take-back-proof": plainEffect(async (act, { proofId, reason, note }) => {
    const subject = { type: "proof", id: proofId } as const;
    const found = await act.deps.repositories.proofs.find(proofId);
    const officer = found === null ? null : await takingBack(act, found);
    if (found === null || officer === null) return { outcome: "not-allowed", subject, refused: true };
    // Once it is decided it is finished, whatever was paid since then.
    if (found.status === "confirmed" && (await foreseen(act.deps, found, act.now)).leaning.length > 0)
      return { outcome: "in-use", subject, actor: officerActor(officer), refused: true };
    const proof = await decide(act, officer, proofId, reason);
    if (proof === null) return { outcome: "not-allowed", subject, refused: true };
    await afterTakingBack(act, proof, { reason, ...(note === undefined ? {} : { note }) });
    const details = { reason, amount: proof.found?.amount ?? 0 };
    return { outcome: "done", subject, actor: officerActor(officer), details };
  }),
};

/** The officer who may take a confirmation back: whoever may decide about the proof. */
async function takingBack({ deps, contact }: Act, proof: Proof): Promise<Officer | null> {
  if (proof.contactId === contact.id) return null;
  return officerFor(deps, contact.id, await placeOfProof(deps, proof));
}

/** Taken once: the same officer's same decision again is granted, nobody else's is. */
async function decide(act: Act, officer: Officer, proofId: string, reason: ProofReason): Promise<Proof | null> {
  const { proofs } = act.deps.repositories;
  const takenBack = { officerId: officer.id, at: act.now };
  const decided = await change(
    () => proofs.find(proofId),
    (proof): Result<Proof, "decided-otherwise"> => {
      if (proof.status === "confirmed") return ok({ ...proof, status: "rejected", reason, takenBack });
      const isSame = proof.takenBack?.officerId === officer.id && proof.reason === reason;
      return isSame ? ok(proof) : fail("decided-otherwise");
    },
    (proof) => proofs.save(proof),
  );
  return decided.ok ? decided.value : null;
}

async function afterTakingBack(
  act: Act,
  proof: Proof,
  why: { readonly reason: ProofReason; readonly note?: string },
): Promise<void> {
  const paidFor = await undoConfirmation(act, proof);
  await withdrawConfirmed(act, proof);
  await handOnRefused(act, proof);
  await tellTakenBack(act, { proof, paidFor, ...why });
  await reopenLapseTasks(
    act.deps,
    paidFor.map(({ id }) => id),
    act.now,
  );
  await lapseNow(act.deps, await endedOf(act, paidFor), act.now);
}

/** Those whose protection has ended without these months; a lapse walk would find them by night. */
async function endedOf({ deps, now }: Act, paidFor: readonly Worker[]): Promise<readonly string[]> {
  const ids = paidFor.map(({ id }) => id);
  const items = groupBy(await itemsOfWorkers(deps, ids), ({ workerId }) => workerId);
  return ids.filter((id) => endedProtection(items.get(id) ?? [], dayOf(now)) !== null);
}

/**
 * What comes of it if a confirmation is taken back: `leaning` are months that were paid, or are said to be, less the credit that
 * it laid on them, so that it cannot be; `loses` are others that have less credit then.
 */
async function foreseen(
  deps: Deps,
  proof: Proof,
  now: number,
): Promise<{ readonly leaning: readonly DueItem[]; readonly loses: readonly DueItem[] }> {
  const meant = await deps.repositories.dueItems.findMany(proof.dueItemIds);
  const all = await itemsOfWorkers(deps, [...new Set(meant.map(({ workerId }) => workerId))]);
  const own = new Set(proof.dueItemIds);
  const perWorker = [...groupBy(all, ({ workerId }) => workerId).values()].map((before) => {
    const after = before.map((item) => (own.has(item.id) ? unsettled(item, proof.id, now) : item));
    const isShort = lackingCredit(after) > lackingCredit(before);
    const credits = new Map(before.map(({ id, credit }) => [id, credit]));
    const { changed } = carryCredit(after, now);
    return {
      leaning: isShort ? leaningOnCredit(after) : [],
      loses: changed.filter(({ id, credit }) => !own.has(id) && credit < (credits.get(id) ?? 0)),
    };
  });
  return {
    leaning: perWorker.flatMap(({ leaning }) => leaning),
    loses: perWorker.flatMap(({ loses }) => loses),
  };
}

async function proofsMeant(
  { repositories, ids }: Deps,
  officer: Officer,
  { number, code }: Lookups["confirmed-proofs"]["input"],
): Promise<readonly Proof[]> {
  const { proofs, workers } = repositories;
  if (code !== undefined) return [await proofs.findByReceipt(receiptHashOf({ ids }, code))].flatMap((one) => one ?? []);
  const parsed = number === undefined ? undefined : parseRegistrationNumber(number);
  const worker = parsed?.ok ? await workers.findByNumber(parsed.value) : null;
  if (worker === null || !mayHandle(officer, worker)) return [];
  const items = await itemsOfWorkers({ repositories }, [worker.id]);
  const found = await Promise.all([...new Set(items.flatMap(proofIdsOf))].map((id) => proofs.find(id)));
  return found.flatMap((proof) => proof ?? []);
}

const proofIdsOf = ({ status, proofId, parts = {} }: DueItem): readonly string[] => [
  ...Object.keys(parts),
  ...(status === "confirmed" && proofId !== undefined ? [proofId] : []),
];

/** Whether a proof is confirmed and this officer may decide about it. */
async function mayTakeBack(deps: Deps, officer: Officer, proof: Proof): Promise<boolean> {
  if (proof.status !== "confirmed" || proof.contactId === officer.contactId) return false;
  return mayHandle(officer, await placeOfProof(deps, proof));
}

const confirmedAt = ({ found, createdAt }: Proof): number => found?.at ?? createdAt;

async function glimpseOf({ repositories }: Deps, proof: Proof) {
  const items = await repositories.dueItems.findMany(proof.dueItemIds);
  return {
    proofId: proof.id,
    confirmedOn: dayOf(confirmedAt(proof)),
    amount: proof.found?.amount ?? sumRupiah(items.map(({ amount }) => amount)),
    periods: items.map(({ period }) => period).toSorted(comparePeriods),
  };
}

async function officeOfBill(deps: Deps, { bill }: Proof): Promise<{ readonly office?: string }> {
  const office = bill === undefined ? null : await deps.repositories.offices.find(bill.officeId);
  const name = office === null ? undefined : (await withSponsor(deps, office))?.name;
  return name === undefined ? {} : { office: name };
}
