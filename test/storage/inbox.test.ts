import mongoose from "mongoose";
import type { InboxEntry } from "../../src/delivery/inbox";
import type { ChannelName } from "../../src/domain/messaging/contact";
import type { Storage } from "../../src/storage/open-storage";
import { damage } from "../support/damage";
import { openTestStorage } from "../support/storage";
import { twenty, unique } from "../support/stored-values";

let storage: Storage;
let uri: string;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ storage, uri, close } = await openTestStorage());
});
afterAll(() => close());

describe("the inbox", () => {
  const entry = (contactId: string, sentAt: number, sequence = 0, channel: ChannelName = "simulator"): InboxEntry => {
    const providerMessageId = unique("message");
    return {
      id: `${channel}:${providerMessageId}`,
      contactId,
      message: {
        channel,
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
    expect(await storage.inbox.waiting(one.contactId, 10)).toEqual([one]);
  });

  it("gives a contact's messages by the platform's time, then by sequence, whenever they arrived", async () => {
    const contactId = unique("contact");
    const [third, first, second] = [entry(contactId, 300), entry(contactId, 200, 1), entry(contactId, 200, 2)];
    for (const one of [third, second, first]) await storage.inbox.add(one);
    const ids = (await storage.inbox.waiting(contactId, 10)).map(({ id }) => id);
    expect(ids).toEqual([first.id, second.id, third.id]);
    expect(await storage.inbox.waiting(contactId, 2)).toHaveLength(2);
  });

  it("remembers a closed message, so that a replay has no effect", async () => {
    const one = entry(unique("contact"), 100);
    await storage.inbox.add(one);
    await storage.inbox.close(one.id, 200);
    expect(await storage.inbox.add(one)).toBe(false);
    expect(await storage.inbox.waiting(one.contactId, 10)).toEqual([]);
  });

  it("closes what ends at the same moment together, parked ones too, and no other", async () => {
    const contactId = unique("contact");
    const [one, other, parked, left] = [1, 2, 3, 4].map((at) => entry(contactId, at)) as [
      ...[InboxEntry, InboxEntry, InboxEntry, InboxEntry],
    ];
    for (const each of [one, other, parked, left]) await storage.inbox.add(each);
    await storage.inbox.park(parked.id, "error", 100);
    await Promise.all([one, other, parked, entry(contactId, 5)].map(({ id }, at) => storage.inbox.close(id, 200 + at)));
    expect(await storage.inbox.waiting(contactId, 10)).toEqual([left]);
    const connection = await mongoose.createConnection(uri).asPromise();
    const closed = await connection.collection("inbox").find({ contactId, state: "closed" }).toArray();
    await connection.close();
    expect(closed).toHaveLength(3);
    for (const document of closed) expect(document["content"]).toBeUndefined();
    for (const document of closed) expect(document["endedAt"]).toBeGreaterThanOrEqual(200);
  });

  it("names the contacts that wait, oldest message first, each once, and not those whose message was parked", async () => {
    const [late, early, parked] = [unique("contact"), unique("contact"), unique("contact")];
    const stuck = entry(parked, -30);
    for (const one of [entry(late, -10), entry(early, -20), entry(early, -5), stuck]) await storage.inbox.add(one);
    await storage.inbox.park(stuck.id, "error-1", 0);
    const waiting = await storage.inbox.contactsWaiting(2);
    expect(waiting).toEqual([early, late]);
  });

  it("leaves to another process what came by channels that this one has not", async () => {
    const [here, there, both] = [unique("contact"), unique("contact"), unique("contact")];
    const own = entry(both, -96, 0, "telegram");
    const other = entry(both, -97, 0, "whatsapp-web");
    const all = [entry(here, -98, 0, "telegram"), entry(there, -99, 0, "whatsapp-web"), other, own];
    for (const one of all) await storage.inbox.add(one);
    expect((await storage.inbox.contactsWaiting(2, ["simulator", "telegram"])).slice(0, 2)).toEqual([here, both]);
    expect(await storage.inbox.contactsWaiting(10, ["whatsapp-web"])).toEqual([there, both]);
    expect(await storage.inbox.contactsWaiting(10, [])).toEqual([]);
    const ids = async (channels?: readonly ChannelName[]) =>
      (await storage.inbox.waiting(both, 10, channels)).map(({ id }) => id);
    expect(await ids(["telegram"])).toEqual([own.id]);
    expect(await ids(["whatsapp-web"])).toEqual([other.id]);
    expect(await ids()).toEqual([other.id, own.id]);
    for (const one of all) await storage.inbox.close(one.id, 0);
  });

  it("lets any process answer what an earlier version stored without its channel", async () => {
    const one = entry(unique("contact"), -200);
    await storage.inbox.add(one);
    const connection = await mongoose.createConnection(uri).asPromise();
    await connection.collection("inbox").updateMany({ contactId: one.contactId }, { $unset: { channel: 1 } });
    await connection.close();
    expect(await storage.inbox.contactsWaiting(10, ["telegram"])).toContain(one.contactId);
    expect(await storage.inbox.waiting(one.contactId, 10, ["telegram"])).toHaveLength(1);
    await storage.inbox.close(one.id, 0);
  });

  it("gives the others where one cannot be unsealed, and parks that one with one task of an officer", async () => {
    const contactId = unique("contact");
    const [broken, next] = [entry(contactId, 100), entry(contactId, 200)];
    await storage.inbox.add(broken);
    await damage(uri, { collection: "inbox", filter: { contactId }, field: "content" });
    await storage.inbox.add(next);
    const before = await storage.inbox.counts();
    const looks = await Promise.all([1, 2, 3].map(() => storage.inbox.waiting(contactId, 10)));
    expect(looks).toEqual([[next], [next], [next]]);
    expect(await storage.inbox.waiting(contactId, 10)).toEqual([next]);
    expect(await storage.inbox.counts()).toMatchObject({ waiting: before.waiting - 1, parked: before.parked + 1 });
    const tasks = await storage.repositories.tasks.open({ type: "all" }, 100, { kind: "parked-message" });
    const own = tasks.filter((task) => task.contactId === contactId);
    expect(own).toMatchObject([{ kind: "parked-message", createdAt: broken.receivedAt }]);
    expect(JSON.stringify(own)).not.toContain(broken.message.providerMessageId);
    expect(await storage.inbox.add(broken)).toBe(false);
    await storage.inbox.close(next.id, 0);
  });

  it("parks nothing that is sealed under a key which is missing here: it waits for the key", async () => {
    const contactId = unique("contact");
    const one = entry(contactId, 100);
    await storage.inbox.add(one);
    await damage(uri, { collection: "inbox", filter: { contactId }, field: "content" }, "key");
    const before = await storage.inbox.counts();
    await expect(storage.inbox.waiting(contactId, 10)).rejects.toThrow("ENCRYPTION_KEYS");
    expect(await storage.inbox.counts()).toMatchObject({ waiting: before.waiting, parked: before.parked });
    await storage.inbox.close(one.id, 0);
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
