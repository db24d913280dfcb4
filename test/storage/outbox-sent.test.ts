import type { Delivery } from "../../src/delivery/outbox";
import { ids, sent, suiteOutbox } from "../support/outbox-suite";
import { unique } from "../support/stored-values";

const { storage, entry, lease, stored } = suiteOutbox();

describe("the outbox, about what went out", () => {
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
});
