import { defineFlow } from "../flow";
import { yesNo } from "./common";

interface Stop {
  confirm: "stop" | "pause" | "keep";
  wantsMessages: "yes" | "no";
}

/** STOP: nothing is sent any more unless the person writes first. */
export const stop = defineFlow<Stop>()({
  id: "stop",
  title: { key: "errand.stop.title" },
  version: 1,
  start: "begin",
  errand: true,
  steps: {
    begin: {
      type: "act",
      run: (_given, { contact }) => ({ next: contact.optedOutAt === undefined ? "confirm" : "already" }),
    },
    confirm: {
      type: "choose",
      key: "confirm",
      prompt: () => [{ key: "errand.stop" }],
      options: () => [
        {
          value: "stop",
          label: { key: "errand.stop.yes" },
          synonyms: ["ya", "iya", "stop", "setop", "berhenti", "yes"],
          next: "stop",
        },
        { value: "pause", label: { key: "errand.stop.pause" }, synonyms: ["jeda"], next: "pauseOnly" },
        { value: "keep", label: { key: "errand.stop.keep" }, synonyms: ["tidak", "jangan", "no"], next: "kept" },
      ],
      why: { key: "errand.stop.why" },
    },
    pauseOnly: { type: "finish", say: () => [], outcome: "declined", follow: () => ({ flow: "pause" }) },
    kept: { type: "finish", say: () => [{ key: "errand.stop.kept" }], outcome: "declined" },
    stop: {
      type: "act",
      run: (_given, context) => {
        context.perform("opt-out", { on: true });
        return { next: "done" };
      },
    },
    done: { type: "finish", say: () => [{ key: "errand.stop.done" }], outcome: "completed" },
    already: {
      type: "choose",
      key: "wantsMessages",
      prompt: () => [{ key: "errand.stop.already" }],
      options: () =>
        yesNo.map((option) => ({
          ...option,
          next: option.value === "yes" ? ("again" as const) : ("asBefore" as const),
        })),
    },
    again: { type: "finish", say: () => [], outcome: "completed", follow: () => ({ flow: "opt-in" }) },
    asBefore: { type: "finish", say: () => [{ key: "errand.stop.as-before" }], outcome: "declined" },
  },
});

/** The way back after STOP. */
export const optIn = defineFlow<Record<string, never>>()({
  id: "opt-in",
  title: { key: "errand.opt-in.title" },
  version: 1,
  start: "optIn",
  errand: true,
  steps: {
    optIn: {
      type: "act",
      run: (_given, context) => {
        context.perform("opt-out", { on: false });
        return { next: "done" };
      },
    },
    done: { type: "finish", say: () => [{ key: "errand.opt-in.done" }], outcome: "completed" },
  },
});
