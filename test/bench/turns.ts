import type { Bench, BenchOrder, ShowProgress } from "./harness/bench";
import type { Figure, Findings } from "./harness/figure";
import { installPeers, peerVersions } from "./harness/peers";
import { onNewPlace } from "./harness/place";
import { startChild } from "./harness/start-child";
import { median } from "./harness/statistics";
import { type Side, sides } from "./turns/bot";
import { questions } from "./turns/interview";
import type { Turns, TurnsOrder } from "./turns-process";

/** So many talk at once: as many as our worker answers at a time, and a quarter of them. */
const crowds = [128, 32] as const;
const leastOfFloor = 0.7;
const ahead = 1;
/** What is taken for a message before it was counted. */
const usualWrites = 9;
const titles: Readonly<Record<Exclude<Side, "house">, string>> = {
  floor: "the floor (a bare grammY handler with as many writes)",
  conversations: "@grammyjs/conversations",
  builderbot: "@builderbot/bot",
};
const peerPackages = [
  "grammy",
  "@grammyjs/conversations",
  "@grammyjs/storage-mongodb",
  "@builderbot/bot",
  "@builderbot/database-mongo",
];

/** A collected heap is not the same to the byte twice: less than this for a conversation is taken for this. KiB. */
const finestKib = 1;
const atLeastFinest = (kib: number): number => Math.max(finestKib, kib);

/** Multiples of the largest crowd, so that nobody is left to talk nearly alone. */
const sessionsOf = ({ full, size }: BenchOrder): number => size ?? (full ? 1_024 : 256);

type Run = Readonly<Record<Side, Turns>>;

/** What a run is made with: where the peers are, and how many talk at once. */
interface Setting {
  readonly peers: string;
  readonly together: number;
}

async function measure(side: Side, order: BenchOrder, setting: Setting, writes: number): Promise<Turns> {
  return onNewPlace(order.engine, async (place) => {
    const told: TurnsOrder = { side, place, ...setting, writes, sessions: sessionsOf(order) };
    const child = await startChild("turns-process", told);
    const turns = await child.next<Turns & { type: string }>("turns");
    await child.end();
    return turns;
  });
}

/** All sides in turns; the house first, because the floor writes as much as it. */
async function oneRun(order: BenchOrder, setting: Setting, show: (side: Side) => void): Promise<Run> {
  const run: Partial<Record<Side, Turns>> = {};
  for (const side of sides) {
    show(side);
    const writes = Math.round(run.house?.writes.documents ?? usualWrites);
    run[side] = await measure(side, order, setting, writes);
  }
  return run as Run;
}

/** What the runs with so many at once show. */
function figuresOf(runs: readonly Run[], together: number, sessions: number): readonly Figure[] {
  const others = sides.filter((side) => side !== "house");
  const named = (name: string): string => `${together} at once: ${name}`;
  const speeds = others.map((side): Figure => {
    const values = runs.map((run) => run.house.perSecond / run[side].perSecond);
    const least = side === "floor" ? leastOfFloor : ahead;
    return { name: named(`messages a second, ours against ${titles[side]}`), unit: "x", values, goal: { least } };
  });
  const peers = others.filter((side) => side !== "floor");
  const memory = peers.map((side): Figure => {
    const values = runs.map((run) => atLeastFinest(run.house.heldKib) / atLeastFinest(run[side].heldKib));
    const name = `memory held for a conversation (from ${finestKib} KiB on), ours against ${titles[side]}`;
    return { name: named(name), unit: "x", values, goal: { most: ahead } };
  });
  const right = sides.map((side): Figure => {
    const values = runs.map((run) => (100 * run[side].right) / sessions);
    const name = `conversations that ended right, ${side === "house" ? "ours" : titles[side]}`;
    return { name: named(name), unit: "%", values };
  });
  const writes = runs.map((run) => run.house.writes.documents);
  const looks = runs.map((run) => run.house.writes.looks);
  return [
    ...[...speeds, ...memory, ...right],
    { name: named("documents that we write for a message"), unit: "", values: writes },
    { name: named("questions that we ask of the database for a message"), unit: "", values: looks },
  ];
}

const sideDetails = (runs: readonly Run[]) =>
  Object.fromEntries(
    sides.map((side) => [
      side,
      {
        perSecond: median(runs.map((run) => run[side].perSecond)),
        heldKib: median(runs.map((run) => run[side].heldKib)),
        residentMiB: median(runs.map((run) => run[side].residentMiB)),
      },
    ]),
  );

/** Answering messages, beside the least that a handler does and beside others' conversations. */
export const turnsBench: Bench = {
  name: "turns",
  about: `Messages answered from inbox to outbox: the same conversation of ${questions.length} questions with ${crowds.join(" and with ")} people at once.`,
  engines: ["embedded", "mongodb"],
  seconds: (order) => 30 + crowds.length * order.runs * (sides.length * 5 + sessionsOf(order) / 10),
  run: async (order, show: ShowProgress): Promise<Findings> => {
    const peers = installPeers(order.folder);
    const all = crowds.length * order.runs * sides.length;
    const runs = new Map<number, Run[]>(crowds.map((together) => [together, []]));
    let done = 0;
    for (let run = 0; run < order.runs; run += 1)
      for (const [together, its] of runs)
        its.push(await oneRun(order, { peers, together }, (side) => show(side, done++, all)));
    const sessions = sessionsOf(order);
    return {
      sizes: `${sessions.toLocaleString("en-GB")} conversations a run, ${crowds.join(" and then ")} at once, after half as many to warm up`,
      figures: [...runs].flatMap(([together, its]) => figuresOf(its, together, sessions)),
      versions: peerVersions(peers, peerPackages),
      details: Object.fromEntries([...runs].map(([together, its]) => [`${together} at once`, sideDetails(its)])),
    };
  },
};
