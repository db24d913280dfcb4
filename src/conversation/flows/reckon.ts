import { sumKinds } from "../answers/sum-wish";
import { defineFlow, type FlowContext, type Given } from "../flow";
import {
  balance,
  cause,
  income,
  levels,
  lost,
  months,
  type Needed,
  percent,
  period,
  type Reckon,
  rate,
  sector,
  tariffBegins,
  usePercent,
  within,
} from "./reckon-asking";
import { reckoned } from "./reckon-words";

const perSum: readonly Needed[] = [
  "sector",
  "income",
  "period",
  "months",
  "percent",
  "lost",
  "usePercent",
  "cause",
  "levels",
  "rate",
  "balance",
  "within",
];

/** "Hitung": a sum for anybody, one question at a time; what was typed already is not asked again. Nothing is kept of it. */
export const reckon = defineFlow<Reckon>()({
  id: "reckon",
  title: { key: "reckon.title" },
  version: 1,
  start: "begin",
  errand: true,
  steps: {
    begin: { type: "act", run: begin },
    what: {
      type: "choose",
      key: "what",
      prompt: () => [{ key: "reckon.what" }],
      options: () => sumKinds.map((value) => ({ value, label: { key: `reckon.what.${value}` }, forget: perSum })),
      next: "sector",
      help: { key: "reckon.what-help" },
    },
    sector: { ...sector, next: "cause" },
    cause: { ...cause, next: "income" },
    income: { ...income, next: "period" },
    period: { ...period, next: "months" },
    months: { ...months, next: "percent" },
    percent: { ...percent, next: "lost" },
    lost: { ...lost, next: "usePercent" },
    usePercent: { ...usePercent, next: "levels" },
    levels: { ...levels, next: "rate" },
    rate: { ...rate, next: "balance" },
    balance: { ...balance, next: "within" },
    within: { ...within, next: "tell" },
    tell: {
      type: "finish",
      say: (given, context) => (given.what === undefined ? [] : reckoned({ ...given, what: given.what }, context)),
      outcome: "completed",
    },
  },
});

/** What a sentence said beyond what a sum can take is asked for like anything else. */
function begin({ what, levels: named = [], period: month }: Given<Reckon>, { knowledge, now }: FlowContext) {
  const next = what === undefined ? ("what" as const) : ("sector" as const);
  if (month !== undefined && month < tariffBegins) return { next, forget: ["period" as const] };
  const most = knowledge.reckoning(now).figures.schoolCaps.children;
  if (named.length <= most) return { next };
  return { next, forget: ["levels" as const], say: [{ key: "reckon.levels-too-many", params: { most } }] };
}
