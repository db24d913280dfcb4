/**
 * A process that sends everything that is due in the outbox of a place, through the whole house, to a platform that is a
 * stand-in, and says when each message was taken or refused:
 *   drain-process.ts DRAIN_ORDER
 */
import { setTimeout as sleep } from "node:timers/promises";
import { createService, type Service } from "../../src/service";
import type { Storage } from "../../src/storage/open-storage";
import { silentLogger } from "../support/storage";
import { orderOf, say } from "./harness/child";
import { watchMemory } from "./harness/memory";
import { type Place, storageOf } from "./harness/place";
import { type Manner, type StandIn, standIn } from "./harness/stand-in";

/** What the process is told. */
export interface DrainOrder {
  readonly place: Place;
  /** The moment at which the clock of the house begins. Milliseconds. */
  readonly at: number;
  readonly manner: Manner;
  /** What the house believes that it may send in a second. */
  readonly perSecond: number;
}

/** What it says in the end. Moments are milliseconds from the start of sending. */
export interface Drained {
  readonly takenAt: readonly number[];
  readonly refusedAt: readonly number[];
}

const everybody = 1_000_000;
const lookEveryMs = 20;
const longestStillMs = 30_000;

/**
 * Waits until nothing is queued any more: a service has settled also while a platform makes it wait. Throws where nothing has
 * been taken for half a minute.
 */
async function emptied(service: Service, { outbox }: Storage, { takenAt }: StandIn): Promise<void> {
  for (;;) {
    await service.settled();
    if ((await outbox.counts()).queued === 0) return;
    if (performance.now() - (takenAt.at(-1) ?? performance.now()) > longestStillMs)
      throw new Error("the outbox is not empty, and nothing goes out any more");
    await sleep(lookEveryMs);
  }
}

async function main({ place, at, manner, perSecond }: DrainOrder): Promise<void> {
  const peak = watchMemory();
  const storage = await storageOf(place);
  const channel = standIn("whatsapp-cloud", manner);
  const shift = at - Date.now();
  const service = createService({
    config: { simulator: false, reminderHour: 8 },
    ...{ storage, logger: silentLogger, clock: () => Date.now() + shift, channels: [channel] },
    allowances: { "whatsapp-cloud": { perSecond, dailyPeople: everybody } },
  });
  channel.onTaken = () => {
    if (channel.takenAt.length % 100 === 0) say("progress", { done: channel.takenAt.length });
  };
  const started = performance.now();
  await service.start({ bell: false });
  await emptied(service, storage, channel);
  const since = (moments: readonly number[]): readonly number[] => moments.map((moment) => moment - started);
  const drained: Drained = { takenAt: since(channel.takenAt), refusedAt: since(channel.refusedAt) };
  say("drained", drained);
  say("memory", peak());
  await service.stop();
  await storage.close();
}

void main(orderOf<DrainOrder>());
