import type { Findings } from "./figure";

/** The engines that a benchmark is run on; `none` where no database is touched. */
export const engineNames = ["embedded", "mongodb", "none"] as const;
/** One of `engineNames`. */
export type EngineName = (typeof engineNames)[number];

/** What a benchmark is told. */
export interface BenchOrder {
  readonly engine: EngineName;
  /** The sizes that the goals speak of, instead of small ones. */
  readonly full: boolean;
  /** How often it measures. */
  readonly runs: number;
  /** How many of what it counts, where neither the small nor the full number is wanted. */
  readonly size?: number;
  /** A folder that stays, for what is installed once. */
  readonly folder: string;
}

/** Shows how far a long piece of work is. */
export type ShowProgress = (what: string, done: number, all: number) => void;

/** One benchmark. It runs in a process of its own. */
export interface Bench {
  readonly name: string;
  /** What it measures, in one sentence. */
  readonly about: string;
  readonly engines: readonly EngineName[];
  /** How long it takes on two cores, in seconds. */
  seconds(order: BenchOrder): number;
  run(order: BenchOrder, show: ShowProgress): Promise<Findings>;
}
