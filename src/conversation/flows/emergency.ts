import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import { readChoice } from "../answers/choice";
import { readFreeText } from "../answers/free-text";
import { readPhoneNumber } from "../answers/phone-number";
import { type ActContext, defineFlow, type FlowContext, type Given, type Input, type Option } from "../flow";
import { oneOf } from "./common";
import { figuresOf, stacked, withFigures } from "./text-tools";

const kinds = ["accident", "death"] as const;

interface Emergency {
  kind: (typeof kinds)[number];
  /** What happened or a number to call, in the person's words; empty for nothing more. */
  detail: string;
}

type Known = Given<Emergency>;

const detail = { least: 3, most: 500 } as const;
const nothingMore = "";
const enough: Option = {
  value: "none",
  label: { key: "errand.emergency.enough" },
  synonyms: ["cukup", "sudah", "tidak", "tidak ada", "nanti", "ndak", "gak", "ora", "no", "none"],
};

/** First what helps now, in three short lines; of money nothing is promised. */
function firstSteps(kind: Emergency["kind"], context: FlowContext): Text {
  return stacked(kind === "accident" ? accidentSteps(context) : deathSteps(context));
}

/** Care first, then PLKK (F3.32), then the report within its deadline (F3.30); a late one is still a report (F3.31). */
function accidentSteps(context: FlowContext): Text[] {
  const figures = figuresOf("jkk.report-deadline", context);
  return [
    { key: "errand.emergency.accident.care" },
    withFigures(
      "errand.emergency.accident.report",
      figures,
      ["times", "hours", "callCentre"],
      "errand.emergency.accident.report-soon",
    ),
    { key: "errand.emergency.accident.keep" },
  ];
}

/** Nothing has to be hurried, no deadline is known (F4.13); papers (F4.08) and where (F4.12). */
function deathSteps(context: FlowContext): Text[] {
  const figures = { ...figuresOf("bot.not-bpjs", context), ...figuresOf("jkm.papers", context) };
  return [
    { key: "errand.emergency.death.condolence" },
    withFigures("errand.emergency.death.where", figures, ["callCentre"], "errand.emergency.death.where-soon"),
    withFigures("errand.emergency.death.papers", figures, ["form"], "errand.emergency.death.papers-plain"),
  ];
}

const kindOf = ({ kind }: Known): Emergency["kind"] => oneOf(kind, kinds, "accident");

/** Officers are told at once, before anything is asked. The kind stands in the task as one word. */
function begin(given: Known, context: ActContext): { next: "detail"; say: Text[] } {
  const kind = kindOf(given);
  context.perform("open-task", { kind: "emergency", text: kind });
  return { next: "detail", say: [firstSteps(kind, context), { key: "errand.emergency.told" }] };
}

function readDetail(input: Input): Result<string, Text> {
  if (input.type === "option") return ok(nothingMore);
  if (input.type === "phone") return readPhoneNumber(input.phone);
  if (input.type !== "text") return fail({ key: "engine.type-please" });
  const { value, synonyms = [] } = enough;
  if (readChoice(input.text, [{ value, label: "", synonyms }]).ok) return ok(nothingMore);
  return readFreeText(input.text, detail);
}

/** KECELAKAAN and MENINGGAL: the first steps, officers told, and a way to say more. */
export const emergency = defineFlow<Emergency>()({
  id: "emergency",
  title: { key: "errand.emergency.title" },
  version: 1,
  start: "begin",
  errand: true,
  steps: {
    begin: { type: "act", run: begin },
    detail: {
      type: "ask",
      key: "detail",
      prompt: () => ({
        texts: [{ key: "errand.emergency.detail" }],
        options: [enough],
        requestPhone: { key: "register.phone-share" },
      }),
      read: readDetail,
      next: "more",
      why: { key: "errand.emergency.why" },
      help: { key: "errand.emergency.help" },
    },
    more: {
      type: "act",
      run: ({ detail: text }, context) => {
        if (!text) return { next: "done" };
        context.perform("open-task", { kind: "emergency", text });
        return { next: "noted" };
      },
    },
    noted: { type: "finish", say: () => [{ key: "errand.emergency.noted" }], outcome: "completed" },
    done: { type: "finish", say: () => [{ key: "errand.emergency.done" }], outcome: "completed" },
  },
});
