import { setTimeout as sleep } from "node:timers/promises";
import type { Allowance } from "../../src/delivery/allowance";
import type { Outbox, OutboxEntry } from "../../src/delivery/outbox";
import { type OutboxRig, rigOfEach } from "../support/outbox-rig";
import { unique } from "../support/stored-values";
import { waitFor } from "../support/wait-for";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const reminder = (dueItemId: string, rung = "d-3"): Partial<OutboxEntry> => ({
  kind: "reminder",
  content: { type: "reminder", dueItemId, rung },
});
const parts = (...texts: string[]): Partial<OutboxEntry> => ({
  content: { type: "messages", messages: texts.map((text) => ({ text })) },
});

const reply = (contactId: string, at: number, id = unique("reply")) => ({
  ...{ id, contactId, channel: "simulator" as const, kind: "reply" as const },
  ...{ content: { type: "messages" as const, messages: [{ text: "reply" }] }, notBefore: at, createdAt: at },
});

let rig: OutboxRig;
const opened = rigOfEach((fresh) => {
  rig = fresh;
});

describe("the order of sending", () => {
  it("sends replies before notices before reminders before broadcasts, whatever is older", async () => {
    rig.unpaid.add("due");
    await rig.queue("news", "A", { kind: "broadcast" });
    await rig.queue("reminder", "B", reminder("due"));
    await rig.queue("notice", "C", { kind: "notice" });
    await rig.queue("reply", "D");
    await rig.other({ concurrency: 1 }).drain();
    expect(rig.sent).toEqual(["D: reply", "C: notice", "B: due d-3", "A: news"]);
  });

  it("keeps the order of each contact while many are served at once", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `P${index}`);
    for (const number of [1, 2, 3]) for (const name of names) await rig.queue(`${name} ${number}`, name);
    rig.onSend = (text) => sleep((text.length + Number(text.at(-1)) * 3) % 5);
    await rig.sender.drain();
    for (const name of names)
      expect(rig.sent.filter((line) => line.startsWith(`${name}:`))).toEqual(
        [1, 2, 3].map((number) => `${name}: ${name} ${number}`),
      );
  });

  it("sends a reply at once while a bulk is under way, in its place after what the person was to hear before", async () => {
    let isBulkFree = (): void => undefined;
    const bulkWaits = new Promise<void>((resolve) => {
      isBulkFree = resolve;
    });
    rig.onSend = (text) => (text.startsWith("news") ? bulkWaits : undefined);
    for (let number = 0; number < 40; number += 1) await rig.queue(`news ${number}`, `P${number}`, { kind: "notice" });
    const drained = rig.sender.drain();
    await rig.queue("before", "A", { notBefore: rig.now + 1_000 });
    const reply = (id: string, contactId: string) => ({
      ...{ id: unique("reply"), contactId, channel: "simulator" as const, kind: "reply" as const },
      ...{ content: { type: "messages" as const, messages: [{ text: id }] } },
      ...{ notBefore: rig.now, createdAt: rig.now + 1_000_000 },
    });
    rig.contact("B");
    await rig.sender.add(reply("at once", "B"));
    await rig.sender.add(reply("after", "A"));
    await waitFor("the reply", () => rig.sent[0]);
    expect(rig.sent).toEqual(["B: at once"]);
    isBulkFree();
    await drained;
    rig.now += 1_000;
    await rig.sender.drain();
    expect(rig.sent.filter((line) => line.startsWith("A:"))).toEqual(["A: before", "A: after"]);
    expect(rig.sent).toHaveLength(43);
  });

  it("begins no message to a person before the one under way is written down as sent, and holds up nobody else for it", async () => {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const own = unique("reply");
    const unwritten: boolean[] = [];
    let isUnderWay = false;
    rig.onSend = async (text) => {
      isUnderWay ||= text === "notice";
      if (text === "notice") await held;
      else unwritten.push(await outbox.hasNews("A", "simulator", own));
    };
    const { outbox } = opened.storage;
    const slowly: Pick<Outbox, "finish"> = { finish: (...end) => sleep(20).then(() => outbox.finish(...end)) };
    const sender = rig.other({ outbox: Object.assign(Object.create(outbox), slowly) });
    await rig.queue("notice", "A", { kind: "notice" });
    const drained = sender.drain();
    rig.contact("B");
    await waitFor("the notice", () => isUnderWay);
    await sender.add(reply("A", rig.now, own));
    await sender.add(reply("B", rig.now));
    await waitFor("the other's reply", () => rig.sent[0]);
    expect(rig.sent).toEqual(["B: reply"]);
    letGo();
    await drained;
    await sender.drain();
    expect(rig.sent).toEqual(["B: reply", "A: notice", "A: reply"]);
    expect(unwritten.at(-1)).toBe(false);
  });

  it("leaves a message whose turn comes when half of its lease is over to whoever leases it next", async () => {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let isUnderWay = false;
    rig.onSend = (text) => {
      isUnderWay ||= text === "notice";
      return text === "notice" ? held : undefined;
    };
    await rig.queue("notice", "A", { kind: "notice" });
    const drained = rig.sender.drain();
    await waitFor("the notice", () => isUnderWay);
    await rig.sender.add({ ...reply("A", rig.now), createdAt: rig.now + 1 });
    await sleep(50);
    rig.now += 31_000;
    letGo();
    await drained;
    expect(rig.sent).toEqual(["A: notice"]);
    rig.now += 29_000;
    const other = rig.other({ owner: "two" });
    await Promise.all([rig.sender.drain(), other.drain()]);
    expect(rig.sent).toEqual(["A: notice", "A: reply"]);
  });

  it("tells the allowance when the message that was too fast began to go, not when it began to wait", async () => {
    const told: (number | undefined)[] = [];
    const allowance = {
      perSecond: 1_000,
      take: async () => 0,
      pause: (_: number, __: number, at?: number) => told.push(at),
    };
    const sender = rig.other({ allowance: allowance as unknown as Allowance });
    let isUnderWay = false;
    rig.onSend = async (text) => {
      isUnderWay ||= text === "notice";
      if (text === "notice") await sleep(50);
      if (text === "notice") rig.now += 5_000;
      if (text === "reply") rig.failures.push({ reason: "throttled", retryAfterMs: 1_000 });
    };
    const began = rig.now;
    await rig.queue("notice", "A", { kind: "notice" });
    const drained = sender.drain();
    await waitFor("the notice", () => isUnderWay);
    await sender.add(reply("A", rig.now));
    await drained;
    await waitFor("the refusal", () => told.length > 0);
    expect(told).toEqual([began + 5_000]);
  });

  it("sends nothing newer to a contact while an older answer is tried again, and goes on for others", async () => {
    await rig.queue("first", "A");
    await rig.queue("second", "A");
    await rig.queue("other", "B");
    rig.failures.push({ reason: "unreachable" });
    await rig.sender.drain();
    expect(rig.sent).toEqual(["B: other"]);
    rig.now += 2_000;
    await rig.sender.drain();
    expect(rig.sent).toEqual(["B: other", "A: first", "A: second"]);
  });

  it("lets two senders share the work without sending anything twice", async () => {
    for (let number = 0; number < 60; number += 1) await rig.queue(`m${number}`, `P${number % 12}`);
    rig.onSend = () => sleep(1);
    await Promise.all([rig.sender.drain(), rig.other({ owner: "two" }).drain()]);
    await rig.sender.drain();
    expect([...rig.sent].sort()).toEqual([...new Set(rig.sent)].sort());
    expect(rig.sent).toHaveLength(60);
  });

  it("sends a new reply while another one hangs, and waits for that one before it is stopped", async () => {
    let isHanging = false;
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    rig.onSend = (text) => {
      isHanging ||= text === "hangs";
      return text === "hangs" ? held : undefined;
    };
    await rig.queue("hangs", "A");
    const sender = rig.other({ pollMs: HOUR });
    let hasEnded = false;
    void sender.drain().then(() => {
      hasEnded = true;
    });
    await waitFor("the hanging send", () => isHanging);
    for (const name of ["B", "C"]) {
      await rig.queue(`to ${name}`, name);
      sender.notify();
      await waitFor("the other's reply", () => rig.sent.includes(`${name}: to ${name}`));
    }
    expect(hasEnded).toBe(false);
    const stopped = sender.stop().then(() => "stopped");
    expect(await Promise.race([stopped, sleep(30)])).toBeUndefined();
    letGo();
    expect(await stopped).toBe("stopped");
    expect(rig.sent.at(-1)).toBe("A: hangs");
  });

  it("sends nothing twice whose send takes longer than the lease, neither alone nor together with others", async () => {
    rig.unpaid.add("one").add("two");
    await rig.queue("slow", "A");
    await rig.queue("one", "B", reminder("one"));
    await rig.queue("two", "B", reminder("two"));
    const sender = rig.other({ pollMs: 5 });
    rig.onSend = async () => {
      rig.now += 61_000;
      sender.notify();
      await sleep(50);
    };
    await sender.drain();
    expect([...rig.sent].sort()).toEqual(["A: slow", "B: one d-3, two d-3"]);
  });

  it("sends on with the few hands that slow sends leave", async () => {
    let letGo = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    rig.onSend = (text) => (text.startsWith("slow") ? slow : undefined);
    for (const name of ["A", "B", "C"]) await rig.queue(`slow ${name}`, name);
    for (const name of ["D", "E", "F"]) await rig.queue(`to ${name}`, name);
    const sender = rig.other({ concurrency: 4, pollMs: 20 });
    sender.start();
    await waitFor("the others' messages", () => rig.sent.length === 3);
    expect([...rig.sent].sort()).toEqual(["D: to D", "E: to E", "F: to F"]);
    letGo();
    await sender.stop();
  });

  it("keeps its hands on what goes out in several slow parts, so that no other sender takes it up", async () => {
    await rig.queue("long", "A", parts("one", "two", "three"));
    const other = rig.other({ owner: "two" });
    rig.onSend = async () => {
      rig.now += 40_000;
      await other.drain();
    };
    await rig.sender.drain();
    expect(rig.sent).toEqual(["A: one", "A: two", "A: three"]);
  });

  it("sends what is added while it is at it, and what is added just when it ends", async () => {
    rig.sender.start();
    for (let number = 0; number < 40; number += 1) {
      await rig.queue(`m${number}`, "A");
      rig.sender.notify();
      if (number % 7 === 0) await sleep(3);
    }
    await rig.sender.drain();
    expect(rig.sent).toHaveLength(40);
    await rig.sender.stop();
  });
});

