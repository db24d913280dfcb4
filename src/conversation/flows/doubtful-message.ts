import type { Text } from "../../domain/shared/text";
import { readFreeText } from "../answers/free-text";
import { readForwarded, suspicionOf } from "../answers/suspicious";
import { defineFlow, type FlowContext, type Given } from "../flow";
import { fromText } from "./common";
import { figuresOf, withFigures } from "./text-tools";

interface Check {
  message: string;
}

/** Ours are known by their words; whatever asks for a secret, money or a click is not ours, however it is worded. */
function verdict({ message = "" }: Given<Check>, context: FlowContext): Text[] {
  const suspicion = suspicionOf(message);
  const isOurs = suspicion === "none" && context.look("is-our-wording", { text: message });
  const known = isOurs ? "ours" : suspicion === "none" ? "unknown" : suspicion;
  const figures = figuresOf("bot.not-bpjs", context);
  return [
    { key: `errand.check.${known}` },
    withFigures("errand.check.what-to-do", figures, ["callCentre"], "errand.check.what-to-do-plain"),
  ];
}

/** CEK with a forwarded message: ours, not ours, or not known; and what to do in any case. */
export const checkMessage = defineFlow<Check>()({
  id: "check-message",
  title: { key: "errand.check.title" },
  version: 1,
  start: "message",
  errand: true,
  beforeWelcome: true,
  steps: {
    message: {
      type: "ask",
      key: "message",
      skip: ({ message }) => message !== undefined,
      prompt: () => ({ texts: [{ key: "errand.check" }] }),
      read: (input) =>
        fromText<string>(input, (typed) => readFreeText(readForwarded(typed) ?? typed, { least: 10, most: 2_000 })),
      next: "verdict",
      why: { key: "errand.check.why" },
      help: { key: "errand.check.help" },
    },
    verdict: { type: "finish", say: verdict, outcome: "completed" },
  },
});
