import type { Period } from "../../domain/shared/period";
import type { Text } from "../../domain/shared/text";

/** How many months are named one by one. */
const mostNamed = 6;

/** Months of an office in words, each once: their names, and of several how many there are; of many the first and the last. */
export function monthsText(periods: readonly Period[]): Text {
  const months = [...new Set(periods)].sort();
  const [first = "", ...others] = months;
  const count = months.length;
  if (count > mostNamed) return { key: "office.months.many", params: { count, first, last: months.at(-1) ?? first } };
  const named = others.reduce<Text>((before, month) => ({ key: "office.months.and", params: { before, month } }), {
    key: "office.months.one",
    params: { month: first },
  });
  return count > 1 ? { key: "office.months.several", params: { count, months: named } } : named;
}