describe("what an officer believes to arrive", () => {
  it.each(["answer", "urgent"] as const)("is reported where the person has blocked us: %s", async (kind) => {
    rig.contact("A", { blockedAt: 1 });
    await rig.queue("known", "A", { kind });
    await rig.queue("news", "A", { kind: "notice" });
    await rig.queue("found out", "B", { kind });
    rig.failures.push({ reason: "blocked-by-person" });
    await rig.sender.drain();
    expect({ sent: rig.sent, undeliverable: [...rig.undeliverable].sort() }).toEqual({
      sent: [],
      undeliverable: ["found out", "known"],
    });
  });

  it("goes out at night to somebody who said STOP", async () => {
    rig.now += 12 * HOUR;
    rig.contact("A", { optedOutAt: 1 });
    await rig.queue("answered", "A", { kind: "answer" });
    await rig.sender.drain();
    expect(rig.sent).toEqual(["A: answered"]);
  });
});

describe("a message in parts", () => {
  it("goes on where it stopped", async () => {
    await rig.queue("long", "A", parts("one", "two", "three"));
    rig.failures.push(undefined, { reason: "unreachable" });
    await rig.sender.drain();
    expect(rig.sent).toEqual(["A: one"]);
    rig.now += 2_000;
    await rig.sender.drain();
    expect(rig.sent).toEqual(["A: one", "A: two", "A: three"]);
  });

  it("is finished by another process when the lease of one that died has run out, and not before", async () => {
    await rig.queue("long", "A", parts("one", "two", "three"));
    let isDead = false;
    rig.onSend = (text) => {
      if (text === "two" && !isDead) {
        isDead = true;
        return new Promise(() => undefined);
      }
      return undefined;
    };
    const dying = rig.other();
    void dying.drain();
    await waitFor("the death", () => isDead);
    void dying.stop();
    const other = rig.other({ owner: "two" });
    await other.drain();
    expect(rig.sent).toEqual(["A: one"]);
    rig.now += MINUTE;
    await other.drain();
    expect(rig.sent).toEqual(["A: one", "A: two", "A: three"]);
  });
});

