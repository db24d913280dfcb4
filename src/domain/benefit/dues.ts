import { type ContributionTerms, contributionFor } from "../contribution/contribution";
import type { Period } from "../shared/period";
import { type Flag, type Line, type Sum, sumOf } from "./sum";

/** The contribution of one period, programme by programme, with the reductions that hold in it (F2.01-F2.29). */
export interface DuesSum extends Sum {
  readonly period: Period;
  /** What it would be without any reduction, in rupiah. */
  readonly normalTotal: Sum["total"];
}

/**
 * The contribution of a period as a sum with its working. The tariff knows its own dates, so it is current in every period
 * that the tariff covers; see `contributionFor` for the rules and for what throws.
 */
export function duesSum(terms: ContributionTerms, period: Period): DuesSum {
  const found = contributionFor({ ...terms, period });
  const parts = [
    ["JKK", found.jkk],
    ["JKM", found.jkm],
    ["JHT", found.jht],
  ] as const;
  const lines = parts.flatMap(([programme, amount]): Line[] =>
    amount > 0 ? [{ kind: "contribution", programme, amount }] : [],
  );
  const flags: Flag[] = found.uncertain?.reason === "village-fund" ? ["village-fund"] : [];
  const grounds = found.factIds.map((factId) => ({ factId, standing: "confirmed" as const }));
  return { ...sumOf(lines, grounds, flags), period, normalTotal: found.normalTotal };
}
