import { firstDayOf, periodOfDay, startOfDay } from "../../domain/shared/calendar";
import { addMonths, comparePeriods, type Period } from "../../domain/shared/period";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import type { RetirementPlan } from "../../domain/sponsor/sponsor";
import type { OwnPledge } from "../../operations/catalog-views";
import { readChoice } from "../answers/choice";
import { readMonth } from "../answers/month";
import { type ActContext, type Bubble, defineFlow, type FlowContext, type Given, type Input } from "../flow";
import { fromText } from "./common";
import { asItIs, lateMonths, running } from "./my-pledges-terms";

interface Retirement {
  /** The first month of retirement, or that it is not known. */
  month: Period | "unknown";
  plan: RetirementPlan | "later" | "month";
  /** What was answered to the warning itself, so that it is not asked once more. */
  wish: RetirementPlan;
}

type Known = Given<Retirement>;
const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });

/** Nobody works for longer than so many months from now. */
const farthest = 12 * 45;

const unknown = {
  value: "unknown",
  label: "unknown",
  synonyms: ["1", "lewati", "belum tahu", "tidak tahu", "ndak tahu", "gak tau", "skip", "unknown"],
};

/** Asks for the month in which retirement begins; it need not be known. */
export const askRetirement = (today: FlowContext["today"]): Bubble => ({
  texts: [say("retirement.month", { month: addMonths(periodOfDay(today), 40) })],
  options: [{ value: "unknown", label: say("retirement.unknown") }],
});

/** Reads the first month of retirement: still to come, or that nobody knows it yet. */
export function readRetirement(input: Input, today: FlowContext["today"]): Result<Period | "unknown", Text> {
  return fromText<Period | "unknown">(input, (typed) => {
    if (readChoice(typed, [unknown]).ok) return ok("unknown");
    const read = readMonth(typed, { today });
    if (!read.ok) return read;
    const current = periodOfDay(today);
    const isAhead = comparePeriods(read.value, current) > 0;
    return isAhead && comparePeriods(read.value, addMonths(current, farthest)) <= 0
      ? ok(read.value)
      : fail(say("retirement.not-ahead"));
  });
}

const goesOn = ["saya lanjutkan sendiri", "diteruskan", "dilanjutkan"];
const later = ["nanti", "mengko", "mangke"];

const own = (context: FlowContext) => context.look("own-affairs", {}).sponsor;

/** Whether the month begins within so many months from now, or has begun. */
const isWithin = ({ month }: Known, { today }: FlowContext, months: number): boolean =>
  month !== undefined && month !== "unknown" && comparePeriods(month, addMonths(periodOfDay(today), months)) <= 0;
const hasBegun = (given: Known, context: FlowContext): boolean => isWithin(given, context, 0);

/** The pledges that a successor takes over: what was promised since that month is another promise. */
function handedOver({ month }: Known, context: FlowContext): readonly OwnPledge[] {
  if (month === undefined || month === "unknown") return [];
  const day = startOfDay(firstDayOf(month));
  return running(context).filter(({ createdAt }) => createdAt < day);
}

/** The month that was told before, so that the question is passed by; none that is over and has nothing left to hand over. */
function begin(_given: Known, context: ActContext): { next: "none" | "month"; set?: Known } {
  const sponsor = own(context);
  if (!sponsor) return { next: "none" };
  const month = sponsor.retiresOn && periodOfDay(sponsor.retiresOn);
  if (!month || (hasBegun({ month }, context) && handedOver({ month }, context).length === 0)) return { next: "month" };
  return { next: "month", set: { month } };
}

type AfterMonth = { next: "plan" | "sure" | "keepPlan" | "forgotten"; set?: Known };

function keepMonth(given: Known, context: ActContext): AfterMonth {
  const { month, wish } = given;
  const isKnown = month !== undefined && month !== "unknown";
  context.perform("plan-retirement", isKnown ? { retiresOn: firstDayOf(month) } : { retiresOn: null });
  if (!isKnown) return { next: "forgotten" };
  if (wish === undefined) return { next: "plan" };
  // What ends the help at once is never done on a word typed under a notice of weeks ago.
  return { next: wish === "successor" && hasBegun(given, context) ? "sure" : "keepPlan", set: { plan: wish } };
}

