import { firstDayOf, startOfDay } from "../../domain/shared/calendar";
import type { Text } from "../../domain/shared/text";
import { monthsAheadChoices } from "../../domain/sponsor/pledge-life";
import { type ActContext, defineFlow, type Given } from "../flow";
import { yesNo } from "./common";
import {
  actOption,
  actsOf,
  asItIs,
  chosen,
  exampleMonth,
  goodbyeTexts,
  helps,
  isTooLong,
  leaveReasonChoices,
  longChoices,
  longTexts,
  type MyPledges,
  meantAct,
  type PledgeAct,
  paidStays,
  pauseChoices,
  pausedTexts,
  pauseReasonChoices,
  pauseTexts,
  pledgeOptions,
  readPauseMonth,
  resumedTexts,
  resumesIn,
  retirementChoice,
  soughtLaterTexts,
  standByChoice,
  standByTexts,
  sureTexts,
  waitingTexts,
} from "./my-pledges-terms";

type Known = Given<MyPledges>;
const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });

const after: Record<
  PledgeAct,
  "confirm" | "decline" | "pauseReason" | "pause" | "resume" | "months" | "leaveReason" | "left"
> = {
  confirm: "confirm",
  decline: "decline",
  pause: "pauseReason",
  extend: "pause",
  resume: "resume",
  months: "months",
  end: "leaveReason",
  leave: "left",
};

type Change = Parameters<typeof changed>[2];

/** Whether the change was made. */
function changed(
  given: Known,
  context: ActContext,
  how:
    | { type: "pause"; until: number; reason?: NonNullable<Known["pauseReason"]> }
    | { type: "resume" }
    | { type: "end"; why?: Exclude<NonNullable<Known["leaveReason"]>, "skip"> }
    | { type: "months"; monthsAhead: number },
): boolean {
  return context.perform("change-pledge", { pledgeId: given.pledgeId ?? "", change: how }) === "done";
}

const act = <Id extends string>(done: Id, how: (given: Known, context: ActContext) => Change) => ({
  type: "act" as const,
  run: (given: Known, context: ActContext) => ({
    next: changed(given, context, how(given, context)) ? done : ("cannot" as const),
  }),
});

/** Begins with the month that can be paid in time now, and tells of that one: since the question it may have become another. */
const fromNow = <Id extends string>(done: Id, how: (given: Known) => Change) => ({
  type: "act" as const,
  run: (given: Known, context: ActContext) => {
    const set = asItIs(chosen(given, context));
    return { next: changed(given, context, how(given)) ? done : ("cannot" as const), set };
  },
});

function pauseOf(given: Known, context: ActContext): Change {
  const until = startOfDay(firstDayOf(resumesIn(given, context)));
  const { pauseReason: reason } = given;
  return { type: "pause", until, ...(reason === undefined ? {} : { reason }) };
}

function endOf({ leaveReason: why }: Known): Change {
  return { type: "end", ...(why === undefined || why === "skip" ? {} : { why }) };
}

const months = (given: Known): number => Number(given.months ?? 1);
const wasNamed = ({ was }: Known) => ({ name: was?.name ?? "", month: was?.nextPeriod ?? "" });

/** Whoever answers about one pledge is not asked which, and who has said no to it is not asked again. */
function begin(given: Known, context: ActContext): { next: "look" | "which" | "none" | "decline" } {
  if (given.act === "decline" && chosen(given, context)?.status === "held") return { next: "decline" };
  if (chosen(given, context) !== undefined) return { next: "look" };
  return { next: helps(context) ? "which" : "none" };
}

/** The pledge as it stands, and the question what to do with it, unless that was answered before. */
function look(given: Known, context: ActContext): { next: "act" | (typeof after)[PledgeAct]; set: Known } {
  const pledge = chosen(given, context);
  const act = meantAct(given, pledge);
  return { next: act === undefined ? "act" : after[act], set: { ...asItIs(pledge), ...(act && { act }) } };
}

