import type { OutboxEntry, Unfinished } from "../../src/delivery/outbox";
import { Documents } from "../../src/storage/mongo/documents";
import { type OutboxRig, rigOfEach } from "../support/outbox-rig";
import { unique } from "../support/stored-values";
import { waitFor } from "../support/wait-for";

let rig: OutboxRig;
const opened = rigOfEach((fresh) => {
  rig = fresh;
});
afterEach(() => jest.restoreAllMocks());

const nothing: Unfinished = { goesBefore: () => false };
const queued = async (): Promise<number> => (await opened.storage.outbox.counts()).queued;
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));

function replyTo(contactId: string, text: string): Omit<OutboxEntry, "sentParts" | "attempts"> {
  const content = { type: "messages", messages: [{ text }] } as const;
  const at = { notBefore: rig.now, createdAt: rig.now++ };
  return { id: unique("reply"), contactId, channel: "simulator", kind: "reply", content, ...at };
}

/** The next document is inserted only when it is let go, or never. */
function holdUpInsert() {
  let end: (error?: Error) => void = () => undefined;
  const gate = new Promise<Error | undefined>((resolve) => {
    end = resolve;
  });
  const { insert } = Documents.prototype;
  jest.spyOn(Documents.prototype, "insert").mockImplementationOnce(async function (this: Documents<never>, document) {
    const error = await gate;
    if (error) throw error;
    return insert.call(this, document);
  });
  return { letGo: () => end(), fail: () => end(new Error("the storage is away")) };
}

describe("a new reply whose words are stored with its turn", () => {
  it("goes while it is being added, and its end is written once it is there", async () => {
    rig.contact("A");
    const inserting = holdUpInsert();
    const reply = replyTo("A", "at once");
    const added = rig.sender.add(reply, { isNew: true, unfinished: nothing });
    await waitFor("the reply", () => rig.sent.length === 1);
    await soon();
    inserting.letGo();
    await added;
    await waitFor("its end", async () => (await queued()) === 0);
    expect(await opened.storage.outbox.add([reply])).toBe(0);
    await rig.sender.drain();
    expect(rig.sent).toEqual(["A: at once"]);
  });

  it("is not sent again when it is added after all, where that failed at first", async () => {
    rig.contact("A");
    const inserting = holdUpInsert();
    const reply = replyTo("A", "once");
    const added = rig.sender.add(reply, { isNew: true, unfinished: nothing });
    await waitFor("the reply", () => rig.sent.length === 1);
    inserting.fail();
    await expect(added).rejects.toThrow("away");
    await soon();
    await rig.sender.add(reply);
    await waitFor("its end", async () => (await queued()) === 0);
    expect(await opened.storage.outbox.add([reply])).toBe(0);
    expect(rig.sent).toEqual(["A: once"]);
  });

  it("is given back once it is there, where the platform did not take it", async () => {
    rig.contact("A");
    const inserting = holdUpInsert();
    rig.failures.push({ reason: "unreachable" });
    const added = rig.sender.add(replyTo("A", "later"), { isNew: true, unfinished: nothing });
    await soon();
    inserting.letGo();
    await added;
    await soon();
    // Long before its lease would run out.
    rig.now += 10_000;
    await rig.sender.drain();
    expect(rig.sent).toEqual(["A: later"]);
    expect(await queued()).toBe(0);
  });

  it("waits until it is added where somebody else may queue it too", async () => {
    rig.contact("A");
    const inserting = holdUpInsert();
    const added = rig.sender.add(replyTo("A", "later"), { unfinished: nothing });
    await soon();
    expect(rig.sent).toEqual([]);
    inserting.letGo();
    await added;
    await waitFor("the reply", () => rig.sent.length === 1);
  });
});

describe("the next reply to the same person", () => {
  it("needs no look once the one before it has gone", async () => {
    rig.contact("A");
    await rig.sender.add(replyTo("A", "one"), { isNew: true, unfinished: nothing });
    await waitFor("the first", async () => rig.sent.length === 1 && (await queued()) === 0);
    const look = jest.spyOn(opened.storage.outbox, "unfinished");
    await rig.sender.add(replyTo("A", "two"), { isNew: true });
    await waitFor("the second", () => rig.sent.length === 2);
    expect(look).not.toHaveBeenCalled();
    await rig.sender.add(replyTo("A", "three"));
    expect(look).toHaveBeenCalledTimes(1);
  });

  it("waits behind one that did not go", async () => {
    rig.contact("A");
    await rig.sender.add(replyTo("A", "zero"), { isNew: true, unfinished: nothing });
    await waitFor("the first", async () => rig.sent.length === 1 && (await queued()) === 0);
    rig.failures.push({ reason: "unreachable" });
    await rig.sender.add(replyTo("A", "one"), { isNew: true });
    await waitFor("the failure", () => rig.failures.length === 0);
    await rig.sender.add(replyTo("A", "two"), { isNew: true });
    await soon();
    expect(rig.sent).toEqual(["A: zero"]);
    await rig.sender.add(replyTo("A", "three"), { isNew: true });
    rig.now += 60_000;
    await rig.sender.drain();
    expect(rig.sent).toEqual(["A: zero", "A: one", "A: two", "A: three"]);
  });
});
