import { stopPhrases } from "../answers/universal-words";
import { defineFlow, type FlowContext, type Option } from "../flow";
import { yesNo } from "./common";

interface Stop {
  confirm: "stop" | "leave" | "pause" | "keep";
  wantsMessages: "yes" | "no";
}

/** Whether there is somebody whom she helps, so that BERHENTI may mean that as well. */
const helps = (context: FlowContext): boolean =>
  context.look("own-affairs", {}).pledges.some(({ status }) => status !== "ended");

/** What a sponsor may say of messages and of help alike. */
const unclear = new Set(["berhenti", "brenti", "mandeg", "mandheg", "udahan"]);
const aboutMessages = stopPhrases.filter((phrase) => !unclear.has(phrase));

/** To a sponsor a yes would not say what is to stop, nor does a bare "berhenti". */
const stopOption = (context: FlowContext): Option =>
  helps(context)
    ? {
        value: "stop",
        label: { key: "errand.stop.messages" },
        synonyms: ["pesan", "pesannya", "pengingat", ...aboutMessages],
      }
    : { value: "stop", label: { key: "errand.stop.yes" }, synonyms: ["ya", "iya", "yes", ...stopPhrases] };

/** Whether messages may come again, asked of somebody who said STOP: who says it once more says no. */
const mayComeAgain = yesNo.map((option) =>
  option.value === "yes"
    ? { ...option, next: "again" as const }
    : { ...option, next: "asBefore" as const, synonyms: [...(option.synonyms ?? []), ...stopPhrases] },
);

/** STOP: nothing is sent any more unless the person writes first. */
export const stop = defineFlow<Stop>()({
  id: "stop",
  title: { key: "errand.stop.title" },
  version: 2,
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
      prompt: (_given, context) => [{ key: helps(context) ? "errand.stop.what" : "errand.stop" }],
      options: (_given, context) => [
        { ...stopOption(context), next: "stop" as const },
        ...(helps(context)
          ? [{ value: "leave", label: { key: "errand.stop.helping" }, synonyms: ["membantu"], next: "leave" as const }]
          : []),
        { value: "pause", label: { key: "errand.stop.pause" }, synonyms: ["jeda"], next: "pauseOnly" },
        { value: "keep", label: { key: "errand.stop.keep" }, synonyms: ["tidak", "jangan", "no"], next: "kept" },
      ],
      why: { key: "errand.stop.why" },
    },
    leave: {
      type: "finish",
      say: () => [],
      outcome: "declined",
      follow: () => ({ flow: "my-pledges", answers: { meant: "end" } }),
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
      options: () => mayComeAgain,
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
