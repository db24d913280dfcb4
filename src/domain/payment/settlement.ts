import { amountToPay, changeDueItem, type DueItem, type DueItemEvent } from "../contribution/due-item";
import { minusRupiah, type Rupiah, rupiah } from "../shared/money";
import { comparePeriods } from "../shared/period";

/** What of a payment goes to one due item. */
export interface Share {
  readonly dueItemId: string;
  /** In rupiah. */
  readonly amount: Rupiah;
  /** What was owed for it when the payment was found, in rupiah. */
  readonly owed: Rupiah;
}

/** What an officer found to be paid with a proof. */
export interface Found {
  /** In all, in rupiah. */
  readonly amount: Rupiah;
  /** What the months cost together when it was found, in rupiah. */
  readonly expected: Rupiah;
  readonly shares: readonly Share[];
  readonly officerId: string;
  /** Milliseconds. */
  readonly at: number;
}

/**
 * Spreads what was found to be paid (rupiah) over the items that it is for: the oldest month first, each one whole. What is
 * left and too little for the next month pays a part of it; what is more than all of them goes on top of the last, and is
 * credit for the months after it (F2.26). An item that gets nothing is not named.
 */
export function sharesOf(items: readonly DueItem[], found: Rupiah): readonly Share[] {
  const owed = items
    .filter((item) => amountToPay(item) > 0)
    .toSorted((a, b) => comparePeriods(a.period, b.period) || (a.id < b.id ? -1 : 1));
  const shares: Share[] = [];
  let left = found;
  for (const [index, item] of owed.entries()) {
    if (left <= 0) break;
    const isLast = index === owed.length - 1;
    const wanted = amountToPay(item);
    const amount = isLast ? left : rupiah(Math.min(left, wanted));
    shares.push({ dueItemId: item.id, amount, owed: wanted });
    left = minusRupiah(left, amount);
  }
  return shares;
}

/** What of the months of a proof is still missing, in rupiah; zero where all was paid. */
export function shortfallOf({ amount, expected }: Found): Rupiah {
  return rupiah(Math.max(0, expected - amount));
}

/** What was paid beyond the months of a proof, in rupiah. */
export function surplusFound({ amount, expected }: Found): Rupiah {
  return rupiah(Math.max(0, amount - expected));
}

/**
 * An item after its proof was confirmed: paid where its share covers it, and otherwise owed again, with what was paid of it
 * noted as a part (see `carryCredit`). Doing it again changes nothing.
 */
export function settled(item: DueItem, proofId: string, found: Found, atMs: number): DueItem {
  if (item.proofId !== undefined && item.proofId !== proofId) return item;
  const share = found.shares.find(({ dueItemId }) => dueItemId === item.id);
  if (share !== undefined && share.amount >= share.owed)
    return next(item, { type: "confirm", paid: share.amount }, atMs);
  const open = next(item, { type: "reject-report" }, atMs);
  if (share === undefined || open.parts?.[proofId] === share.amount) return open;
  return next(open, { type: "pay-part", proofId, amount: share.amount }, atMs);
}

function next(item: DueItem, event: DueItemEvent, atMs: number): DueItem {
  const changed = changeDueItem(item, event, atMs);
  return changed.ok ? changed.value : item;
}