/** Confirms, pauses, changes or ends a pledge. Ending is a kind goodbye: the worker is told and looks for a successor. */
export const myPledges = defineFlow<MyPledges>()({
  id: "my-pledges",
  title: say("pledges.title"),
  version: 4,
  start: "begin",
  // Notices name the word for this as the way to an answer: nothing that was meant before may stand in it.
  beginsAnew: true,
  needsConsent: true,
  steps: {
    begin: { type: "act", run: begin },
    none: { type: "finish", say: () => [say("pledges.none")], outcome: "declined" },
    which: {
      type: "choose",
      key: "pledgeId",
      prompt: (given, context) => [...standByTexts(context), ...soughtLaterTexts(given, context), say("pledges.which")],
      options: (given, context) => [
        ...pledgeOptions(given, context),
        ...standByChoice(context).map((option) => ({ ...option, next: "standBy" as const })),
        ...retirementChoice(given, context).map((option) => ({ ...option, next: "retirement" as const })),
      ],
      next: "look",
      whenGone: "begin",
    },
    standBy: { type: "finish", say: () => [], outcome: "completed", follow: () => ({ flow: "stand-by" }) },
    retirement: { type: "finish", say: () => [], outcome: "completed", follow: () => ({ flow: "retirement" }) },
    look: { type: "act", run: look },
    act: {
      type: "choose",
      key: "act",
      prompt: (given, context) => [...waitingTexts(chosen(given, context)), say("pledges.act")],
      options: (given, context) => actsOf(chosen(given, context)).map(actOption),
      next: ({ act: wanted }) => after[wanted ?? "leave"],
      whenGone: "begin",
    },
    confirm: {
      type: "act",
      run: ({ pledgeId }, context) => ({
        next: context.perform("confirm-pledges", { pledgeIds: [pledgeId ?? ""] }).active > 0 ? "confirmed" : "cannot",
      }),
    },
    decline: {
      type: "act",
      run: ({ pledgeId }, context) => {
        context.perform("decline-pledges", { pledgeIds: [pledgeId ?? ""] });
        return { next: "declined" };
      },
    },
    pauseReason: {
      type: "choose",
      key: "pauseReason",
      prompt: () => [say("pledges.pause-reason")],
      options: pauseReasonChoices,
      next: "pause",
      why: say("pledges.pause-reason.why"),
    },
    pause: {
      type: "choose",
      key: "span",
      prompt: pauseTexts,
      options: pauseChoices,
      next: (given, context) => {
        if (given.span === "named") return "pauseMonth";
        return isTooLong(given, context) ? "pauseLong" : "doPause";
      },
    },
    pauseMonth: {
      type: "ask",
      key: "until",
      prompt: (given, context) => ({ texts: [say("pledges.pause-month", { month: exampleMonth(given, context) })] }),
      read: readPauseMonth,
      next: (given, context) => (isTooLong(given, context) ? "pauseLong" : "doPause"),
    },
    pauseLong: {
      type: "choose",
      key: "long",
      prompt: longTexts,
      options: (given, context) => [
        { value: "successor", label: say("pledges.pause-long.successor"), next: "leaveReason" },
        ...longChoices(given, context),
      ],
      next: "doPause",
    },
    doPause: act("paused", pauseOf),
    paused: { type: "finish", say: pausedTexts, outcome: "completed" },
    resume: fromNow("resumed", () => ({ type: "resume" })),
    resumed: { type: "finish", say: ({ was }) => (was ? resumedTexts(was) : []), outcome: "completed" },
    months: {
      type: "choose",
      key: "months",
      prompt: () => [say("sponsor.months")],
      options: () =>
        monthsAheadChoices.map((value) => ({ value: String(value), label: say(`sponsor.months.${value}`) })),
      next: "doMonths",
    },
    doMonths: fromNow("monthsChanged", (given) => ({ type: "months", monthsAhead: months(given) })),
    monthsChanged: {
      type: "finish",
      say: (given, context) => [
        ...paidStays(given.was, context),
        say("pledges.months-changed", { ...wasNamed(given), months: months(given) }),
      ],
      outcome: "completed",
    },
    leaveReason: {
      type: "choose",
      key: "leaveReason",
      skip: ({ was }) => was?.isFound !== true,
      prompt: () => [say("pledges.leave-reason")],
      options: leaveReasonChoices,
      next: "sure",
      why: say("pledges.leave-reason.why"),
    },
    sure: {
      type: "choose",
      key: "sure",
      prompt: sureTexts,
      options: () => yesNo,
      next: ({ sure }) => (sure === "yes" ? "doEnd" : "left"),
      why: say("pledges.sure-why"),
    },
    doEnd: act("goodbye", endOf),
    confirmed: {
      type: "finish",
      say: () => [say("pledges.confirmed")],
      outcome: "completed",
      follow: () => ({ flow: "status" }),
    },
    declined: { type: "finish", say: () => [say("pledges.declined")], outcome: "completed" },
    goodbye: { type: "finish", say: goodbyeTexts, outcome: "completed" },
    cannot: { type: "finish", say: () => [say("pledges.cannot")], outcome: "declined" },
    left: { type: "finish", say: () => [say("pledges.left")], outcome: "declined" },
  },
});
