import type { Text } from "../../domain/shared/text";
import type { OwnPledge } from "../../operations/catalog";
import { type ActContext, defineFlow, type FlowContext, type Given, type Option } from "../flow";
import { placeText, yesNo } from "./common";

interface MyPledges {
  pledgeId: string;
  act: "confirm" | "decline" | "pause" | "resume" | "months" | "end" | "leave";
  pause: "month" | "quarter" | "open";
  months: string;
  sure: "yes" | "no";
}

type Known = Given<MyPledges>;
const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });
const monthMs = 30 * 86_400_000;

const running = (context: FlowContext): readonly OwnPledge[] =>
  context.look("own-affairs", {}).pledges.filter(({ status }) => status !== "ended");
const chosen = (given: Known, context: FlowContext): OwnPledge | undefined =>
  running(context).find(({ pledgeId }) => pledgeId === given.pledgeId);

function nameOf(pledge: OwnPledge): Text {
  const state = say(`status.pledge-state.${pledge.status}`);
  if (!pledge.worker) return say("pledges.waiting-line", { months: pledge.monthsAhead });
  return say("pledges.line", { name: pledge.worker.firstName, place: placeText(pledge.worker.villageId), state });
}

/** What may be done with a pledge as it stands. */
function actsOf(pledge: OwnPledge | undefined): MyPledges["act"][] {
  switch (pledge?.status) {
    case "held":
      return ["confirm", "decline", "leave"];
    case "active":
      return ["pause", "months", "end", "leave"];
    case "paused":
      return ["resume", "end", "leave"];
    case "waiting":
      return ["end", "leave"];
    default:
      return ["leave"];
  }
}

const after: Record<MyPledges["act"], "confirm" | "decline" | "pause" | "resume" | "months" | "sure" | "left"> = {
  confirm: "confirm",
  decline: "decline",
  pause: "pause",
  resume: "resume",
  months: "months",
  end: "sure",
  leave: "left",
};

type Change = Parameters<typeof change>[2];

function change(
  given: Known,
  context: ActContext,
  how:
    | { type: "pause"; until?: number }
    | { type: "resume" }
    | { type: "end" }
    | { type: "months"; monthsAhead: number },
): { next: "changed" | "cannot" } {
  const outcome = context.perform("change-pledge", { pledgeId: given.pledgeId ?? "", change: how });
  return { next: outcome === "done" ? "changed" : "cannot" };
}

function pauseOf({ pause }: Known, now: number): Change {
  if (pause === "open") return { type: "pause" };
  return { type: "pause", until: now + (pause === "quarter" ? 3 : 1) * monthMs };
}

const act = (how: (given: Known, context: ActContext) => Change) => ({
  type: "act" as const,
  run: (given: Known, context: ActContext) => change(given, context, how(given, context)),
});

const options = (group: string, ...values: string[]): Option[] =>
  values.map((value) => ({ value, label: say(`pledges.${group}.${value}`) }));

/** Confirms, pauses, changes or ends a pledge. Ending is a kind goodbye: the worker is told and looks for a successor. */
export const myPledges = defineFlow<MyPledges>()({
  id: "my-pledges",
  title: say("pledges.title"),
  version: 1,
  start: "begin",
  needsConsent: true,
  steps: {
    begin: { type: "act", run: (_given, context) => ({ next: running(context).length > 0 ? "which" : "none" }) },
    none: { type: "finish", say: () => [say("pledges.none")], outcome: "declined" },
    which: {
      type: "choose",
      key: "pledgeId",
      prompt: () => [say("pledges.which")],
      options: (_given, context) =>
        running(context).map((pledge) => ({ value: pledge.pledgeId, label: nameOf(pledge) })),
      next: "act",
    },
    act: {
      type: "choose",
      key: "act",
      prompt: () => [say("pledges.act")],
      options: (given, context) =>
        actsOf(chosen(given, context)).map((value) => ({ value, label: say(`pledges.act.${value}`) })),
      next: ({ act: wanted }) => after[wanted ?? "leave"],
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
        return { next: "changed" };
      },
    },
    pause: {
      type: "choose",
      key: "pause",
      prompt: () => [say("pledges.pause")],
      options: () => options("pause", "month", "quarter", "open"),
      next: "doPause",
    },
    doPause: act((given, { now }) => pauseOf(given, now)),
    resume: act(() => ({ type: "resume" })),
    months: {
      type: "choose",
      key: "months",
      prompt: () => [say("sponsor.months")],
      options: () => ["1", "3", "6", "12"].map((value) => ({ value, label: say(`sponsor.months.${value}`) })),
      next: "doMonths",
    },
    doMonths: act(({ months }) => ({ type: "months", monthsAhead: Number(months ?? 1) })),
    sure: {
      type: "choose",
      key: "sure",
      prompt: () => [say("pledges.sure")],
      options: () => yesNo,
      next: ({ sure }) => (sure === "yes" ? "doEnd" : "left"),
      why: say("pledges.sure-why"),
    },
    doEnd: {
      ...act(() => ({ type: "end" })),
      run: (given, context) =>
        change(given, context, { type: "end" }).next === "changed" ? { next: "goodbye" } : { next: "cannot" },
    },
    confirmed: {
      type: "finish",
      say: () => [say("pledges.confirmed")],
      outcome: "completed",
      follow: () => ({ flow: "status" }),
    },
    changed: { type: "finish", say: () => [say("pledges.changed")], outcome: "completed" },
    goodbye: { type: "finish", say: () => [say("pledges.goodbye")], outcome: "completed" },
    cannot: { type: "finish", say: () => [say("pledges.cannot")], outcome: "declined" },
    left: { type: "finish", say: () => [say("pledges.left")], outcome: "declined" },
  },
});
