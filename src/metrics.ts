import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Channel } from "./delivery/channel";
import type { Delivery } from "./delivery/outbox";
import { dueItemStatuses, MONTHS_UNTIL_INACTIVE } from "./domain/contribution/due-item";
import { addMonths, periodOf } from "./domain/shared/period";
import type { JobWatch } from "./jobs/schedule";
import type { MessageCount } from "./operations/channel-states";
import type { Storage } from "./storage/open-storage";
import { oneLook } from "./web/one-look";

/** What the gauges are read from, at the moment of asking. */
export interface MetricsSource {
  readonly inbox: Pick<Storage["inbox"], "counts">;
  readonly outbox: Pick<Storage["outbox"], "counts">;
  readonly dueItems: Pick<Storage["repositories"]["dueItems"], "countByStatus">;
}

/** The figures of this process and of its database, as Prometheus reads them. Counts and ages, nothing about a person. */
export interface Metrics {
  /** The channel, with everything that is sent through it counted. */
  counted(channel: Channel): Channel;
  /** Counts what a platform says of a message that it has taken. */
  noteDelivery(channel: Channel["name"], status: Delivery["status"]): void;
  /** Counts the runs of jobs, what they did, and how late they were. */
  readonly jobs: JobWatch;
  /** What this process has counted of messages, for another to show. */
  messages(): Promise<readonly MessageCount[]>;
  /**
   * Everything as Prometheus text, with what a process of other channels has counted of messages. Rejects where the database
   * does not answer.
   */
  render(elsewhere?: readonly MessageCount[]): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** Makes them. `clock` tells milliseconds. */
export function createMetrics({ source, clock }: { source: MetricsSource; clock: () => number }): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "kamar_lindung_" });
  const counters = countersIn(registry);
  const refresh = gaugesIn(registry, source, clock);
  const show = showingOthers(counters);
  return {
    counted: (channel) => countedChannel(channel, counters),
    noteDelivery: (channel, status) => counters.delivered.inc({ channel, status }),
    jobs: watchOf(counters),
    messages: () => messagesIn(counters),
    render: async (elsewhere = []) => {
      await refresh();
      show(elsewhere);
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

type Counters = ReturnType<typeof countersIn>;

function countersIn(registry: Registry) {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `kamar_lindung_${name}`, help, labelNames, registers });
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `kamar_lindung_${name}`, help, labelNames: ["job"], registers });
  return {
    sent: counter("messages_sent_total", "Messages that a platform has taken", ["channel"]),
    failed: counter("messages_failed_total", "Tries to send that a platform refused", ["channel", "reason"]),
    delivered: counter("message_reports_total", "What platforms said of taken messages", ["channel", "status"]),
    runs: counter("job_runs_total", "Runs of a job, by how they ended", ["job", "outcome"]),
    done: counter("job_done_total", "What jobs did: due items opened, reminders planned and so on", ["job", "what"]),
    lag: gauge("bell_lag_seconds", "How long after its time a job last began"),
    lastEnd: gauge("job_last_success_timestamp_seconds", "When a job last ended well, in seconds since 1970"),
  };
}

/** What counts messages: only these figures leave the process in which they are counted. */
type MessageCounters = Readonly<Record<MessageCount["what"], Counter>>;

async function messagesIn({ sent, failed, delivered }: MessageCounters): Promise<readonly MessageCount[]> {
  const all = Object.entries({ sent, failed, delivered }) as [MessageCount["what"], Counter][];
  const counted = all.map(async ([what, counter]): Promise<MessageCount[]> => {
    const { values } = await counter.get();
    return values.map(({ labels, value }) => ({ what, labels: plain(labels), count: value }));
  });
  return (await Promise.all(counted)).flat();
}

const plain = (labels: object): Record<string, string> =>
  Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));

/** Each time only what is told now stands among our own: a process that began anew has counted less than it had. */
function showingOthers(counters: MessageCounters): (counts: readonly MessageCount[]) => void {
  let shown: readonly MessageCount[] = [];
  return (counts) => {
    for (const { what, labels } of shown) counters[what].remove(labels);
    for (const { what, labels, count } of counts) counters[what].inc(labels, count);
    shown = counts;
  };
}

function countedChannel(channel: Channel, { sent, failed }: Counters): Channel {
  const { name } = channel;
  const send: Channel["send"] = async (...message) => {
    const result = await channel.send(...message);
    if (result.ok) sent.inc({ channel: name });
    else failed.inc({ channel: name, reason: result.error.reason });
    return result;
  };
  // An adapter is an object of a class: everything else goes to it as it was called.
  return new Proxy(channel, {
    get: (target, key) => {
      if (key === "send") return send;
      const member: unknown = Reflect.get(target, key);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

function watchOf({ runs, done, lag, lastEnd }: Counters): JobWatch {
  return {
    began: (job, lateMs) => lag.set({ job }, Math.max(0, lateMs) / 1_000),
    ended: (job, counts, at) => {
      runs.inc({ job, outcome: "done" });
      for (const [what, count] of Object.entries(counts)) if (count > 0) done.inc({ job, what }, count);
      lastEnd.set({ job }, at / 1_000);
    },
    failed: (job) => runs.inc({ job, outcome: "failed" }),
  };
}

/** What waits is the database's, and so the same whichever process is asked. Each is read once for one asking. */
function gaugesIn(registry: Registry, { inbox, outbox, dueItems }: MetricsSource, clock: () => number) {
  const registers = [registry];
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Gauge({ name: `kamar_lindung_${name}`, help, labelNames, registers });
  const due = gauge("due_items", "Due items of the running month in Asia/Jakarta and of the two before it, by status", [
    "period",
    "status",
  ]);
  const messages = gauge("queue_messages", "Messages in the inbox and the outbox, by state", ["queue", "state"]);
  const age = gauge("queue_oldest_age_seconds", "For how long the oldest message has been due", ["queue"]);
  const sinceThen = (since: number | undefined): number =>
    since === undefined ? 0 : Math.max(0, clock() - since) / 1_000;
  const lookAtDue = oneLook(() => dueInPeriods(dueItems, clock()), { keptMs: dueKeptMs });
  return async (): Promise<void> => {
    const [received, toSend, items] = await Promise.all([inbox.counts(), outbox.counts(), lookAtDue()]);
    due.reset();
    for (const [period, counts] of items)
      for (const status of dueItemStatuses) due.set({ period, status }, counts[status] ?? 0);
    messages.set({ queue: "inbox", state: "waiting" }, received.waiting);
    messages.set({ queue: "inbox", state: "parked" }, received.parked);
    messages.set({ queue: "outbox", state: "queued" }, toSend.queued);
    messages.set({ queue: "outbox", state: "failed" }, toSend.failed);
    age.set({ queue: "inbox" }, sinceThen(received.oldestWaitingAt));
    age.set({ queue: "outbox" }, sinceThen(toSend.oldestDueAt));
  };
}

/** A million due items take long to count and change slowly. Milliseconds. */
const dueKeptMs = 60_000;

/** Of the running month and of those before it that may still end a protection (F2.13). */
function dueInPeriods(dueItems: MetricsSource["dueItems"], now: number) {
  const periods = Array.from({ length: MONTHS_UNTIL_INACTIVE }, (_, back) => addMonths(periodOf(now), -back));
  return Promise.all(periods.map(async (period) => [period, await dueItems.countByStatus(period)] as const));
}
