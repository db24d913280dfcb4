import type { DueItem } from "../domain/contribution/due-item";
import type { Proof, ProofReason } from "../domain/payment/proof";
import { dayOf } from "../domain/shared/calendar";
import { groupBy } from "../domain/shared/group";
import { comparePeriods } from "../domain/shared/period";
import type { Text } from "../domain/shared/text";
import type { Worker } from "../domain/worker/worker";
import type { DueView } from "./catalog-views";
import type { Act, Deps } from "./deps";
import { itemsOfWorkers, noteNews } from "./dues";
import { toLog } from "./each-safely";
import { monthLines, moreMonths, mostMonthsNamed } from "./month-lines";
import { noteTexts, send, sendAll, type Told, withdraw } from "./notices";
import { payerContacts, readableDueViews } from "./payers";
import { receiptCodeOf } from "./receipts";

/** A confirmation that was taken back, whom it was for, and why. */
interface TakenBack {
  readonly proof: Proof;
  readonly paidFor: readonly Worker[];
  readonly reason: ProofReason;
  readonly note?: string;
}

/**
 * Tells whoever sent the proof, everybody else who has to pay its months or others that its surplus had paid, and the workers'
 * own chats that they are not paid after all. Nobody is told of a month twice, and no reminder repeats it at once.
 */
export async function tellTakenBack(act: Act, of: TakenBack): Promise<void> {
  const { deps, now } = act;
  const items = await owedAgain(deps, of);
  const payers = await payerContacts(deps, items);
  const views = await readableDueViews(deps, items, toLog(deps.logger, "take-back"));
  const hasPayer = views.filter(({ dueItemId }) => payers.has(dueItemId));
  const byPayer = groupBy(hasPayer, ({ dueItemId }) => payers.get(dueItemId) ?? "");
  for (const [contactId, months] of byPayer)
    await noteNews(deps, { contactId, dueItemIds: months.map(({ dueItemId }) => dueItemId), now }, isUnpaid);
  const own = new Set(of.proof.dueItemIds);
  const sender = of.proof.contactId;
  const toSender = groupBy(views, ({ dueItemId: id }) =>
    payers.get(id) === sender ? "asked" : own.has(id) ? "of-others" : "untold",
  );
  await tellSender(deps, of, toSender.get("asked") ?? [], toSender.get("of-others") ?? []);
  const others = [...byPayer].filter(([contactId]) => contactId !== sender);
  await sendAll(
    deps,
    others.map(([contactId, months]) => toPayer(of.proof, contactId, months, own)),
  );
  await sendAll(deps, toWorkers(of, views, payers));
}

/**
 * Lets go of what is queued since the confirmation of a proof and says that its months are paid: to its sender, to the workers'
 * own chats, and to sponsors in whose place a worker had paid, while the months are theirs again. Done again it does nothing more.
 */
export async function withdrawConfirmed({ deps }: Act, { id, dueItemIds }: Proof): Promise<void> {
  const items = await deps.repositories.dueItems.findMany(dueItemIds);
  const workerIds = new Set(items.map(({ workerId }) => workerId));
  const sponsorIds = new Set(items.flatMap(({ payer }) => (payer.type === "sponsor" ? [payer.sponsorId] : [])));
  await withdraw(deps, [
    { cause: id, rule: "confirmed.payer" },
    ...[...workerIds].map((workerId) => ({ cause: `${id} ${workerId}`, rule: "confirmed.worker" as const })),
    ...[...sponsorIds].map((sponsorId) => ({ cause: `${id} ${sponsorId}`, rule: "paid-by-worker" as const })),
  ]);
}

const isUnpaid = ({ status }: DueItem): boolean => status === "open" || status === "overdue";

/** The months of the proof that are owed again, and others that had credit of it; oldest first. */
async function owedAgain(deps: Deps, { proof, paidFor }: TakenBack): Promise<readonly DueItem[]> {
  const since = proof.takenBack?.at ?? 0;
  const own = new Set(proof.dueItemIds);
  const isMeant = ({ id, refusedProofId, changedAt }: DueItem): boolean =>
    own.has(id) ? refusedProofId === proof.id : changedAt >= since;
  const items = await itemsOfWorkers(
    deps,
    paidFor.map(({ id }) => id),
  );
  return items.filter((item) => isUnpaid(item) && isMeant(item)).toSorted((a, b) => comparePeriods(a.period, b.period));
}

