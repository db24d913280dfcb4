import { bandsOf } from "../../domain/contribution/contribution";
import { dayOf } from "../../domain/shared/calendar";
import { periodOf } from "../../domain/shared/period";
import type { Text } from "../../domain/shared/text";
import { readSumWish, type SumWish } from "../answers/sum-wish";
import type { FlowContext } from "../flow";
import { type Needed, type Reckon, tariffBegins } from "./reckon-asking";
import type { Asked } from "./reckon-sum";
import { reckonedWith } from "./reckon-words";

/** A sum that was asked for in one sentence: what is said, the facts behind it, and the topic that tells of it in general. */
export interface SumAtOnce {
  readonly topic: string;
  readonly messages: readonly Text[];
  readonly factIds: readonly string[];
}

/** What is supposed where a question does not say it, besides the lowest income; each is said with the sum. */
const supposed = {
  sector: "other",
  cause: "other",
  lost: "part",
  within: "yes",
} as const satisfies Partial<Record<Needed, unknown>>;

/** What a sum cannot do without. */
const must: Readonly<Record<Asked["what"], readonly (keyof SumWish)[]>> = {
  dues: ["income"],
  temporary: ["months"],
  part: ["percent"],
  total: [],
  death: [],
  school: ["levels"],
  savings: ["months"],
  tax: ["balance"],
};

/**
 * The sum that one sentence asks for, as the chat reckons it, but without asking back: what it leaves out is supposed, and
 * that is said. `null` where it asks for none, or leaves out what nobody can suppose. `now` in milliseconds.
 */
export function reckonedAtOnce(typed: string, context: Pick<FlowContext, "knowledge" | "now">): SumAtOnce | null {
  const wish = readSumWish(typed, dayOf(context.now));
  if (wish?.what === undefined || must[wish.what].some((key) => wish[key] === undefined)) return null;
  const { figures } = context.knowledge.reckoning(context.now);
  if ((wish.levels?.length ?? 0) > figures.schoolCaps.children) return null;
  if (wish.period !== undefined && wish.period < tariffBegins) return null;
  const lowest = bandsOf(periodOf(context.now))[0]?.base ?? 0;
  const unsaid = { income: lowest, months: figures.waiting.months, rate: figures.growth.illustrationPercent };
  const asked: Asked = { ...supposed, ...unsaid, ...wish, what: wish.what };
  const { texts, factIds } = reckonedWith(asked, context);
  return {
    topic: topicOf(asked),
    messages: [...texts.slice(0, 1), ...supposedIn(wish, asked), ...texts.slice(1)],
    factIds,
  };
}

/** What is said where it was supposed. */
type Told = "sector" | "cause" | "income" | "lost" | "months" | "rate";

/** What was supposed, in words; the tax says itself within how many years. */
function supposedIn(wish: SumWish, asked: Asked): readonly Text[] {
  const { what, cause } = asked;
  const isNatural = what === "death" && cause === "other";
  const byIncome = what !== "dues" && what !== "school" && what !== "tax" && !isNatural;
  const keys: readonly (readonly [Told, boolean])[] = [
    ["sector", what === "dues"],
    ["cause", what === "death"],
    ["income", byIncome],
    ["lost", what === "part"],
    ["months", isNatural],
    ["rate", what === "savings"],
  ];
  const params = { income: asked.income ?? 0, months: asked.months ?? 0, rate: asked.rate ?? 0 };
  return keys
    .filter(([key, isNeeded]) => isNeeded && (wish as Reckon)[key] === undefined)
    .map(([key]) => ({ key: `reckon.supposed.${key}`, params }));
}

const topics: Readonly<Record<Exclude<Asked["what"], "death">, string>> = {
  dues: "contribution.income-bands",
  temporary: "jkk.stmb",
  part: "jkk.partial-disability",
  total: "jkk.total-disability",
  school: "scholarship.amount",
  savings: "jht.what",
  tax: "jht.tax",
};

function topicOf({ what, cause }: Asked): string {
  if (what !== "death") return topics[what];
  return cause === "work" ? "jkk.death" : "jkm.amount";
}
