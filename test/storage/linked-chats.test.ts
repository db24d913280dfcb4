import type { Storage } from "../../src/storage/open-storage";
import { openTestStorage } from "../support/storage";
import { person, proof, sponsor, task, twenty, unique, worker } from "../support/stored-values";

let storage: Storage;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ storage, close } = await openTestStorage());
});
afterAll(() => close());

const made = (): Promise<{ id: string }> =>
  storage.repositories.contacts.resolve({
    channel: "telegram",
    address: "1",
    identifiers: [{ kind: "telegram-user", value: unique("user") }],
    now: 1_000,
  });

describe("the chats of one person", () => {
  it("are found by their principal, oldest first, until they are let go", async () => {
    const { contacts } = storage.repositories;
    const [first, one, two] = [await made(), await made(), await made()];
    for (const { id } of [one, two]) await contacts.update(id, { principalId: first.id });
    const found = await contacts.endpoints(first.id);
    expect(found.map(({ id }) => id).sort()).toEqual([one.id, two.id].sort());
    expect(found[0]).toMatchObject({ principalId: first.id, channel: "telegram", address: "1" });
    await contacts.update(one.id, { principalId: null });
    expect((await contacts.endpoints(first.id)).map(({ id }) => id)).toEqual([two.id]);
    expect(await contacts.find(one.id)).toEqual({ id: one.id, channel: "telegram", address: "1", language: "id" });
  });

  it("are linked by a code that opens once, until its time is over, and that a newer one replaces", async () => {
    const { contacts } = storage.repositories;
    const { id } = await made();
    const [older, newer] = [unique("hash"), unique("hash")];
    await contacts.openLinkCode(id, { hash: older, until: 100 });
    await contacts.openLinkCode(id, { hash: newer, until: 200 });
    expect(await contacts.findByLinkCode(older, "one", 50)).toBeNull();
    expect(await contacts.findByLinkCode(newer, "one", 200)).toBeNull();
    expect(await contacts.findByLinkCode(newer, "one", 199)).toEqual(await contacts.find(id));
    const spent = await Promise.all(twenty.map((_, index) => contacts.spendLinkCode(newer, `act ${index}`, 150)));
    expect(spent.filter(Boolean)).toHaveLength(1);
    expect(await contacts.findByLinkCode(newer, "one", 150)).toBeNull();
  });

  it("are linked by a code that stays with the act that used it, also after its time, until there is a newer one", async () => {
    const { contacts } = storage.repositories;
    const { id } = await made();
    const [older, newer] = [unique("hash"), unique("hash")];
    await contacts.openLinkCode(id, { hash: older, until: 100 });
    await contacts.spendLinkCode(older, "one", 50);
    expect(await contacts.findByLinkCode(older, "one", 150)).toEqual(await contacts.find(id));
    expect(await contacts.spendLinkCode(older, "one", 150)).toBe(true);
    expect(await contacts.spendLinkCode(older, "two", 60)).toBe(false);
    await contacts.openLinkCode(id, { hash: newer, until: 200 });
    expect(await contacts.findByLinkCode(newer, "two", 150)).not.toBeNull();
    expect(await contacts.findByLinkCode(older, "one", 150)).toBeNull();
  });

  it("are out of reach while they are blocked or took no message, page by page", async () => {
    const { contacts } = storage.repositories;
    const [blocked, failed, fine] = [await made(), await made(), await made()];
    await contacts.update(blocked.id, { blockedAt: 5 });
    await contacts.update(failed.id, { undeliverableAt: 6 });
    const found: string[] = [];
    for (let last: string | null = null; ; ) {
      const [next] = await contacts.outOfReach(last, 1);
      if (!next) break;
      found.push(next.id);
      last = next.id;
    }
    expect(found).toEqual([...found].sort());
    expect(found).toEqual(expect.arrayContaining([blocked.id, failed.id]));
    expect(found).not.toContain(fine.id);
    await contacts.update(blocked.id, { blockedAt: null });
    expect((await contacts.outOfReach(null, 100)).map(({ id }) => id)).not.toContain(blocked.id);
  });
});

