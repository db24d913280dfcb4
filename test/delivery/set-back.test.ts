import { setTimeout as sleep } from "node:timers/promises";
import type { Sender } from "../../src/delivery/sender";
import { type OutboxRig, rigOfEach } from "../support/outbox-rig";
import { waitFor } from "../support/wait-for";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let rig: OutboxRig;
const opened = rigOfEach((fresh) => {
  rig = fresh;
});

let sender: Sender;
afterEach(() => sender.stop());
const starts = (): void => {
  sender = rig.other({ pollMs: 5 });
  sender.start();
};
const polls = () => sleep(50);

describe("a clock that is set back by hours", () => {
  it("keeps a sender that is started then from what a dead one had leased no longer than a lease lasts", async () => {
    await rig.queue("one", "A");
    const dead = { channel: "simulator", owner: "dead", now: rig.now + MINUTE, leaseMs: MINUTE, limit: 9 } as const;
    expect(await opened.storage.outbox.lease(dead)).toHaveLength(1);
    rig.now -= HOUR;
    starts();
    await polls();
    expect(rig.sent).toEqual([]);
    rig.now += MINUTE;
    await waitFor("the reply", () => rig.sent.length === 1);
  });

  it("keeps a sender that goes on from trying again no longer than the longest wait between two tries", async () => {
    rig.failures.push({ reason: "throttled", retryAfterMs: 2 * MINUTE, ofPerson: true });
    await rig.queue("one", "A", { createdAt: rig.now - 2 * HOUR });
    starts();
    await waitFor("the refusal", () => rig.failures.length === 0);
    await polls();
    rig.now -= HOUR;
    await polls();
    expect(rig.sent).toEqual([]);
    rig.now += 15 * MINUTE;
    await waitFor("the reply", () => rig.sent.length === 1);
  });

  it("leaves a message whose turn comes after it to whoever leases it next, because nobody knows how old its lease is", async () => {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let isUnderWay = false;
    rig.onSend = (text) => {
      isUnderWay ||= text === "one";
      return text === "one" ? held : undefined;
    };
    sender = rig.other();
    await rig.queue("one", "A", { kind: "notice" });
    const drained = sender.drain();
    await waitFor("the notice", () => isUnderWay);
    const words = { type: "messages", messages: [{ text: "two" }] } as const;
    const to = { contactId: "A", channel: "simulator", kind: "reply" } as const;
    await sender.add({ ...to, id: "set-back/two", content: words, notBefore: rig.now, createdAt: rig.now + 1 });
    await polls();
    rig.now -= HOUR;
    letGo();
    await drained;
    expect(rig.sent).toEqual(["A: one"]);
  });
});
