import type { DueItem } from "../domain/contribution/due-item";
import type { IsoDay } from "../domain/shared/calendar";
import { sumRupiah } from "../domain/shared/money";
import type { Period } from "../domain/shared/period";
import type { Text } from "../domain/shared/text";
import type { Pledge } from "../domain/sponsor/sponsor";
import type { WorkerTerms } from "../domain/worker/worker";
import { duesOfPledge, startOfPaying } from "./due-plan";

/** What is paid first where a sponsor says yes. */
export interface FirstPayment {
  readonly month: Period;
  /** How many months are paid together. */
  readonly count: number;
  /** Rupiah. */
  readonly amount: number;
  readonly day: IsoDay;
}

/** What would be paid first if the sponsor said yes at a moment; null where the worker cannot be paid for. */
export function firstPaymentOf(of: {
  readonly pledge: Pledge;
  readonly worker: WorkerTerms;
  /** All months of the worker. */
  readonly items: readonly DueItem[];
  readonly atMs: number;
}): FirstPayment | null {
  const { pledge, worker, items, atMs } = of;
  const startPeriod = startOfPaying(pledge.startPeriod, items, atMs);
  const active = { ...pledge, status: "active", startPeriod } as const;
  const dues = duesOfPledge({ pledge: active, worker, period: startPeriod, atMs });
  const [first] = dues;
  if (first === undefined) return null;
  return {
    month: startPeriod,
    count: dues.length,
    amount: sumRupiah(dues.map(({ amount }) => amount)),
    day: first.dueDay,
  };
}

/** What is paid first and by when, and how often after that; nothing where it is not known. */
export function firstPaymentTexts(payment: FirstPayment | null | undefined): Text[] {
  if (!payment) return [];
  const key = payment.count === 1 ? "notice.matched.price" : "notice.matched.price-ahead";
  return [{ key, params: { ...payment } }];
}
