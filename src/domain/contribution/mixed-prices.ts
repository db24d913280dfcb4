import { groupBy } from "../shared/group";
import type { DueItem } from "./due-item";

/** A month as far as it matters here: `amount` is its whole price in rupiah, with what a surplus covers. */
export type PricedMonth = Pick<DueItem, "id" | "workerId" | "dueDay"> & { readonly amount: number };

/**
 * Which of these months, by their ids, are to be paid in one go with one of the same worker at another price: what they come
 * to is for the official bill to decide (F2.29). Months with a day of their own each have a price that is certain.
 */
export function mixedPrices(months: readonly PricedMonth[]): ReadonlySet<string> {
  const blocks = [...groupBy(months, ({ workerId, dueDay }) => `${workerId} ${dueDay}`).values()];
  const mixed = blocks.filter((block) => new Set(block.map(({ amount }) => amount)).size > 1);
  return new Set(mixed.flat().map(({ id }) => id));
}
