import type { OutboxEntry, OutboxKind } from "../../src/delivery/outbox";
import { connect } from "../../src/storage/mongo/connect";
import { Documents } from "../../src/storage/mongo/documents";
import { type OutboxDocument, outboxPlan } from "../../src/storage/mongo/outbox-document";
import { OutboxQueue } from "../../src/storage/mongo/outbox-queue";
import { openStorage, type Storage } from "../../src/storage/open-storage";
import { openTestStorage, silentLogger } from "../support/storage";
import { unique } from "../support/stored-values";

let storage: Storage;
let another: Storage;
let connection: Awaited<ReturnType<typeof connect>>;
let close: () => Promise<void>;
beforeEach(async () => {
  let uri: string;
  ({ storage, uri, close } = await openTestStorage());
  another = await openStorage({ mongodbUri: uri, dataFolder: "", vault: storage.vault, logger: silentLogger });
  connection = await connect(uri);
});
afterEach(async () => {
  await connection.close();
  await another.close();
  await close();
});

describe("a long queue", () => {
  type NewEntry = Omit<OutboxEntry, "sentParts" | "attempts">;
  const entry = (kind: OutboxKind, createdAt: number): NewEntry => ({
    id: unique("outbox"),
    contactId: unique("contact"),
    channel: "telegram",
    kind,
    content: { type: "messages", messages: [{ text: "Sugeng siyang" }] },
    notBefore: createdAt,
    createdAt,
  });
  const bulk = (count: number): NewEntry[] =>
    Array.from({ length: count }, (_, index) => entry("reminder", 100 + index));
  const lease = (now: number, limit: number, from = storage): Promise<readonly OutboxEntry[]> =>
    from.outbox.lease({ channel: "telegram", owner: unique("owner"), now, leaseMs: 60_000, limit });
  const ids = (entries: readonly { id: string }[]): string[] => entries.map(({ id }) => id);

  it("goes out in its order to the end, each entry once", async () => {
    const entries = bulk(1_100);
    await storage.outbox.add(entries);
    const order: string[] = [];
    for (let next = await lease(2_000, 90); next.length > 0; next = await lease(2_000, 90)) order.push(...ids(next));
    expect(order).toEqual(ids(entries));
  });

  it("lets what is urgent go first, also where it came in the middle", async () => {
    const entries = bulk(300);
    await storage.outbox.add(entries);
    await lease(1_000, 10);
    const [notice, reply] = [entry("notice", 1_001), entry("reply", 1_002)];
    await storage.outbox.add([notice, reply]);
    expect(ids(await lease(1_003, 3))).toEqual([reply.id, notice.id, entries[10]?.id]);
  });

  it("lets an older entry that became due in the middle go first after ten seconds", async () => {
    const entries = bulk(300);
    const older = { ...entry("reminder", 1), notBefore: 1_001 };
    await storage.outbox.add([...entries, older]);
    await lease(1_000, 10);
    expect(ids(await lease(10_999, 1))).toEqual([entries[10]?.id]);
    expect(ids(await lease(11_000, 1))).toEqual([older.id]);
  });

  it.each([
    ["quickly", 0, { looks: 5, seesOlderAt: 12_000 }],
    ["slowly", 300, { looks: 3, seesOlderAt: 122_000 }],
  ])(
    "is looked through %s: the longer a look takes, the farther it goes and the longer it is gone by",
    async (_, lookMs, expected) => {
      await storage.outbox.add([...bulk(1_600), { ...entry("reminder", 1), notBefore: 2_001 }]);
      let asked = 0;
      const entries = new Documents<OutboxDocument>(connection, outboxPlan);
      const queue = new OutboxQueue(entries, () => Math.floor(++asked / 2) * lookMs);
      const taken: string[] = [];
      const take = async (now: number): Promise<readonly string[]> => {
        const { ids: found } = await queue.next({ channel: "telegram", now, limit: 100, except: new Set() });
        await entries.updateMany({ _id: { $in: [...found] } }, { $set: { state: "sent" } });
        taken.push(...found);
        return found;
      };
      const [older] = await entries.pick({ notBefore: 2_001 }, ["_id"]);
      expect(await take(2_000)).toHaveLength(100);
      expect(await take(expected.seesOlderAt - 1)).not.toContain(older?._id);
      expect(await take(expected.seesOlderAt)).toContain(older?._id);
      while ((await take(expected.seesOlderAt)).length > 0);
      expect(new Set(taken).size).toBe(1_601);
      expect(asked / 2).toBe(expected.looks);
    },
  );

  it("passes over what ended in the middle", async () => {
    const entries = bulk(300);
    await storage.outbox.add(entries);
    await lease(1_000, 10);
    await storage.outbox.finish(entries[10]?.id ?? "", { status: "dropped", reason: "test", at: 1_001 });
    await storage.outbox.release(entries[11]?.id ?? "", { notBefore: 90_000, failed: true });
    expect(ids(await lease(1_002, 2))).toEqual([entries[12]?.id, entries[13]?.id]);
  });

  it("is shared by two processes, neither of which finds nothing while there is something", async () => {
    const entries = bulk(700);
    await storage.outbox.add(entries);
    const shares = new Map([storage, another].map((one): [Storage, string[]] => [one, []]));
    for (let turn = 0; turn < 35; turn += 1) {
      for (const [one, share] of shares) {
        const leased = ids(await lease(2_000, 10, one));
        expect(leased).toHaveLength(10);
        share.push(...leased);
      }
    }
    expect([...shares.values()].flat().sort()).toEqual(ids(entries).sort());
  });

  it("sends a person's next message as soon as the one before it has ended", async () => {
    const [first, second] = [entry("reminder", 1), entry("reminder", 2)];
    const next = { ...second, contactId: first.contactId };
    await storage.outbox.add([first, next, ...bulk(300)]);
    expect(ids(await lease(1_000, 1))).toEqual([first.id]);
    await storage.outbox.finish(first.id, { status: "sent", providerMessageIds: ["one"], at: 1_001 });
    expect(ids(await lease(1_002, 1))).toEqual([next.id]);
  });

  it("finds something while there is something, also where all that it knew is behind what became due", async () => {
    const known = bulk(65);
    const older = known.map(({ contactId }) => ({ ...entry("reminder", 1), contactId, notBefore: 2_000 }));
    await storage.outbox.add([...known, ...older, ...bulk(5).map((one) => ({ ...one, createdAt: 50, notBefore: 50 }))]);
    expect(await lease(1_999, 5)).toHaveLength(5);
    for (let turn = 0; turn < 5; turn += 1) expect(await lease(2_000, 8)).toHaveLength(8);
  });
});
