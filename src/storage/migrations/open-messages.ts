import type { Collection, Connection } from "mongoose";

/** The indexes that held every message for as long as it was kept; now they hold those that are still waiting, or nothing needs them. */
const formerly: Readonly<Record<string, readonly string[]>> = {
  inbox: ["contactId_1_state_1_sentAt_1_sequence_1", "state_1_receivedAt_1", "state_1_channel_1_receivedAt_1"],
  outbox: [
    "channel_1_state_1_priority_1_createdAt_1_place_1__id_1",
    "channel_1_state_1_notBefore_1",
    "state_1_notBefore_1",
    "leaseToken_1",
  ],
};

/** Removes the former indexes of inbox and outbox, so that the smaller ones of the same names can be built. */
export async function dropFormerMessageIndexes(connection: Connection): Promise<void> {
  // Asked first, because engines differ in how they say that a collection is not there.
  const present = new Set((await connection.listCollections()).map(({ name }) => name));
  for (const [name, dropped] of Object.entries(formerly)) {
    if (!present.has(name)) continue;
    const collection = connection.collection(name);
    for (const index of await formerOf(collection, dropped)) await drop(collection, index, dropped);
  }
}

async function formerOf(collection: Collection, dropped: readonly string[]): Promise<string[]> {
  const names = (await collection.indexes())
    .filter((index) => index["partialFilterExpression"] === undefined)
    .map(({ name = "" }) => name);
  return names.filter((name) => dropped.includes(name));
}

/** Another process that starts at this moment may have been faster: engines differ in how they say so, and it is looked at. */
async function drop(collection: Collection, index: string, dropped: readonly string[]): Promise<void> {
  try {
    await collection.dropIndex(index);
  } catch (error) {
    if ((await formerOf(collection, dropped)).includes(index)) throw error;
  }
}
