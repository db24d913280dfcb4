import { setTimeout as sleep } from "node:timers/promises";
import type { Bench, BenchOrder, ShowProgress } from "./harness/bench";
import type { Line } from "./harness/child";
import type { Figure, Findings } from "./harness/figure";
import { installPeers } from "./harness/peers";
import { onNewPlace } from "./harness/place";
import { startChild } from "./harness/start-child";
import type { KilledOrder, WentOn } from "./killed-process";

/** The message that is under way when the process is killed: the answer to the fourth question. */
const at = 4;
/** The kills come at moments that are so far apart, from the handing over of the message on. Milliseconds. */
const stepMs = 6;
/** By then every lease of a process that was killed has run out. */
const laterMs = 61_000;
const usualWrites = 7;
const sides = ["house", "conversations", "builderbot"] as const;
type Killed = (typeof sides)[number];
const names: Readonly<Record<Killed, string>> = {
  house: "ours",
  conversations: "@grammyjs/conversations",
  builderbot: "@builderbot/bot",
};

const killsOf = ({ full, size }: BenchOrder): number => size ?? (full ? 20 : 6);

/** What became of one conversation. */
interface Fate extends WentOn {
  readonly side: Killed;
}

/** What the killed process had said until then. */
async function killOne(told: KilledOrder, afterMs: number): Promise<{ isTaken: boolean; heard: number }> {
  const child = await startChild("killed-process", told);
  const said: string[] = [];
  await child.next("handing");
  const rest = child.next("never", ({ type }) => said.push(type)).catch(() => undefined);
  await sleep(afterMs);
  child.process.kill("SIGKILL");
  await rest;
  return { isTaken: said.includes("taken"), heard: said.filter((type) => type === "heard").length };
}

/** A person's conversation, whose bot is killed and started again. */
function oneFate(side: Killed, order: BenchOrder, peers: string, kill: number): Promise<Fate> {
  return onNewPlace(order.engine, async (place) => {
    const told: KilledOrder = { side, place, peers, writes: usualWrites, session: kill + 1, shiftMs: 0, at };
    const { isTaken, heard } = await killOne(told, kill * stepMs);
    const child = await startChild("killed-process", { ...told, shiftMs: laterMs, goesOn: { again: !isTaken } });
    const { answers, isRight } = await child.next<WentOn & Line>("went-on");
    await child.end();
    return { side, answers: answers + heard, isRight };
  });
}

function figuresOf(fates: readonly Fate[]): readonly Figure[] {
  return sides.flatMap((side) => {
    const counts = (is: (fate: Fate) => boolean): readonly number[] => [
      fates.filter((fate) => fate.side === side && is(fate)).length,
    ];
    const goal = side === "house" ? { goal: { most: 0 } } : {};
    return [
      {
        name: `conversations that did not end right, ${names[side]}`,
        unit: "",
        values: counts((one) => !one.isRight),
        ...goal,
      },
      {
        name: `answers that never came, ${names[side]}`,
        unit: "",
        values: counts((one) => one.answers === 0),
        ...goal,
      },
      { name: `answers that came twice, ${names[side]}`, unit: "", values: counts((one) => one.answers > 1) },
    ] as const;
  });
}

async function killAll(order: BenchOrder, peers: string, show: ShowProgress): Promise<readonly Fate[]> {
  const fates: Fate[] = [];
  const kills = killsOf(order);
  for (const side of sides)
    for (let kill = 0; kill < kills; kill += 1) {
      show(side, fates.length, sides.length * kills);
      fates.push(await oneFate(side, order, peers, kill));
    }
  return fates;
}

/** What becomes of a conversation whose process is killed while a message is under way. */
export const killedBench: Bench = {
  name: "killed",
  about:
    "The process is killed while a message is under way and started again; a message that it had not taken is delivered again.",
  engines: ["embedded", "mongodb"],
  seconds: (order) => 20 + killsOf(order) * sides.length * 7,
  run: async (order, show): Promise<Findings> => {
    const peers = installPeers(order.folder);
    const fates = await killAll(order, peers, show);
    return { sizes: `${killsOf(order)} kills of each, at moments ${stepMs} ms apart`, figures: figuresOf(fates) };
  },
};
