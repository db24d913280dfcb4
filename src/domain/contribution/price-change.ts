import type { Rupiah } from "../shared/money";
import { addMonths, comparePeriods, type Period } from "../shared/period";
import { type ContributionTerms, contributionFor } from "./contribution";
import { type Provenance, TARIFF, type Tariff } from "./tariff-data";

/** Why the price of a month is not that of the month before: a relief ends or begins, or a rate is another. */
export interface PriceReason {
  readonly kind: "relief-ends" | "relief-begins" | "rate";
  /** The regulation, by its official short name. */
  readonly basis: string;
  /** The rows of the fact sheet. */
  readonly factIds: readonly string[];
}

/** A contribution that changes from one month to the next, in rupiah a month. */
export interface PriceChange {
  readonly from: Period;
  readonly before: Rupiah;
  readonly after: Rupiah;
  readonly why: PriceReason;
}

/** Whether any figure of the tariff begins or ceases to hold with this month. */
export function tariffChangesWith(month: Period, { bandTables, jkm, jht, reductions }: Tariff = TARIFF): boolean {
  const dated: readonly Provenance[] = [...bandTables, ...jkm, ...jht, ...reductions];
  return dated.some((one) => beginsWith(one, month) || endsBefore(one, month));
}

/** How the contribution of these terms changes with a month; `null` where it stays as it was (F2.22, F2.23, F2.29). */
export function priceChangeWith(terms: ContributionTerms, month: Period, tariff: Tariff = TARIFF): PriceChange | null {
  const before = contributionFor({ ...terms, period: addMonths(month, -1) }, tariff).total;
  const after = contributionFor({ ...terms, period: month }, tariff).total;
  return before === after ? null : { from: month, before, after, why: reasonOf(terms, month, tariff) };
}

function reasonOf({ sector }: ContributionTerms, month: Period, tariff: Tariff): PriceReason {
  const own = tariff.reductions.filter((one) => one.sector === sector);
  const ended = own.find((one) => endsBefore(one, month));
  if (ended) return reason("relief-ends", ended);
  const begun = own.find((one) => beginsWith(one, month));
  if (begun) return reason("relief-begins", begun);
  const rate = [...tariff.bandTables, ...tariff.jkm, ...tariff.jht].find((one) => beginsWith(one, month));
  if (rate === undefined)
    throw new Error(`no figure of the tariff begins or ends with ${month}, and yet the price changes`);
  return reason("rate", rate);
}

const reason = (kind: PriceReason["kind"], { basis, factIds }: Provenance): PriceReason => ({ kind, basis, factIds });
const beginsWith = ({ validFrom }: Provenance, month: Period): boolean => comparePeriods(validFrom, month) === 0;
const endsBefore = ({ validUntil }: Provenance, month: Period): boolean =>
  validUntil !== null && comparePeriods(addMonths(validUntil, 1), month) === 0;
