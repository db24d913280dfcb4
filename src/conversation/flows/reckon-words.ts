import type { Flag, Line, Sum } from "../../domain/benefit/sum";
import { bandForIncome, contributionFor, priceChangeAfter } from "../../domain/contribution/contribution";
import type { Text } from "../../domain/shared/text";
import type { FlowContext, Reckoning } from "../flow";
import { type Asked, baseOf, duesTerms, monthOf, reckonedSum } from "./reckon-sum";

const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });

/** The sums that follow from the declared income's band. */
const byBase = new Set<Asked["what"]>(["temporary", "part", "total"]);
const restsOnBase = ({ what, cause }: Asked): boolean => byBase.has(what) || (what === "death" && cause === "work");

/** A sum in words, and the ids of the facts that it rests on. */
export interface SumInWords {
  readonly texts: readonly Text[];
  readonly factIds: readonly string[];
}

/** What is said in answer: the sum in one sentence, its working line by line, what it depends on, the ground and the date. */
export const reckoned = (asked: Asked, context: FlowContext): readonly Text[] => reckonedWith(asked, context).texts;

/** The same with the facts behind it. */
export function reckonedWith(asked: Asked, { knowledge, now }: Pick<FlowContext, "knowledge" | "now">): SumInWords {
  const reckoning = knowledge.reckoning(now);
  const sum = reckonedSum(asked, reckoning.figures, now);
  if (!sum.ok) return { texts: [say("reckon.tax-later"), reckoning.whoCanTell], factIds: [] };
  if (!sum.value.isCurrent) return { texts: [say("knowledge.withheld"), reckoning.whoCanTell], factIds: [] };
  const depends = dependsOn(asked, reckoning, now);
  const base = restsOnBase(asked) ? ["F2.06"] : [];
  const factIds = [...new Set([...sum.value.factIds, ...base, ...depends.factIds])];
  const head = hedged(headline(asked, sum.value, reckoning, now), sum.value.flags);
  const working = [...baseLine(asked, now), ...sum.value.lines.map(lineText)];
  return { texts: [head, ...working, ...depends.texts, reckoning.basis(factIds)], factIds };
}

/** What is not certain says so in the same breath. */
function hedged(text: Text, flags: readonly Flag[]): Text {
  return flags.reduce<Text>((rest, flag) => say(`reckon.flag.${flag}`, { text: rest }), text);
}

function headline(asked: Asked, { total }: Sum, { figures }: Reckoning, now: number): Text {
  const { what, months = 0, income = 0, percent = 0, rate = 0, balance = 0 } = asked;
  switch (what) {
    case "dues":
      return say("reckon.sum.dues", { period: monthOf(asked, now), total });
    case "death":
      if (asked.cause === "work") return say("reckon.sum.death-at-work", { total });
      if (months < 1) return say("reckon.sum.death-unpaid");
      return say(months < figures.waiting.months ? "reckon.sum.death-early" : "reckon.sum.death-other", {
        total,
        months: figures.waiting.months,
      });
    case "savings":
      return say("reckon.sum.savings", { months, rate, total });
    case "tax":
      return say("reckon.sum.tax", { balance, total });
    default:
      return say(`reckon.sum.${what}`, { total, months, income, percent });
  }
}

function baseLine(asked: Asked, now: number): Text[] {
  if (!restsOnBase(asked)) return [];
  const band = bandForIncome(asked.income ?? 0, monthOf(asked, now));
  return [say("reckon.base", { base: baseOf(asked, now), band: band.ok ? band.value.number : 0 })];
}

/** A line of the working, in words. */
function lineText(line: Line): Text {
  switch (line.kind) {
    case "share":
      return line.ofUse === undefined
        ? say("reckon.line.share", { percent: line.percent, times: line.times, base: line.base, amount: line.amount })
        : say("reckon.line.use", { ...line, ofUse: line.ofUse });
    case "school":
      return say("reckon.line.school", { ...line, level: say(`reckon.level.${line.level}`) });
    case "cap":
      return say(`reckon.line.cap-${line.of}`, { most: line.most, off: -line.amount });
    case "contribution":
      return say("reckon.line.contribution", {
        programme: say(`reckon.programme.${line.programme}`),
        amount: line.amount,
      });
    default:
      return say(`reckon.line.${line.kind}`, { ...line });
  }
}

interface Depends {
  readonly texts: readonly Text[];
  readonly factIds: readonly string[];
}

function dependsOn(asked: Asked, { figures, whoCanTell }: Reckoning, now: number): Depends {
  switch (asked.what) {
    case "dues":
      return duesDepend(asked, now);
    case "death":
      return asked.cause === "work"
        ? { texts: [say("reckon.depends.at-work")], factIds: [] }
        : // Whether months after a lapse, or paid all at once, count is open (F2.18).
          { texts: [say("reckon.depends.death-other"), whoCanTell], factIds: ["F4.04"] };
    case "school": {
      const params = { years: figures.schoolYears.years, age: figures.schoolAge.years };
      return { texts: [say("reckon.depends.school", params)], factIds: ["F3.28", "F3.29"] };
    }
    case "part":
      return { texts: [say("reckon.depends.part")], factIds: [] };
    case "savings":
      return { texts: [say("reckon.depends.savings"), whoCanTell], factIds: ["F2.03", "F5.01"] };
    case "tax":
      return { texts: [say("reckon.depends.tax", { years: figures.tax.withinYears })], factIds: [] };
    default:
      return { texts: [say("reckon.depends.at-work")], factIds: [] };
  }
}

/** What it costs with old-age savings, when the price changes, and for whom the reduction does not hold (F2.25). */
function duesDepend(asked: Asked, now: number): Depends {
  const period = monthOf(asked, now);
  const terms = duesTerms(asked, now);
  const price = contributionFor({ ...terms, period });
  const change = priceChangeAfter(terms, period);
  const saving = contributionFor({ ...duesTerms(asked, now, "JKK+JKM+JHT"), period });
  return {
    texts: [
      ...(price.reduced ? [say("reckon.depends.reduced", { normal: price.normalTotal })] : []),
      ...(change ? [say("reckon.depends.change", { from: change.from, later: change.total })] : []),
      say("reckon.depends.with-savings", { total: saving.total, jht: saving.jht }),
    ],
    factIds: [...(price.reduced ? ["F2.25"] : []), ...saving.factIds],
  };
}
