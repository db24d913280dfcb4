import type { Connection } from "mongoose";
import { codeOf } from "../mongo/conflicts";

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

const INDEX_NOT_FOUND = 27;

/** Removes the former indexes of inbox and outbox, so that the smaller ones of the same names can be built. */
export async function dropFormerMessageIndexes(connection: Connection): Promise<void> {
  // Asked first, because engines differ in how they say that a collection is not there.
  const present = new Set((await connection.listCollections()).map(({ name }) => name));
  for (const [name, dropped] of Object.entries(formerly)) {
    if (!present.has(name)) continue;
    const collection = connection.collection(name);
    for (const index of await collection.indexes()) {
      const isFormer = dropped.includes(index.name ?? "") && index["partialFilterExpression"] === undefined;
      if (isFormer && index.name !== undefined) await dropUnlessGone(() => collection.dropIndex(index.name ?? ""));
    }
  }
}

/** Another process that starts at this moment may have been faster. */
async function dropUnlessGone(drop: () => Promise<unknown>): Promise<void> {
  try {
    await drop();
  } catch (error) {
    if (codeOf(error) !== INDEX_NOT_FOUND) throw error;
  }
}
