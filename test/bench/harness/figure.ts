import { median } from "./statistics";

/** What a figure has to keep to. */
export type Goal = { readonly least: number } | { readonly most: number };

/** One measured figure: a value from each run, so that the median and the spread can be told. */
export interface Figure {
  readonly name: string;
  /** `x` for a ratio, `%` for a share, `MiB` for memory, none for a count. A time never stands alone. */
  readonly unit: "x" | "%" | "MiB" | "";
  readonly values: readonly number[];
  readonly goal?: Goal;
}

/** What a benchmark found. */
export interface Findings {
  /** What it was measured with, for example `100,000 due items`. */
  readonly sizes: string;
  readonly figures: readonly Figure[];
  /** What a reader must know beside the figures, for example that a peer could not be installed. */
  readonly notes?: readonly string[];
  /** Versions of what it was compared with. */
  readonly versions?: Readonly<Record<string, string>>;
  /** More than the table holds; printed and kept, but not written into it. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Whether a figure's median keeps to its goal; undefined where there is none. */
export function isMet({ values, goal }: Figure): boolean | undefined {
  if (!goal) return undefined;
  const value = median(values);
  return "least" in goal ? value >= goal.least : value <= goal.most;
}
