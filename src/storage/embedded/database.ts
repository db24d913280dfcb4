import { EJSON } from "bson";
import { type CollectionDefinition, type IndexDefinition, identityIndex, parseIndex, sameIndex } from "./catalog";
import { Collection } from "./collection";
import { EngineError } from "./errors";
import { allCollections, collectionKey, documentsOf, indexesOf, indexPrefix, rangeOf } from "./keys";
import type { Store } from "./store";

/** Every database and collection of a folder: the catalog, and what changes it. Changing needs `Store.write`. */
export class Databases {
  private readonly collections = new Map<string, Collection>();
  private nextCollection = 1;

  constructor(readonly store: Store) {
    for (const { value } of store.entries(allCollections)) {
      const definition = EJSON.parse(value.toString("utf8")) as CollectionDefinition;
      this.open(definition);
    }
  }

  find(db: string, name: string): Collection | undefined {
    return this.collections.get(`${db}.${name}`);
  }

  all(): Collection[] {
    return [...this.collections.values()];
  }

  of(db: string): Collection[] {
    return this.all().filter(({ definition }) => definition.db === db);
  }

  /** The collection, made when it does not exist. */
  ensure(db: string, name: string): Collection {
    const existing = this.find(db, name);
    if (existing) return existing;
    checkNamespace(db, name);
    const definition: CollectionDefinition = {
      id: this.nextCollection,
      db,
      name,
      indexes: [identityIndex()],
      nextIndex: 1,
    };
    this.save(definition);
    return this.open(definition);
  }

  drop(collection: Collection): void {
    const { id, db, name } = collection.definition;
    this.store.clear(documentsOf(id));
    this.store.clear(indexesOf(id));
    this.store.remove(collectionKey(id));
    this.collections.delete(`${db}.${name}`);
  }

  /** Makes an index (a specification in plain values); false when the very same one exists already. */
  createIndex(collection: Collection, spec: unknown): boolean {
    const { definition } = collection;
    const index = parseIndex(spec, definition.nextIndex);
    if (this.isKnown(collection, index)) return false;
    collection.build(index);
    definition.indexes.push(index);
    definition.nextIndex += 1;
    this.save(definition);
    return true;
  }

  dropIndex(collection: Collection, index: IndexDefinition): void {
    const { definition } = collection;
    definition.indexes.splice(definition.indexes.indexOf(index), 1);
    this.store.clear(rangeOf(indexPrefix(definition.id, index.id)));
    this.save(definition);
  }

  private isKnown(collection: Collection, index: IndexDefinition): boolean {
    const keyText = JSON.stringify(index.key);
    if (keyText === JSON.stringify({ _id: 1 })) return true;
    for (const other of collection.indexes) {
      if (other.name === index.name) {
        if (sameIndex(other, index)) return true;
        const code = JSON.stringify(other.key) === keyText ? 85 : 86;
        throw new EngineError(
          code,
          `An existing index has the same name as the requested index: ${index.name}; drop it first`,
        );
      }
      if (JSON.stringify(other.key) === keyText && samePartial(other, index)) {
        throw new EngineError(85, `Index already exists with a different name: ${other.name}`);
      }
    }
    return false;
  }

  private open(definition: CollectionDefinition): Collection {
    const collection = new Collection(definition, this.store, (changed) => this.save(changed));
    this.collections.set(collection.namespace, collection);
    this.nextCollection = Math.max(this.nextCollection, definition.id + 1);
    return collection;
  }

  private save(definition: CollectionDefinition): void {
    this.store.put(collectionKey(definition.id), Buffer.from(EJSON.stringify(definition, { relaxed: true }), "utf8"));
  }
}

function samePartial(left: IndexDefinition, right: IndexDefinition): boolean {
  return JSON.stringify(left.partialFilter) === JSON.stringify(right.partialFilter);
}

function checkNamespace(db: string, name: string): void {
  if (db === "" || /[/\\. "$\0]/.test(db)) throw new EngineError(73, `Invalid database name: '${db}'`);
  if (name === "" || name.includes("$") || name.includes("\0") || name.startsWith("system.")) {
    throw new EngineError(73, `Invalid collection name: '${name}'`);
  }
}
