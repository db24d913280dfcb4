import type { AgendaOrder, Scheduled } from "./agenda-process";
import type { Bench, BenchOrder, ShowProgress } from "./harness/bench";
import type { Line } from "./harness/child";
import type { Figure, Findings } from "./harness/figure";
import { installPeers, peerVersions } from "./harness/peers";
import { onNewPlace } from "./harness/place";
import { startChild } from "./harness/start-child";

const sides = ["house", "agenda"] as const;
const sizeOf = ({ full, size }: BenchOrder): number => size ?? (full ? 5_000 : 1_000);

type Run = Readonly<Record<(typeof sides)[number], Scheduled>>;

async function measure(side: AgendaOrder["side"], order: BenchOrder, peers: string): Promise<Scheduled> {
  return onNewPlace(order.engine, async (place) => {
    const told: AgendaOrder = { side, place, peers, sends: sizeOf(order) };
    const child = await startChild("agenda-process", told);
    const scheduled = await child.next<Scheduled & Line>("scheduled");
    await child.end();
    return scheduled;
  });
}

async function oneRun(order: BenchOrder, peers: string, run: number, show: ShowProgress): Promise<Run> {
  const all = order.runs * sides.length;
  show("house", run * sides.length, all);
  const house = await measure("house", order, peers);
  show("agenda", run * sides.length + 1, all);
  return { house, agenda: await measure("agenda", order, peers) };
}

function figuresOf(runs: readonly Run[], sends: number): readonly Figure[] {
  const ratio = (of: "planned" | "executed"): readonly number[] => runs.map((run) => run.house[of] / run.agenda[of]);
  const share = (side: keyof Run): readonly number[] => runs.map((run) => (100 * run[side].count) / sends);
  return [
    { name: "sends planned a second, ours against Agenda", unit: "x", values: ratio("planned") },
    { name: "sends executed a second, ours through the gate against Agenda", unit: "x", values: ratio("executed") },
    { name: "sends executed, ours", unit: "%", values: share("house") },
    { name: "sends executed, Agenda", unit: "%", values: share("agenda") },
  ];
}

/** Scheduled sends, beside Agenda on the same engine. */
export const agendaBench: Bench = {
  name: "agenda",
  about: "Sends that are planned for a moment and executed once it has come: our outbox beside Agenda, 16 at once.",
  engines: ["embedded", "mongodb"],
  seconds: (order) => 20 + order.runs * (10 + sizeOf(order) / 40),
  run: async (order, show): Promise<Findings> => {
    const peers = installPeers(order.folder);
    const runs: Run[] = [];
    for (let run = 0; run < order.runs; run += 1) runs.push(await oneRun(order, peers, run, show));
    const sends = sizeOf(order);
    return {
      sizes: `${sends.toLocaleString("en-GB")} sends a run`,
      figures: figuresOf(runs, sends),
      versions: peerVersions(peers, ["agenda", "@agendajs/mongo-backend"]),
    };
  },
};
