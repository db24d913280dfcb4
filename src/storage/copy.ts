import type { Connection } from "mongoose";

/** How many documents are read and written at once. */
const BATCH_SIZE = 500;

/** Copies every document of every collection as it lies, sealed things sealed, into another database that holds none of them. */
export async function copyEverything(from: Connection, to: Connection): Promise<void> {
  for (const { name } of (await from.db?.listCollections().toArray()) ?? []) {
    const target = to.collection(name);
    let batch: Record<string, unknown>[] = [];
    for await (const document of from.collection(name).find({}, { batchSize: BATCH_SIZE })) {
      batch.push(document);
      if (batch.length < BATCH_SIZE) continue;
      await target.insertMany(batch);
      batch = [];
    }
    if (batch.length > 0) await target.insertMany(batch);
  }
}
