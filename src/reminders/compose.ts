import type { Period } from "../domain/shared/period";
import type { Text } from "../domain/shared/text";

/** What a reminder says about one month. */
export interface ReminderFact {
  readonly firstName: string;
  readonly period: Period;
  /** What is still to be paid, in rupiah. */
  readonly amount: number;
  /** `YYYY-MM-DD` in Asia/Jakarta. */
  readonly dueDay: string;
}

/** Months named one by one; the rest is in the status. */
const mostNamed = 10;

type Stage = "before" | "today" | "late";

/** Whether the first of the months is still to come, due today, or late: by the day, because a reminder may have waited. */
function stageOf(facts: readonly ReminderFact[], today: string): { stage: Stage; day: string } {
  const day = facts.map(({ dueDay }) => dueDay).sort()[0] ?? "";
  return { stage: day < today ? "late" : day === today ? "today" : "before", day };
}

const totalOf = (facts: readonly ReminderFact[]): number => facts.reduce((sum, { amount }) => sum + amount, 0);

/**
 * One message for all months that one payer is reminded of now: what, how much, until when, and what to answer.
 * The earliest due day sets the tone, as it stands `today` (`YYYY-MM-DD` in Asia/Jakarta). It asks for no money and names no account: one pays at BPJS Ketenagakerjaan's channels.
 */
export function composeReminder(
  facts: readonly ReminderFact[],
  today: string,
): {
  texts: readonly Text[];
  options: readonly { value: string; label: Text }[];
} {
  const { stage, day } = stageOf(facts, today);
  const total = totalOf(facts);
  const named = facts.slice(0, mostNamed);
  const lines = named.map(
    ({ firstName, period, amount }): Text => ({ key: "reminder.line", params: { name: firstName, period, amount } }),
  );
  const more: Text[] =
    facts.length > named.length ? [{ key: "reminder.more", params: { count: facts.length - named.length } }] : [];
  return {
    texts: [
      { key: `reminder.${stage}`, params: { day } },
      ...lines,
      ...more,
      ...(facts.length > 1 ? [{ key: "reminder.total", params: { total } }] : []),
      { key: "reminder.how" },
    ],
    options: [
      { value: "!paid", label: { key: "reminder.paid" } },
      { value: "!status", label: { key: "reminder.status" } },
    ],
  };
}

/**
 * The same for somebody to whom only an approved template may be sent: which one, and what fills its gaps: the months, what
 * is to be paid in all, and the first due day.
 */
export function composeReminderTemplate(
  facts: readonly ReminderFact[],
  today: string,
): { name: "reminder" | "lapse_warning"; params: readonly Text[] } {
  const { stage, day } = stageOf(facts, today);
  return {
    name: stage === "late" ? "lapse_warning" : "reminder",
    params: [
      monthsOf(facts),
      { key: "templates.amount", params: { amount: totalOf(facts) } },
      { key: "templates.day", params: { day } },
    ],
  };
}

function monthsOf(facts: readonly ReminderFact[]): Text {
  const periods = facts.map(({ period }) => period).sort();
  const [from = ""] = periods;
  const to = periods.at(-1) ?? from;
  const count = facts.length;
  if (count <= 1) return { key: "templates.month", params: { period: from } };
  if (from === to) return { key: "templates.months", params: { count, period: from } };
  return { key: "templates.span", params: { count, from, to } };
}
