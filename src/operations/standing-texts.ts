import type { LateMonth, Standing } from "../domain/contribution/standing";
import type { Text } from "../domain/shared/text";

/** The months that wait for an officer: one by name, several as a span. */
export function reportedTexts(reported: Standing["reported"]): Text[] {
  const [from] = reported;
  const month = reported.at(-1);
  if (from === undefined || month === undefined) return [];
  if (reported.length === 1) return [{ key: "notice.worker.reported-until", params: { month } }];
  return [{ key: "notice.worker.reported-months", params: { count: reported.length, from, month } }];
}

/** Unpaid months with their amounts, one under the other. */
export const monthLines = (months: readonly LateMonth[]): Text[] =>
  months.map(({ period, amount }) => ({ key: "common.month-line", params: { period, amount } }));
