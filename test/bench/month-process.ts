/**
 * A process that opens a month's due items and plans their reminders by the real jobs of the house, and says how long each
 * took and how much memory it held:
 *   month-process.ts MONTH_ORDER
 */
import { createService } from "../../src/service";
import type { Storage } from "../../src/storage/open-storage";
import { silentLogger } from "../support/storage";
import { orderOf, say } from "./harness/child";
import { watchMemory } from "./harness/memory";
import { type Place, storageOf } from "./harness/place";

/** What the process is told. */
export interface MonthOrder {
  readonly place: Place;
  /** The moment at which the jobs run. Milliseconds. */
  readonly at: number;
}

/** One job's work: how many documents it wrote, and how long it took in milliseconds. */
export interface MonthPhase {
  readonly job: string;
  readonly count: number;
  readonly ms: number;
}

/** Tells how many documents were handed over so far, without a query of its own. */
function watched(storage: Storage, written: (count: number) => void): Storage {
  const { outbox, repositories } = storage;
  const told =
    <T extends unknown[], R>(add: (items: readonly T[number][]) => Promise<R>) =>
    async (items: readonly T[number][]): Promise<R> => {
      const result = await add(items);
      written(items.length);
      return result;
    };
  const withCount = <P extends object>(port: P, name: string, method: unknown): P =>
    new Proxy(port, {
      get: (target, key) => {
        const member: unknown = key === name ? method : Reflect.get(target, key);
        return typeof member === "function" ? member.bind(target) : member;
      },
    });
  const dueItems = withCount(
    repositories.dueItems,
    "addMissing",
    told((items) => repositories.dueItems.addMissing(items as never)),
  );
  return {
    ...storage,
    outbox: withCount(
      outbox,
      "add",
      told((entries) => outbox.add(entries as never)),
    ),
    repositories: { ...repositories, dueItems },
  };
}

async function main({ place, at }: MonthOrder): Promise<void> {
  const peak = watchMemory();
  const storage = await storageOf(place);
  let done = 0;
  const counted = watched(storage, (count) => {
    done += count;
    say("progress", { done });
  });
  const service = createService({
    config: { simulator: false, reminderHour: 8 },
    ...{ storage: counted, logger: silentLogger, clock: () => at },
  });
  for (const name of ["open-due-items", "plan-reminders"]) {
    const job = service.jobs.find((one) => one.name === name);
    if (!job) throw new Error(`the house has no job "${name}"`);
    done = 0;
    const started = performance.now();
    const counts = await job.run(at);
    const phase: MonthPhase = {
      job: name,
      count: counts["opened"] ?? counts["planned"] ?? 0,
      ms: performance.now() - started,
    };
    say("phase", phase);
  }
  say("memory", peak());
  await storage.close();
}

void main(orderOf<MonthOrder>());
