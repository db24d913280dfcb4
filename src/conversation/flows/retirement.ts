import { firstDayOf, periodOfDay } from "../../domain/shared/calendar";
import { addMonths, comparePeriods, type Period } from "../../domain/shared/period";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import type { RetirementPlan } from "../../domain/sponsor/sponsor";
import { readChoice } from "../answers/choice";
import { readMonth } from "../answers/month";
import { type ActContext, type Bubble, defineFlow, type FlowContext, type Given, type Input } from "../flow";
import { fromText } from "./common";

interface Retirement {
  /** The first month of retirement, or that it is not known. */
  month: Period | "unknown";
  plan: RetirementPlan | "later" | "month";
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

const own = (context: FlowContext) => context.look("own-affairs", {}).sponsor;

/** The month that was told before, so that the question is passed by. */
function begin(_given: Known, context: ActContext): { next: "none" | "month"; set?: Known } {
  const sponsor = own(context);
  if (!sponsor) return { next: "none" };
  return { next: "month", ...(sponsor.retiresOn ? { set: { month: periodOfDay(sponsor.retiresOn) } } : {}) };
}

function keepMonth({ month }: Known, context: ActContext): { next: "plan" | "forgotten" } {
  const isKnown = month !== undefined && month !== "unknown";
  context.perform("plan-retirement", isKnown ? { retiresOn: firstDayOf(month) } : { retiresOn: null });
  return { next: isKnown ? "plan" : "forgotten" };
}

function keepPlan({ plan }: Known, context: ActContext): { next: "continue" | "successor" | "later" } {
  const wanted = plan === "continue" || plan === "successor" ? plan : null;
  context.perform("plan-retirement", { plan: wanted });
  return { next: wanted ?? "later" };
}

const named = ({ month }: Known) => ({ month: month ?? "" });

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
      prompt: (given) => [say("retirement.plan", named(given))],
      options: () => [
        { value: "continue", label: say("retirement.plan.continue"), next: "keepPlan" },
        { value: "successor", label: say("retirement.plan.successor"), next: "keepPlan" },
        { value: "later", label: say("retirement.plan.later"), next: "keepPlan" },
        { value: "month", label: say("retirement.plan.month"), next: "month", forget: ["month"] },
      ],
      why: say("retirement.why"),
    },
    keepPlan: { type: "act", run: keepPlan },
    continue: { type: "finish", say: () => [say("retirement.continue")], outcome: "completed" },
    successor: { type: "finish", say: (given) => [say("retirement.successor", named(given))], outcome: "completed" },
    later: { type: "finish", say: () => [say("retirement.later")], outcome: "completed" },
    forgotten: { type: "finish", say: () => [say("retirement.forgotten")], outcome: "completed" },
  },
});