describe("what a contact has", () => {
  it("becomes another's, and whoever read it before cannot save over that", async () => {
    const { persons, workers, proofs, tasks, attachments } = storage.repositories;
    const [from, to, third] = [unique("contact"), unique("contact"), unique("contact")];
    const own = { who: person({ contactIds: [from, third] }), what: worker(), paid: proof(), asked: task() };
    const registered = { ...own.what, registeredBy: { ...own.what.registeredBy, contactId: from } };
    await persons.add(own.who);
    await workers.add(registered);
    await proofs.add({ ...own.paid, contactId: from });
    await tasks.add({ ...own.asked, contactId: from });
    const file = {
      id: unique("file"),
      contactId: from,
      mimeType: "image/png" as const,
      bytes: new Uint8Array([1]),
      contentHash: unique("hash"),
      createdAt: 1,
    };
    await attachments.add(file);
    for (const repository of [persons, workers, proofs, tasks, attachments]) {
      await repository.moveContact(from, to);
      await repository.moveContact(from, to);
    }
    expect((await persons.find(own.who.id))?.contactIds.toSorted()).toEqual([third, to].sort());
    expect((await workers.findByContact(to)).map(({ id }) => id)).toEqual([own.what.id]);
    expect(await workers.findByContact(from)).toEqual([]);
    expect((await proofs.findByContact(to, 5)).map(({ id }) => id)).toEqual([own.paid.id]);
    expect((await tasks.find(own.asked.id))?.contactId).toBe(to);
    expect((await attachments.find(file.id))?.contactId).toBe(to);
    expect(await workers.save(registered)).toEqual({ ok: false, error: "changed-meanwhile" });
  });

  it("stays where both are sponsors, because one contact is one sponsor", async () => {
    const { sponsors } = storage.repositories;
    const [from, to] = [sponsor(), sponsor()];
    await sponsors.add(from);
    await sponsors.add(to);
    expect(await sponsors.moveContact(from.contactId, to.contactId)).toEqual({
      ok: false,
      error: "contact-has-sponsor",
    });
    const free = unique("contact");
    for (let times = 0; times < 2; times += 1)
      expect(await sponsors.moveContact(from.contactId, free)).toEqual({ ok: true, value: undefined });
    expect((await sponsors.findByContact(free))?.id).toBe(from.id);
  });
});

describe("a message of a further chat", () => {
  it("waits with the person, and goes over to whom its chat belongs by now", async () => {
    const [principal, chat, id] = [unique("contact"), unique("contact"), unique("telegram:message")];
    const message = {
      channel: "telegram" as const,
      providerMessageId: id,
      address: "1",
      identifiers: [],
      sentAt: 1,
      sequence: 1,
      content: { type: "text" as const, text: "halo" },
    };
    await storage.inbox.add({ id, contactId: principal, endpointId: chat, message, receivedAt: 1 });
    expect(await storage.inbox.waiting(principal, 5)).toMatchObject([{ id, contactId: principal, endpointId: chat }]);
    await storage.inbox.readdress(id, { contactId: chat });
    expect(await storage.inbox.waiting(principal, 5)).toEqual([]);
    expect((await storage.inbox.waiting(chat, 5))[0]).not.toHaveProperty("endpointId");
    await storage.inbox.readdress(id, { contactId: principal, endpointId: chat });
    expect(await storage.inbox.waiting(principal, 5)).toHaveLength(1);
    await storage.inbox.close(id, 2);
    await storage.inbox.readdress(id, { contactId: chat });
    expect(await storage.inbox.waiting(chat, 5)).toEqual([]);
  });

  it("is answered in the chat that the entry of the outbox names, whatever waits on another channel", async () => {
    const contactId = unique("contact");
    const entry = (id: string, channel: "telegram" | "whatsapp-web", createdAt: number) => ({
      id: unique(id),
      contactId,
      channel,
      kind: "reply" as const,
      content: { type: "messages" as const, messages: [{ text: id }] },
      notBefore: createdAt,
      createdAt,
    });
    const older = entry("older", "whatsapp-web", 1);
    const newer = { ...entry("newer", "telegram", 2), endpointId: "chat" };
    await storage.outbox.add([older, newer]);
    const terms = { owner: "me", now: 10, leaseMs: 100, limit: 10 };
    expect(await storage.outbox.lease({ ...terms, channel: "telegram" })).toMatchObject([
      { id: newer.id, endpointId: "chat", contactId },
    ]);
  });
});
