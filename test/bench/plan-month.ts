import type { BareMonthOrder, BarePhase } from "./bare-month-process";
import type { Bench, BenchOrder, ShowProgress } from "./harness/bench";
import type { Line } from "./harness/child";
import type { Figure, Findings } from "./harness/figure";
import type { PeakMemory } from "./harness/memory";
import { monthOfRun, morningOfRun } from "./harness/months";
import { onNewPlace, type Place } from "./harness/place";
import { startChild } from "./harness/start-child";
import { inhabit } from "./harness/world";
import type { MonthOrder, MonthPhase } from "./month-process";

const fullSize = { embedded: 100_000, mongodb: 1_000_000, none: 0 } as const;
const smallSize = 10_000;
const mostMiB = 300;
const least = 0.5;

/** One run: milliseconds of ours and of the bare writes, by phase; and the memory. */
interface Run {
  readonly ours: readonly MonthPhase[];
  readonly bareMs: readonly number[];
  readonly memory: PeakMemory;
}

/** The jobs of a month in their order, and what each writes. */
const jobs = [
  { job: "open-due-items", collection: "due_items" },
  { job: "plan-reminders", collection: "outbox" },
] as const;

const sizeOf = ({ engine, full, size }: BenchOrder): number => size ?? (full ? fullSize[engine] : smallSize);

/** Runs the jobs in a process of its own. */
async function planMonth(place: Place, run: number, size: number, show: ShowProgress): Promise<Omit<Run, "bareMs">> {
  const order: MonthOrder = { place, at: morningOfRun(run) };
  const child = await startChild("month-process", order);
  const ours: MonthPhase[] = [];
  for (const { job } of jobs) {
    const progress = ({ done }: Line): void => show(`${job}, run ${run + 1}`, Number(done), size);
    ours.push(await child.next<MonthPhase & Line>("phase", progress));
  }
  const memory = await child.next<PeakMemory & Line>("memory");
  await child.end();
  return { ours, memory };
}

/** Writes the same documents by bare bulk writes, in a process that is given the same memory and threads. */
async function writeBare(place: Place, run: number, size: number, show: ShowProgress): Promise<readonly number[]> {
  const order: BareMonthOrder = { place, run };
  const child = await startChild("bare-month-process", order);
  const times: number[] = [];
  for (const { job, collection } of jobs) {
    const progress = ({ done }: Line): void => show(`bare writes for ${job}`, Number(done), size);
    const phase = await child.next<BarePhase & Line>("phase", progress);
    if (phase.collection !== collection) throw new Error(`${phase.collection} was written instead of ${collection}`);
    times.push(phase.ms);
  }
  await child.end();
  return times;
}

async function oneRun(place: Place, run: number, size: number, show: ShowProgress): Promise<Run> {
  const planned = await planMonth(place, run, size, show);
  const bareMs = await writeBare(place, run, size, show);
  return { ...planned, bareMs };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function figuresOf(runs: readonly Run[], { engine }: BenchOrder): readonly Figure[] {
  const phase = (place: number) => runs.map(({ ours, bareMs }) => (bareMs[place] ?? 0) / (ours[place]?.ms ?? 0));
  const whole = runs.map(({ ours, bareMs }) => sum(bareMs) / sum(ours.map(({ ms }) => ms)));
  const where = engine === "embedded" ? "jobs and engine in one process" : "the jobs' process";
  const privates = runs.flatMap(({ memory }) => memory.privateMiB ?? []);
  return [
    { name: "a month planned, throughput against a bare bulkWrite", unit: "x", values: whole, goal: { least } },
    { name: "of it: due items opened, against a bare bulkWrite", unit: "x", values: phase(0) },
    { name: "of it: reminders planned, against a bare bulkWrite", unit: "x", values: phase(1) },
    {
      ...{ name: `peak resident memory, ${where}`, unit: "MiB", goal: { most: mostMiB } },
      values: runs.map(({ memory }) => memory.residentMiB),
    },
    ...(privates.length > 0
      ? [{ name: "of it: private, without the pages of mapped files", unit: "MiB" as const, values: privates }]
      : []),
    { name: "due items opened in a run", unit: "", values: runs.map(({ ours }) => ours[0]?.count ?? 0) },
    { name: "reminders planned in a run", unit: "", values: runs.map(({ ours }) => ours[1]?.count ?? 0) },
  ];
}

/** Planning a month by the real jobs, beside a bare bulkWrite of the same documents. */
export const planMonthBench: Bench = {
  name: "plan-month",
  about: "Opening a month's due items and planning their first reminders by the real jobs, in a process of their own.",
  engines: ["embedded", "mongodb"],
  seconds: (order) => 15 + (sizeOf(order) / 1_000) * (0.1 + 0.6 * order.runs),
  run: (order, show) =>
    onNewPlace(order.engine, async (place): Promise<Findings> => {
      const size = sizeOf(order);
      const people = {
        workers: size,
        selfPayersOfTen: 2,
        workersOfSponsor: 4,
        channel: "telegram",
        withNames: false,
      } as const;
      await inhabit(place, { ...people, startPeriod: monthOfRun(0), lastInboundAt: 1 }, show);
      const runs: Run[] = [];
      for (let run = 0; run < order.runs; run += 1) runs.push(await oneRun(place, run, size, show));
      return { sizes: `${size.toLocaleString("en-GB")} due items a month`, figures: figuresOf(runs, order) };
    }),
};
