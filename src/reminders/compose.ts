import type { Period } from "../domain/shared/period";
import type { Text } from "../domain/shared/text";
import type { RungId } from "./ladder";

/** What a reminder says about one month. */
export interface ReminderFact {
  readonly rung: RungId;
  readonly firstName: string;
  readonly period: Period;
  /** What is still to be paid, in rupiah. */
  readonly amount: number;
  /** `YYYY-MM-DD` in Asia/Jakarta. */
  readonly dueDay: string;
}

/** Months named one by one; the rest is in the status. */
const mostNamed = 10;

/** Whether the month is still to come, due today, or late. */
function stageOf(rung: RungId): "before" | "today" | "late" {
  if (rung === "d0") return "today";
  return rung === "d+5" || rung === "d+10" ? "late" : "before";
}

/**
 * One message for all months that one payer is reminded of now: what, how much, until when, and what to answer.
 * The latest stage sets the tone. It asks for no money and names no account: one pays at BPJS Ketenagakerjaan's channels.
 */
export function composeReminder(facts: readonly ReminderFact[]): {
  texts: readonly Text[];
  options: readonly { value: string; label: Text }[];
} {
  const stages = facts.map(({ rung }) => stageOf(rung));
  const stage = stages.includes("late") ? "late" : stages.includes("today") ? "today" : "before";
  const total = facts.reduce((sum, { amount }) => sum + amount, 0);
  const named = facts.slice(0, mostNamed);
  const lines = named.map(
    ({ firstName, period, amount }): Text => ({ key: "reminder.line", params: { name: firstName, period, amount } }),
  );
  const more: Text[] =
    facts.length > named.length ? [{ key: "reminder.more", params: { count: facts.length - named.length } }] : [];
  const day = facts.map(({ dueDay }) => dueDay).sort()[0] ?? "";
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
