import { minusRupiah, type Rupiah, rupiah, sumRupiah } from "../shared/money";
import { comparePeriods } from "../shared/period";
import { changeDueItem, type DueItem } from "./due-item";

/** What is left to be covered by what was paid too much, and how it lies on the months of one worker. */
export interface CarriedCredit {
  /** The items whose share of the credit changes, as they have to be. */
  readonly changed: readonly DueItem[];
  /** What remains for periods that are not open yet, in rupiah. */
  readonly rest: Rupiah;
}

/**
 * Lays what was paid for a worker beyond the amounts of her confirmed months on her unpaid ones, the oldest first (F2.26).
 * Every share is reckoned anew from all items, so that done again, or by two at once, it comes to the same. The money lies
 * with BPJS Ketenagakerjaan under her name: it is hers, whoever paid it. What is said to be paid keeps the share that it had.
 */
export function carryCredit(items: readonly DueItem[], atMs: number): CarriedCredit {
  const changed: DueItem[] = [];
  let rest = rupiah(Math.max(0, sumRupiah(items.map(paidBeyond))));
  for (const item of oldestFirst(items)) {
    if (!canBeCovered(item)) continue;
    const amount = rupiah(Math.min(rest, item.amount));
    rest = minusRupiah(rest, amount);
    const after = amount === item.credit ? null : changeDueItem(item, { type: "credit", amount }, atMs);
    if (after?.ok) changed.push(after.value);
  }
  return { changed, rest };
}

/** By how much the months of one worker lean on more credit than there is, in rupiah; zero where all of it is there. */
export function lackingCredit(items: readonly DueItem[]): Rupiah {
  return rupiah(Math.max(0, -sumRupiah(items.map(paidBeyond))));
}

/** The months that keep the credit which they have, because the rest of them was paid or is said to be; the newest first. */
export function leaningOnCredit(items: readonly DueItem[]): readonly DueItem[] {
  const keeps = items.filter(({ status, credit }) => credit > 0 && (status === "confirmed" || status === "reported"));
  return oldestFirst(keeps).toReversed();
}

/** What an item brought beyond what it cost, in rupiah; less than zero where it used up credit. */
function paidBeyond({ status, paid, parts, amount, credit }: DueItem): Rupiah {
  const inParts = sumRupiah(Object.values(parts ?? {}));
  if (status === "reported") return minusRupiah(inParts, credit);
  if (status !== "confirmed") return inParts;
  return minusRupiah(sumRupiah([inParts, paid ?? minusRupiah(amount, credit)]), amount);
}

function canBeCovered({ status }: DueItem): boolean {
  return status === "open" || status === "overdue" || status === "credited";
}

function oldestFirst(items: readonly DueItem[]): DueItem[] {
  return [...items].sort((a, b) => comparePeriods(a.period, b.period));
}
