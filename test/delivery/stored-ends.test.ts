import { mostSendAttempts } from "../../src/delivery/failures";
import type { Outbox, OutboxEntry } from "../../src/delivery/outbox";
import type { SenderOptions } from "../../src/delivery/sender";
import { type OutboxRig, rigOfEach } from "../support/outbox-rig";

const HOUR = 3_600_000;

let rig: OutboxRig;
const opened = rigOfEach((fresh) => {
  rig = fresh;
});

/** The same, but it fails so many times first. */
function failing<A extends unknown[], R>(times: number, work: (...given: A) => Promise<R>) {
  let left = times;
  return async (...given: A): Promise<R> => {
    left -= 1;
    if (left >= 0) throw new Error("the database is away");
    return work(...given);
  };
}

/** The outbox where one thing cannot be stored so many times first. */
function outboxFailing(what: "finish" | "partSent", times: number): Outbox {
  const { outbox } = opened.storage;
  const work = outbox[what].bind(outbox) as (...given: unknown[]) => Promise<void>;
  return Object.assign(Object.create(outbox), { [what]: failing(times, work) });
}

/** Sends what is due with these options, now and twice more as time goes on. */
async function sendsWith(options: Partial<SenderOptions>): Promise<void> {
  const sender = rig.other(options);
  for (let round = 0; round < 3; round += 1) {
    await sender.drain();
    rig.now += HOUR / 2;
  }
}

const isQueued = async (who: string): Promise<boolean> => {
  const before = await opened.storage.outbox.counts();
  await opened.storage.outbox.dropQueued(who, ["answer", "notice"], "test", rig.now);
  return (await opened.storage.outbox.counts()).queued < before.queued;
};

describe("what cannot be delivered, where the database is away for a moment", () => {
  const others = (times: number, passed: string[]) => ({
    passOn: failing(times, async ({ contactId }: OutboxEntry) => passed.push(contactId) > 0),
    markUndeliverable: async () => undefined,
  });

  it("gets to the other chat all the same, where this one is blocked", async () => {
    const passed: string[] = [];
    rig.contact("A", { blockedAt: 1 });
    await rig.queue("news", "A", { kind: "notice" });
    await sendsWith({ otherChats: others(1, passed) });
    expect(passed).toEqual(["A"]);
    expect(await isQueued("A")).toBe(false);
  });

  it.each(["blocked", "found out to be blocked", "rejected"] as const)(
    "is told to an officer all the same, where the chat is %s",
    async (state) => {
      const told: string[] = [];
      const markBlocked = async (): Promise<void> => void rig.contact("A", { blockedAt: 1 });
      if (state === "blocked") await markBlocked();
      else if (state === "rejected") rig.failures.push(...twice({ reason: "rejected", detail: "bad" } as const));
      else rig.failures.push({ reason: "blocked-by-person" });
      await rig.queue("answer", "A", { kind: "answer" });
      const reportUndeliverable = failing(1, async ({ contactId }: OutboxEntry) => void told.push(contactId));
      await sendsWith({ markBlocked, reportUndeliverable });
      expect({ told, sent: rig.sent, queued: await isQueued("A") }).toEqual({ told: ["A"], sent: [], queued: false });
    },
  );

  it.each(["blocked", "rejected"] as const)(
    "is not closed before that is done, where the chat is %s",
    async (state) => {
      const queuedAt: Record<string, boolean> = {};
      const look = async (step: string): Promise<void> => {
        queuedAt[step] = await opened.storage.outbox.hasNews("A", "simulator", "none");
      };
      if (state === "blocked") rig.contact("A", { blockedAt: 1 });
      else rig.failures.push({ reason: "rejected", detail: "bad" });
      await rig.queue("answer", "A", { kind: "answer" });
      await sendsWith({
        otherChats: { passOn: () => look("passed on").then(() => false), markUndeliverable: async () => undefined },
        reportUndeliverable: () => look("told"),
      });
      expect(queuedAt).toEqual({ "passed on": true, told: true });
      expect(await isQueued("A")).toBe(false);
    },
  );

  it("is told of again under the same id where only its end could not be stored", async () => {
    const told: string[] = [];
    rig.failures.push(...twice({ reason: "rejected", detail: "bad" } as const));
    await rig.queue("answer", "A", { kind: "answer" });
    const reportUndeliverable = async ({ id }: OutboxEntry): Promise<void> => void told.push(id);
    await sendsWith({ outbox: outboxFailing("finish", 1), reportUndeliverable });
    expect([told.length, new Set(told).size, await isQueued("A")]).toEqual([2, 1, false]);
  });
});

