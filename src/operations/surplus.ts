import { carryCredit } from "../domain/contribution/credit";
import { amountToPay, type DueItem } from "../domain/contribution/due-item";
import type { Proof } from "../domain/payment/proof";
import { type Found, owedUnder, settled, sharesOf, surplusFound } from "../domain/payment/settlement";
import { firstNameOf } from "../domain/person/person";
import { groupBy } from "../domain/shared/group";
import { leastRupiah, minusRupiah, type Rupiah, rupiah, sumRupiah } from "../domain/shared/money";
import type { Period } from "../domain/shared/period";
import type { Text } from "../domain/shared/text";
import type { Worker } from "../domain/worker/worker";
import type { Deps } from "./deps";
import { itemsOfWorkers } from "./dues";
import { personsById } from "./views";

/** How many months a text names one by one; the rest is in the status. */
const mostNamed = 12;

/** A month on which a surplus lies, and what is still to be paid for it, in rupiah. */
interface CoveredMonth {
  readonly workerId: string;
  readonly name: string;
  readonly month: Period;
  readonly left: Rupiah;
}

/** Where what was paid too much lies: on unpaid months, and in rupiah what of it is kept for those that open later. */
export interface SurplusUse {
  readonly covered: readonly CoveredMonth[];
  readonly kept: readonly { readonly workerId: string; readonly name: string; readonly amount: Rupiah }[];
}

const none: SurplusUse = { covered: [], kept: [] };

/** Where the surplus of a confirmed proof lies once it was carried on; done again after a crash it is the same. */
export async function surplusUse(deps: Deps, found: Found, workerIds: readonly string[]): Promise<SurplusUse> {
  if (surplusFound(found) === 0) return none;
  const workers = await deps.repositories.workers.findMany(workerIds);
  const items = await itemsOfWorkers(deps, workerIds);
  const laid = items.filter(({ credit, changedAt }) => credit > 0 && changedAt >= found.at);
  const surplusOf = surplusesIn(found, items);
  return useOf(
    deps,
    workers,
    laid,
    workers.map(({ id, credit = rupiah(0) }) => leastRupiah(credit, surplusOf(id))),
  );
}

/** Where a surplus would lie if the proof were confirmed now over an amount, in rupiah. */
export async function foreseenUse(deps: Deps, proof: Proof, amount: Rupiah, now: number): Promise<SurplusUse> {
  const { dueItems, workers } = deps.repositories;
  const meant = await dueItems.findMany(proof.dueItemIds);
  const expected = sumRupiah(meant.map((item) => owedUnder(item, proof.id)));
  const found = { amount, expected, shares: sharesOf(meant, proof.id, amount), officerId: "", at: now };
  if (surplusFound(found) === 0) return none;
  const paidFor = await workers.findMany([...new Set(meant.map(({ workerId }) => workerId))]);
  const all = await itemsOfWorkers(
    deps,
    paidFor.map(({ id }) => id),
  );
  const surplusOf = surplusesIn(found, meant);
  const isMeant = new Set(proof.dueItemIds);
  const after = groupBy(
    all.map((item) => (isMeant.has(item.id) ? settled(item, proof.id, found, now) : item)),
    ({ workerId }) => workerId,
  );
  const carried = paidFor.map(({ id }) => carryCredit(after.get(id) ?? [], now));
  return useOf(
    deps,
    paidFor,
    carried.flatMap(({ changed }) => changed.filter(({ credit }) => credit > 0)),
    carried.map(({ rest }, index) => leastRupiah(rest, surplusOf(paidFor[index]?.id ?? ""))),
  );
}

/**
 * What was found beyond the months of each worker, in rupiah: it comes to what she had before, so no more than this of all that
 * is kept for her is kept of it.
 */
function surplusesIn({ shares }: Found, items: readonly DueItem[]): (workerId: string) => Rupiah {
  const workerOf = new Map(items.map(({ id, workerId }) => [id, workerId]));
  const byWorker = groupBy(shares, ({ dueItemId }) => workerOf.get(dueItemId) ?? "");
  return (workerId) => sumRupiah((byWorker.get(workerId) ?? []).map(({ amount, owed }) => minusRupiah(amount, owed)));
}

/** The months and what is kept, by name; `kept` in the order of the workers. */
async function useOf(
  { repositories }: Deps,
  workers: readonly Worker[],
  laid: readonly DueItem[],
  kept: readonly Rupiah[],
): Promise<SurplusUse> {
  const persons = await personsById(repositories, workers);
  const names = new Map(workers.map(({ id, personId }) => [id, firstNameOf(persons.get(personId)?.name ?? "")]));
  const nameOf = (workerId: string): string => names.get(workerId) ?? "";
  const isCovered = ({ status }: DueItem): boolean =>
    status === "credited" || status === "open" || status === "overdue";
  return {
    covered: laid.filter(isCovered).map((item) => {
      const { workerId, period: month } = item;
      return { workerId, name: nameOf(workerId), month, left: amountToPay(item) };
    }),
    kept: workers.flatMap(({ id: workerId }, index) => {
      const amount = kept[index] ?? rupiah(0);
      return amount > 0 ? [{ workerId, name: nameOf(workerId), amount }] : [];
    }),
  };
}

/** The part of it that is one worker's. */
export const useOfWorker = ({ covered, kept }: SurplusUse, id: string): SurplusUse => ({
  covered: covered.filter(({ workerId }) => workerId === id),
  kept: kept.filter(({ workerId }) => workerId === id),
});

/** Where a surplus goes, a line for each month and for what is kept; nothing where it lies nowhere. */
export function surplusTexts({ covered, kept }: SurplusUse): readonly Text[] {
  if (covered.length + kept.length === 0) return [];
  return [
    { key: "common.surplus" },
    ...covered.slice(0, mostNamed).map(({ name, month, left }): Text => {
      const key = left > 0 ? "common.surplus.part" : "common.surplus.whole";
      return { key, params: { name, month, left } };
    }),
    ...kept.map(({ name, amount }): Text => ({ key: "common.surplus.kept", params: { name, amount } })),
  ];
}
