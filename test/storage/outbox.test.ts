import mongoose from "mongoose";
import { mostSendAttempts } from "../../src/delivery/failures";
import { type Delivery, type OutboxEntry, type OutboxKind, outboxKinds } from "../../src/delivery/outbox";
import type { Storage } from "../../src/storage/open-storage";
import { openTestStorage } from "../support/storage";
import { twenty, unique } from "../support/stored-values";

let storage: Storage;
let uri: string;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ storage, uri, close } = await openTestStorage());
});
afterAll(() => close());

describe("the outbox", () => {
  type NewEntry = Omit<OutboxEntry, "sentParts" | "attempts">;
  const contacts = new Set<string>();
  /** Each test sends on an outbox of its own: what it leaves is dropped. */
  afterEach(async () => {
    for (const contactId of contacts) await storage.outbox.dropQueued(contactId, outboxKinds, "the test is over", 1);
    contacts.clear();
  });
  const entry = (kind: OutboxKind, createdAt: number, contactId = unique("contact")): NewEntry => {
    contacts.add(contactId);
    return {
      id: unique("outbox"),
      contactId,
      channel: "telegram",
      kind,
      content: { type: "messages", messages: [{ text: "Sugeng enjing \u{1f31e}" }] },
      notBefore: createdAt,
      createdAt,
    };
  };
  const lease = async (now: number, limit = 10, owner = "me"): Promise<readonly OutboxEntry[]> =>
    storage.outbox.lease({ channel: "telegram", owner, now, leaseMs: 100, limit });
  const ids = (entries: readonly { id: string }[]): string[] => entries.map(({ id }) => id);
  const sent = (at: number) => ({ status: "sent", providerMessageIds: ["p"], at }) as const;

  const stored = async (contactIds: readonly string[]) => {
    const connection = await mongoose.createConnection(uri).asPromise();
    const found = await connection
      .collection("outbox")
      .find({ contactId: { $in: [...contactIds] } })
      .toArray();
    await connection.close();
    return found;
  };

  describe("by a clock that has been set back since", () => {
    const AHEAD = 10_000_000;
    const QUARTER = 15 * 60_000;
    const shorten = () => storage.outbox.shortenWaits({ channel: "telegram", now: 10, leaseMs: 100 });

    it("holds no lease longer than one of now", async () => {
      const one = entry("reply", 1);
      await storage.outbox.add([one]);
      expect(ids(await lease(AHEAD, 10, "dead"))).toEqual([one.id]);
      await shorten();
      expect(await lease(109)).toEqual([]);
      expect(ids(await lease(110))).toEqual([one.id]);
    });

    it("lets what was to go at once go at once, and what is tried again come within the longest wait between two tries", async () => {
      const [fresh, tried, reminder] = [entry("notice", AHEAD), entry("notice", 1), entry("reminder", 2)];
      await storage.outbox.add([fresh, tried, reminder]);
      await storage.outbox.release(tried.id, { notBefore: AHEAD, failed: false });
      await storage.outbox.release(reminder.id, { notBefore: AHEAD, failed: true });
      await shorten();
      expect(ids(await lease(10))).toEqual([fresh.id]);
      expect(ids(await lease(QUARTER + 9))).toEqual([fresh.id]);
      expect(ids(await lease(QUARTER + 10))).toEqual([tried.id, reminder.id]);
    });

    it("leaves what is due on a day and hour, what is set aside, and what waits on another channel", async () => {
      const [planned, held] = [{ ...entry("reminder", 1), notBefore: AHEAD }, entry("notice", 2)];
      const other = { ...entry("notice", AHEAD), channel: "simulator" as const };
      await storage.outbox.add([planned, held, other]);
      await storage.outbox.hold(held.id, { until: AHEAD, reason: "window" });
      await shorten();
      expect(await lease(AHEAD - 1)).toEqual([]);
      expect((await stored([other.contactId]))[0]).toMatchObject({ notBefore: AHEAD });
    });
  });

  it("takes each id once, whatever became of it", async () => {
    const [one, two] = [{ ...entry("reply", 1), rule: "why.reply" }, entry("reply", 2)];
    const added = await Promise.all(twenty.map(() => storage.outbox.add([one, two])));
    expect(added.reduce((sum, count) => sum + count)).toBe(2);
    expect(await lease(10)).toEqual([
      { ...one, sentParts: 0, attempts: 0, isAlone: true },
      { ...two, sentParts: 0, attempts: 0, isAlone: true },
    ]);
    await storage.outbox.finish(one.id, sent(11));
    expect(await storage.outbox.add([one])).toBe(0);
    expect(await storage.outbox.add([])).toBe(0);
  });

  it("hands an entry that nothing goes before to whoever adds it, and to nobody else until the lease has run out", async () => {
    const terms = { owner: "me", now: 10, leaseMs: 100 };
    const one = entry("reply", 10);
    const added = await Promise.all(twenty.map(() => storage.outbox.addLeased(one, terms)));
    expect(added.filter(Boolean)).toEqual([{ ...one, sentParts: 0, attempts: 0 }]);
    expect(await lease(109)).toEqual([]);
    const next = entry("reply", 11, one.contactId);
    expect(await storage.outbox.addLeased(next, { ...terms, now: 11 })).toBeNull();
    expect(ids(await lease(110, 10, "another"))).toEqual([one.id]);
    await storage.outbox.finish(one.id, sent(111));
    expect(ids(await lease(111))).toEqual([next.id]);
    await storage.outbox.finish(next.id, sent(112));
    expect(await storage.outbox.addLeased(next, { ...terms, now: 113 })).toBeNull();
  });

  it("hands a reply over past what is less urgent, and not past what waits for a later moment to be answered", async () => {
    const terms = { owner: "me", now: 10, leaseMs: 100 };
    const news = entry("broadcast", 1);
    await storage.outbox.add([news]);
    const reply = entry("reply", 10, news.contactId);
    expect(await storage.outbox.addLeased(reply, terms)).toMatchObject({ id: reply.id });
    const later = { ...entry("reply", 1), notBefore: 500 };
    await storage.outbox.add([later]);
    expect(await storage.outbox.addLeased(entry("reply", 10, later.contactId), terms)).toBeNull();
  });

  it("hands an entry over by what was found of the contact's a moment before, where that is given", async () => {
    const terms = { owner: "me", now: 10, leaseMs: 100 };
    const one = entry("reply", 10);
    const before = await storage.outbox.unfinished(one.contactId);
    await storage.outbox.add([entry("notice", 5, one.contactId), { ...one, id: unique("older"), createdAt: 5 }]);
    expect(before.goesBefore(one, 10)).toBe(false);
    expect((await storage.outbox.unfinished(one.contactId)).goesBefore(one, 10)).toBe(true);
    expect(await storage.outbox.addLeased(one, { ...terms, unfinished: before })).toMatchObject({ id: one.id });
    const next = entry("reply", 11, one.contactId);
    expect(
      await storage.outbox.addLeased(next, { ...terms, now: 11, unfinished: { goesBefore: () => true } }),
    ).toBeNull();
  });

  const delivered = (status: Delivery["status"], at: number): Delivery =>
    status === "failed"
      ? { status, at, failure: { code: 131_026, meaning: "not there", reason: "rejected" } }
      : { status, at };

  it.each<[string, readonly Delivery["status"][], Delivery["status"]]>([
    ["as it went on", ["sent", "delivered", "read"], "read"],
    ["also where it is told in another order", ["read", "sent", "delivered"], "read"],
    ["as failed, whatever else is told", ["sent", "failed", "delivered"], "failed"],
  ])("keeps what became of a message %s", async (_name, told, last) => {
    const one = entry("reply", 1);
    const messageId = unique("provider");
    await storage.outbox.add([one]);
    await lease(10);
    expect(await storage.outbox.noteDelivery(messageId, delivered("sent", 5))).toEqual([]);
    await storage.outbox.finish(one.id, { status: "sent", providerMessageIds: [messageId], at: 11 });
    expect(await storage.outbox.deliveryOf(one.id)).toBeNull();
    for (const [at, status] of told.entries())
      expect(await storage.outbox.noteDelivery(messageId, delivered(status, at))).toEqual([
        { contactId: one.contactId, kind: "reply" },
      ]);
    expect(await storage.outbox.deliveryOf(one.id)).toEqual(delivered(last, told.indexOf(last)));
  });

  it("knows an entry by each message that it went out as, also before it is finished", async () => {
    const one = entry("reply", 1);
    const [first, second, third] = [unique("provider"), unique("provider"), unique("provider")];
    await storage.outbox.add([one]);
    await lease(10);
    await storage.outbox.partSent(one.id, 1, [first, second]);
    expect(await storage.outbox.noteDelivery(second, delivered("failed", 5))).toHaveLength(1);
    await storage.outbox.finish(one.id, { status: "sent", providerMessageIds: [third], at: 11 });
    for (const id of [first, second, third])
      expect(await storage.outbox.noteDelivery(id, delivered("read", 20))).toHaveLength(1);
    expect(await storage.outbox.deliveryOf(one.id)).toMatchObject({ status: "failed", at: 5 });
  });

  it("ends at once what was sent and is never told of, also what had been dropped meanwhile, and only that", async () => {
    const [one, dropped, left] = [entry("reply", 1), entry("reply", 2), entry("reply", 3)];
    await storage.outbox.add([one, dropped, left]);
    expect(await lease(10, 3)).toHaveLength(3);
    await storage.outbox.partSent(one.id, 1, []);
    await storage.outbox.finish(dropped.id, { status: "dropped", reason: "test", at: 10 });
    const unasked = { status: "sent", providerMessageIds: [], at: 11 } as const;
    await Promise.all([one, dropped].map(({ id }) => storage.outbox.finish(id, unasked)));
    expect(ids(await lease(200, 3))).toEqual([left.id]);
    await storage.outbox.finish(left.id, sent(201));
    const states = await stored([one, dropped].map(({ contactId }) => contactId));
    expect(states.map(({ state, endedAt, content }) => ({ state, endedAt, content }))).toEqual([
      { state: "sent", endedAt: 11, content: undefined },
      { state: "sent", endedAt: 11, content: undefined },
    ]);
    expect(states.some((document) => "providerHashes" in document)).toBe(false);
  });

  it("knows every entry that went out in the same message", async () => {
    const who = unique("contact");
    const entries = [entry("reminder", 1, who), entry("reminder", 2, who)];
    const messageId = unique("provider");
    await storage.outbox.add(entries);
    for (const { id } of entries)
      await storage.outbox.finish(id, { status: "sent", providerMessageIds: [messageId], at: 11 });
    const told = await storage.outbox.noteDelivery(messageId, delivered("delivered", 12));
    expect(told).toEqual(entries.map(() => ({ contactId: who, kind: "reminder" })));
    for (const { id } of entries) expect(await storage.outbox.deliveryOf(id)).toMatchObject({ status: "delivered" });
  });

  it("keeps a reminder that was sent, which holds no words, for when it did not arrive; and nothing else", async () => {
    const words = entry("notice", 1);
    const reminder = { ...entry("reminder", 1), content: { type: "reminder", dueItemId: "i", rung: "d-7" } } as const;
    await storage.outbox.add([words, reminder]);
    const ids = { [words.id]: unique("provider"), [reminder.id]: unique("provider") };
    for (const [id, messageId] of Object.entries(ids)) {
      const isReminder = id === reminder.id;
      await storage.outbox.finish(id, { status: "sent", providerMessageIds: [messageId], at: 11, isReminder });
    }
    const told = async (id: string, status: "read" | "failed") =>
      (await storage.outbox.noteDelivery(ids[id] ?? "", delivered(status, 12)))[0]?.reminder;
    expect(await told(reminder.id, "read")).toBeUndefined();
    expect(await told(reminder.id, "failed")).toMatchObject(reminder);
    expect(await told(words.id, "failed")).toBeUndefined();
    expect(await lease(100)).toEqual([]);
  });

  it("sends replies before notices before reminders before broadcasts, and the older first", async () => {
    const entries = [
      entry("broadcast", 1),
      entry("reminder", 2),
      entry("notice", 3),
      entry("reply", 5),
      entry("reply", 4),
    ];
    await storage.outbox.add(entries);
    expect(ids(await lease(10))).toEqual([4, 3, 2, 1, 0].map((index) => entries[index]?.id));
  });

  it("leaves alone what is not due, and what another channel sends", async () => {
    const [due, later] = [entry("reply", 1), { ...entry("reply", 2), notBefore: 50 }];
    await storage.outbox.add([due, later, { ...entry("reply", 1), channel: "simulator" }]);
    expect(ids(await lease(49))).toEqual([due.id]);
    expect(ids(await lease(50))).toEqual([later.id]);
  });

  it("leases each entry to one sender", async () => {
    const entries = twenty.map((index) => entry("reply", index));
    await storage.outbox.add(entries);
    const leased = await Promise.all([1, 2, 3, 4].map((owner) => lease(100, 10, `sender-${owner}`)));
    const all = leased.flatMap(ids);
    expect(new Set(all).size).toBe(all.length);
    expect(leased.every((own) => own.length <= 10)).toBe(true);
    const rest = await lease(100, 100);
    expect(ids(rest).concat(all).sort()).toEqual(ids(entries).sort());
  });

  it("gives an entry free when its lease has run out", async () => {
    const one = entry("reply", 1);
    await storage.outbox.add([one]);
    await lease(10);
    expect(await lease(109)).toEqual([]);
    expect(ids(await lease(110))).toEqual([one.id]);
  });

  it("keeps the order of one contact: an older entry of the same or a better priority goes first", async () => {
    const contactId = unique("contact");
    const [first, second, reminder] = [
      entry("reply", 1, contactId),
      entry("reply", 2, contactId),
      entry("reminder", 3, contactId),
    ];
    await storage.outbox.add([first, second, reminder]);
    expect(ids(await lease(10))).toEqual([first.id]);
    expect(await lease(10)).toEqual([]);
    await storage.outbox.release(first.id, { notBefore: 5_000, failed: true });
    expect(await lease(20)).toEqual([]);
    await storage.outbox.finish(first.id, sent(30));
    expect(ids(await lease(30))).toEqual([second.id]);
    await storage.outbox.finish(second.id, sent(30));
    expect(ids(await lease(30))).toEqual([reminder.id]);
  });

  it("lets a reply pass an older reminder that waits", async () => {
    const contactId = unique("contact");
    const [reminder, reply] = [entry("reminder", 1, contactId), entry("reply", 2, contactId)];
    await storage.outbox.add([{ ...reminder, notBefore: 5_000 }, reply]);
    expect(ids(await lease(10))).toEqual([reply.id]);
  });

  it.each([
    ["reminder", "reminder"],
    ["notice", "reminder"],
    ["notice", "notice"],
  ] as const)("lets no older %s that waits for a later moment hold up a %s that is due", async (older, newer) => {
    const contactId = unique("contact");
    const [held, due] = [entry(older, 1, contactId), entry(newer, 2, contactId)];
    await storage.outbox.add([{ ...held, notBefore: 5_000 }, due]);
    expect(ids(await lease(10))).toEqual([due.id]);
    await storage.outbox.finish(due.id, sent(10));
    expect(ids(await lease(5_000))).toEqual([held.id]);
  });

  const breakContent = async (contactId: string, $set: Readonly<Record<string, unknown>>): Promise<void> => {
    const beside = await mongoose.createConnection(uri).asPromise();
    await beside.collection("outbox").updateOne({ contactId }, { $set });
    await beside.close();
  };

  it("gives a reply that can never be unsealed up to an officer at once, and lets newer ones pass", async () => {
    const broken = entry("reply", 1);
    await storage.outbox.add([broken]);
    await breakContent(broken.contactId, { "content.b": Buffer.alloc(64) });
    const newer = entry("reply", 2, broken.contactId);
    await storage.outbox.add([newer]);
    expect(ids(await lease(10))).toEqual([newer.id]);
    const tasks = await storage.repositories.tasks.open({ type: "all" }, 10, { kind: "undeliverable" });
    expect(tasks.filter(({ contactId }) => contactId === broken.contactId)).toHaveLength(1);
  });

  it("hands out the others where one cannot be unsealed for want of a key, and in the end gives that one up to an officer", async () => {
    const before = (await storage.outbox.counts()).failed;
    const broken = entry("notice", 1);
    await storage.outbox.add([broken]);
    await breakContent(broken.contactId, { "content.k": "no such key" });
    const other = entry("notice", 2);
    await storage.outbox.add([other]);
    expect(ids(await lease(10))).toEqual([other.id]);
    await storage.outbox.finish(other.id, sent(10));
    expect(await lease(11)).toEqual([]);
    for (let attempt = 1; attempt < mostSendAttempts; attempt += 1)
      expect(await lease(10 + attempt * 15 * 60_000)).toEqual([]);
    expect(await storage.outbox.counts()).toMatchObject({ queued: 0, failed: before + 1 });
    const tasks = await storage.repositories.tasks.open({ type: "all" }, 10, { kind: "undeliverable" });
    expect(tasks.filter(({ contactId }) => contactId === broken.contactId)).toHaveLength(1);
  });

  it("keeps the order of entries that were added together", async () => {
    const contactId = unique("contact");
    const entries = twenty.map(() => entry("reply", 7, contactId));
    await storage.outbox.add(entries);
    const order: string[] = [];
    for (let [next] = await lease(10); next; [next] = await lease(10)) {
      order.push(next.id);
      await storage.outbox.finish(next.id, sent(10));
    }
    expect(order).toEqual(ids(entries));
  });

  it("is not stopped for others by one contact's long queue behind an entry that is tried again later", async () => {
    const stuck = unique("contact");
    const queue = Array.from({ length: 450 }, (_, index) => entry("reply", index, stuck));
    const [head] = queue;
    await storage.outbox.add(queue);
    await storage.outbox.release(head?.id ?? "", { notBefore: 1e9, failed: true });
    const other = entry("reply", 9_000);
    await storage.outbox.add([other]);
    expect(ids(await lease(10_000))).toEqual([other.id]);
  });

  it("sets an entry aside so that it holds up no other, until its time or until it is freed", async () => {
    const contactId = unique("contact");
    const [news, reply, notice] = [
      entry("answer", 1, contactId),
      entry("reply", 2, contactId),
      entry("notice", 3, contactId),
    ];
    await storage.outbox.add([news, reply, notice]);
    await lease(10, 1);
    await storage.outbox.hold(news.id, { until: 900, reason: "window" });
    expect(ids(await lease(10))).toEqual([reply.id]);
    await storage.outbox.finish(reply.id, sent(11));
    expect(await storage.outbox.hasNews(contactId, "telegram", notice.id)).toBe(true);
    expect(await storage.outbox.freeHeld(contactId, "simulator", 20)).toBe(0);
    expect(await storage.outbox.freeHeld(contactId, "telegram", 20)).toBe(1);
    expect(await storage.outbox.freeHeld(contactId, "telegram", 20)).toBe(0);
    expect(await lease(200, 1)).toEqual([{ ...news, notBefore: 20, sentParts: 0, attempts: 0 }]);
    await storage.outbox.finish(news.id, sent(21));
    expect(await storage.outbox.hasNews(contactId, "telegram", notice.id)).toBe(false);
    await storage.outbox.hold(notice.id, { until: 900, reason: "room" });
    expect(await lease(899)).toEqual([]);
    expect((await lease(900)).map(({ heldFor }) => heldFor)).toEqual(["room"]);
  });

  it("hands over reminders that wait for room with the one that is due", async () => {
    const contactId = unique("contact");
    const [waiting, due] = [entry("reminder", 1, contactId), entry("reminder", 2, contactId)];
    await storage.outbox.add([waiting, due]);
    await storage.outbox.hold(waiting.id, { until: 1e6, reason: "room" });
    expect(ids(await lease(10))).toEqual([due.id]);
    const request = { contactId, channel: "telegram" as const, owner: "me", now: 10, leaseMs: 100, limit: 10 };
    expect(ids(await storage.outbox.leaseRemindersOf(request))).toEqual([waiting.id]);
    expect(await storage.outbox.leaseRemindersOf(request)).toEqual([]);
  });

  it("hands a contact's other due reminders to the same sender", async () => {
    const contactId = unique("contact");
    const reminders = [1, 2, 3].map((at) => entry("reminder", at, contactId));
    const later = { ...entry("reminder", 4, contactId), notBefore: 500 };
    await storage.outbox.add([...reminders, later, entry("broadcast", 1, contactId), entry("reminder", 1)]);
    const own = (await lease(10)).filter((one) => one.contactId === contactId && one.kind === "reminder");
    const request = { contactId, channel: "telegram" as const, owner: "me", now: 10, leaseMs: 100, limit: 10 };
    const others = await storage.outbox.leaseRemindersOf(request);
    expect([...ids(own), ...ids(others)]).toEqual(ids(reminders));
    expect(await storage.outbox.leaseRemindersOf(request)).toEqual([]);
  });

  it("counts parts and attempts, and gives an entry back for later", async () => {
    const one = entry("reply", 1);
    await storage.outbox.add([one]);
    await lease(10);
    await storage.outbox.partSent(one.id, 2, ["p2"]);
    await storage.outbox.partSent(one.id, 1, ["p1"]);
    await storage.outbox.release(one.id, { notBefore: 20, failed: true });
    expect(await lease(19)).toEqual([]);
    expect(await lease(20)).toEqual([{ ...one, notBefore: 20, sentParts: 2, attempts: 1, isAlone: true }]);
    await storage.outbox.release(one.id, { notBefore: 20, failed: false });
    expect(await lease(20)).toMatchObject([{ attempts: 1 }]);
  });

  it("drops what is queued for a contact, of the named kinds only, and brings nothing of it back", async () => {
    const contactId = unique("contact");
    const [reply, reminder] = [entry("reply", 1, contactId), entry("reminder", 1, contactId)];
    await storage.outbox.add([reply, reminder, entry("broadcast", 1, contactId)]);
    expect(await storage.outbox.dropQueued(contactId, ["reminder", "broadcast"], "opted-out", 5)).toBe(2);
    expect(ids(await lease(10))).toEqual([reply.id]);
    await storage.outbox.release(reminder.id, { notBefore: 0, failed: false });
    expect(await lease(10)).toEqual([]);
  });

  it("tells the rule of the last automatic message that was sent", async () => {
    const contactId = unique("contact");
    const kinds = ["notice", "reminder", "reply", "broadcast", "notice"] as const;
    const entries = kinds.map((kind, at) => ({ ...entry(kind, at, contactId), rule: `rule.${at}` }));
    const { rule: _, ...withoutRule } = entries[3]!;
    await storage.outbox.add([...entries.slice(0, 3), withoutRule, entries[4]!]);
    expect(await storage.outbox.lastAutomatic(contactId)).toBeNull();
    for (const [at, { id }] of entries.slice(0, 4).entries()) await storage.outbox.finish(id, sent(10 + at));
    expect(await storage.outbox.lastAutomatic(contactId)).toEqual({ rule: "rule.1", isNewest: false });
    await storage.outbox.finish(entries[4]!.id, sent(14));
    expect(await storage.outbox.lastAutomatic(contactId)).toEqual({ rule: "rule.4", isNewest: true });
  });

  it("tells the rule of an automatic message by the platform's id for any of its parts, to whom it was for only", async () => {
    const contactId = unique("contact");
    const id = unique("platform");
    const [news, reply] = [{ ...entry("notice", 1, contactId), rule: "rule.news" }, entry("reply", 2, contactId)];
    await storage.outbox.add([news, reply]);
    await storage.outbox.partSent(news.id, 1, [`${id}-1`]);
    expect(await storage.outbox.ruleOf(contactId, `${id}-1`)).toBeNull();
    await storage.outbox.finish(news.id, { status: "sent", providerMessageIds: [`${id}-2`], at: 10 });
    await storage.outbox.finish(reply.id, { status: "sent", providerMessageIds: [`${id}-3`], at: 11 });
    const ruleOf = (part: number, who = contactId) => storage.outbox.ruleOf(who, `${id}-${part}`);
    expect(await Promise.all([1, 2, 3, 4].map((part) => ruleOf(part)))).toEqual(["rule.news", "rule.news", null, null]);
    expect(await ruleOf(1, unique("contact"))).toBeNull();
    expect(JSON.stringify(await stored([contactId]))).not.toContain(id);
  });

  it("tells how many wait, how many failed, and since when the oldest is due", async () => {
    const { failed } = await storage.outbox.counts();
    const [one, two] = [entry("reply", 40), entry("reply", 30)];
    await storage.outbox.add([one, two]);
    expect(await storage.outbox.counts()).toEqual({ queued: 2, failed, oldestDueAt: 30 });
    await storage.outbox.finish(one.id, { status: "failed", reason: "rejected", at: 50 });
    await storage.outbox.finish(two.id, sent(50));
    expect(await storage.outbox.counts()).toEqual({ queued: 0, failed: failed + 1 });
  });
});
