import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { loadConfig, readEnvironment } from "../src/config";
import type { Bench, BenchOrder, EngineName } from "../test/bench/harness/bench";
import { benches, benchNamed } from "../test/bench/harness/benches";
import type { Findings } from "../test/bench/harness/figure";
import { answers, keptOf, openResults, type Result, type Results } from "../test/bench/harness/result";
import { surroundings } from "../test/bench/harness/surroundings";
import { benchmarksPage } from "../test/bench/harness/table";
import { goalText, valueText, verdictText } from "../test/bench/harness/words";
import { runScript } from "./run-script";

const usage = `npm run bench -- [name ...] [--full] [--runs N] [--size N] [--engine NAME] [--resume] [--write] [--json]

Measures the named benchmarks, or all, each in a process of its own: on the embedded engine and, where MONGODB_URI is set,
on that server too. There are: ${benches.map(({ name }) => name).join(", ")}.

--full     the sizes that the goals speak of; small ones otherwise
--runs N   how often each measures (3)
--size N   how many of what a benchmark counts, in place of its own sizes
--engine   embedded or mongodb, for that one alone
--resume   leaves out what was measured before in the same way
--write    keeps what was measured in test/bench/results, and writes BENCHMARKS.md from all that is kept there
--json     one JSON object a line
`;

interface Options {
  readonly full: boolean;
  readonly runs: number;
  readonly size?: number;
  readonly engine?: string;
  readonly resume: boolean;
  readonly json: boolean;
  readonly mongodbUri?: string;
  /** The last of each, of this machine. */
  readonly results: Results;
  readonly folder: string;
}

/** One benchmark on one engine. */
interface Task {
  readonly bench: Bench;
  readonly order: BenchOrder;
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,7}$/u.test(text)) throw new Error(`Write --${name} as a whole number from 1 on.`);
  return Number(text);
}

function tasksOf(names: readonly string[], options: Options): readonly Task[] {
  const { full, size, engine, mongodbUri, folder } = options;
  const isWanted = (one: EngineName): boolean => {
    if (one === "mongodb" && mongodbUri === undefined) return false;
    return engine === undefined || one === engine || one === "none";
  };
  const chosen = names.length > 0 ? names.map(benchNamed) : benches;
  return chosen.flatMap((bench) =>
    bench.engines.filter(isWanted).map((one) => {
      const runs = options.runs;
      return { bench, order: { engine: one, full, runs, folder, ...(size === undefined ? {} : { size }) } };
    }),
  );
}

/** Measures in a process of its own, and keeps what was found. */
async function measure({ bench, order }: Task, { results, mongodbUri }: Options): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const file = join(folder, "findings.json");
  const script = join(__dirname, "../test/bench/bench-process.ts");
  const told = JSON.stringify({ name: bench.name, file, order });
  const { MONGODB_URI: _, ...bare } = process.env;
  const env = order.engine === "mongodb" ? { ...bare, MONGODB_URI: mongodbUri } : bare;
  const started = performance.now();
  const child = spawn(process.execPath, ["--import", "tsx", script, told], {
    stdio: ["ignore", "ignore", "inherit"],
    env,
  });
  try {
    const [code] = await once(child, "exit");
    if (code !== 0) throw new Error(`${bench.name} on the engine "${order.engine}" failed.`);
    const findings = JSON.parse(readFileSync(file, "utf8")) as Findings;
    const { folder: _folder, ...asked } = order;
    const seconds = Math.round((performance.now() - started) / 1_000);
    const result = { name: bench.name, ...asked, measuredAt: new Date().toISOString(), seconds, findings };
    results.write(result);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print({ name, engine, findings }: Result, json: boolean): void {
  const { details, ...rest } = findings;
  if (json) {
    process.stdout.write(`${JSON.stringify({ name, engine, ...rest, ...details })}\n`);
    return;
  }
  const lines = findings.figures.map((figure) => {
    const goal = goalText(figure.goal, figure.unit);
    return `  ${figure.name}: ${valueText(figure)}${goal === "" ? "" : `, goal ${goal}: ${verdictText(figure)}`}`;
  });
  const notes = (findings.notes ?? []).map((note) => `  ${note}`);
  const head = `${name}${engine === "none" ? "" : ` on the engine "${engine}"`}: ${findings.sizes}`;
  process.stdout.write(`${[head, ...lines, ...notes].join("\n")}\n`);
}

const minutes = (seconds: number): string => `${Math.max(1, Math.round(seconds / 60))} min`;

/** One after the other; one that fails does not keep the others from being measured. */
async function runAll(tasks: readonly Task[], options: Options): Promise<number> {
  const isDone = ({ bench, order }: Task): boolean => {
    const kept = options.results.read(bench.name, order.engine);
    return options.resume && kept !== null && answers(kept, order);
  };
  const left = tasks.filter((task) => !isDone(task));
  const estimate = left.reduce((sum, { bench, order }) => sum + bench.seconds(order), 0);
  if (left.length > 0)
    process.stderr.write(`${left.length} to measure, about ${minutes(estimate)} on two idle cores\n`);
  let failures = 0;
  for (const task of left) {
    const { bench, order } = task;
    process.stderr.write(`${bench.name} (${order.engine}), about ${minutes(bench.seconds(order))}\n`);
    try {
      print(await measure(task, options), options.json);
    } catch (error) {
      failures += 1;
      process.stderr.write(`${error instanceof Error ? error.message : "A benchmark failed."}\n`);
    }
  }
  return failures;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      full: { type: "boolean", default: false },
      runs: { type: "string", default: "3" },
      size: { type: "string" },
      engine: { type: "string" },
      resume: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
    allowPositionals: true,
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const read = loadConfig(readEnvironment(process.env));
  if (!read.ok) throw new Error(read.error);
  const { mongodbUri, dataFolder } = read.value;
  const folder = resolve(dataFolder, "bench");
  const options: Options = {
    ...{ full: values.full, resume: values.resume, json: values.json, folder },
    runs: wholeNumber("runs", values.runs),
    results: openResults(join(folder, "results")),
    ...(values.size === undefined ? {} : { size: wholeNumber("size", values.size) }),
    ...(values.engine === undefined ? {} : { engine: values.engine }),
    ...(mongodbUri === undefined ? {} : { mongodbUri }),
  };
  const tasks = tasksOf(positionals, options);
  const failures = await runAll(tasks, options);
  if (values.write) {
    const kept = openResults(join(__dirname, "../test/bench/results"));
    for (const { bench, order } of tasks) {
      const result = options.results.read(bench.name, order.engine);
      if (result !== null && answers(result, order)) kept.write(result);
    }
    const page = benchmarksPage(benches, keptOf(kept, benches), await surroundings(mongodbUri));
    writeFileSync(join(__dirname, "../BENCHMARKS.md"), page);
    process.stderr.write("BENCHMARKS.md is written\n");
  }
  return failures > 0 ? 1 : 0;
}

runScript(main);
