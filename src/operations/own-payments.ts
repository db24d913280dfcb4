import { changeDueItem, type DueItem, type Payer } from "../domain/contribution/due-item";
import type { Proof } from "../domain/payment/proof";
import { groupBy } from "../domain/shared/group";
import type { Text } from "../domain/shared/text";
import type { Sponsor } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import type { Act } from "./deps";
import { calledOf, send } from "./notices";
import { changeMany } from "./saving";

/** A month that whoever registered the worker has paid in a sponsor's place. */
interface OwnPayment {
  readonly item: DueItem;
  readonly worker: Worker;
  readonly sponsor: Sponsor;
}

/**
 * Notes of confirmed months which whoever registered the worker has paid although a sponsor was to pay: they are hers, so that
 * nobody else is thanked for them. Each sponsor is told that nothing is left to pay of them, before that is stored; done again
 * it changes nothing.
 */
export async function noteOwnPayments(
  act: Act,
  proof: Proof,
  { paid, paidFor }: { readonly paid: readonly DueItem[]; readonly paidFor: readonly Worker[] },
): Promise<void> {
  const own = await ownPayments(act, proof, paid, paidFor);
  for (const ofSponsor of groupBy(own, ({ sponsor }) => sponsor.id).values()) await tellSponsor(act, proof, ofSponsor);
  const payers = new Map(own.map(({ item, worker }) => [item.id, payerOf(worker)]));
  await changeMany(act.deps.repositories.dueItems, [...payers.keys()], (item) => {
    const payer = payers.get(item.id);
    const next = payer && changeDueItem(item, { type: "was-paid-by", payer }, act.now);
    return next?.ok ? next.value : item;
  });
}

const payerOf = ({ personId }: Worker): Payer => ({ type: "worker", personId });

async function ownPayments(
  { deps }: Act,
  { contactId }: Proof,
  paid: readonly DueItem[],
  paidFor: readonly Worker[],
): Promise<readonly OwnPayment[]> {
  const workers = new Map(paidFor.map((worker) => [worker.id, worker]));
  const own: OwnPayment[] = [];
  for (const item of paid) {
    const worker = workers.get(item.workerId);
    if (item.payer.type !== "sponsor" || worker?.registeredBy.contactId !== contactId) continue;
    const sponsor = await deps.repositories.sponsors.find(item.payer.sponsorId);
    if (sponsor !== null && sponsor.contactId !== contactId) own.push({ item, worker, sponsor });
  }
  return own;
}

/** One message of all these months. */
async function tellSponsor({ deps }: Act, { id }: Proof, own: readonly OwnPayment[]): Promise<void> {
  const [first] = own;
  if (first === undefined) return;
  const texts = own.map(async ({ item, worker }): Promise<Text> => {
    const params = { ...(await calledOf(deps, worker)), month: item.period };
    return { key: "notice.sponsor.paid-by-worker", params };
  });
  await send(deps, {
    cause: `${id} ${first.sponsor.id}`,
    rule: "paid-by-worker",
    contactId: first.sponsor.contactId,
    texts: [...(await Promise.all(texts)), { key: "notice.sponsor.paid-by-worker.none-left" }],
    options: ["!status"],
  });
}
