import { freshState, type Session, type SessionState } from "../../src/conversation/session";
import type { InboxEntry } from "../../src/delivery/inbox";
import type { OutboxEntry, OutboxKind } from "../../src/delivery/outbox";
import type { Identifier } from "../../src/domain/messaging/contact";
import type { Storage } from "../../src/storage/open-storage";
import { openTestStorage } from "../support/storage";

let storage: Storage;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ storage, close } = await openTestStorage());
});
afterAll(() => close());

let counter = 0;
/** An id that no other test uses: the tests share one database and run in any order. */
const unique = (prefix: string): string => `${prefix}-${counter++}`;
const twenty = Array.from({ length: 20 }, (_, index) => index);

describe("contacts", () => {
  const seen = (...identifiers: Identifier[]) => ({
    channel: "whatsapp-web" as const,
    address: "62811000111@c.us",
    identifiers,
    now: 1_000,
  });
  const phone = (): Identifier => ({ kind: "whatsapp-phone", value: unique("+62811") });
  const lid = (): Identifier => ({ kind: "whatsapp-lid", value: unique("lid") });

  it("are made once, however many messages of a new person arrive at once", async () => {
    const [own, other] = [phone(), lid()];
    const made = await Promise.all(
      twenty.map((index) => storage.repositories.contacts.resolve(index % 2 ? seen(own, other) : seen(other, own))),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(made[0]).toEqual({
      id: expect.any(String),
      channel: "whatsapp-web",
      address: "62811000111@c.us",
      language: "id",
    });
  });

  it("are found by any identifier, also by one that was learnt later", async () => {
    const [own, other] = [phone(), lid()];
    const { id } = await storage.repositories.contacts.resolve(seen(own));
    expect((await storage.repositories.contacts.resolve(seen(own, other))).id).toBe(id);
    expect((await storage.repositories.contacts.resolve(seen(other))).id).toBe(id);
  });

  it("keep the same value of another kind apart", async () => {
    const value = unique("same");
    const one = await storage.repositories.contacts.resolve(seen({ kind: "whatsapp-phone", value }));
    const two = await storage.repositories.contacts.resolve(seen({ kind: "whatsapp-lid", value }));
    expect(two.id).not.toBe(one.id);
  });

  it("let the surest identifier decide where two contacts are named, and take nothing from the other", async () => {
    const [own, other] = [phone(), lid()];
    const first = await storage.repositories.contacts.resolve(seen(own));
    const second = await storage.repositories.contacts.resolve(seen(other));
    expect((await storage.repositories.contacts.resolve(seen(other, own))).id).toBe(second.id);
    expect((await storage.repositories.contacts.resolve(seen(own, other))).id).toBe(first.id);
    expect((await storage.repositories.contacts.resolve(seen(own))).id).toBe(first.id);
    expect((await storage.repositories.contacts.resolve(seen(other))).id).toBe(second.id);
  });

  it("are answered on the channel from which they wrote last", async () => {
    const own = phone();
    const { id } = await storage.repositories.contacts.resolve(seen(own));
    const moved = { ...seen(own), channel: "whatsapp-cloud" as const, address: "62811000111" };
    await storage.repositories.contacts.resolve(moved);
    expect(await storage.repositories.contacts.find(id)).toMatchObject({
      channel: "whatsapp-cloud",
      address: "62811000111",
    });
  });

  it("change in the named fields only, and lose those that are set to null", async () => {
    const { contacts } = storage.repositories;
    const { id } = await contacts.resolve(seen(phone()));
    const consent = { status: "given", textVersion: 3, at: 5, messageId: "simulator:1" } as const;
    await contacts.update(id, { consent, language: "en", pausedUntil: 9, address: "elsewhere" });
    await contacts.update(id, { optedOutAt: 7, pausedUntil: null });
    await contacts.update(id, {});
    expect(await contacts.find(id)).toEqual({
      id,
      channel: "whatsapp-web",
      address: "elsewhere",
      language: "en",
      consent,
      optedOutAt: 7,
    });
  });

  it("are forgotten with their identifiers", async () => {
    const { contacts } = storage.repositories;
    const own = phone();
    const { id } = await contacts.resolve(seen(own));
    await contacts.remove(id);
    expect(await contacts.find(id)).toBeNull();
    expect((await contacts.resolve(seen(own))).id).not.toBe(id);
  });
});

describe("the inbox", () => {
  const entry = (contactId: string, sentAt: number, sequence = 0): Omit<InboxEntry, "attempts"> => {
    const providerMessageId = unique("message");
    return {
      id: `simulator:${providerMessageId}`,
      contactId,
      message: {
        channel: "simulator",
        providerMessageId,
        address: "siti",
        identifiers: [{ kind: "simulator-name", value: "siti" }],
        sentAt,
        sequence,
        content: { type: "text", text: "halo \u{1f44b} \ud800" },
      },
      receivedAt: sentAt + 5,
    };
  };

  it("takes a message once, however often it is delivered", async () => {
    const one = entry(unique("contact"), 100);
    const added = await Promise.all(twenty.map(() => storage.inbox.add(one)));
    expect(added.filter(Boolean)).toHaveLength(1);
    expect(await storage.inbox.waiting(one.contactId, 10)).toEqual([{ ...one, attempts: 0 }]);
  });

  it("gives a contact's messages by the platform's time, then by sequence, whenever they arrived", async () => {
    const contactId = unique("contact");
    const [third, first, second] = [entry(contactId, 300), entry(contactId, 200, 1), entry(contactId, 200, 2)];
    for (const one of [third, second, first]) await storage.inbox.add(one);
    const ids = (await storage.inbox.waiting(contactId, 10)).map(({ id }) => id);
    expect(ids).toEqual([first.id, second.id, third.id]);
    expect(await storage.inbox.waiting(contactId, 2)).toHaveLength(2);
  });

  it("counts attempts one by one, and none on a message that is done", async () => {
    const one = entry(unique("contact"), 100);
    await storage.inbox.add(one);
    const counts = await Promise.all([1, 2, 3].map(() => storage.inbox.countAttempt(one.id)));
    expect(counts.sort()).toEqual([1, 2, 3]);
    expect(await storage.inbox.waiting(one.contactId, 1)).toMatchObject([{ attempts: 3 }]);
    await storage.inbox.close(one.id, 200);
    expect(await storage.inbox.countAttempt(one.id)).toBe(0);
  });

  it("remembers a closed message, so that a replay has no effect", async () => {
    const one = entry(unique("contact"), 100);
    await storage.inbox.add(one);
    await storage.inbox.close(one.id, 200);
    expect(await storage.inbox.add(one)).toBe(false);
    expect(await storage.inbox.waiting(one.contactId, 10)).toEqual([]);
  });

  it("names the contacts that wait, oldest message first, each once, and not those whose message was parked", async () => {
    const [late, early, parked] = [unique("contact"), unique("contact"), unique("contact")];
    const stuck = entry(parked, -30);
    for (const one of [entry(late, -10), entry(early, -20), entry(early, -5), stuck]) await storage.inbox.add(one);
    await storage.inbox.park(stuck.id, "error-1", 0);
    const waiting = await storage.inbox.contactsWaiting(2);
    expect(waiting).toEqual([early, late]);
  });

  it("lets a contact's later messages go on past a parked one, which an officer can close", async () => {
    const contactId = unique("contact");
    const [stuck, next] = [entry(contactId, 100), entry(contactId, 200)];
    await storage.inbox.add(stuck);
    await storage.inbox.add(next);
    const before = await storage.inbox.counts();
    await storage.inbox.park(stuck.id, "error-1", 300);
    expect((await storage.inbox.waiting(contactId, 10)).map(({ id }) => id)).toEqual([next.id]);
    expect(await storage.inbox.counts()).toMatchObject({ waiting: before.waiting - 1, parked: before.parked + 1 });
    await storage.inbox.close(stuck.id, 400);
    expect((await storage.inbox.counts()).parked).toBe(before.parked);
  });
});

describe("sessions", () => {
  const lease = (contactId: string, owner: string, now: number) => ({ contactId, owner, now, until: now + 100 });
  const position = (touchedAt: number, answers: Record<string, unknown> = { name: "Siti" }) => ({
    flow: "register",
    version: 1,
    step: "nik",
    answers,
    history: ["name"],
    misses: 0,
    touchedAt,
  });

  it("begin fresh, and belong to one owner at a time", async () => {
    const contactId = unique("contact");
    const taken = await Promise.all(twenty.map((index) => storage.sessions.take(lease(contactId, `o${index}`, 0))));
    expect(taken.filter(Boolean)).toEqual([{ contactId, revision: 0, state: freshState }]);
  });

  it("are taken again by their owner, all at once too", async () => {
    const contactId = unique("contact");
    const taken = await Promise.all(twenty.map(() => storage.sessions.take(lease(contactId, "me", 0))));
    expect(taken.filter(Boolean)).toHaveLength(20);
  });

  it("are free again once the lease is released or has run out, and not a moment earlier", async () => {
    const contactId = unique("contact");
    await storage.sessions.take(lease(contactId, "a", 0));
    expect(await storage.sessions.take(lease(contactId, "b", 99))).toBeNull();
    expect(await storage.sessions.take(lease(contactId, "b", 100))).not.toBeNull();
    await storage.sessions.release(contactId, "a");
    expect(await storage.sessions.take(lease(contactId, "c", 101))).toBeNull();
    await storage.sessions.release(contactId, "b");
    expect(await storage.sessions.take(lease(contactId, "c", 101))).not.toBeNull();
  });

  it("keep state and replies exactly, and lose the replies once none are handed in", async () => {
    const contactId = unique("contact");
    await storage.sessions.take(lease(contactId, "me", 0));
    const state: SessionState = { aside: [position(1, { wage: 1_500_000, "a.b": null })], promptId: 4, misses: 1 };
    const handled = { messageId: "simulator:1", replies: [{ text: "Sugeng \u{1f64f}" }], rule: "why.reply" };
    const session: Session = { contactId, revision: 0, state, handled };
    expect(await storage.sessions.commit(session, "me", 50)).toBe(true);
    expect(await storage.sessions.read(contactId)).toEqual({ ...session, revision: 1 });
    expect(await storage.sessions.commit({ contactId, revision: 1, state }, "me", 60)).toBe(true);
    expect(await storage.sessions.read(contactId)).toEqual({ contactId, revision: 2, state });
  });

  it("take one commit per revision, from the lease's owner only", async () => {
    const contactId = unique("contact");
    await storage.sessions.take(lease(contactId, "me", 0));
    const session: Session = { contactId, revision: 0, state: freshState };
    expect(await storage.sessions.commit(session, "somebody else", 1)).toBe(false);
    const committed = await Promise.all(twenty.map(() => storage.sessions.commit(session, "me", 1)));
    expect(committed.filter(Boolean)).toHaveLength(1);
    await storage.sessions.take(lease(contactId, "next", 200));
    expect(await storage.sessions.commit({ ...session, revision: 1 }, "me", 1)).toBe(false);
  });

  it("tell whose unfinished answers were last touched in a time, until the nudge was sent", async () => {
    const commit = async (state: SessionState): Promise<string> => {
      const contactId = unique("contact");
      await storage.sessions.take(lease(contactId, "me", 0));
      await storage.sessions.commit({ contactId, revision: 0, state }, "me", 999_999);
      return contactId;
    };
    const later = await commit({ ...freshState, position: position(7_200) });
    const sooner = await commit({ ...freshState, aside: [position(7_100), position(6_900)] });
    await commit({ ...freshState, position: position(7_150), nudgedAt: 7_160 });
    await commit({ ...freshState, position: position(7_150, {}) });
    await commit({ ...freshState, position: position(9_000) });
    await commit(freshState);
    expect(await storage.sessions.unfinished(7_000, 8_000, 10)).toEqual([sooner, later]);
    expect(await storage.sessions.unfinished(7_000, 8_000, 1)).toEqual([sooner]);
    await storage.sessions.take(lease(sooner, "me", 0));
    await storage.sessions.commit({ contactId: sooner, revision: 1, state: freshState }, "me", 0);
    expect(await storage.sessions.unfinished(7_000, 8_000, 10)).toEqual([later]);
  });

  it("are gone once removed", async () => {
    const contactId = unique("contact");
    await storage.sessions.take(lease(contactId, "me", 0));
    await storage.sessions.remove(contactId);
    expect(await storage.sessions.read(contactId)).toBeNull();
  });
});

describe("the outbox", () => {
  type NewEntry = Omit<OutboxEntry, "sentParts" | "attempts">;
  const kinds: readonly OutboxKind[] = ["reply", "notice", "reminder", "broadcast"];
  const contacts = new Set<string>();
  /** Each test sends on an outbox of its own: what it leaves is dropped. */
  afterEach(async () => {
    for (const contactId of contacts) await storage.outbox.dropQueued(contactId, kinds, "the test is over", 1);
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
  const sent = (at: number) => ({ status: "sent", providerMessageId: "p", at }) as const;

  it("takes each id once, whatever became of it", async () => {
    const [one, two] = [{ ...entry("reply", 1), rule: "why.reply" }, entry("reply", 2)];
    const added = await Promise.all(twenty.map(() => storage.outbox.add([one, two])));
    expect(added.reduce((sum, count) => sum + count)).toBe(2);
    expect(await lease(10)).toEqual([
      { ...one, sentParts: 0, attempts: 0 },
      { ...two, sentParts: 0, attempts: 0 },
    ]);
    await storage.outbox.finish(one.id, sent(11));
    expect(await storage.outbox.add([one])).toBe(0);
    expect(await storage.outbox.add([])).toBe(0);
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

  it("hands a contact's other due reminders to the same sender", async () => {
    const contactId = unique("contact");
    const reminders = [1, 2, 3].map((at) => entry("reminder", at, contactId));
    const later = { ...entry("reminder", 4, contactId), notBefore: 500 };
    await storage.outbox.add([...reminders, later, entry("broadcast", 1, contactId), entry("reminder", 1)]);
    const own = (await lease(10)).filter((one) => one.contactId === contactId && one.kind === "reminder");
    const request = { contactId, owner: "me", now: 10, leaseMs: 100, limit: 10 };
    const others = await storage.outbox.leaseRemindersOf(request);
    expect([...ids(own), ...ids(others)]).toEqual(ids(reminders));
    expect(await storage.outbox.leaseRemindersOf(request)).toEqual([]);
  });

  it("counts parts and attempts, and gives an entry back for later", async () => {
    const one = entry("reply", 1);
    await storage.outbox.add([one]);
    await lease(10);
    await storage.outbox.partSent(one.id, 2);
    await storage.outbox.partSent(one.id, 1);
    await storage.outbox.release(one.id, { notBefore: 20, failed: true });
    expect(await lease(19)).toEqual([]);
    expect(await lease(20)).toEqual([{ ...one, notBefore: 20, sentParts: 2, attempts: 1 }]);
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

describe("the simulator's chats", () => {
  const bubble = (text: string) => ({ from: "person", text, at: 5 }) as const;

  it("keep every bubble once, in the order in which it appeared, without a gap", async () => {
    const contact = unique("Bu Siti");
    await storage.simulator.append(contact, "first", bubble("0"));
    await Promise.all(
      [...twenty, ...twenty].map((index) => storage.simulator.append(contact, `id-${index}`, bubble(`${index}`))),
    );
    const all = await storage.simulator.after(contact, 0);
    expect(all.map(({ position }) => position)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
    expect(new Set(all.slice(1).map(({ text }) => text)).size).toBe(20);
    expect(await storage.simulator.after(contact, 20)).toEqual(all.slice(20));
    expect(await storage.simulator.append(contact, "first", bubble("again"))).toEqual(all[0]);
  });

  it("name the contacts in the order of their first bubbles, though the clock stands still", async () => {
    const names = twenty.map(() => unique("Pak Budi \u{1f600}"));
    for (const name of names) await storage.simulator.append(name, "1", bubble("halo"));
    const known = await storage.simulator.contacts();
    expect(known.filter((name) => names.includes(name))).toEqual(names);
  });

  it("keep options and files exactly", async () => {
    const contact = unique("Bu Siti");
    const ref = unique("file");
    const full = {
      ...bubble("foto"),
      options: [{ value: "1:ya", label: "Ya" }],
      file: { ref, name: "struk.jpg", mimeType: "image/jpeg" },
    };
    expect(await storage.simulator.append(contact, "1", full)).toEqual({ ...full, position: 1 });
    expect(await storage.simulator.after(contact, 0)).toEqual([{ ...full, position: 1 }]);
    expect(await storage.simulator.readFile(ref)).toBeNull();
    await storage.simulator.saveFile(ref, Uint8Array.of(0, 255, 1));
    await storage.simulator.saveFile(ref, Uint8Array.of(0, 255, 2));
    expect(await storage.simulator.readFile(ref)).toEqual(Uint8Array.of(0, 255, 2));
  });
});
