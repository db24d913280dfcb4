import type { Restoring } from "../domain/contribution/lapse";
import type { LateMonth, Standing } from "../domain/contribution/standing";
import { type IsoDay, periodOfDay } from "../domain/shared/calendar";
import { addMonths, comparePeriods, type Period } from "../domain/shared/period";
import type { Text } from "../domain/shared/text";

/** The months that wait for an officer: one by name, several as a span where nothing lies between them. */
export function reportedTexts(reported: Standing["reported"]): Text[] {
  const [from] = reported;
  const month = reported.at(-1);
  if (from === undefined || month === undefined) return [];
  if (reported.length === 1) return [{ key: "notice.worker.reported-until", params: { month } }];
  const count = reported.length;
  const isInRow = addMonths(from, count - 1) === month;
  return isInRow
    ? [{ key: "notice.worker.reported-months", params: { count, from, month } }]
    : [{ key: "notice.worker.reported-some", params: { count } }];
}

/** Until when what is paid holds on a day; where its last month is over, only which that was: it protects nobody by itself. */
export const paidText = (month: Period, today: IsoDay): Text => ({
  key: comparePeriods(month, periodOfDay(today)) < 0 ? "notice.worker.paid-last" : "pledges.paid-stays",
  params: { month },
});

const lapsedKeys = {
  unpaid: "common.lapsed",
  reported: "common.lapsed.reported",
  paid: "common.lapsed.paid",
} as const satisfies Record<Restoring["state"], string>;

/** That the protection of somebody has ended, and what lets it run again. */
export const lapsedText = (name: string, { month, state, orOwn: own }: Restoring): Text =>
  own === undefined
    ? { key: lapsedKeys[state], params: { name, month } }
    : { key: "common.lapsed.either", params: { name, month, own } };

/** Unpaid months with their amounts, one under the other, without a name; with it see `monthLines`. */
export const plainMonthLines = (months: readonly LateMonth[]): Text[] =>
  months.map(({ period, amount, credit }) =>
    credit === undefined
      ? { key: "common.month-line", params: { period, amount } }
      : { key: "common.month-line.less-credit", params: { period, amount, credit } },
  );

/** That the official bill decides about a sum, where it is of months that differ in price (F2.29). */
export const mixedTexts = (isMixed: boolean | undefined): readonly Text[] =>
  isMixed ? [{ key: "common.price-mixed" }] : [];

/** By how many rupiah the sum just told is less because something was paid too much; nothing where nothing was. */
export const lessCreditTexts = (credit = 0): Text[] =>
  credit === 0 ? [] : [{ key: "common.less-credit", params: { credit } }];
