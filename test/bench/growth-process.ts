/**
 * A process that measures, on a place of some size, how long the look-ups of planning take:
 *   growth-process.ts GROWTH_ORDER
 */

import { dueDayOf } from "../../src/domain/shared/calendar";
import type { Walk } from "../../src/operations/walk";
import { orderOf, say } from "./harness/child";
import { monthOfRun, morningOfRun } from "./harness/months";
import { type Place, storageOf } from "./harness/place";
import { mean } from "./harness/statistics";

/** What the process is told. */
export interface GrowthOrder {
  readonly place: Place;
}

/** What it says in the end: how long each look-up took, on average. Milliseconds. */
export interface LookedUp {
  /** What is due on a day, walked through to the end: for one item of it. */
  readonly dueMs: number;
  /** The first page of it, which pays for the order of the whole walk. */
  readonly firstPageMs: number;
  /** All months of fifty workers. */
  readonly workersMs: number;
  /** The next messages to be sent, leased. */
  readonly leaseMs: number;
}

/** The first ones warm up. */
const first = 3;
const times = 40 + first;
const workersAtOnce = 50;
const leasedAtOnce = 32;

async function timed(work: (time: number) => Promise<{ readonly length: number }>): Promise<number> {
  const took: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const started = performance.now();
    if ((await work(time)).length === 0) throw new Error("a look-up found nothing, so it measured nothing");
    took.push(performance.now() - started);
  }
  // On average: what a long look costs counts also where the next ones live off it.
  return mean(took.slice(first));
}

/** At least so many items are walked through, so that a walk that is short is taken often. */
const leastWalked = 10_000;

/** For one item; the first walk warms up. */
async function timedWalk<T>(open: () => Promise<Walk<T>>): Promise<number> {
  await walkedItems(open);
  const started = performance.now();
  let items = 0;
  while (items < leastWalked) items += await walkedItems(open);
  return (performance.now() - started) / items;
}

async function walkedItems<T>(open: () => Promise<Walk<T>>): Promise<number> {
  let items = 0;
  for await (const page of (await open()).pages) items += page.length;
  if (items === 0) throw new Error("a walk found nothing, so it measured nothing");
  return items;
}

async function firstPage<T>(walk: Promise<Walk<T>>): Promise<readonly T[]> {
  for await (const page of (await walk).pages) return page;
  return [];
}

async function main({ place }: GrowthOrder): Promise<void> {
  const { repositories, outbox, ...storage } = await storageOf(place);
  const { dueItems } = repositories;
  const now = morningOfRun(0);
  const day = dueDayOf(monthOfRun(0));
  const workers = Array.from({ length: workersAtOnce }, (_, index) => `worker-${index}`);
  const terms = { channel: "telegram", owner: "growth", leaseMs: 1, limit: leasedAtOnce } as const;
  const lookedUp: LookedUp = {
    dueMs: await timedWalk(() => dueItems.unpaid([day, day])),
    firstPageMs: await timed(() => firstPage(dueItems.unpaid([day, day]))),
    workersMs: await timed(() => dueItems.findByWorkers(workers, workersAtOnce)),
    // A lease has run out when the next is taken.
    leaseMs: await timed((time) => outbox.lease({ ...terms, now: now + 2 * time })),
  };
  say("looked-up", lookedUp);
  await storage.close();
}

void main(orderOf<GrowthOrder>()).then(() => process.exit(0));
