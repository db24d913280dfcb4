import { type Rupiah, rupiah, sumRupiah } from "../shared/money";
import { addMonths, comparePeriods, type Period, periodsFrom } from "../shared/period";
import { fail, ok, type Result } from "../shared/result";
import {
  type Band,
  type BandTable,
  type Funding,
  type Programme,
  type ProgrammeSet,
  type Provenance,
  type Reduction,
  type Sector,
  TARIFF,
  type Tariff,
} from "./tariff-data";

export type { Band, Funding, Programme, ProgrammeSet, Sector } from "./tariff-data";

/** What a worker's contribution depends on, besides the period. `base` is that of a band, in rupiah. */
export type ContributionTerms = ({ readonly band: Band } | { readonly base: number }) & {
  readonly programmes: ProgrammeSet;
  readonly sector: Sector;
  readonly funding: Funding;
};

/** A figure that the sources leave open; whoever shows it says so, and that the official bill decides. */
export interface Uncertainty {
  /** Village money may or may not count as a public budget; or months paid at once have two prices (F2.29). */
  readonly reason: "village-fund" | "prepaid-across-change";
  readonly factIds: readonly string[];
  /** The other amount, in rupiah, which it may turn out to be. */
  readonly possibleTotal?: Rupiah;
}

/** The contribution of one period, in rupiah. */
export interface Contribution {
  readonly period: Period;
  readonly jkk: Rupiah;
  readonly jkm: Rupiah;
  /** Zero where old-age savings are not taken. */
  readonly jht: Rupiah;
  readonly total: Rupiah;
  /** What would be due without any reduction. */
  readonly normalTotal: Rupiah;
  readonly reduced: boolean;
  /** The rows of the fact sheet from which the amount follows. */
  readonly factIds: readonly string[];
  readonly uncertain?: Uncertainty;
}

/** The contributions of several periods in a row, in rupiah. */
export interface Contributions {
  readonly months: readonly Contribution[];
  readonly total: Rupiah;
  /** Whether the months do not all cost the same; the official bill then decides (F2.29). */
  readonly priceChanges: boolean;
  readonly factIds: readonly string[];
  readonly uncertainties: readonly Uncertainty[];
}

/** Why an income has no band. */
export interface IncomeFault {
  readonly code: "income.below-minimum";
  /** In rupiah a month. */
  readonly minimum: Rupiah;
}

/** The single programmes of a set. */
export function programmesOf(set: ProgrammeSet): Programme[] {
  return set === "JKK+JKM+JHT" ? ["JKK", "JKM", "JHT"] : ["JKK", "JKM"];
}

/** The bands among which declared income is placed in a period, or in the newest table, the lowest first. */
export function bandsOf(period?: Period, tariff: Tariff = TARIFF): readonly Band[] {
  return bandTableOf(period, tariff).bands;
}

/**
 * The band of a declared monthly income in rupiah, rounded down to the thousand, because the limits of the annex jump
 * by thousands (F2.06). Refused below the lowest band: at least Rp1.000.000 has to be declared (F1.11).
 */
export function bandForIncome(income: number, period?: Period, tariff: Tariff = TARIFF): Result<Band, IncomeFault> {
  const declared = Math.floor(income / 1000) * 1000;
  const bands = bandsOf(period, tariff);
  const band = bands.findLast(({ incomeFrom }) => incomeFrom <= declared);
  return band === undefined
    ? fail({ code: "income.below-minimum", minimum: bands[0]?.incomeFrom ?? rupiah(0) })
    : ok(band);
}

/**
 * The contribution of one period. JKK and JKM are halved where PP 50/2025 says so for the period, the sector and the
 * source of the money; JHT never is (F2.20-F2.25). Money of a village fund is reckoned at the full rate, because what
 * was paid too much becomes credit (F2.26) and what was paid too little is missing, and the amount is marked uncertain
 * (F2.29). A period before the tariff begins, or a base that no band has, is a defect and throws.
 */
export function contributionFor(
  terms: ContributionTerms & { readonly period: Period },
  tariff: Tariff = TARIFF,
): Contribution {
  const normal = normalContribution(terms, tariff);
  const reduction = tariff.reductions.find((one) => one.sector === terms.sector && holdsIn(one, terms.period));
  if (reduction === undefined) return contribution(terms.period, normal, normal, normal.factIds);
  const cheaper = reduce(normal, reduction);
  if (reduction.excludedFunding.includes(terms.funding))
    return contribution(terms.period, normal, normal, [...normal.factIds, ...reduction.exclusionFactIds]);
  if (!reduction.unclearFunding.includes(terms.funding))
    return contribution(terms.period, cheaper, normal, [...normal.factIds, ...reduction.factIds]);
  const factIds = reduction.unclearFactIds;
  return {
    ...contribution(terms.period, normal, normal, [...normal.factIds, ...factIds]),
    uncertain: { reason: "village-fund", factIds, possibleTotal: totalOf(cheaper) },
  };
}

