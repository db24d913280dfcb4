import { mostSendAttempts } from "../../src/delivery/failures";
import { ids, sent, suiteOutbox } from "../support/outbox-suite";
import { twenty, unique } from "../support/stored-values";

const { storage, entry, lease, stored, breakContent } = suiteOutbox();

describe("the outbox", () => {
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
