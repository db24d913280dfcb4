import type { Programme } from "../contribution/contribution";
import { type Rupiah, sumRupiah, timesRupiah } from "../shared/money";
import type { Ground, SchoolLevel, Standing } from "./figures";

/** One line of the working of a sum, without words. Every `amount` is in rupiah, and the amounts add up to the sum. */
export type Line =
  /** `months` times `percent` of the base. */
  | {
      readonly kind: "months";
      readonly months: number;
      readonly percent: number;
      readonly base: Rupiah;
      readonly amount: Rupiah;
    }
  /** `percent` of `times` times the base; `ofUse` is the share of the use that was lost, in percent. */
  | {
      readonly kind: "share";
      readonly percent: number;
      readonly times: number;
      readonly base: Rupiah;
      readonly ofUse?: number;
      readonly amount: Rupiah;
    }
  | { readonly kind: "funeral" | "grant"; readonly amount: Rupiah }
  /** `monthly` for `months`, paid at once. */
  | { readonly kind: "periodic"; readonly monthly: Rupiah; readonly months: number; readonly amount: Rupiah }
  /** A child's level of school from its first year to its last. `child` counts from 1. */
  | {
      readonly kind: "school";
      readonly child: number;
      readonly level: SchoolLevel;
      readonly yearly: Rupiah;
      readonly years: number;
      readonly amount: Rupiah;
    }
  /** What goes beyond the most that is paid, `most`; its amount is negative. */
  | { readonly kind: "cap"; readonly of: "child" | "children"; readonly most: Rupiah; readonly amount: Rupiah }
  | { readonly kind: "saved"; readonly monthly: Rupiah; readonly months: number; readonly amount: Rupiah }
  /** What the savings brought at a supposed `percent` a year. */
  | { readonly kind: "growth"; readonly percent: number; readonly amount: Rupiah }
  /** The part of the savings on which no tax is due, which is `amount`. */
  | { readonly kind: "untaxed"; readonly upTo: Rupiah; readonly amount: Rupiah }
  /** The part above it, after `percent` of tax. */
  | {
      readonly kind: "taxed";
      readonly percent: number;
      readonly of: Rupiah;
      readonly tax: Rupiah;
      readonly amount: Rupiah;
    }
  /** A programme's contribution of one period. */
  | { readonly kind: "contribution"; readonly programme: Programme; readonly amount: Rupiah };

/**
 * What keeps a sum from being certain.
 * - `recalled`, `inference`, `disputed`: so the fact sheet marks a row behind it.
 * - `hypothetical`: it rests on a rate that was only supposed.
 * - `village-fund`: the reduction may or may not hold for money of a village (F2.29).
 */
export type Flag = Exclude<Standing, "confirmed" | "open" | "ended"> | "hypothetical" | "village-fund";

/** A sum of money in rupiah and how it came about. */
export interface Sum {
  readonly total: Rupiah;
  readonly lines: readonly Line[];
  /** Each at most once. */
  readonly flags: readonly Flag[];
  /** The rows of the fact sheet from which it follows. */
  readonly factIds: readonly string[];
  /** False where a row behind it is open or does not hold on the day: it is then not to be shown. */
  readonly isCurrent: boolean;
}

/** A sum from its lines and the rows that it rests on; `also` are flags that do not come from a row. */
export function sumOf(lines: readonly Line[], grounds: readonly Ground[], also: readonly Flag[] = []): Sum {
  const hedges = grounds.flatMap(({ standing }) => (isHedge(standing) ? [standing] : []));
  return {
    total: sumRupiah(lines.map(({ amount }) => amount)),
    lines,
    flags: [...new Set([...hedges, ...also])],
    factIds: [...new Set(grounds.map(({ factId }) => factId))],
    isCurrent: grounds.every(({ standing }) => standing !== "open" && standing !== "ended"),
  };
}

/** The line of a monthly sum that is paid at once for all its months. */
export function periodicLine({ monthly, months }: { readonly monthly: Rupiah; readonly months: number }): Line {
  return { kind: "periodic", monthly, months, amount: timesRupiah(monthly, months) };
}

const isHedge = (standing: Standing): standing is "recalled" | "inference" | "disputed" =>
  standing === "recalled" || standing === "inference" || standing === "disputed";
