import type { ChatOrder, Chatted } from "./chat-process";
import type { Bench, BenchOrder, ShowProgress } from "./harness/bench";
import type { Line } from "./harness/child";
import type { Figure, Findings } from "./harness/figure";
import { monthOfRun, morningOfRun } from "./harness/months";
import { onNewPlace, type Place } from "./harness/place";
import { planReminders } from "./harness/plan-reminders";
import { startChild } from "./harness/start-child";
import { quantile } from "./harness/statistics";
import { inhabit } from "./harness/world";
import { questions } from "./turns/interview";

const together = 5;
const perSecond = 80;
const most = 1.5;
/** More than can be sent while the people talk, so that the bulk is under way to the end. */
const bulkFor = (conversations: number): number =>
  400 + (conversations / together) * questions.length * perSecond * 0.4;

const sizeOf = ({ full, size }: BenchOrder): number => size ?? (full ? 100 : 25);

interface Run {
  readonly quiet: Chatted;
  readonly busy: Chatted;
}

async function chat(
  place: Place,
  at: number,
  order: Pick<ChatOrder, "conversations" | "firstPerson">,
): Promise<Chatted> {
  const told: ChatOrder = { place, at, together, perSecond, ...order };
  const child = await startChild("chat-process", told);
  const chatted = await child.next<Chatted & Line>("chatted");
  await child.end();
  return chatted;
}

/** Some talk before the bulk is planned, others while it goes out. */
async function oneRun(
  engine: BenchOrder["engine"],
  run: number,
  conversations: number,
  show: ShowProgress,
): Promise<Run> {
  return onNewPlace(engine, async (place) => {
    const at = morningOfRun(run);
    const people = { workers: bulkFor(conversations), selfPayersOfTen: 2, workersOfSponsor: 1 } as const;
    const world = { ...people, channel: "whatsapp-cloud", withNames: true, startPeriod: monthOfRun(run) } as const;
    await inhabit(place, { ...world, lastInboundAt: at }, show);
    show(`talking, run ${run + 1}`, 0, 2);
    const quiet = await chat(place, at, { conversations, firstPerson: 0 });
    await planReminders(place, at);
    show(`talking beside a bulk, run ${run + 1}`, 1, 2);
    const busy = await chat(place, at, { conversations, firstPerson: conversations });
    return { quiet, busy };
  });
}

const ratioAt = (runs: readonly Run[], share: number): readonly number[] =>
  runs.map(({ quiet, busy }) => quantile(busy.waitedMs, share) / quantile(quiet.waitedMs, share));

function figuresOf(runs: readonly Run[]): readonly Figure[] {
  return [
    {
      ...{ name: "latency of a reply, 95 of 100, with a bulk run against without", unit: "x" },
      ...{ values: ratioAt(runs, 0.95), goal: { most } },
    },
    { name: "latency of a reply, median, with a bulk run against without", unit: "x", values: ratioAt(runs, 0.5) },
    { name: "messages of the bulk run sent meanwhile", unit: "", values: runs.map(({ busy }) => busy.bulk) },
  ];
}

/** How long people wait for a reply while a bulk run drains, against how long they wait without. */
export const liveChatBench: Bench = {
  name: "live-chat",
  about: `Replies to ${together} people who talk at once, while reminders go out at the Cloud API's ${perSecond} a second and without.`,
  engines: ["embedded", "mongodb"],
  seconds: (order) => order.runs * (15 + sizeOf(order) * 1.2),
  run: async (order, show): Promise<Findings> => {
    const conversations = sizeOf(order);
    const runs: Run[] = [];
    for (let run = 0; run < order.runs; run += 1) runs.push(await oneRun(order.engine, run, conversations, show));
    const answers = conversations * (questions.length + 1);
    return { sizes: `${answers.toLocaleString("en-GB")} replies a run each way`, figures: figuresOf(runs) };
  },
};
