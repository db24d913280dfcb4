import type { Connection } from "mongoose";
import type { Outbox } from "../../../src/delivery/outbox";
import type { Repositories } from "../../../src/operations/repositories";
import { MongoOutbox } from "../../../src/storage/mongo/outbox";
import { createRepositories } from "../../../src/storage/mongo/repositories";
import type { Vault } from "../../../src/storage/vault";
import type { Document } from "../../support/driver";

/** Repositories that store nothing: they give what they would have written, so that it can be inserted in large batches. */
export interface Captured {
  readonly repositories: Repositories;
  readonly outbox: Outbox;
  /** The documents written since the last call, by collection. */
  take(): ReadonlyMap<string, readonly Document[]>;
}

/**
 * Makes them. Documents have exactly the shape in which the storage writes them, whatever becomes of that: millions of
 * invented people would take hours one by one.
 */
export function captured(vault: Vault): Captured {
  let written = new Map<string, Document[]>();
  const connection = connectionTo((name, documents) => {
    written.set(name, [...(written.get(name) ?? []), ...documents]);
  });
  return {
    repositories: createRepositories(connection, vault),
    outbox: new MongoOutbox(connection, vault),
    take: () => {
      const taken = written;
      written = new Map();
      return taken;
    },
  };
}

/** A query that finds nothing, however it is refined. */
function nothing(found: unknown): unknown {
  const query = {
    sort: () => query,
    limit: () => query,
    batchSize: () => query,
    select: () => query,
    lean: () => query,
    exec: async () => found,
  };
  return query;
}

/** A connection whose every model hands on what is written, finds nothing, and changes only what it was given last. */
function connectionTo(write: (name: string, documents: readonly Document[]) => void): Connection {
  const modelOf = (name: string) => {
    let last: Document = {};
    const insertMany = async (documents: readonly Document[]): Promise<void> => {
      last = documents.at(-1) ?? last;
      write(name, documents);
    };
    const bulkWrite = async (operations: readonly Document[]) => {
      for (const { updateOne } of operations)
        if (updateOne.filter._id === last["_id"]) Object.assign(last, updateOne.update.$set);
      return { matchedCount: operations.length };
    };
    return {
      // What goes past mongoose.
      collection: { insertMany, bulkWrite, find: () => ({ toArray: async () => [] }) },
      create: async (document: Document) => {
        last = document;
        write(name, [document]);
      },
      insertMany,
      updateOne: ({ _id }: Document, { $set }: Document) => {
        if (_id === last["_id"]) Object.assign(last, $set);
        return { exec: async () => ({ matchedCount: 1 }) };
      },
      bulkWrite,
      find: () => nothing([]),
      findOne: () => nothing(null),
    };
  };
  const models: Record<string, unknown> = {};
  const known = new Proxy(models, {
    get: (target, name) => {
      target[String(name)] ??= modelOf(String(name));
      return target[String(name)];
    },
  });
  return { models: known } as unknown as Connection;
}
