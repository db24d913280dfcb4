/**
 * One benchmark in a process of its own, so that none measures what another left behind:
 *   bench-process.ts {"name": NAME, "file": FILE, "order": BENCH_ORDER}
 * writes its findings to the file.
 */
import { writeFileSync } from "node:fs";
import type { BenchOrder } from "./harness/bench";
import { benchNamed } from "./harness/benches";
import { orderOf } from "./harness/child";
import { progressOn } from "./harness/progress";

async function main(): Promise<void> {
  const { name, file, order } = orderOf<{ name: string; file: string; order: BenchOrder }>();
  const progress = progressOn(process.stderr);
  const findings = await benchNamed(name).run(order, progress);
  progress.clear();
  writeFileSync(file, JSON.stringify(findings));
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
