import { readFreeText } from "../answers/free-text";
import { defineFlow } from "../flow";
import { fromText } from "./common";
import { figuresOf, nobodyTold, withFigures } from "./text-tools";

/** In characters. */
const question = { least: 4, most: 800 } as const;

/** PETUGAS: a human being answers. What is written goes to the officers and is never answered by ourselves. */
export const askOfficer = defineFlow<{ question: string }>()({
  id: "ask-officer",
  title: { key: "errand.officer.title" },
  version: 1,
  start: "question",
  errand: true,
  steps: {
    question: {
      type: "ask",
      key: "question",
      prompt: () => ({ texts: [{ key: "errand.officer" }] }),
      read: (input) => fromText(input, (typed) => readFreeText(typed, question)),
      next: "open",
      why: { key: "errand.officer.why" },
      help: { key: "errand.officer.help" },
    },
    open: {
      type: "act",
      run: ({ question: text = "" }, context) => {
        const { told } = context.perform("open-task", { kind: "question", text });
        return { next: told > 0 ? "done" : "nobody" };
      },
    },
    nobody: { type: "finish", say: (_given, context) => [nobodyTold(context)], outcome: "completed" },
    done: {
      type: "finish",
      say: (_given, context) => [
        { key: "errand.officer.done" },
        withFigures(
          "errand.officer.urgent",
          figuresOf("bot.not-bpjs", context),
          ["callCentre"],
          "errand.officer.urgent-unknown",
        ),
      ],
      outcome: "completed",
    },
  },
});
