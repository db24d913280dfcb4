import { defineFlow } from "../flow";
import { oneOf, yesNo } from "./common";

const spans = ["week", "month", "open"] as const;
type Span = (typeof spans)[number];

const dayMs = 86_400_000;
/** Days without reminders. "Until I say so" ends after a year, so that nobody is forgotten. */
const daysOf: Readonly<Record<Span, number>> = { week: 7, month: 30, open: 365 };

interface Pause {
  span: Span;
  /** Milliseconds. */
  until: number;
}

/** JEDA: no reminders for a while. Answers and news about one's own case still come. */
export const pause = defineFlow<Pause>()({
  id: "pause",
  title: { key: "errand.pause.title" },
  version: 1,
  start: "span",
  errand: true,
  steps: {
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

/** LANJUT: reminders come again; whoever had said STOP is asked whether messages may come again at all. */
export const resumeReminders = defineFlow<{ wantsMessages: "yes" | "no" }>()({
  id: "resume-reminders",
  title: { key: "errand.resume.title" },
  version: 1,
  start: "resume",
  errand: true,
  steps: {
    resume: {
      type: "act",
      run: (_given, context) => {
        context.perform("pause-reminders", { until: null });
        // STOP is another wish, which this effect does not touch.
        return { next: context.contact.optedOutAt === undefined ? "done" : "stopped" };
      },
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
