import type { NearingLapse } from "../domain/contribution/lapse";
import type { ProofReason } from "../domain/payment/proof";
import type { Period } from "../domain/shared/period";
import type { Text } from "../domain/shared/text";
import { monthLine } from "../operations/month-lines";
import { mixedTexts } from "../operations/standing-texts";

/** What a reminder says about one month. */
export interface ReminderFact {
  readonly firstName: string;
  readonly period: Period;
  /** What is still to be paid, in rupiah. */
  readonly amount: number;
  /** What earlier overpayment covers, in rupiah: the amount is without it. */
  readonly credit?: number;
  /** `YYYY-MM-DD` in Asia/Jakarta. */
  readonly dueDay: string;
  /** Whether the reader is to pay, or may because whoever is to pay is silent. */
  readonly as?: "payer" | "worker";
  /** Where the message is of the countdown to a lapse. */
  readonly lapse?: NearingLapse;
  /** True where it is on the bill of an office and its coordinator reads. */
  readonly isOfOffice?: true;
  /** How the worker is protected now, where she is told that she may pay herself. */
  readonly standing?: Standing;
  /** True where the worker's protection has ended: paying lets it run again. */
  readonly hasLapsed?: true;
  /** True where another month that is told of is paid with it at another price (F2.29). */
  readonly isMixed?: true;
  /** Why the proof that was sent for it was rejected, and whose that was as the reader knows it. */
  readonly refused?: { readonly reason: ProofReason; readonly by: RefusedProofBy };
}

/**
 * Whose the rejected proof was: the reader's (or a former payer's, whom nobody names), that of the sponsor who pays for the
 * reader, or of the worker for whom the reader pays.
 */
export type RefusedProofBy = (typeof refusedProofBy)[number];
const refusedProofBy = ["reader", "sponsor", "worker"] as const;

/** Whether a protection runs, has never begun, or has ended. */
export type Standing = "running" | "none" | "ended";

/** Months named one by one; the rest is in the status. */
const mostNamed = 10;

type Stage = "before" | "today" | "late";

/** Whether the first of the months is still to come, due today, or late: by the day, because a reminder may have waited. */
function stageOf(facts: readonly ReminderFact[], today: string): { stage: Stage; day: string } {
  const day = facts.map(({ dueDay }) => dueDay).sort()[0] ?? "";
  return { stage: day < today ? "late" : day === today ? "today" : "before", day };
}

/** What the reader is to pay, and what she may because a sponsor is silent. */
const isOwn = ({ as }: ReminderFact): boolean => as !== "worker";
const isLeft = ({ as }: ReminderFact): boolean => as === "worker";

const totalOf = (facts: readonly ReminderFact[]): number => facts.reduce((sum, { amount }) => sum + amount, 0);

/**
 * One message for all months that one contact is told of now: what, how much, until when, and what to answer; what is the
 * reader's to pay, what a sponsor has left, and what will be lost soon, each under its own words. The earliest due day sets
 * the tone, as it stands `today` (`YYYY-MM-DD` in Asia/Jakarta). It asks for no money and names no account: one pays at BPJS
 * Ketenagakerjaan's channels.
 */
export function composeReminder(
  facts: readonly ReminderFact[],
  today: string,
): {
  texts: readonly Text[];
  options: readonly { value: string; label: Text }[];
} {
  const plain = facts.filter(({ lapse, refused }) => lapse === undefined && refused === undefined);
  const own = plain.filter(isOwn);
  const left = plain.filter(isLeft);
  return {
    texts: [
      ...ownTexts(own, today),
      ...(left.length > 0 ? [{ key: "reminder.left" }, ...lineTexts(left)] : []),
      ...refusedTexts(facts),
      ...lapseTexts(facts),
      ...howTexts(facts),
    ],
    options: [
      isOfficesBill(facts)
        ? { value: "!office", label: { key: "reminder.office" } }
        : { value: "!paid", label: { key: "reminder.paid" } },
      { value: "!status", label: { key: "reminder.status" } },
    ],
  };
}

function ownTexts(facts: readonly ReminderFact[], today: string): Text[] {
  if (facts.length === 0) return [];
  const { stage, day } = stageOf(facts, today);
  const total = totalOf(facts);
  return [
    { key: `reminder.${stage}`, params: { day } },
    ...lineTexts(facts),
    ...(facts.length > 1 ? [{ key: "reminder.total", params: { total } }] : []),
    ...mixedTexts(facts.some(({ isMixed }) => isMixed)),
    ...endedTexts(facts),
  ];
}

/** Whose protection has ended (F2.13), and that paying the present month lets it run again (F2.15). */
function endedTexts(facts: readonly ReminderFact[]): Text[] {
  const names = [...new Set(facts.flatMap(({ hasLapsed, firstName }) => (hasLapsed ? [firstName] : [])))];
  if (names.length === 0) return [];
  const named = names.length > mostNamed ? [...names.slice(0, mostNamed), "…"] : names;
  return [{ key: "reminder.lapsed", params: { names: named.join(", ") } }];
}

