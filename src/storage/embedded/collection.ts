import type { CollectionDefinition, IndexDefinition } from "./catalog";
import { duplicateKey, type IndexKeys, keysOf } from "./indexes";
import { documentKey, documentsOf, indexPrefix, type RecordId, rangeOf, recordBytes, recordOf } from "./keys";
import type { Store } from "./store";
import { type Document, decodePlain } from "./values";

/** A document where it is kept. */
export interface StoredDocument {
  readonly record: RecordId;
  readonly bytes: Uint8Array;
}

const PRESENT = Buffer.from([1]);

/** The documents of one collection and the entries of its indexes, which change together. Writing needs `Store.write`. */
export class Collection {
  private nextRecord: RecordId;

  constructor(
    readonly definition: CollectionDefinition,
    private readonly store: Store,
    /** Called when an index learnt something about its values, so that the catalog keeps it. */
    private readonly save: (definition: CollectionDefinition) => void,
  ) {
    const last = store.last(documentsOf(definition.id));
    this.nextRecord = last ? recordOf(last.key) + 1 : 1;
  }

  get namespace(): string {
    return `${this.definition.db}.${this.definition.name}`;
  }

  get indexes(): readonly IndexDefinition[] {
    return this.definition.indexes;
  }

  count(): number {
    return this.store.count(documentsOf(this.definition.id));
  }

  read(record: RecordId): Uint8Array | undefined {
    return this.store.get(documentKey(this.definition.id, record));
  }

  /** Every document in the order of insertion. */
  *scan(): Generator<StoredDocument> {
    for (const { key, value } of this.store.entries(documentsOf(this.definition.id))) {
      yield { record: recordOf(key), bytes: value };
    }
  }

  /** Adds a document; a unique key that is taken is refused with 11000 before anything is written. */
  insert(bytes: Uint8Array, plain: Document): void {
    const record = this.nextRecord;
    const entries = this.indexes.map((index) => this.entriesOf(plain, index, record));
    for (const { index, keys } of entries) this.addEntries(index, keys, record);
    this.store.put(documentKey(this.definition.id, record), bytes);
    this.nextRecord = record + 1;
  }

  /** Replaces a document by its new version, as {@link insert} does. */
  replace(record: RecordId, bytes: Uint8Array, plain: Document): void {
    const before = this.require(record);
    const changes = this.indexes.map((index) => {
      const old = keysOf(before, index).keys;
      const { keys } = this.entriesOf(plain, index, record);
      return { index, gone: without(old, keys.keys), come: { ...keys, keys: without(keys.keys, old) } };
    });
    for (const { index, gone, come } of changes) {
      for (const key of gone) this.store.remove(this.entryKey(index, key, record));
      this.addEntries(index, come, record);
    }
    this.store.put(documentKey(this.definition.id, record), bytes);
  }

  remove(record: RecordId): void {
    const before = this.require(record);
    for (const index of this.indexes) {
      for (const key of keysOf(before, index).keys) this.store.remove(this.entryKey(index, key, record));
    }
    this.store.remove(documentKey(this.definition.id, record));
  }

  /** Fills a new index; when the documents do not allow it, nothing of it remains. */
  build(index: IndexDefinition): void {
    const range = rangeOf(indexPrefix(this.definition.id, index.id));
    try {
      for (const { record, bytes } of this.scan()) {
        this.addEntries(index, this.entriesOf(decodePlain(bytes), index, record).keys, record);
      }
    } catch (error) {
      this.store.clear(range);
      throw error;
    }
  }

  private entriesOf(
    plain: Document,
    index: IndexDefinition,
    record: RecordId,
  ): { index: IndexDefinition; keys: IndexKeys } {
    const keys = keysOf(plain, index);
    if (index.unique) this.refuseTaken(plain, index, keys, record);
    return { index, keys };
  }

  private refuseTaken(plain: Document, index: IndexDefinition, { keys }: IndexKeys, record: RecordId): void {
    const prefix = indexPrefix(this.definition.id, index.id);
    for (const key of keys) {
      for (const entry of this.store.entries(rangeOf(Buffer.concat([prefix, key])))) {
        if (recordOf(entry.key) !== record) throw duplicateKey(this.namespace, index, plain);
      }
    }
  }

  private addEntries(index: IndexDefinition, { keys, multikey, truncated }: IndexKeys, record: RecordId): void {
    for (const key of keys) this.store.put(this.entryKey(index, key, record), PRESENT);
    if ((multikey && !index.multikey) || (truncated && !index.truncated)) {
      index.multikey ||= multikey;
      index.truncated ||= truncated;
      this.save(this.definition);
    }
  }

  private entryKey(index: IndexDefinition, key: Buffer, record: RecordId): Buffer {
    return Buffer.concat([indexPrefix(this.definition.id, index.id), key, recordBytes(record)]);
  }

  private require(record: RecordId): Document {
    const bytes = this.read(record);
    if (!bytes) throw new Error(`record ${record} of ${this.namespace} is gone in the middle of a write`);
    return decodePlain(bytes);
  }
}

function without(keys: readonly Buffer[], others: readonly Buffer[]): Buffer[] {
  return keys.filter((key) => !others.some((other) => key.equals(other)));
}
