import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import { readFreeText } from "../answers/free-text";
import { wordsOf } from "../answers/normalize";
import { readPhoneNumber } from "../answers/phone-number";
import { looksLikeQuestion } from "../answers/question";
import { isWorthSaying } from "../digress";
import { type ActContext, defineFlow, type FlowContext, type Given, type Input, type Option } from "../flow";
import { oneOf } from "./common";
import { figuresOf, nobodyTold, stacked, withFigures } from "./text-tools";

const kinds = ["accident", "death"] as const;

interface Emergency {
  kind: (typeof kinds)[number];
  /** The words in which it was told. */
  words: string;
  /** What happened or a number to call, in the person's words; empty for nothing more. */
  detail: string;
}

type Known = Given<Emergency>;

const detail = { least: 3, most: 500 } as const;
const nothingMore = "";
/** Kept where the steps have to be said once more. */
const stepsAgain = "?";
const enough: Option = { value: "none", label: { key: "errand.emergency.enough" } };

/** Only these words and nothing beside them: "tidak sadar" and "sudah dibawa ke RS" are what an officer must read. */
const saysEnough =
  /^(?:(?:(?:no|nomor) )?(?:1|satu|siji)|(?:(?:sudah|sampun|wis) )?cukup(?: sudah)?|sudah|sampun|wis|(?:tidak|ndak|gak|nggak|ora|mboten)(?: ada| ono| wonten)?(?: lagi)?|nanti(?: saja| dulu)?|no|none|(?:that is )?enough)(?: (?:pak|bu|mas|mbak|ya|nggih|terima kasih|makasih|suwun|matur nuwun))*$/u;

/** What makes a death one by accident or at work, as people tell it. */
const byAccident =
  /\b(?:(?:ke|ter|di)?(?:jatuh|jatuhan|tabrak|timpa|tiban|timbun|timbunan|setrum|strum|sengat|seret|bakar|pleset|peleset|patok)|tabrakan|nabrak|ceblok|laka|kecelakaan|celaka|longsor|tenggelam|hanyut|kebakaran|keracunan|kerja|bekerja|kerjo|proyek|accident|work)\b/iu;

/** First what helps now, in a few short lines; of money nothing is promised. */
function firstSteps({ words = "", ...given }: Known, context: FlowContext): Text {
  return stacked(kindOf(given) === "accident" ? accidentSteps(context) : deathSteps(byAccident.test(words), context));
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

/**
 * The papers need no hurry, no deadline is known (F4.13); which (F4.08) and where (F4.12). A death by accident at work has
 * to be reported like any accident (F3.30): said at once where the words name one, else at the end.
 */
function deathSteps(isByAccident: boolean, context: FlowContext): Text[] {
  const figures = { ...figuresOf("bot.not-bpjs", context), ...figuresOf("jkm.papers", context) };
  const papers = [
    withFigures("errand.emergency.death.where", figures, ["callCentre"], "errand.emergency.death.where-soon"),
    withFigures("errand.emergency.death.papers", figures, ["form"], "errand.emergency.death.papers-plain"),
  ];
  const report = withFigures(
    "errand.emergency.death.accident",
    figuresOf("jkk.report-deadline", context),
    ["times", "hours", "callCentre"],
    "errand.emergency.death.accident-soon",
  );
  const condolence = { key: "errand.emergency.death.condolence" };
  return isByAccident ? [condolence, report, ...papers] : [condolence, ...papers, report];
}

const kindOf = ({ kind }: Known): Emergency["kind"] => oneOf(kind, kinds, "accident");

/** What was told at first, where it says more than that something happened. */
function told({ words = "" }: Known): string {
  const text = words.trim().slice(0, detail.most);
  return /\s/u.test(text) ? text : "";
}

/** Officers are told at once, before anything is asked: in the person's words, or else the kind as one word. */
function begin(given: Known, context: ActContext): { next: "detail"; say: Text[] } {
  const called = context.perform("open-task", {
    kind: "emergency",
    text: told(given) || kindOf(given),
    happened: kindOf(given),
  });
  const heard = called.told > 0 ? { key: "errand.emergency.told" } : nobodyTold(context);
  return { next: "detail", say: [firstSteps(given, context), heard] };
}

/** What was added, with the first words before it: whoever reads one of the two tasks reads it all. */
function more(given: Known, context: ActContext): { next: "done" | "noted" | "unheard" } {
  if (!given.detail) return { next: "done" };
  const text = [told(given), given.detail].filter((line) => line !== "").join("\n");
  const called = context.perform("open-task", { kind: "emergency", text });
  return { next: called.told > 0 ? "noted" : "unheard" };
}

/** "What do I do now" means the steps that were just said, which no search of the knowledge would find. */
const whatNow =
  /^(?:(?:terus|trus|lalu|njur|terusan|habis ini|sekarang|saiki|saya|kami|aku|kulo|kula|yang|apa|opo|napa) )*(?:harus |kudu |mesti |kedah )?(?:gimana|gmn|bagaimana|piye|pripun|apa|opo|napa|ngapain|ngopo|berbuat apa|melakukan apa|lapor ke ?mana)(?: (?:ini|iki|dulu|sekarang|saya|ya|pak|bu|nggih))*$/u;

function readDetail(input: Input, _given: Known, context: FlowContext): Result<string, Text> {
  if (input.type === "option") return ok(nothingMore);
  if (input.type === "phone") return readPhoneNumber(input.phone);
  if (input.type !== "text") return fail({ key: "engine.type-please" });
  const words = wordsOf(input.text).join(" ");
  if (saysEnough.test(words)) return ok(nothingMore);
  if (whatNow.test(words)) return ok(stepsAgain);
  const isAnswerable =
    looksLikeQuestion(input.text) && isWorthSaying(context.knowledge.ask(input.text, context.now), input.text);
  // Refused here, a question is answered by the engine, and the step is asked again.
  return isAnswerable ? fail({ key: "engine.type-please" }) : readFreeText(input.text, detail);
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
      next: ({ detail: text }) => (text === stepsAgain ? "again" : "more"),
      why: { key: "errand.emergency.why" },
      help: { key: "errand.emergency.help" },
    },
    again: { type: "say", say: (given, context) => [firstSteps(given, context)], next: "detail" },
    more: { type: "act", run: more },
    noted: {
      type: "finish",
      say: ({ detail: text = "" }) => [
        { key: looksLikeQuestion(text) ? "errand.emergency.noted-question" : "errand.emergency.noted" },
      ],
      outcome: "completed",
    },
    unheard: { type: "finish", say: (_given, context) => [nobodyTold(context)], outcome: "completed" },
    done: { type: "finish", say: () => [{ key: "errand.emergency.done" }], outcome: "completed" },
  },
});