function lineTexts(facts: readonly ReminderFact[]): Text[] {
  return [...facts.slice(0, mostNamed).map(monthLine), ...moreText(facts)];
}

const moreText = (facts: readonly ReminderFact[]): Text[] =>
  facts.length > mostNamed ? [{ key: "reminder.more", params: { count: facts.length - mostNamed } }] : [];

/**
 * That a proof was sent and did not hold: whoever has paid already is to ask or to send another, and nobody to pay twice. Why
 * it did not is for whoever sent it.
 */
function refusedTexts(facts: readonly ReminderFact[]): Text[] {
  return refusedProofBy.flatMap((by): Text[] => {
    const refused = facts.filter((fact) => fact.refused?.by === by);
    if (refused.length === 0) return [];
    const { day } = stageOf(refused, "");
    const reasons = refused.slice(0, mostNamed).flatMap(refusedLine);
    return [
      { key: `reminder.refused.${by}` },
      ...(by === "reader" ? [...reasons, ...moreText(refused)] : lineTexts(refused)),
      { key: `reminder.refused.${by}.next`, params: { day } },
    ];
  });
}

function refusedLine({ firstName: name, period, amount, credit, refused }: ReminderFact): Text[] {
  if (refused === undefined) return [];
  const reason: Text = { key: `officer.proof-reason.${refused.reason}` };
  return [
    withCredit(
      ["reminder.refused.line", "reminder.refused.line.less-credit"],
      { name, period, amount, reason },
      credit,
    ),
  ];
}

/** A text that tells a sum, and by how much it is less where something was paid too much. */
const withCredit = (
  [key, reduced]: readonly [string, string],
  params: NonNullable<Text["params"]>,
  credit: number | undefined,
): Text => (credit === undefined || credit === 0 ? { key, params } : { key: reduced, params: { ...params, credit } });

/** How one pays; nothing where no proof held: what to do then is said under its months. */
function howTexts(facts: readonly ReminderFact[]): Text[] {
  const left = facts.filter(({ as, refused }) => as === "worker" && refused === undefined);
  if (left.length > 0) return [{ key: "reminder.left-how", params: { start: { key: startKey(left) } } }];
  const own = facts.filter(({ as, refused }) => as !== "worker" && refused === undefined);
  if (own.length === 0) return [];
  return [{ key: isOfficesBill(own) ? "reminder.how.office" : "reminder.how" }];
}

/** Whether all is paid and proven at the board of an office, as the list of its month says; else months are chosen one by one. */
const isOfficesBill = (facts: readonly ReminderFact[]): boolean =>
  facts.every(({ isOfOffice, refused }) => isOfOffice === true && refused === undefined);

/** What paying does for the protection as it stands; of several workers who differ nothing is said. */
function startKey(facts: readonly ReminderFact[]): string {
  const standings = new Set(facts.map(({ standing }) => standing));
  const [standing] = standings;
  return standing === undefined || standings.size > 1 ? "reminder.left-how.any" : `reminder.left-how.${standing}`;
}

/** What three unpaid months end (F2.13, F2.19), and that one payment breaks the row; of grace nothing is promised (F2.18). */
function lapseTexts(facts: readonly ReminderFact[]): Text[] {
  const lapsing = facts.flatMap(({ lapse, ...fact }) => (lapse === undefined ? [] : [{ ...fact, lapse }]));
  if (lapsing.length === 0) return [];
  const lines = lapsing.slice(0, mostNamed).map(({ firstName, period, amount, credit, lapse, refused }): Text => {
    const { latePeriods: count, lastDay: day } = lapse;
    // Whoever is to ask first, because a proof did not hold, is not told to pay in the same breath.
    if (refused !== undefined) return { key: "reminder.lapse.line.refused", params: { name: firstName, count, day } };
    return withCredit(
      ["reminder.lapse.line", "reminder.lapse.line.less-credit"],
      { name: firstName, count, day, period, amount },
      credit,
    );
  });
  return [{ key: "reminder.lapse" }, ...lines, ...moreText(lapsing), { key: "reminder.lapse.saves" }];
}

/** An approved template, and what fills its gaps. */
export interface ReminderTemplate<F extends ReminderFact = ReminderFact> extends FilledTemplate {
  /** The months that it is about. */
  readonly facts: readonly F[];
  /** Says less, and goes where the platform does not send this one: it may not be approved yet. */
  readonly instead?: FilledTemplate;
}

interface FilledTemplate {
  readonly name: "reminder" | "lapse_warning" | "proof_rejected" | "may_pay" | "lapse_countdown" | "may_pay_countdown";
  readonly params: readonly Text[];
}

/**
 * The same for somebody to whom only approved templates may be sent: which, and what fills their gaps: the months, what is to
 * be paid in all, and the first due day, or how near the lapse is. What a sponsor has left, what the countdown speaks of and
 * months whose proof did not hold have templates of their own: nobody is asked for them as if nothing had been said.
 */
