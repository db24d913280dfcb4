import type { IndexDefinition } from "./catalog";
import type { Collection } from "./collection";
import type { Databases } from "./database";
import { indexPrefix, recordOf } from "./keys";
import { encodeKey, TYPE } from "./order";
import { decodePlain } from "./values";

/** Removes the documents whose time to live is over; gives how many. Only documents with a date in the indexed field expire. */
export async function removeExpired(databases: Databases, now: Date): Promise<number> {
  let removed = 0;
  for (const collection of databases.all()) {
    for (const index of collection.indexes) {
      if (expired(databases, collection, index, now).length > 0)
        removed += await sweep(databases, collection, index, now);
    }
  }
  return removed;
}

const MOST_AT_ONCE = 1000;

async function sweep(databases: Databases, collection: Collection, index: IndexDefinition, now: Date): Promise<number> {
  return databases.store.write(() => {
    if (
      databases.find(collection.definition.db, collection.definition.name) !== collection ||
      !collection.indexes.includes(index)
    )
      return 0;
    const records = expired(databases, collection, index, now);
    for (const record of records) {
      const bytes = collection.read(record);
      if (!bytes) throw new Error(`record ${record} of ${collection.namespace} is in an index but not there`);
      collection.remove(record, decodePlain(bytes));
    }
    return records.length;
  });
}

function expired(databases: Databases, { definition }: Collection, index: IndexDefinition, now: Date): number[] {
  if (index.expireAfterSeconds === undefined) return [];
  const prefix = indexPrefix(definition.id, index.id);
  const deadline = encodeKey(new Date(now.getTime() - index.expireAfterSeconds * 1000));
  const range = { start: Buffer.concat([prefix, Buffer.from([TYPE.date])]), end: Buffer.concat([prefix, deadline]) };
  const records = new Set<number>();
  for (const key of databases.store.keys(range)) {
    records.add(recordOf(key));
    if (records.size >= MOST_AT_ONCE) break;
  }
  return [...records];
}
