import mongoose from "mongoose";
import { type OutboxEntry, type OutboxKind, outboxKinds } from "../../src/delivery/outbox";
import type { Storage } from "../../src/storage/open-storage";
import { openTestStorage } from "./storage";
import { unique } from "./stored-values";

type NewEntry = Omit<OutboxEntry, "sentParts" | "attempts">;

/** What became of an entry that went out at this moment. */
export const sent = (at: number) => ({ status: "sent", providerMessageIds: ["p"], at }) as const;

/** The ids of entries, in their order. */
export const ids = (entries: readonly { id: string }[]): string[] => entries.map(({ id }) => id);

/** The outbox of a storage that is opened before the first test of a suite, with what its tests write and look at. */
export function suiteOutbox() {
  const storage = {} as { outbox: Storage["outbox"]; repositories: Storage["repositories"] };
  let opened: Awaited<ReturnType<typeof openTestStorage>> | undefined;
  beforeAll(async () => {
    opened = await openTestStorage();
    storage.outbox = opened.storage.outbox;
    storage.repositories = opened.storage.repositories;
  });
  afterAll(() => opened?.close());

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
  const stored = async (contactIds: readonly string[]) => {
    const connection = await mongoose.createConnection(opened?.uri ?? "").asPromise();
    const found = await connection
      .collection("outbox")
      .find({ contactId: { $in: [...contactIds] } })
      .toArray();
    await connection.close();
    return found;
  };
  /** Breaks what an entry of this contact holds, as it is stored. */
  const breakContent = async (contactId: string, $set: Readonly<Record<string, unknown>>): Promise<void> => {
    const beside = await mongoose.createConnection(opened?.uri ?? "").asPromise();
    await beside.collection("outbox").updateOne({ contactId }, { $set });
    await beside.close();
  };
  return { storage, entry, lease, stored, breakContent };
}
