import { ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import type { QuestionCase } from "../../operations/catalog-views";
import { readFreeText } from "../answers/free-text";
import type { ActContext, FlowContext, Given, Input } from "../flow";
import { fromText, oneOf } from "./common";
import { stacked } from "./text-tools";

/** What an officer has before her of a question that the answers did not settle. */
export interface QuestionWork {
  questionIds: readonly string[];
  questionVerdict: "answer" | "outside" | "skip" | "menu";
  questionAnswer: string;
  questionUse: "send" | "draft" | "both" | "again";
  questionBasis: string;
  skipQuestions: readonly string[];
}

type Known = Given<QuestionWork>;
/** What an act step of this desk comes back with. */
interface Done<Id extends string> {
  next: Id;
  set?: Known;
  say?: readonly Text[];
}

/** In characters. */
const longest = { answer: 800, basis: 200 } as const;
const noBasis = "";

/** The matter asked about most often. */
export function nextQuestion({ skipQuestions = [] }: Known, context: ActContext): Done<"question" | "menu"> {
  const found = context.look("next-question", { skipIds: skipQuestions });
  const nothing = skipQuestions.length > 0 ? "officer.question.only-skipped" : "officer.question.none";
  if (!found) return { next: "menu", set: { skipQuestions: [] }, say: [{ key: nothing }] };
  return { next: "question", set: { questionIds: found.questionIds } };
}

/** The question that was opened, as it stands now: others may have asked the same since. */
function openQuestion({ questionIds = [], skipQuestions = [] }: Known, context: FlowContext): QuestionCase | null {
  const found = context.look("next-question", { skipIds: skipQuestions });
  return found?.questionIds.some((id) => questionIds.includes(id)) ? found : null;
}

function questionTexts({ reason, topic, wordings, asked, wanting, waiting, draft }: QuestionCase): Text[] {
  const about: Text = topic === undefined ? { key: "officer.question.no-topic" } : { key: `knowledge.${topic}.label` };
  return [
    { key: `officer.question.heading.${reason}`, params: { asked, topic: about } },
    stacked(wordings.map((text) => ({ key: "officer.question.wording", params: { text } }))),
    ...(wanting > 0 ? [{ key: "officer.question.wanting", params: { wanting } }] : []),
    ...(draft === undefined ? [] : [{ key: "officer.question.draft-there", params: { draft } }]),
    ...(waiting > 1 ? [{ key: "officer.question.more", params: { others: waiting - 1 } }] : []),
  ];
}

/** One question without a name, and what is done about it. */
export const question = {
  type: "choose",
  key: "questionVerdict",
  prompt: (given: Known, context: FlowContext): Text[] => {
    const found = openQuestion(given, context);
    return found ? questionTexts(found) : [{ key: "officer.question.gone" }];
  },
  options: () =>
    [
      { value: "answer", next: "questionAnswer" as const },
      { value: "outside", next: "questionOutside" as const },
      { value: "skip", next: "skipQuestion" as const },
      { value: "menu", next: "menu" as const },
    ].map((option) => ({ ...option, label: { key: `officer.question.${option.value}` } })),
  why: { key: "officer.question.why" },
} as const;

/** Passes a question over for now, with all who asked the same. */
export function skipQuestion({ skipQuestions = [], questionIds = [] }: Known): Done<"nextQuestion"> {
  return { next: "nextQuestion", set: { skipQuestions: [...skipQuestions, ...questionIds] } };
}

/** The answer in words. */
export const questionAnswer = {
  type: "ask",
  key: "questionAnswer",
  prompt: () => ({ texts: [{ key: "officer.question.answer-ask" }] }),
  read: (input: Input) => fromText<string>(input, (typed) => readFreeText(typed, { most: longest.answer })),
  why: { key: "officer.question.why" },
} as const;

/** Whom the answer goes to: those who asked for it, the next release as a draft, or both. */
export const questionUse = {
  type: "choose",
  key: "questionUse",
  prompt: ({ questionAnswer: answer = "" }: Known) => [{ key: "officer.question.use", params: { answer } }],
  options: (given: Known, context: FlowContext) => {
    const isWanted = (openQuestion(given, context)?.wanting ?? 0) > 0;
    return [
      ...(isWanted ? [{ value: "send", next: "settleQuestion" as const }] : []),
      { value: "draft", next: "questionBasis" as const },
      ...(isWanted ? [{ value: "both", next: "questionBasis" as const }] : []),
      { value: "again", next: "questionAnswer" as const, forget: ["questionAnswer" as const, "questionUse" as const] },
    ].map((option) => ({ ...option, label: { key: `officer.question.use.${option.value}` } }));
  },
  why: { key: "officer.question.use-why" },
} as const;

function readBasis(input: Input): Result<string, Text> {
  if (input.type === "option") return ok(noBasis);
  return fromText<string>(input, (typed) => readFreeText(typed, { least: 3, most: longest.basis }));
}

/** What the proposed answer rests on. */
export const questionBasis = {
  type: "ask",
  key: "questionBasis",
  prompt: () => ({
    texts: [{ key: "officer.question.basis" }],
    options: [
      {
        value: "none",
        label: { key: "officer.question.basis.none" },
        synonyms: ["tidak ada", "belum ada", "tidak", "belum", "no", "none"],
      },
    ],
  }),
  read: readBasis,
  why: { key: "officer.question.basis-why" },
} as const;

/** Sends the answer, keeps the draft, or both, and takes the question off the list. */
export function settleQuestion(given: Known, context: ActContext): Done<"menu"> {
  const { questionIds = [], questionAnswer: answer = "", questionUse: use, questionBasis: basis = noBasis } = given;
  const saved = oneOf(use, ["send", "draft", "both"] as const, "send");
  const verdict = {
    kind: "answered",
    answer,
    toAskers: saved !== "draft",
    ...(saved === "send" ? {} : { basis }),
  } as const;
  const outcome = context.perform("settle-questions", { questionIds, verdict });
  const said = outcome === "done" ? `officer.question.settled.${saved}` : "officer.question.not-settled";
  return { next: "menu", say: [{ key: said }] };
}

/** Takes a question off the list that is none of ours. */
export function questionOutside({ questionIds = [] }: Known, context: ActContext): Done<"menu"> {
  const outcome = context.perform("settle-questions", { questionIds, verdict: { kind: "out-of-scope" } });
  const said = outcome === "done" ? "officer.question.settled.outside" : "officer.question.not-settled";
  return { next: "menu", say: [{ key: said }] };
}
