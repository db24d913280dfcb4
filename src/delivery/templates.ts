import { type Language, languages, wholeLanguageOf } from "../domain/messaging/contact";
import type { OutboundMessage } from "../domain/messaging/message";
import type { Text, TextParam } from "../domain/shared/text";

/** The texts that the platform approves beforehand, for people who have not written within their window. */
export const templateNames = [
  "reminder",
  "lapse_warning",
  "proof_rejected",
  "may_pay",
  "lapse_countdown",
  "may_pay_countdown",
  "status_update",
  "consent_renewal",
] as const;
/** One of them, under the name by which it is approved. */
export type TemplateName = (typeof templateNames)[number];

/** Puts a text into words of a language. */
export type Words = (text: Text, language: Language) => string;

interface Shape {
  /** The commands of its quick reply buttons; the labels stand in `templates.button.*`. */
  readonly buttons: readonly ("paid" | "status" | "data" | "stop")[];
  /** What fills its gaps for the platform's reviewers: invented, and as it would really be. */
  readonly examples: readonly Text[];
}

const contribution: Shape = {
  buttons: ["paid", "stop"],
  examples: [
    { key: "templates.month", params: { period: "2026-12" } },
    { key: "templates.amount", params: { amount: 16_800 } },
    { key: "templates.day", params: { day: "2026-12-15" } },
  ],
};
const rejectedProof: Shape = {
  ...contribution,
  examples: [...contribution.examples, { key: "officer.proof-reason.not-found-at-bpjs" }],
};
const countdown: Shape = {
  ...contribution,
  examples: [
    { key: "templates.late", params: { count: 1 } },
    { key: "templates.day", params: { day: "2027-02-15" } },
    ...contribution.examples.slice(0, 2),
  ],
};
const shapes: Readonly<Record<TemplateName, Shape>> = {
  reminder: contribution,
  lapse_warning: contribution,
  proof_rejected: rejectedProof,
  may_pay: contribution,
  lapse_countdown: countdown,
  may_pay_countdown: countdown,
  status_update: { buttons: ["status"], examples: [] },
  consent_renewal: { buttons: ["data"], examples: [] },
};

/** A template as it is submitted in one language. */
export interface TemplateText {
  readonly name: TemplateName;
  readonly language: Language;
  /** Neutral words on somebody's own case: anything else costs more and is held back for many people. */
  readonly category: "UTILITY";
  /** With numbered gaps, `{{1}}` and so on. */
  readonly body: string;
  readonly examples: readonly string[];
  readonly footer: string;
  readonly buttons: readonly string[];
}

/** Every template in every language of ours. */
export function allTemplates(words: Words): readonly TemplateText[] {
  return templateNames.flatMap((name) => languages.map((language) => templateText(name, language, words)));
}

function templateText(name: TemplateName, language: Language, words: Words): TemplateText {
  const { buttons, examples } = shapes[name];
  return {
    name,
    language,
    category: "UTILITY",
    body: bodyOf(
      name,
      examples.map((_, index) => `{{${index + 1}}}`),
      language,
      words,
    ),
    examples: examples.map((example) => words(example, language)),
    footer: words({ key: "templates.footer" }, language),
    buttons: buttons.map((button) => words({ key: `templates.button.${button}` }, language)),
  };
}

/** A message that goes out as a template: its text is what the person reads there, for every channel that sends it as text. */
export function templateMessage(
  name: TemplateName,
  params: readonly Text[],
  language: Language,
  words: Words,
): OutboundMessage {
  const buttons = shapes[name].buttons.map((button) => `!${button}`);
  // Templates are approved in languages that Meta knows and that have words for everything.
  const approved = wholeLanguageOf(language);
  const filled = params.map((param) => words(param, approved));
  const template = { name, language: approved, params: filled, buttons };
  return { text: bodyOf(name, filled, approved, words), template };
}

/** A template's message, and the one that goes where the platform does not send its template just now. */
export function withInstead(message: OutboundMessage, instead: OutboundMessage): OutboundMessage {
  return message.template ? { ...message, template: { ...message.template, instead } } : message;
}

function bodyOf(name: TemplateName, gaps: readonly TextParam[], language: Language, words: Words): string {
  const params = Object.fromEntries(gaps.map((gap, index) => [`${index + 1}`, gap]));
  return words({ key: `templates.${name}.body`, params }, language);
}