describe("a reminder at the moment of sending", () => {
  it("goes out as one message with the others of the same person", async () => {
    for (const id of ["due-1", "due-2", "due-3"]) {
      rig.unpaid.add(id);
      await rig.queue(id, "A", reminder(id));
    }
    await rig.sender.drain();
    expect(rig.sent).toEqual(["A: due-1 d-3, due-2 d-3, due-3 d-3"]);
    expect(await opened.storage.outbox.counts()).toMatchObject({ queued: 0 });
  });

  it("is dropped where it was paid meanwhile, alone or among others", async () => {
    await rig.queue("paid", "A", reminder("paid"));
    await rig.queue("open", "A", reminder("open"));
    await rig.queue("alone", "B", reminder("alone"));
    rig.unpaid.add("open");
    await rig.sender.drain();
    expect(rig.sent).toEqual(["A: open d-3"]);
    rig.unpaid.add("paid").add("alone");
    rig.now += HOUR;
    await rig.sender.drain();
    expect(rig.sent).toEqual(["A: open d-3"]);
  });

  it("goes after all where it was to be paid again and is planned anew, and what went out does not", async () => {
    for (const id of ["refused", "alone", "gone"]) await rig.queue(id, id === "alone" ? "B" : "A", reminder(id));
    rig.unpaid.add("gone");
    await rig.sender.drain();
    expect(rig.sent).toEqual(["A: gone d-3"]);
    rig.unpaid.add("refused").add("alone");
    for (const id of ["refused", "alone", "gone"]) await rig.queue(id, id === "alone" ? "B" : "A", reminder(id));
    await rig.sender.drain();
    expect([...rig.sent].sort()).toEqual(["A: gone d-3", "A: refused d-3", "B: alone d-3"]);
  });

  it("waits for the morning where the night has come, and is looked at again then", async () => {
    rig.unpaid.add("due").add("paid-at-night");
    await rig.queue("due", "A", reminder("due"));
    await rig.queue("paid-at-night", "B", reminder("paid-at-night"));
    rig.now += 11 * HOUR + MINUTE;
    await rig.sender.drain();
    expect(rig.sent).toEqual([]);
    rig.unpaid.delete("paid-at-night");
    rig.now += 11 * HOUR;
    await rig.sender.drain();
    expect(rig.sent).toEqual(["A: due d-3"]);
  });

  it("does not go to somebody who said STOP after it was planned", async () => {
    rig.unpaid.add("due");
    await rig.queue("due", "A", reminder("due"));
    rig.contact("A", { optedOutAt: rig.now });
    await rig.sender.drain();
    expect(rig.sent).toEqual([]);
    expect(await opened.storage.outbox.counts()).toMatchObject({ queued: 0 });
  });
});
