import { schoolLevels } from "../../domain/benefit/figures";
import { bandForIncome, bandsOf, type Sector } from "../../domain/contribution/contribution";
import { type Period, periodOf } from "../../domain/shared/period";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import { readMoney } from "../answers/money";
import { readMonth } from "../answers/month";
import { readNumber } from "../answers/number";
import { readPercent } from "../answers/percent";
import { readSchoolLevels } from "../answers/school-levels";
import type { SumKind, SumWish } from "../answers/sum-wish";
import type { Bubble, FlowContext, Given, Input } from "../flow";
import { fromText } from "./common";
import { numberIn } from "./register-worker-asking";
import { bandText } from "./register-worker-draft";

/** What has been said of the sum so far: the wish, whether a part of the body is lost or only its use, and how much of it. */
export interface Reckon extends SumWish {
  readonly lost?: "part" | "use";
  readonly usePercent?: number;
  /** Whether all savings are paid out within the years that the tax rule names. */
  readonly within?: "yes" | "no";
}

type So = Given<Reckon>;
/** An answer that a sum may need. */
export type Needed = Exclude<keyof Reckon, "what">;

const needs: Readonly<Record<SumKind, readonly Needed[]>> = {
  dues: ["sector", "income", "period"],
  temporary: ["income", "months"],
  part: ["income", "percent", "lost", "usePercent"],
  total: ["income"],
  death: ["cause", "income", "months"],
  school: ["levels"],
  savings: ["income", "months", "rate"],
  tax: ["balance", "within"],
};

/** Passes a question by where the sum does not need it, or it is answered already. */
const unless =
  (key: Needed) =>
  (given: So): boolean => {
    if (given.what === undefined || !needs[given.what].includes(key) || given[key] !== undefined) return true;
    if (key === "usePercent") return given.lost !== "use";
    if (given.what !== "death") return false;
    // What an accident at work is worth depends on the income, any other death on the months paid.
    return (key === "income" && given.cause === "other") || (key === "months" && given.cause === "work");
  };

const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });
const ask = (text: Text): Bubble => ({ texts: [text] });

/** How many bands are offered by number; a higher income is typed. */
const offeredBands = 6;
/** More rupiah than anybody's savings: beyond it a zero too many was typed. */
const mostSavings = 100_000_000_000;
/** Months that are asked for at most, and the highest rate that may be supposed; see `savingsGrowth`. */
const mostMonths = 480;
const mostRate = 15;

/** The declared income, by band or as an amount (F1.11, F2.06). */
export const income = {
  type: "ask",
  key: "income",
  skip: unless("income"),
  prompt: (_given: So, { now }: FlowContext): Bubble => ({
    texts: [say("reckon.income")],
    options: offered(now).map(({ incomeFrom }, index) => ({ value: String(index), label: bandText(incomeFrom) })),
  }),
  read: (input: Input, _given: So, { now }: FlowContext): Result<number, Text> => {
    const bands = offered(now);
    const at = (index: number) => bands[index]?.incomeFrom;
    if (input.type === "option") return orElse(at(Number(input.value)), say("reckon.income-help"));
    return fromText<number>(input, (typed) => {
      const byNumber = at((numberIn(typed, bands.length) ?? 0) - 1);
      return byNumber === undefined ? typedIncome(typed, now) : ok(byNumber);
    });
  },
  why: say("reckon.income-why"),
  help: say("reckon.income-help"),
} as const;

const offered = (now: number) => bandsOf(periodOf(now)).slice(0, offeredBands);

const orElse = <T>(value: T | undefined, otherwise: Text): Result<T, Text> =>
  value === undefined ? fail(otherwise) : ok(value);

function typedIncome(typed: string, now: number): Result<number, Text> {
  const amount = readMoney(typed);
  if (!amount.ok) return amount;
  const band = bandForIncome(amount.value, periodOf(now));
  return band.ok ? amount : fail(say("reckon.income-minimum", { minimum: band.error.minimum }));
}

const sectors: readonly Sector[] = ["transport", "other"];

/** Transport has its own dates of the reduction (F2.22). */
export const sector = {
  type: "choose",
  key: "sector",
  skip: unless("sector"),
  prompt: () => [say("reckon.sector")],
  options: () => sectors.map((value) => ({ value, label: say(`reckon.sector.${value}`) })),
  why: say("reckon.sector-why"),
} as const;

/** The month of the contribution, this one or any that is typed. */
export const period = {
  type: "ask",
  key: "period",
  skip: unless("period"),
  prompt: (): Bubble => ({
    texts: [say("reckon.period")],
    options: [{ value: "now", label: say("reckon.period.now") }],
  }),
  read: (input: Input, _given: So, { today, now }: FlowContext): Result<Period, Text> => {
    if (input.type === "option") return ok(periodOf(now));
    return fromText<Period>(input, (typed) => {
      if (numberIn(typed, 1) === 1) return ok(periodOf(now));
      const read = readMonth(typed, { today });
      return read.ok && read.value < tariffBegins ? fail(say("reckon.period-too-early")) : read;
    });
  },
  help: say("reckon.period-help"),
} as const;