/** Of the months of his proof he is asked for those that are his to pay; of the `others` he is told that they are not. */
async function tellSender(
  deps: Deps,
  { proof, reason, note }: TakenBack,
  asked: readonly DueView[],
  others: readonly DueView[],
): Promise<void> {
  const { id, found, createdAt } = proof;
  const day = dayOf(found?.at ?? createdAt);
  const why: Text = { key: `officer.proof-reason.${reason}` };
  const hasReceipt = found?.shares.some(({ amount, owed }) => owed > 0 && amount >= owed) === true;
  const next = asked.length > 0 ? "next" : others.length > 0 ? "not-yours.next" : "ask";
  await send(deps, {
    cause: id,
    rule: "taken-back.sender",
    contactId: proof.contactId,
    texts: [
      { key: "notice.taken-back.sender", params: { day, reason: why } },
      ...noteTexts(note),
      ...listed("notice.taken-back.not-yours", others),
      ...listed("notice.taken-back.months", asked),
      ...(hasReceipt ? [{ key: "notice.taken-back.receipt", params: { code: receiptCodeOf(deps, id) } }] : []),
      { key: `notice.taken-back.${next}` },
    ],
    options: next === "ask" ? ["!status"] : ["!paid"],
  });
}

/** Months under a heading and what follows them; nothing where there are none. */
const listed = (heading: string, months: readonly DueView[], next?: string): readonly Text[] =>
  months.length === 0 ? [] : [{ key: heading }, ...monthLines(months), ...(next === undefined ? [] : [{ key: next }])];

/**
 * Whoever is to pay what somebody else said was paid asks first: else it may be paid twice. What a sponsor had paid and does not
 * pay any more is the worker's now.
 */
function toPayer({ id }: Proof, contactId: string, months: readonly DueView[], own: ReadonlySet<string>): Told {
  const isLeft = ({ dueItemId, isWorkers }: DueView): boolean => own.has(dueItemId) && isWorkers === true;
  const left = months.filter(isLeft);
  const others = months.filter((month) => !isLeft(month));
  const next = others.some(({ dueItemId }) => own.has(dueItemId)) ? "ask-first" : "next";
  return {
    cause: `${id} ${contactId}`,
    rule: "taken-back.payer",
    contactId,
    texts: [
      ...listed("notice.taken-back.payer.left", left, "notice.worker.refused.next"),
      ...listed("notice.taken-back.payer", others, `notice.taken-back.payer.${next}`),
    ],
    options: ["!status", "!paid"],
  };
}

/** For the chats that registered the workers, but for the sender's: one message of all that they are not told as whoever pays it. */
function toWorkers(
  { proof, paidFor }: TakenBack,
  views: readonly DueView[],
  payers: ReadonlyMap<string, string>,
): readonly Told[] {
  const chats = new Map(paidFor.map(({ id, registeredBy }) => [id, registeredBy.contactId]));
  const untold = views.filter(({ dueItemId, workerId }) => payers.get(dueItemId) !== chats.get(workerId));
  const byChat = groupBy(untold, ({ workerId }) => chats.get(workerId) ?? "");
  return [...byChat].flatMap(([contactId, months]): Told[] => {
    if (contactId === proof.contactId) return [];
    const named = months
      .slice(0, mostMonthsNamed)
      .map(({ firstName: name, period: month }) => ({ key: "notice.month", params: { name, month } }));
    const texts = [{ key: "notice.taken-back.worker" }, ...named, ...moreMonths(months.length)];
    return [
      {
        ...{ cause: `${proof.id} ${contactId}`, rule: "taken-back.worker", contactId },
        texts: [...texts, { key: "notice.taken-back.worker.next" }],
        options: ["!status"],
      },
    ];
  });
}
