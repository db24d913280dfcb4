import {
  type ContributionTerms,
  contributionFor,
  type ProgrammeSet,
  priceChangeAfter,
  type Sector,
} from "../domain/contribution/contribution";
import { type Period, parsePeriod } from "../domain/shared/period";
import { bareValue, type Facts } from "./facts";
import type { Topic } from "./topics";

/** What the tariff of one day adds to an answer. */
export interface TariffAnswer {
  /** Which wording fits the day; appended to the text's key. */
  readonly variant?: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** The facts behind the figures; whether they still hold was decided here. */
  readonly facts: readonly string[];
}

type Computed = NonNullable<Topic["computed"]>;
type Compute = (facts: Facts, period: Period, sector: Sector | undefined) => TariffAnswer;

const reductionFacts: Record<Sector, string> = { other: "F2.23", transport: "F2.22" };

const computations: Record<Computed, Compute> = {
  price: (facts, period, sector) => priceOf(facts, period, "JKK+JKM", sector),
  "price-with-savings": (facts, period, sector) => priceOf(facts, period, "JKK+JKM+JHT", sector),
  "after-reduction": afterReduction,
  reduction: (facts, period) => ({
    variant: stateOf(facts, period),
    params: {},
    facts: [reductionFacts.other, reductionFacts.transport],
  }),
};

/** The figures that a topic takes from the tariff of `period`, for one sector or, unless told, for both. */
export function tariffAnswer(computed: Computed, facts: Facts, period: Period, sector?: Sector): TariffAnswer {
  return computations[computed](facts, period, sector);
}

function priceOf(facts: Facts, period: Period, programmes: ProgrammeSet, sector: Sector | undefined): TariffAnswer {
  const terms = lowestTerms(facts, programmes, sector ?? "other");
  const price = contributionFor({ ...terms, period });
  const transport = contributionFor({ ...terms, sector: "transport", period });
  const change = priceChangeAfter(terms, period);
  const bothAsked = sector === undefined;
  const variant = price.reduced ? "reduced" : bothAsked && transport.reduced ? "transport" : "normal";
  const involved = bothAsked ? [...price.factIds, ...transport.factIds] : price.factIds;
  return {
    variant,
    params: {
      period,
      price: price.total,
      normal: price.normalTotal,
      transport: transport.total,
      savings: price.jht,
      ...(price.reduced && change !== null ? { changePeriod: change.from, changePrice: change.total } : {}),
    },
    facts: [...new Set(involved)],
  };
}

/** PP 50/2025 ends for everybody but transport on 31 Dec 2026 (F2.23); the normal rate then holds again (F2.29). */
function afterReduction(facts: Facts): TariffAnswer {
  const after = readPeriod(bareValue(factValueAt(facts, "F2.23.after")));
  const price = contributionFor({ ...lowestTerms(facts, "JKK+JKM", "other"), period: after });
  return { params: { price: price.total }, facts: [...price.factIds, reductionFacts.other, reductionFacts.transport] };
}

function stateOf(facts: Facts, period: Period): string {
  const running = (sector: Sector) => contributionFor({ ...lowestTerms(facts, "JKK+JKM", sector), period }).reduced;
  if (running("other")) return "all";
  return running("transport") ? "transport" : "none";
}

function lowestTerms(facts: Facts, programmes: ProgrammeSet, sector: Sector): ContributionTerms & { sector: Sector } {
  return { base: Number(bareValue(factValueAt(facts, "F2.04.base"))), programmes, sector, funding: "private" };
}

/** The value behind a path such as `F4.01.total`; one that no fact has is a defect and throws. */
export function factValueAt(facts: Facts, path: string) {
  const at = path.lastIndexOf(".");
  const value = facts.byId(path.slice(0, at)).values[path.slice(at + 1)];
  if (value === undefined) throw new Error(`no fact has the value ${path}; add it to src/knowledge/content/facts`);
  return value;
}

function readPeriod(text: string | number): Period {
  const period = parsePeriod(String(text));
  if (!period.ok) throw new Error("a fact has a period that is not YYYY-MM; mend it in src/knowledge/content/facts");
  return period.value;
}
