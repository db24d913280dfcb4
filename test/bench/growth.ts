import type { MongoClient } from "../support/driver";
import type { LookedUp } from "./growth-process";
import type { Bench, BenchOrder, ShowProgress } from "./harness/bench";
import type { Line } from "./harness/child";
import type { Figure, Findings } from "./harness/figure";
import { monthOfRun, morningOfRun } from "./harness/months";
import { benchVault, onNewPlace, type Place, storageOf, withClient } from "./harness/place";
import { planReminders } from "./harness/plan-reminders";
import { startChild } from "./harness/start-child";
import { fillWorld } from "./harness/world";
import type { Turns, TurnsOrder } from "./turns-process";

const together = 16;
const conversations = 40;
const batch = 1_000;
const longBeforeMs = 30 * 86_400_000;
/** Sessions and due items grow by the same factor, from a size to ten and to a hundred times as much. */
const factors = [1, 10, 100] as const;
/** A place of a size: so many sessions, and ten times as many due items. */
const itemsOfSession = 10;

/** The smallest number of sessions. */
const leastOf = ({ full, size, engine }: BenchOrder): number =>
  size ?? (full ? (engine === "mongodb" ? 1_000 : 100) : 20);

interface Measured extends LookedUp {
  readonly turnMs: number;
}

/** Invented sessions and what they left behind: copies of one, which nobody opens. */
async function fillSessions(place: Place, count: number): Promise<void> {
  const storage = await storageOf(place);
  const lease = { contactId: "pattern", owner: "growth", now: 1, until: 2 };
  const taken = await storage.sessions.take(lease);
  if (taken) await storage.sessions.commit(taken, "growth", 1, true);
  await storage.close();
  await withClient(place, (client) => copySessions(client, count));
}

async function copySessions(client: MongoClient, count: number): Promise<void> {
  const sessions = client.db().collection<{ _id: string }>("sessions");
  const pattern = await sessions.findOne({ _id: "pattern" });
  if (!pattern) throw new Error("there is no session to copy");
  for (let from = 0; from < count; from += batch) {
    const ids = Array.from({ length: Math.min(batch, count - from) }, (_, index) => `session-${from + index}`);
    await sessions.insertMany(ids.map((_id) => ({ ...pattern, _id })));
  }
}

async function turn(place: Place): Promise<number> {
  // Long before the planned reminders are due, so that none goes out meanwhile.
  const shiftMs = morningOfRun(0) - longBeforeMs - Date.now();
  const told: TurnsOrder = { side: "house", place, peers: "", writes: 0, sessions: conversations, together, shiftMs };
  const child = await startChild("turns-process", told);
  const { perSecond } = await child.next<Turns & Line>("turns");
  await child.end();
  return 1_000 / perSecond;
}

async function lookUps(place: Place): Promise<LookedUp> {
  const child = await startChild("growth-process", { place });
  const lookedUp = await child.next<LookedUp & Line>("looked-up");
  await child.end();
  return lookedUp;
}

function atSize(order: BenchOrder, sessions: number, show: ShowProgress): Promise<Measured> {
  return onNewPlace(order.engine, async (place) => {
    const workers = sessions * itemsOfSession;
    const people = { workers, selfPayersOfTen: 2, workersOfSponsor: 4, channel: "telegram", withNames: false } as const;
    const world = { ...people, startPeriod: monthOfRun(0), lastInboundAt: 1 };
    await withClient(place, (client) => fillWorld(client, benchVault, world, show));
    await planReminders(place, morningOfRun(0));
    await fillSessions(place, sessions);
    const lookedUp = await lookUps(place);
    return { ...lookedUp, turnMs: await turn(place) };
  });
}

const names: Readonly<Record<keyof Measured, string>> = {
  turnMs: "a turn",
  dueMs: "an item of what is due, walked through to the end",
  firstPageMs: "the first page of it, which pays for the order of the walk",
  workersMs: "the months of fifty workers",
  leaseMs: "the next messages to be sent",
};

function figuresOf(runs: readonly (readonly Measured[])[]): readonly Figure[] {
  return factors.slice(1).flatMap((factor, place) =>
    (Object.keys(names) as (keyof Measured)[]).map((what): Figure => {
      const values = runs.map((sizes) => (sizes[place + 1]?.[what] ?? Number.NaN) / (sizes[0]?.[what] ?? Number.NaN));
      return { name: `cost of ${names[what]} at ${factor} times the size`, unit: "x", values };
    }),
  );
}

/** How the cost of a turn and of planning's look-ups grows with what is stored. */
export const growthBench: Bench = {
  name: "growth",
  about: "A turn and the look-ups of planning at one, ten and a hundred times as many sessions and due items.",
  engines: ["embedded", "mongodb"],
  seconds: (order) => order.runs * (60 + leastOf(order) * 1.5),
  run: async (order, show): Promise<Findings> => {
    const least = leastOf(order);
    const runs: Measured[][] = [];
    for (let run = 0; run < order.runs; run += 1) {
      const sizes: Measured[] = [];
      for (const factor of factors) sizes.push(await atSize(order, least * factor, show));
      runs.push(sizes);
    }
    const [few, many] = [least, least * 100].map((count) => count.toLocaleString("en-GB"));
    return {
      sizes: `from ${few} to ${many} sessions, with ${itemsOfSession} due items each`,
      figures: figuresOf(runs),
    };
  },
};
