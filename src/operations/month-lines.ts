import type { Text } from "../domain/shared/text";
import type { DueView } from "./catalog-views";

/** So many months are named one by one in a message; the others are counted. */
export const mostMonthsNamed = 12;

/** Months line by line: whose, which, and what is to be paid; the first dozen, and how many more there are. */
export function monthLines(months: readonly Pick<DueView, "firstName" | "period" | "amount">[]): readonly Text[] {
  const lines = months
    .slice(0, mostMonthsNamed)
    .map(({ firstName: name, period, amount }): Text => ({ key: "reminder.line", params: { name, period, amount } }));
  return [...lines, ...moreMonths(months.length)];
}

/** That there are more months than are named, where there are so many. */
export const moreMonths = (count: number): readonly Text[] =>
  count > mostMonthsNamed ? [{ key: "reminder.more", params: { count: count - mostMonthsNamed } }] : [];