export function composeReminderTemplates<F extends ReminderFact>(
  facts: readonly F[],
  today: string,
): readonly ReminderTemplate<F>[] {
  const refused = facts.filter((fact) => fact.refused !== undefined);
  const asked = facts.filter((fact) => fact.refused === undefined);
  const counted = asked.filter(({ lapse }) => lapse !== undefined);
  const plain = asked.filter(({ lapse }) => lapse === undefined);
  const plainly = (some: readonly F[]): FilledTemplate => ({
    name: plainName(some, today),
    params: gapsOf(some, today),
  });
  return [
    ...templateOf(plain.filter(isOwn), plainly),
    ...templateOf(plain.filter(isLeft), (some) => ({ ...plainly(some), name: "may_pay" }), plainly),
    ...templateOf(counted.filter(isOwn), (some) => ({ name: "lapse_countdown", params: countdownOf(some) }), plainly),
    ...templateOf(
      counted.filter(isLeft),
      (some) => ({ name: "may_pay_countdown", params: countdownOf(some) }),
      plainly,
    ),
    ...templateOf(refused, (some) => ({
      name: "proof_rejected",
      params: [...gapsOf(some, today), reasonOf(some)],
    })),
  ];
}

function templateOf<F extends ReminderFact>(
  facts: readonly F[],
  fill: (facts: readonly F[]) => FilledTemplate,
  fillInstead?: (facts: readonly F[]) => FilledTemplate,
): readonly ReminderTemplate<F>[] {
  if (facts.length === 0) return [];
  return [{ ...fill(facts), facts, ...(fillInstead === undefined ? {} : { instead: fillInstead(facts) }) }];
}

function plainName(facts: readonly ReminderFact[], today: string): "reminder" | "lapse_warning" {
  // What has ended cannot be averted any more.
  const running = facts.filter(({ hasLapsed }) => hasLapsed !== true);
  const isUrgent =
    running.some(({ lapse }) => lapse !== undefined) ||
    (running.length > 0 && stageOf(running, today).stage === "late");
  return isUrgent ? "lapse_warning" : "reminder";
}

function gapsOf(facts: readonly ReminderFact[], today: string): readonly Text[] {
  return [monthsOf(facts), amountOf(facts), { key: "templates.day", params: { day: stageOf(facts, today).day } }];
}

/** How many months are late and the first last day of all, the months, and what is to be paid in all. */
function countdownOf(facts: readonly ReminderFact[]): readonly Text[] {
  const lapses = facts.flatMap(({ lapse }) => lapse ?? []);
  return [lateOf(lapses), lastDayOf(lapses), monthsOf(facts), amountOf(facts)];
}

/** What is to be paid in all, and where months differ in price that the official bill decides (F2.29). */
function amountOf(facts: readonly ReminderFact[]): Text {
  const covered = facts.reduce((sum, { credit = 0 }) => sum + credit, 0);
  const keys = ["templates.amount", "templates.amount.less-credit"] as const;
  const amount = withCredit(keys, { amount: totalOf(facts) }, covered);
  return facts.some(({ isMixed }) => isMixed) ? { key: "templates.amount.mixed", params: { amount } } : amount;
}

function lateOf(lapses: readonly NearingLapse[]): Text {
  const counts = lapses.map(({ latePeriods }) => latePeriods);
  const [from, to] = [Math.min(...counts), Math.max(...counts)];
  if (from === to) return { key: "templates.late", params: { count: from } };
  return { key: "templates.late-span", params: { from, to } };
}

/** Of several workers the first that comes, and that it is the first. */
function lastDayOf(lapses: readonly NearingLapse[]): Text {
  const days = lapses.map(({ lastDay }) => lastDay).sort();
  const [day = ""] = days;
  return { key: day === days.at(-1) ? "templates.day" : "templates.first-day", params: { day } };
}

/** One template has room for one reason. Whoever did not send the proof reads whose it was instead. */
function reasonOf(facts: readonly ReminderFact[]): Text {
  const keys = facts.flatMap(({ refused }) => (refused === undefined ? [] : reasonKey(refused)));
  const [key = "templates.reasons", ...others] = new Set(keys);
  const reason: Text = { key: others.length > 0 ? "templates.reasons" : key };
  const lapses = facts.flatMap(({ lapse }) => lapse ?? []);
  if (lapses.length === 0) return reason;
  return { key: "templates.reasons.counted", params: { reason, late: lateOf(lapses), day: lastDayOf(lapses) } };
}

const reasonKey = ({ reason, by }: NonNullable<ReminderFact["refused"]>): string =>
  by === "reader" ? `officer.proof-reason.${reason}` : `templates.reasons.${by}`;

function monthsOf(facts: readonly ReminderFact[]): Text {
  const periods = facts.map(({ period }) => period).sort();
  const [from = ""] = periods;
  const to = periods.at(-1) ?? from;
  const count = facts.length;
  if (count <= 1) return { key: "templates.month", params: { period: from } };
  if (from === to) return { key: "templates.months", params: { count, period: from } };
  return { key: "templates.span", params: { count, from, to } };
}
