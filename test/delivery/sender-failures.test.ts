import { setTimeout as sleep } from "node:timers/promises";
import { createAllowance } from "../../src/delivery/allowance";
import { mostDefects, mostSendAttempts } from "../../src/delivery/failures";
import type { OutboxEntry } from "../../src/delivery/outbox";
import { type OutboxRig, rigOfEach } from "../support/outbox-rig";
import { waitFor } from "../support/wait-for";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const reminder = (dueItemId: string, rung = "d-3"): Partial<OutboxEntry> => ({
  kind: "reminder",
  content: { type: "reminder", dueItemId, rung },
});

let rig: OutboxRig;
const opened = rigOfEach((fresh) => {
  rig = fresh;
});
const failedSoFar = async (): Promise<number> => (await opened.storage.outbox.counts()).failed;

describe("a platform that refuses", () => {
  it("is left alone for as long as it said, for everybody, and nothing counts as an attempt", async () => {
    await rig.queue("first", "A");
    rig.failures.push({ reason: "throttled", retryAfterMs: 30_000 });
    const sender = rig.other({
      allowance: createAllowance({ perSecond: 9, perPerson: 9, personSeconds: 1 }, () => rig.now),
    });
    await sender.drain();
    await rig.queue("second", "B");
    rig.now += 29_000;
    // It waits as a whole: a drain of a channel that stands still ends only when nothing is due.
    const draining = sender.drain();
    await sleep(50);
    expect(rig.sent).toEqual([]);
    rig.now += 2_000;
    await draining;
    await sender.drain();
    expect([...rig.sent].sort()).toEqual(["A: first", "B: second"]);
  });

  it("is tried again with growing waits while it is away, and in the end an officer is asked", async () => {
    const before = await failedSoFar();
    await rig.queue("news", "A");
    for (let attempt = 0; attempt < mostSendAttempts; attempt += 1) {
      rig.failures.push({ reason: "unreachable" });
      await rig.sender.drain();
      expect(rig.undeliverable).toEqual(attempt + 1 < mostSendAttempts ? [] : ["news"]);
      rig.now += 15 * MINUTE;
    }
    expect(await opened.storage.outbox.counts()).toMatchObject({ queued: 0, failed: before + 1 });
  });

  it("is believed when it says that the person blocked us: no more is tried, and no officer asked", async () => {
    await rig.queue("reply", "A");
    rig.failures.push({ reason: "blocked-by-person" });
    await rig.sender.drain();
    expect({ blocked: rig.blocked, undeliverable: rig.undeliverable }).toEqual({ blocked: ["A"], undeliverable: [] });
    expect(await opened.storage.outbox.counts()).toMatchObject({ queued: 0 });
  });

  it.each([{ reason: "rejected", detail: "bad" } as const, { reason: "window-closed" } as const])(
    "has an officer look at a message that it will never take: $reason",
    async (failure) => {
      await rig.queue("reply", "A");
      rig.failures.push(failure);
      await rig.sender.drain();
      expect(rig.undeliverable).toEqual(["reply"]);
    },
  );

  it("lets one person's full allowance hold up nobody else, not even while nothing else is left to send", async () => {
    for (let number = 0; number < 4; number += 1) await rig.queue(`a${number}`, "A");
    let allowed = 2;
    let isWaiting = false;
    const take = async (who: string): Promise<number> => (who !== "A" || allowed-- > 0 ? 0 : 777);
    const real = globalThis.setTimeout;
    const waits = jest.spyOn(globalThis, "setTimeout").mockImplementation(((run: () => void, ms?: number) => {
      isWaiting ||= ms === 777;
      return real(run, ms === 777 ? HOUR : ms);
    }) as typeof setTimeout);
    const sender = rig.other({ allowance: { perSecond: 1, take, pause: () => undefined } });
    sender.start();
    await waitFor("the full allowance", () => isWaiting);
    await rig.queue("b", "B");
    sender.notify();
    await waitFor("the other's message", () => rig.sent.length === 3);
    expect(rig.sent).toEqual(["A: a0", "A: a1", "B: b"]);
    waits.mockRestore();
    await sender.stop();
  });
});

describe("a defect at one message", () => {
  it("harms no other, and is tried again later", async () => {
    rig.unpaid.add("due");
    await rig.queue("due", "A", reminder("due"));
    for (const name of ["B", "C"]) await rig.queue(`to ${name}`, name);
    let isBroken = true;
    const compose = async () => {
      if (isBroken) throw new Error("a defect");
      return { text: "mended" };
    };
    const lookAtReminders = async () => ({
      dueItemIds: new Set(["due"]),
      free: compose,
      templates: async () => [{ message: await compose(), dueItemIds: new Set(["due"]) }],
    });
    const sender = rig.other({ lookAtReminders });
    await sender.drain();
    expect([...rig.sent].sort()).toEqual(["B: to B", "C: to C"]);
    isBroken = false;
    rig.now += 2_000;
    await sender.drain();
    expect(rig.sent.at(-1)).toBe("A: mended");
  });

  const throwsAt = (broken: string) => (text: string) => {
    if (text === broken) throw new Error("a defect");
  };
  /** Lets so much time pass, in thirty looks. Milliseconds. */
  const goOn = async (sender: OutboxRig["sender"], forMs: number): Promise<void> => {
    for (const until = rig.now + forMs; rig.now < until; rig.now += forMs / 30) await sender.drain();
  };

  it.each(["reply", "answer", "urgent"] as const)(
    "ends a %s that never can be sent with an officer after a minute, and newer messages of that person go on",
    async (kind) => {
      rig.onSend = throwsAt("broken");
      await rig.queue("broken", "A", { kind });
      await rig.queue("newer", "A");
      await goOn(rig.sender, MINUTE);
      expect([rig.sent, rig.undeliverable]).toEqual([[], []]);
      await goOn(rig.sender, MINUTE);
      expect([rig.sent, rig.undeliverable]).toEqual([["A: newer"], ["broken"]]);
    },
  );

  it("leaves a notice, which holds up nothing, until it is mended", async () => {
    rig.onSend = throwsAt("broken");
    await rig.queue("broken", "A", { kind: "notice" });
    await goOn(rig.sender, 10 * MINUTE);
    expect(rig.undeliverable).toEqual([]);
    rig.onSend = () => undefined;
    await goOn(rig.sender, 20 * MINUTE);
    expect(rig.sent).toEqual(["A: broken"]);
  });

  it("counts no try of a platform that was away as one", async () => {
    rig.failures.push(...Array.from({ length: mostDefects }, () => ({ reason: "unreachable" }) as const));
    await rig.queue("reply", "A");
    await goOn(rig.sender, 2 * MINUTE);
    expect(rig.failures).toEqual([]);
    rig.onSend = throwsAt("reply");
    await goOn(rig.sender, MINUTE / 2);
    rig.onSend = () => undefined;
    await goOn(rig.sender, MINUTE);
    expect([rig.sent, rig.undeliverable]).toEqual([["A: reply"], []]);
  });

  it("at the file of a message lets the words go without it, once it was tried for a minute", async () => {
    const load = async () => {
      throw new Error("cannot be unsealed");
    };
    const sender = rig.other({ files: { load, words: ({ key }) => key } });
    const messages = [{ text: "words", file: { attachmentId: "a" } }];
    await rig.queue("with a file", "A", { kind: "notice", content: { type: "messages", messages } });
    await goOn(sender, MINUTE);
    expect(rig.sent).toEqual([]);
    await goOn(sender, MINUTE);
    expect([rig.sent, rig.undeliverable]).toEqual([["A: delivery.file.gone\n\nwords"], []]);
  });
});
