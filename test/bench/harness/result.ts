import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench, BenchOrder, EngineName } from "./bench";
import type { Findings } from "./figure";

/** What one benchmark found on one engine, as it is kept. */
export interface Result {
  readonly name: string;
  readonly engine: EngineName;
  readonly full: boolean;
  readonly runs: number;
  readonly size?: number;
  /** ISO moment of its end. */
  readonly measuredAt: string;
  readonly seconds: number;
  readonly findings: Findings;
}

/** The results of this folder, one file for each benchmark and engine, so that a run that was cut off goes on where it was. */
export interface Results {
  /** The last result, whatever it was measured with. */
  read(name: string, engine: EngineName): Result | null;
  write(result: Result): void;
}

/** Opens the folder, and makes it where it is not there. */
export function openResults(folder: string): Results {
  mkdirSync(folder, { recursive: true });
  const fileOf = (name: string, engine: EngineName): string => join(folder, `${name}.${engine}.json`);
  return {
    read: (name, engine) => {
      const file = fileOf(name, engine);
      return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Result) : null;
    },
    write: (result) => writeFileSync(fileOf(result.name, result.engine), `${JSON.stringify(result, null, 1)}\n`),
  };
}

/** Whether a result answers the same order, so that it need not be measured again. */
export function answers(result: Result, { full, runs, size }: BenchOrder): boolean {
  return result.full === full && result.runs === runs && result.size === size;
}

/** Everything kept of these benchmarks, in their order, the engines side by side. */
export function keptOf(results: Results, benches: readonly Bench[]): readonly Result[] {
  return benches.flatMap(({ name, engines }) => engines.flatMap((engine) => results.read(name, engine) ?? []));
}