/** The first month that is reckoned: the tariff that is known here reaches back to the first whole year of the law (PP 44/2015, F2.01). */
export const tariffBegins = "2016-01";

/** How long: without work, paid in a row, or saved; each sum asks in its own words. */
export const months = {
  type: "ask",
  key: "months",
  skip: unless("months"),
  prompt: ({ what }: So): Bubble => {
    if (what === "death") return ask(say("reckon.months.death"));
    return ask(say(what === "savings" ? "reckon.months.savings" : "reckon.months.temporary"));
  },
  read: (input: Input, { what }: So): Result<number, Text> =>
    fromText<number>(input, (typed) => readMonths(typed, what === "death" ? 0 : 1)),
  help: say("reckon.months-help"),
} as const;

/** "3", "14 bulan", "2 tahun". */
function readMonths(typed: string, least: number): Result<number, Text> {
  const isYears = /\b(?:tahun|thn|taun|years?)\b/iu.test(typed);
  const count = readNumber(typed.replace(/\byears?\b/iu, ""), { least, most: isYears ? mostMonths / 12 : mostMonths });
  return count.ok && isYears ? ok(count.value * 12) : count;
}

/** The percentage in the table, which a doctor finds (F3.14). */
export const percent = {
  type: "ask",
  key: "percent",
  skip: unless("percent"),
  prompt: (): Bubble => ask(say("reckon.percent")),
  read: (input: Input): Result<number, Text> =>
    fromText<number>(input, (typed) => readPercent(typed, { least: 1, most: 100 })),
  why: say("reckon.percent-why"),
  help: say("reckon.percent-help"),
} as const;

/** Whether the part itself is lost, or only its use (F3.14, F3.15). */
export const lost = {
  type: "choose",
  key: "lost",
  skip: unless("lost"),
  prompt: () => [say("reckon.lost")],
  options: () => (["part", "use"] as const).map((value) => ({ value, label: say(`reckon.lost.${value}`) })),
} as const;

/** How much of the use is lost (F3.15). */
export const usePercent = {
  type: "ask",
  key: "usePercent",
  skip: unless("usePercent"),
  prompt: (): Bubble => ask(say("reckon.use-percent")),
  read: (input: Input): Result<number, Text> =>
    fromText<number>(input, (typed) => readPercent(typed, { least: 1, most: 100 })),
  help: say("reckon.percent-help"),
} as const;

/** Whether an accident at work was the cause (F3.17, F4.05). */
export const cause = {
  type: "choose",
  key: "cause",
  skip: unless("cause"),
  prompt: () => [say("reckon.cause")],
  options: () => (["work", "other"] as const).map((value) => ({ value, label: say(`reckon.cause.${value}`) })),
} as const;

/** The children's schools, as many as there are scholarships for (F3.27). */
export const levels = {
  type: "ask",
  key: "levels",
  skip: unless("levels"),
  prompt: (_given: So, { knowledge, now }: FlowContext): Bubble =>
    ask(say("reckon.levels", { most: knowledge.reckoning(now).figures.schoolCaps.children })),
  read: (input: Input, _given: So, { knowledge, now }: FlowContext) =>
    fromText(input, (typed) => readSchoolLevels(typed, knowledge.reckoning(now).figures.schoolCaps.children)),
  help: say("reckon.levels-help", {
    first: say(`reckon.level.${schoolLevels[1]}`),
    second: say(`reckon.level.${schoolLevels[3]}`),
  }),
} as const;

/** The rate that is to be supposed; the true one is not known (F5.09). */
export const rate = {
  type: "ask",
  key: "rate",
  skip: unless("rate"),
  // No numbered choice here: "1" is a rate as well.
  prompt: (_given: So, { knowledge, now }: FlowContext): Bubble =>
    ask(say("reckon.rate", { example: knowledge.reckoning(now).figures.growth.illustrationPercent })),
  read: (input: Input) => fromText<number>(input, (typed) => readPercent(typed, { least: 0, most: mostRate })),
  why: say("reckon.rate-why"),
  help: say("reckon.rate-help"),
} as const;

/** All that was saved, in rupiah. */
export const balance = {
  type: "ask",
  key: "balance",
  skip: unless("balance"),
  prompt: (): Bubble => ask(say("reckon.balance")),
  read: (input: Input) => fromText<number>(input, (typed) => readMoney(typed, { least: 1, most: mostSavings })),
  help: say("reckon.balance-help"),
} as const;

/** Whether it is paid out at once, or also in later years, for which other rates hold (F5.14). */
export const within = {
  type: "choose",
  key: "within",
  skip: unless("within"),
  prompt: (_given: So, { knowledge, now }: FlowContext) => [
    say("reckon.within", { years: knowledge.reckoning(now).figures.tax.withinYears }),
  ],
  options: () => (["yes", "no"] as const).map((value) => ({ value, label: say(`reckon.within.${value}`) })),
} as const;
