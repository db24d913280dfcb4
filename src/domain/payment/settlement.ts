import { amountToPay, changeDueItem, type DueItem, type DueItemEvent, isOwed } from "../contribution/due-item";
import { minusRupiah, type Rupiah, rupiah } from "../shared/money";
import { comparePeriods } from "../shared/period";

/** What of a payment goes to one due item. */
export interface Share {
  readonly dueItemId: string;
  /** In rupiah. */
  readonly amount: Rupiah;
  /** What was owed for it under this proof when the payment was found, in rupiah; zero where nothing was. */
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
 * Spreads what was found to be paid (rupiah) with a proof over the items that it is for: the oldest month first, each one
 * whole. What is left and too little for the next month pays a part of it; what is more than all of them goes on top of the
 * last, and is credit for the months after it (F2.26). Where nothing is owed under this proof any more (somebody else paid it,
 * or it was cancelled), all of it goes on top of the last item: what was found is always on one. An item that gets nothing is
 * not named.
 */
export function sharesOf(items: readonly DueItem[], proofId: string, found: Rupiah): readonly Share[] {
  const shares: Share[] = [];
  let left = found;
  const owed = payable(items, proofId);
  for (const item of owed) {
    if (left <= 0) break;
    const isLast = item === owed.at(-1);
    const wanted = owedUnder(item, proofId);
    const amount = isLast ? left : rupiah(Math.min(left, wanted));
    shares.push({ dueItemId: item.id, amount, owed: wanted });
    left = minusRupiah(left, amount);
  }
  return shares;
}

/** What is owed under a proof, oldest first; where nothing is, the last item. */
function payable(items: readonly DueItem[], proofId: string): readonly DueItem[] {
  const inOrder = items.toSorted((a, b) => comparePeriods(a.period, b.period) || (a.id < b.id ? -1 : 1));
  const owed = inOrder.filter((item) => owedUnder(item, proofId) > 0);
  return owed.length > 0 ? owed : inOrder.slice(-1);
}

/** What is still to be paid for an item with this proof, in rupiah; zero where it was reported or paid with another. */
export function owedUnder(item: DueItem, proofId: string): Rupiah {
  return isOthers(item, proofId) ? rupiah(0) : amountToPay(item);
}

function isOthers(item: DueItem, proofId: string): boolean {
  return item.proofId !== undefined && item.proofId !== proofId;
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
 * noted as a part (see `carryCredit`). A part is also what comes to an item that something else has settled meanwhile, or that
 * was reported with another proof: that stays as it is otherwise. Doing it again changes nothing.
 */
export function settled(item: DueItem, proofId: string, found: Found, atMs: number): DueItem {
  const share = found.shares.find(({ dueItemId }) => dueItemId === item.id);
  if (isPaidWith(item, proofId)) return item;
  const isFree = isOwed(item) && !isOthers(item, proofId);
  const isNoted = item.parts?.[proofId] !== undefined;
  if (share !== undefined && isFree && !isNoted && share.owed > 0 && share.amount >= share.owed) {
    const paid = changeDueItem(item, { type: "confirm", paid: share.amount, proofId }, atMs);
    if (paid.ok) return paid.value;
  }
  const open = isFree ? next(item, { type: "reject-report" }, atMs) : item;
  return share === undefined || isNoted ? open : next(open, { type: "pay-part", proofId, amount: share.amount }, atMs);
}

/**
 * An item after the confirmation of its proof was taken back: what was paid with it is owed again, and what was found of it as a
 * part counts no more. Doing it again changes nothing.
 */
export function unsettled(item: DueItem, proofId: string, atMs: number): DueItem {
  const owed = isPaidWith(item, proofId) ? next(item, { type: "take-back-confirmation", proofId }, atMs) : item;
  return owed.parts?.[proofId] === undefined ? owed : next(owed, { type: "take-back-part", proofId }, atMs);
}

/** An earlier version named the proof on reported items only: what it confirmed without a name is not counted again. */
function isPaidWith({ status, proofId: paidWith }: DueItem, proofId: string): boolean {
  return status === "confirmed" && (paidWith ?? proofId) === proofId;
}

function next(item: DueItem, event: DueItemEvent, atMs: number): DueItem {
  const changed = changeDueItem(item, event, atMs);
  return changed.ok ? changed.value : item;
}
