import type { Text } from "../domain/shared/text";
import type { DueView } from "./catalog-views";

/** So many months are named one by one in a message; the others are counted. */
export const mostMonthsNamed = 12;

type Month = Pick<DueView, "firstName" | "period" | "amount" | "credit">;

/** Months line by line: whose, which, and what is to be paid; the first dozen, and how many more there are. */
export function monthLines(months: readonly Month[]): readonly Text[] {
  return [...months.slice(0, mostMonthsNamed).map(monthLine), ...moreMonths(months.length)];
}

/** One month: whose, which, and what is to be paid, with what it is less by where something was paid too much. */
export function monthLine({ firstName: name, period, amount, credit }: Month): Text {
  const params = { name, period, amount };
  if (credit === undefined) return { key: "reminder.line", params };
  return { key: "reminder.line.less-credit", params: { ...params, credit } };
}

/** That there are more months than are named, where there are so many. */
export const moreMonths = (count: number): readonly Text[] =>
  count > mostMonthsNamed ? [{ key: "reminder.more", params: { count: count - mostMonthsNamed } }] : [];
