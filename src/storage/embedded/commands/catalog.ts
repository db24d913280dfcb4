import { describeIndex } from "../catalog";
import type { Collection } from "../collection";
import { EngineError } from "../errors";
import { compileFilter } from "../semantics";
import { cloneValue, type Document, encode, isDocument, plainCopy } from "../values";
import { CursorReply } from "../wire";
import type { Command, Engine, Request } from "./command";

function requireCollection(engine: Engine, request: Request): Collection {
  const collection = engine.databases.find(request.db, request.collection);
  if (!collection) throw new EngineError(26, `ns does not exist: ${request.db}.${request.collection}`);
  return collection;
}

function list(engine: Engine, namespace: string, documents: readonly Document[], request: Request): CursorReply {
  const size = request.has("cursor")
    ? Number(plainCopy(request.document("cursor")["batchSize"]) ?? documents.length)
    : documents.length;
  const rows = documents.map(encode);
  return new CursorReply(namespace, engine.cursors.start(namespace, rows.values(), size), "firstBatch");
}

/** Makes a collection; one that exists already stays as it is. */
export const create: Command = {
  fields: [],
  async run(request, engine) {
    await engine.databases.store.write(() => engine.databases.ensure(request.db, request.collection));
    return { ok: 1 };
  },
};

/**
 * Builds indexes over what is stored, and makes the collection where there is none. 11000 where documents break a
 * unique one.
 */
export const createIndexes: Command = {
  fields: ["indexes", "commitQuorum", "ignoreUnknownIndexOptions"],
  async run(request, engine) {
    if (request.flag("ignoreUnknownIndexOptions"))
      throw new EngineError(2, "the embedded engine does not support 'ignoreUnknownIndexOptions'");
    const specs = plainCopy(request.list("indexes")) as unknown[];
    if (specs.length === 0) throw new EngineError(2, "Must specify at least one index to create");
    return engine.databases.store.write(() => {
      const createdCollectionAutomatically = !engine.databases.find(request.db, request.collection);
      const collection = engine.databases.ensure(request.db, request.collection);
      const numIndexesBefore = collection.indexes.length;
      for (const spec of specs) engine.databases.createIndex(collection, spec);
      return { numIndexesBefore, numIndexesAfter: collection.indexes.length, createdCollectionAutomatically, ok: 1 };
    });
  },
};

/**
 * Drops an index by name or by key, or all of them with `*`; the one of `_id` cannot go (72). 27 where there is none
 * such.
 */
export const dropIndexes: Command = {
  fields: ["index"],
  async run(request, engine) {
    return engine.databases.store.write(() => {
      const collection = requireCollection(engine, request);
      const nIndexesWas = collection.indexes.length;
      for (const index of indexesToDrop(collection, request)) engine.databases.dropIndex(collection, index);
      return { nIndexesWas, ok: 1 };
    });
  },
};

function indexesToDrop(collection: Collection, request: Request) {
  const wanted = plainCopy(request.raw("index"));
  if (wanted === "*") return collection.indexes.filter(({ id }) => id !== 0);
  const names: unknown[] = Array.isArray(wanted) ? wanted : [wanted];
  return names.map((one) => {
    const found = collection.indexes.find(({ name, key }) =>
      isDocument(one) ? JSON.stringify(key) === JSON.stringify(one) : name === one,
    );
    if (!found)
      throw new EngineError(27, `index not found with name [${isDocument(one) ? JSON.stringify(one) : String(one)}]`);
    if (found.id === 0) throw new EngineError(72, "cannot drop _id index");
    return found;
  });
}

/**
 * Describes the indexes of a collection, in the order in which they were made. 26 where there is no such collection.
 */
export const listIndexes: Command = {
  fields: ["cursor"],
  run(request, engine) {
    const collection = requireCollection(engine, request);
    return list(
      engine,
      `${request.db}.$cmd.listIndexes.${request.collection}`,
      collection.indexes.map(describeIndex),
      request,
    );
  },
};

/** Describes the collections of a database that the filter lets through; with `nameOnly` their names and types. */
export const listCollections: Command = {
  fields: ["filter", "cursor", "nameOnly", "authorizedCollections"],
  run(request, engine) {
    const matches = compileFilter(cloneValue(request.plain("filter")));
    const rows = engine.databases
      .of(request.db)
      .map(({ definition, indexes }) => describeCollection(definition.name, indexes.slice(0, 1).map(describeIndex)[0]))
      .filter(matches)
      .map((row) => (request.flag("nameOnly") ? { name: row["name"], type: row["type"] } : row));
    return list(engine, `${request.db}.$cmd.listCollections`, rows, request);
  },
};

function describeCollection(name: string, idIndex: Document | undefined): Document {
  return { name, type: "collection", options: {}, info: { readOnly: false }, ...(idIndex ? { idIndex } : {}) };
}

/** Drops a collection with its indexes; of one that does not exist it is no fault. */
export const drop: Command = {
  fields: [],
  async run(request, engine) {
    return engine.databases.store.write(() => {
      const collection = engine.databases.find(request.db, request.collection);
      if (!collection) return { ok: 1 };
      const nIndexesWas = collection.indexes.length;
      engine.databases.drop(collection);
      return { nIndexesWas, ns: collection.namespace, ok: 1 };
    });
  },
};

/** Drops every collection of a database; a database is nothing besides. */
export const dropDatabase: Command = {
  fields: [],
  async run(request, engine) {
    await engine.databases.store.write(() => {
      for (const collection of engine.databases.of(request.db)) engine.databases.drop(collection);
    });
    return { dropped: request.db, ok: 1 };
  },
};

/** Names the databases that hold a collection. Sizes are not kept, and told as 0. */
export const listDatabases: Command = {
  fields: ["filter", "nameOnly", "authorizedDatabases"],
  run(request, engine) {
    const names = [...new Set(engine.databases.all().map(({ definition }) => definition.db))].sort();
    const matches = compileFilter(cloneValue(request.plain("filter")));
    const rows = names.map((name) => ({ name, sizeOnDisk: 0, empty: false })).filter(matches);
    if (request.flag("nameOnly")) return { databases: rows.map(({ name }) => ({ name })), ok: 1 };
    return { databases: rows, totalSize: 0, ok: 1 };
  },
};