describe("what the platform has taken, where that cannot be stored for a moment", () => {
  const texts = (...all: string[]): Partial<OutboxEntry> => ({
    content: { type: "messages", messages: all.map((text) => ({ text })) },
  });
  const reminder = (dueItemId: string): Partial<OutboxEntry> => ({
    kind: "reminder",
    content: { type: "reminder", dueItemId, rung: "d-3" },
  });
  const queued = async (): Promise<number> => (await opened.storage.outbox.counts()).queued;

  it.each([1, 2])("goes once, and its end is stored later: %i faults", async (times) => {
    await rig.queue("news", "A", { kind: "notice" });
    await sendsWith({ outbox: outboxFailing("finish", times) });
    expect([rig.sent, rig.undeliverable, await queued()]).toEqual([["A: news"], [], 0]);
  });

  it.each(["finish", "partSent"] as const)("goes once in each of its parts, and goes on: %s fails", async (what) => {
    await rig.queue("long", "A", texts("one", "two", "three"));
    await rig.queue("after", "A");
    await sendsWith({ outbox: outboxFailing(what, 1) });
    expect([rig.sent, await queued()]).toEqual([["A: one", "A: two", "A: three", "A: after"], 0]);
  });

  it.each([1, 2, 3])(
    "goes once where it is one message for several reminders: %i of their ends fail",
    async (times) => {
      for (const id of ["one", "two"]) {
        rig.unpaid.add(id);
        await rig.queue(id, "A", reminder(id));
      }
      const sender = rig.other({ outbox: outboxFailing("finish", times) });
      await sender.drain();
      rig.unpaid.add("three");
      await rig.queue("three", "A", reminder("three"));
      for (let round = 0; round < 3; round += 1) {
        rig.now += 2 * 60_000;
        await sender.drain();
      }
      expect([rig.sent, await queued()]).toEqual([["A: one d-3, two d-3", "A: three d-3"], 0]);
    },
  );

  it("is never given up, however often it was tried to send it and to store its end", async () => {
    await rig.queue("answer", "A", { kind: "answer" });
    const outbox = outboxFailing("finish", 2);
    const lease: Outbox["lease"] = async (request) =>
      (await opened.storage.outbox.lease(request)).map((entry) => ({ ...entry, attempts: mostSendAttempts }));
    await sendsWith({ outbox: Object.assign(outbox, { lease }) });
    expect([rig.sent, rig.undeliverable, await queued()]).toEqual([["A: answer"], [], 0]);
  });

  it("goes once where the sender is stopped before it could be stored, and another one goes on", async () => {
    await rig.queue("news", "A", { kind: "notice" });
    await rig.queue("long", "B", texts("one", "two"));
    for (const what of ["finish", "partSent"] as const) {
      const sender = rig.other({ outbox: outboxFailing(what, 1), concurrency: 1 });
      await sender.drain();
      await sender.stop();
      rig.now += 60_000;
    }
    await rig.sender.drain();
    expect([[...rig.sent].sort(), await queued()]).toEqual([["A: news", "B: one", "B: two"], 0]);
  });
});

function twice<T>(value: T): readonly T[] {
  return [value, value];
}
