import type { Text } from "../domain/shared/text";

/** The units of the fact sheet: rupiah as an integer, a `period` as `YYYY-MM`, a `date` as `YYYY-MM-DD`, `day` of a month. */
export type FactUnit =
  | "rupiah"
  | "percent"
  | "hours"
  | "days"
  | "months"
  | "years"
  | "count"
  | "day"
  | "date"
  | "period"
  | "name";

/** One figure or name of a fact. */
export interface FactFigure {
  readonly name: string;
  readonly unit: FactUnit;
  readonly value: string | number;
}

/** Why a fact is to be looked at, the most pressing first; `settled` needs nobody. */
export const factStandings = [
  "ended",
  "ending",
  "disputed",
  "recalled",
  "inference",
  "unconfirmed",
  "settled",
  "open",
] as const;

/** A fact as an officer is shown it. */
export interface FactCase {
  readonly factId: string;
  readonly standing: (typeof factStandings)[number];
  /** What is said to citizens because of it; none where no answer rests on it. */
  readonly words: readonly Text[];
  readonly figures: readonly FactFigure[];
  /** Laws and kinds of source, then the sheet's codes of its sources. */
  readonly laws: readonly string[];
  readonly origin: "law" | "official" | "press" | "own";
  readonly sources: readonly string[];
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly validFrom?: string;
  /** The last day, `YYYY-MM-DD`. */
  readonly validUntil?: string;
  /** `YYYY-MM-DD`. */
  readonly confirmedOn?: string;
  /** Why its figures are not corrected here. */
  readonly fixed?: "open" | "reckoned" | "no-figures";
  /** How many facts press: those that end, are disputed, or stand on less than a source. */
  readonly pressing: number;
}

/** What an officer says of a fact. Days are `YYYY-MM-DD`, Asia/Jakarta. */
export type FactVerdict =
  | { readonly kind: "confirmed" }
  | { readonly kind: "corrected"; readonly figure: FactFigure; readonly from: string; readonly source: string }
  | { readonly kind: "expired"; readonly until: string };

/** Why a verdict is not taken; see `FactMarkFault` of the room `knowledge`, which implements this port. */
export type FactFault = "unknown" | "open" | "reckoned" | "figure" | "day";

/** The facts behind the answers, as officers work on them. Days are `YYYY-MM-DD`, Asia/Jakarta. */
export interface FactDesk {
  /** The next fact that somebody should look at, the most pressing first. */
  next(skipIds: readonly string[], today: string): FactCase | null;
  find(factId: string, today: string): FactCase | null;
  /** Takes a verdict, once for its id; it holds from the next question on. `at` is milliseconds. */
  mark(
    of: { readonly id: string; readonly factId: string; readonly by: string; readonly on: string; readonly at: number },
    verdict: FactVerdict,
  ): Promise<FactFault | null>;
}