/** The contributions of `months` periods in a row, `start` being the first: a prepayment, month by month (F2.12). */
export function contributionsFor(
  terms: ContributionTerms,
  start: Period,
  months: number,
  tariff: Tariff = TARIFF,
): Contributions {
  const list = periodsFrom(start, months).map((period) => contributionFor({ ...terms, period }, tariff));
  const priceChanges = new Set(list.map(({ total }) => total)).size > 1;
  const unclear = list.filter(({ uncertain }) => uncertain !== undefined);
  const uncertainties: Uncertainty[] = [];
  if (unclear.length > 0) uncertainties.push(villageFundOver(list));
  if (priceChanges) uncertainties.push({ reason: "prepaid-across-change", factIds: ["F2.29"] });
  const factIds = [...list, ...uncertainties].flatMap((one) => one.factIds);
  return {
    months: list,
    total: sumRupiah(list.map(({ total }) => total)),
    priceChanges,
    factIds: [...new Set(factIds)],
    uncertainties,
  };
}

/** The first later period whose amount differs from that of `period`, as far as the rules known today tell; else null. */
export function priceChangeAfter(
  terms: ContributionTerms,
  period: Period,
  tariff: Tariff = TARIFF,
): { readonly from: Period; readonly total: Rupiah } | null {
  const today = contributionFor({ ...terms, period }, tariff).total;
  for (const from of turningPoints(tariff)) {
    if (comparePeriods(from, period) <= 0) continue;
    const { total } = contributionFor({ ...terms, period: from }, tariff);
    if (total !== today) return { from, total };
  }
  return null;
}

interface Parts {
  readonly jkk: Rupiah;
  readonly jkm: Rupiah;
  readonly jht: Rupiah;
}

function normalContribution(terms: ContributionTerms & { readonly period: Period }, tariff: Tariff) {
  const table = bandTableOf(terms.period, tariff);
  const base = "band" in terms ? terms.band.base : terms.base;
  const band = table.bands.find((one) => one.base === base);
  if (band === undefined) throw new Error("no band has this base; place the declared income with bandForIncome first");
  const jkm = holding(tariff.jkm, terms.period);
  const jht = holding(tariff.jht, terms.period);
  const saves = programmesOf(terms.programmes).includes("JHT");
  return {
    jkk: band.jkk,
    jkm: jkm.amount,
    jht: saves ? rupiah((band.base * jht.percent) / 100) : rupiah(0),
    factIds: [...table.factIds, ...jkm.factIds, ...(saves ? jht.factIds : [])],
  };
}

function reduce(normal: Parts, { percent, programmes }: Reduction): Parts {
  const part = (programme: Programme, amount: Rupiah) =>
    programmes.includes(programme) ? rupiah((amount * percent) / 100) : amount;
  return { jkk: part("JKK", normal.jkk), jkm: part("JKM", normal.jkm), jht: part("JHT", normal.jht) };
}

function contribution(
  period: Period,
  { jkk, jkm, jht }: Parts,
  normal: Parts,
  factIds: readonly string[],
): Contribution {
  const total = totalOf({ jkk, jkm, jht });
  const normalTotal = totalOf(normal);
  return { period, jkk, jkm, jht, total, normalTotal, reduced: total < normalTotal, factIds };
}

function totalOf({ jkk, jkm, jht }: Parts): Rupiah {
  return sumRupiah([jkk, jkm, jht]);
}

function villageFundOver(list: readonly Contribution[]): Uncertainty {
  const possibleTotal = sumRupiah(list.map(({ total, uncertain }) => uncertain?.possibleTotal ?? total));
  const factIds = list.flatMap(({ uncertain }) => uncertain?.factIds ?? []);
  return { reason: "village-fund", factIds: [...new Set(factIds)], possibleTotal };
}

function bandTableOf(period: Period | undefined, tariff: Tariff): BandTable {
  if (period !== undefined) return holding(tariff.bandTables, period);
  const newest = tariff.bandTables.at(-1);
  if (newest === undefined) throw new Error("the tariff has no table of bands");
  return newest;
}

function holding<T extends Provenance>(versions: readonly T[], period: Period): T {
  const found = versions.find((one) => holdsIn(one, period));
  if (found === undefined) throw new Error(`the tariff has no figure for the period ${period}`);
  return found;
}

function holdsIn({ validFrom, validUntil }: Provenance, period: Period): boolean {
  return comparePeriods(validFrom, period) <= 0 && (validUntil === null || comparePeriods(period, validUntil) <= 0);
}

/** Every period in which some figure begins to hold or has just ceased to, in the order of time. */
function turningPoints({ bandTables, jkm, jht, reductions }: Tariff): Period[] {
  const dated: readonly Provenance[] = [...bandTables, ...jkm, ...jht, ...reductions];
  const points = dated.flatMap(({ validFrom, validUntil }) =>
    validUntil === null ? [validFrom] : [validFrom, addMonths(validUntil, 1)],
  );
  return [...new Set(points)].sort(comparePeriods);
}
