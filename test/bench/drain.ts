import type { Drained, DrainOrder } from "./drain-process";
import type { Bench, BenchOrder, ShowProgress } from "./harness/bench";
import type { Line } from "./harness/child";
import type { Figure, Findings } from "./harness/figure";
import type { PeakMemory } from "./harness/memory";
import { monthOfRun, morningOfRun } from "./harness/months";
import { onNewPlace, type Place } from "./harness/place";
import { planReminders } from "./harness/plan-reminders";
import type { Manner } from "./harness/stand-in";
import { startChild } from "./harness/start-child";
import { inhabit } from "./harness/world";

/** What the Cloud API lets a number send in a second. */
const cloudPerSecond = 80;
const leastTimes = 5;
const leastShare = 95;
const mostMiB = 300;
/** A throttling platform is drained for about so many seconds. */
const throttledSeconds = 10;
const secondMs = 1_000;
/** What was sent before an answer to an earlier call can have come back. Milliseconds. */
const onTheWayMs = 100;

/** One way of draining. */
interface Way {
  readonly title: string;
  readonly manner: Manner;
  /** What the house is told that it may send in a second. */
  readonly perSecond: number;
  /** Whether people wrote long ago, so that only approved templates may go. */
  readonly isLongAgo?: boolean;
  readonly size: (order: BenchOrder) => number;
}

const drainSize = ({ full, size }: BenchOrder): number => size ?? (full ? 10_000 : 2_000);
const throttledSize = (perSecond: number) => () => perSecond * throttledSeconds;
const unbounded = 1_000_000;

const ways: readonly Way[] = [
  { title: "free words", manner: { roundTripMs: 0 }, perSecond: unbounded, size: drainSize },
  { title: "templates", manner: { roundTripMs: 0 }, perSecond: unbounded, isLongAgo: true, size: drainSize },
  { title: "free words, 50 ms a call", manner: { roundTripMs: 50 }, perSecond: unbounded, size: drainSize },
];
const throttling: readonly Way[] = [
  {
    ...{ title: "its allowance known", manner: { roundTripMs: 20, perSecond: cloudPerSecond } },
    ...{ perSecond: cloudPerSecond, size: throttledSize(cloudPerSecond) },
  },
  {
    ...{ title: "half of what we were told", manner: { roundTripMs: 20, perSecond: cloudPerSecond / 2 } },
    ...{ perSecond: cloudPerSecond, size: throttledSize(cloudPerSecond / 2) },
  },
];

interface Run extends Drained {
  readonly memory: PeakMemory;
}

async function oneRun(place: Place, way: Way, run: number, count: number, show: ShowProgress): Promise<Run> {
  const at = morningOfRun(run);
  await planReminders(place, at);
  const order: DrainOrder = { place, at, manner: way.manner, perSecond: way.perSecond };
  const child = await startChild("drain-process", order);
  const progress = ({ done }: Line): void => show(`${way.title}, run ${run + 1}`, Number(done), count);
  const drained = await child.next<Drained & Line>("drained", progress);
  const memory = await child.next<PeakMemory & Line>("memory");
  await child.end();
  return { ...drained, memory };
}

async function runsOf(way: Way, order: BenchOrder, show: ShowProgress): Promise<readonly Run[]> {
  return onNewPlace(order.engine, async (place) => {
    const workers = way.size(order);
    const lastInboundAt = (run: number): number => (way.isLongAgo ? 1 : morningOfRun(run));
    const people = {
      workers,
      selfPayersOfTen: 2,
      workersOfSponsor: 1,
      channel: "whatsapp-cloud",
      withNames: true,
    } as const;
    await inhabit(place, { ...people, startPeriod: monthOfRun(0), lastInboundAt: lastInboundAt(order.runs) }, show);
    const runs: Run[] = [];
    for (let run = 0; run < order.runs; run += 1) runs.push(await oneRun(place, way, run, workers, show));
    return runs;
  });
}

/** Messages a second, from the start of sending to the last that was taken. */
function perSecond({ takenAt }: Drained): number {
  return (takenAt.length * secondMs) / (takenAt.at(-1) ?? Number.NaN);
}

/**
 * How much of what the platform admits was used, in percent: over whole seconds before the last, after the first or, where
 * it refused, after the pause that it asked for.
 */
function shareUsed({ takenAt, refusedAt }: Drained, admitted: number): number {
  const from = (refusedAt[0] ?? takenAt[0] ?? 0) + secondMs + onTheWayMs;
  const seconds = Math.floor(((takenAt.at(-1) ?? 0) - from) / secondMs);
  const within = takenAt.filter((moment) => moment >= from && moment < from + seconds * secondMs);
  return (100 * within.length) / (admitted * seconds);
}

/** What arrived by then was on its way already when the first refusal came back. */
function lastBefore({ refusedAt }: Drained): number {
  return (refusedAt[0] ?? 0) + onTheWayMs;
}

function acceptingFigures(way: Way, runs: readonly Run[]): readonly Figure[] {
  return [
    {
      ...{
        name: `accepts everything, ${way.title}: rate against the Cloud API's ${cloudPerSecond} a second`,
        unit: "x",
      },
      ...{ values: runs.map((run) => perSecond(run) / cloudPerSecond), goal: { least: leastTimes } },
    },
    {
      name: `accepts everything, ${way.title}: messages in a run`,
      unit: "",
      values: runs.map(({ takenAt }) => takenAt.length),
    },
  ];
}

function throttlingFigures(way: Way, runs: readonly Run[]): readonly Figure[] {
  const admitted = way.manner.perSecond ?? 0;
  return [
    {
      ...{ name: `throttles, ${way.title}: share of its allowance used`, unit: "%" },
      ...{ values: runs.map((run) => shareUsed(run, admitted)), goal: { least: leastShare } },
    },
    {
      ...{ name: `throttles, ${way.title}: refusals (429) of what was sent after the first`, unit: "" },
      ...{ values: runs.map((run) => run.refusedAt.filter((at) => at > lastBefore(run)).length), goal: { most: 0 } },
    },
  ];
}

/** Draining the outbox through the full gate, at a platform that takes everything and at one that throttles. */
export const drainBench: Bench = {
  name: "drain",
  about:
    "Reminders from the outbox through the whole gate and the composing of their words to a stand-in of the Cloud API.",
  engines: ["embedded", "mongodb"],
  seconds: (order) => 20 + order.runs * (40 + (3 * drainSize(order)) / 200),
  run: async (order, show): Promise<Findings> => {
    const figures: Figure[] = [];
    const memories: number[] = [];
    for (const way of [...ways, ...throttling]) {
      const runs = await runsOf(way, order, show);
      memories.push(...runs.map(({ memory }) => memory.residentMiB));
      figures.push(...(ways.includes(way) ? acceptingFigures(way, runs) : throttlingFigures(way, runs)));
    }
    figures.push({
      name: "peak resident memory of the sending process",
      unit: "MiB",
      values: memories,
      goal: { most: mostMiB },
    });
    return { sizes: `${drainSize(order).toLocaleString("en-GB")} messages a run`, figures };
  },
};
