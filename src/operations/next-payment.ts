import { contributionFor } from "../domain/contribution/contribution";
import { carryCredit } from "../domain/contribution/credit";
import { type DueItem, isPaid } from "../domain/contribution/due-item";
import { mixedPrices } from "../domain/contribution/mixed-prices";
import { dueDayOf, type IsoDay } from "../domain/shared/calendar";
import { addMonths, type Period, periodOf } from "../domain/shared/period";
import type { Text } from "../domain/shared/text";
import type { Pledge } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { duesOfPledge, startOfPaying } from "./due-plan";
import { lessCreditTexts, mixedTexts } from "./standing-texts";

/** What a sponsor pays next for a worker: so many months in one go, from the first on, in rupiah, by the due day of the first. */
export interface NextPayment {
  readonly month: Period;
  readonly count: number;
  readonly amount: number;
  readonly day: IsoDay;
  /** Where what was paid too much makes it less: by how many rupiah, and what is paid in one go after it. */
  readonly reduced?: { readonly credit: number; readonly price: number };
  /** True where its months differ in price, so that the official bill decides (F2.29). */
  readonly isMixed?: true;
}

/**
 * What is to be paid next under a pledge that runs, or begins or goes on with `month`: less what was paid too much for the worker, whose
 * items these are, and without months that are paid or said to be. Null where nothing is left to pay.
 */
export function nextPaymentOf(of: {
  readonly pledge: Pledge;
  readonly worker: Worker;
  readonly items: readonly DueItem[];
  readonly month: Period;
  readonly now: number;
}): NextPayment | null {
  const { pledge, worker, items, month, now: atMs } = of;
  const running: Pledge = { ...pledge, status: "active", startPeriod: month };
  const existing = new Map(items.map((item) => [item.id, item]));
  const isSettled = (item: DueItem | undefined): boolean =>
    item !== undefined && (isPaid(item) || item.status === "reported");
  const planned = duesOfPledge({ pledge: running, worker, period: month, atMs }).filter(
    ({ id }) => !isSettled(existing.get(id)),
  );
  const [first] = planned;
  const covered = planned.reduce((sum, { id }) => sum + (existing.get(id)?.credit ?? 0), worker.credit ?? 0);
  const amount = priceOf(planned) - covered;
  if (first === undefined || amount <= 0) return null;
  const isMixed = mixedPrices(planned).size > 0;
  const next = { month: first.period, count: planned.length, amount, day: first.dueDay, ...(isMixed && { isMixed }) };
  if (covered === 0) return next;
  const after = duesOfPledge({ pledge: running, worker, period: addMonths(month, pledge.monthsAhead), atMs });
  return { ...next, reduced: { credit: covered, price: priceOf(after) } };
}

const priceOf = (items: readonly DueItem[]): number => items.reduce((sum, { amount }) => sum + amount, 0);

/** The next month that is a worker's own, and the months before it that what was paid too much pays for, oldest first. */
export interface OwnNextPayment extends Omit<NextPayment, "count" | "reduced" | "isMixed"> {
  /** What was paid too much and is not in the amount, in rupiah; zero where nothing was. */
  readonly credit: number;
  readonly covered: readonly Period[];
}

/**
 * What a worker whom no sponsor pays for may pay next, in time, less what was paid too much for her. The months that nothing is
 * left to pay of are passed over: they open later, and the money that lies there pays for them then. Her items tell where it
 * lies, because her registration may have been read before a month was let go.
 */
export function ownNextPaymentOf(worker: Worker, items: readonly DueItem[], now: number): OwnNextPayment {
  const { changed, rest: kept } = carryCredit(items, now);
  const laid = [...new Map([...items, ...changed].map((item) => [item.id, item])).values()];
  const { base, sector, funding, programmes } = worker;
  const covered: Period[] = [];
  let rest: number = kept;
  let month = startOfPaying(periodOf(now), laid, now);
  for (;;) {
    const { total } = contributionFor({ base, sector, funding, programmes, period: month });
    const owed = total - (laid.find(({ period }) => period === month)?.credit ?? 0);
    if (owed > rest) return { month, amount: owed - rest, credit: total - owed + rest, day: dueDayOf(month), covered };
    rest -= owed;
    covered.push(month);
    month = startOfPaying(addMonths(month, 1), laid, now);
  }
}

/** What is to be paid next, in words; nothing where nothing is. */
export function nextPaymentTexts(next: NextPayment | null | undefined): readonly Text[] {
  if (next === null || next === undefined) return [];
  const { reduced, isMixed, ...params } = next;
  const key = next.count > 1 ? "common.next-payment.months" : "common.next-payment";
  return [{ key, params }, ...lessCreditTexts(reduced?.credit), ...mixedTexts(isMixed)];
}

/**
 * What is paid first where a sponsor says yes, by when, and how often after that, with the price where the first is less; nothing
 * where it is not known.
 */
export function firstPaymentTexts(first: NextPayment | null | undefined): readonly Text[] {
  if (first === null || first === undefined) return [];
  const { reduced, isMixed, ...params } = first;
  const [whole, less] =
    first.count > 1
      ? ["notice.matched.price-ahead", "common.first-payment-ahead.less-credit"]
      : ["notice.matched.price", "common.first-payment.less-credit"];
  return [{ key: reduced ? less : whole, params: { ...params, ...reduced } }, ...mixedTexts(isMixed)];
}
