import type { OwnPledge } from "../../operations/catalog-views";
import { type ActContext, defineFlow, type FlowContext } from "../flow";
import { oneOf, yesNo } from "./common";
import { asItIs, chosen, resumedTexts } from "./my-pledges-terms";

const spans = ["week", "month", "open"] as const;
type Span = (typeof spans)[number];

const dayMs = 86_400_000;
/** Days without reminders. "Until I say so" ends after a year, so that nobody is forgotten. */
const daysOf: Readonly<Record<Span, number>> = { week: 7, month: 30, open: 365 };

interface Pause {
  /** What a sponsor means by it. */
  what: "reminders" | "pledge";
  span: Span;
  /** Milliseconds. */
  until: number;
}

const pledgesIn = (context: FlowContext, status: "active" | "paused") =>
  context.look("own-affairs", {}).pledges.filter((pledge) => pledge.status === status);

/** Whether the person's help for a worker is paused. */
export const isHelpPaused = (context: FlowContext): boolean => pledgesIn(context, "paused").length > 0;

/** JEDA: no reminders for a while. Answers and news about one's own case still come. */
export const pause = defineFlow<Pause>()({
  id: "pause",
  title: { key: "errand.pause.title" },
  version: 1,
  start: "what",
  errand: true,
  steps: {
    what: {
      type: "choose",
      key: "what",
      skip: (_given, context) => pledgesIn(context, "active").length === 0,
      prompt: () => [{ key: "errand.pause.what" }],
      options: () => [
        { value: "reminders", label: { key: "errand.pause.what.reminders" } },
        { value: "pledge", label: { key: "errand.pause.what.pledge" }, next: "pledge" },
      ],
      next: "span",
    },
    pledge: {
      type: "finish",
      say: () => [],
      outcome: "completed",
      follow: () => ({ flow: "my-pledges", answers: { meant: "pause" } }),
    },
    span: {
      type: "choose",
      key: "span",
      prompt: () => [{ key: "errand.pause" }],
      options: () => spans.map((value) => ({ value, label: { key: `errand.pause.${value}` } })),
      next: "pause",
      why: { key: "errand.pause.why" },
    },
    pause: {
      type: "act",
      run: ({ span }, context) => {
        const until = context.now + daysOf[oneOf(span, spans, "week")] * dayMs;
        context.perform("pause-reminders", { until });
        return { next: "done", set: { until } };
      },
    },
    done: {
      type: "finish",
      say: ({ span, until = 0 }) =>
        span === "open" ? [{ key: "errand.pause.done-open" }] : [{ key: "errand.pause.done", params: { until } }],
      outcome: "completed",
    },
  },
});

interface PausedPledge {
  readonly pledgeId: string;
  readonly name: string;
}

interface Resume {
  wantsMessages: "yes" | "no";
  /** What was paused when the question was asked. */
  paused: readonly PausedPledge[];
  pledge: "yes" | "no";
}

const pausedOf = ({ pledgeId, worker }: OwnPledge): PausedPledge => ({ pledgeId, name: worker?.firstName ?? "" });

/** Lets it go on, and tells of the month that can be paid in time now: since the question it may have become another, or ended. */
function goOn(pledgeId: string, context: ActContext) {
  const { was } = asItIs(chosen({ pledgeId }, context));
  const isDone = context.perform("change-pledge", { pledgeId, change: { type: "resume" } }) === "done";
  return was && isDone ? { next: "goesOn" as const, say: resumedTexts(was) } : { next: "cannot" as const };
}

/** LANJUT: reminders come again, and so does a pledge that was paused; whoever had said STOP is asked whether messages may come again at all. */
export const resumeReminders = defineFlow<Resume>()({
  id: "resume-reminders",
  title: { key: "errand.resume.title" },
  version: 2,
  start: "resume",
  errand: true,
  steps: {
    resume: {
      type: "act",
      run: (_given, context) => {
        context.perform("pause-reminders", { until: null });
        // STOP is another wish, which this effect does not touch.
        if (context.contact.optedOutAt !== undefined) return { next: "stopped" };
        const paused = pledgesIn(context, "paused").map(pausedOf);
        return paused.length > 0 ? { next: "pledge", set: { paused } } : { next: "done" };
      },
    },
    pledge: {
      type: "choose",
      key: "pledge",
      prompt: ({ paused = [] }) => {
        const key = paused.length > 1 ? "errand.resume.pledges" : "errand.resume.pledge";
        return [{ key, params: { name: paused[0]?.name ?? "", count: paused.length } }];
      },
      options: () => yesNo,
      next: ({ pledge }) => (pledge === "yes" ? "pledges" : "done"),
    },
    pledges: {
      type: "act",
      run: ({ paused = [] }, context) => {
        const [only, ...others] = paused;
        if (only === undefined || others.length > 0) return { next: "which" };
        return goOn(only.pledgeId, context);
      },
    },
    goesOn: { type: "finish", say: () => [], outcome: "completed" },
    cannot: { type: "finish", say: () => [{ key: "pledges.cannot" }], outcome: "declined" },
    which: {
      type: "finish",
      say: () => [],
      outcome: "completed",
      follow: () => ({ flow: "my-pledges", answers: { meant: "resume" } }),
    },
    stopped: {
      type: "choose",
      key: "wantsMessages",
      prompt: () => [{ key: "errand.resume.stopped" }],
      options: () =>
        yesNo.map((option) => ({
          ...option,
          next: option.value === "yes" ? ("optIn" as const) : ("asBefore" as const),
        })),
    },
    optIn: {
      type: "finish",
      say: () => [],
      outcome: "completed",
      follow: () => ({ flow: "opt-in" }),
    },
    asBefore: { type: "finish", say: () => [{ key: "errand.stop.as-before" }], outcome: "declined" },
    done: { type: "finish", say: () => [{ key: "errand.resume.done" }], outcome: "completed" },
  },
});