function keepPlan({ plan }: Known, context: ActContext): { next: "continue" | "successor" | "later" } {
  const wanted = plan === "continue" || plan === "successor" ? plan : null;
  context.perform("plan-retirement", { plan: wanted });
  return { next: wanted ?? "later" };
}

const named = ({ month }: Known) => ({ month: month ?? "" });

/** What a successor means where the month has begun: the help ends at once, and the late months are the worker's. */
function endTexts(given: Known, context: FlowContext): readonly Text[] {
  const late = handedOver(given, context).flatMap((pledge) => lateMonths(asItIs(pledge).was, "pledges.late"));
  return [say("retirement.ends"), ...late, say("retirement.ends.ask")];
}

/** That others are sought, from when on, and what the sponsor hears before. */
function successorTexts(given: Known, context: FlowContext): readonly Text[] {
  if (hasBegun(given, context)) return [say("retirement.successor.now"), ...newsTexts(given, context)];
  const reminds = isWithin(given, context, 1) ? [] : [say("retirement.successor.reminds")];
  return [say("retirement.successor", named(given)), ...reminds];
}

/** That the end is told of; nothing where no help has begun, of which a sponsor is told no end. */
function newsTexts(given: Known, context: FlowContext): readonly Text[] {
  const isBegun = handedOver(given, context).some(({ status }) => status === "active" || status === "paused");
  return isBegun ? [say("retirement.successor.news")] : [];
}

/** When a sponsor retires, and what is to become of the pledges on that day. */
export const retirement = defineFlow<Retirement>()({
  id: "retirement",
  title: say("retirement.title"),
  version: 1,
  start: "begin",
  needsConsent: true,
  steps: {
    begin: { type: "act", run: begin },
    none: { type: "finish", say: () => [say("pledges.none")], outcome: "declined" },
    month: {
      type: "ask",
      key: "month",
      prompt: (_given, { today }) => askRetirement(today),
      read: (input, _given, { today }) => readRetirement(input, today),
      skip: ({ month }) => month !== undefined,
      next: "keepMonth",
      why: say("retirement.why"),
    },
    keepMonth: { type: "act", run: keepMonth },
    plan: {
      type: "choose",
      key: "plan",
      prompt: (given, context) => [
        say(hasBegun(given, context) ? "retirement.plan.begun" : "retirement.plan", named(given)),
      ],
      options: (given, context) => [
        { value: "continue", label: say("retirement.plan.continue"), synonyms: goesOn, next: "keepPlan" },
        hasBegun(given, context)
          ? { value: "successor", label: say("retirement.plan.successor.now"), next: "sure" }
          : { value: "successor", label: say("retirement.plan.successor"), next: "keepPlan" },
        { value: "later", label: say("retirement.plan.later"), synonyms: later, next: "keepPlan" },
        { value: "month", label: say("retirement.plan.month"), next: "month", forget: ["month"] },
      ],
      why: say("retirement.why"),
    },
    sure: {
      type: "choose",
      key: "plan",
      prompt: endTexts,
      options: () => [
        { value: "successor", label: say("retirement.ends.yes"), synonyms: ["ya", "iya", "nggih"] },
        { value: "continue", label: say("retirement.ends.no"), synonyms: ["tidak", "ndak", "mboten", ...goesOn] },
        { value: "later", label: say("retirement.plan.later"), synonyms: later },
      ],
      next: "keepPlan",
      why: say("pledges.sure-why"),
    },
    keepPlan: { type: "act", run: keepPlan },
    continue: { type: "finish", say: () => [say("retirement.continue")], outcome: "completed" },
    successor: { type: "finish", say: successorTexts, outcome: "completed" },
    later: {
      type: "finish",
      say: (given, context) => [say(isWithin(given, context, 1) ? "retirement.later.soon" : "retirement.later")],
      outcome: "completed",
    },
    forgotten: { type: "finish", say: () => [say("retirement.forgotten")], outcome: "completed" },
  },
});
