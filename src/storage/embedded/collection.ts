import { LRUCache } from "lru-cache";
import type { CollectionDefinition, IndexDefinition } from "./catalog";
import { duplicateKey, type IndexKeys, keysOf } from "./indexes";
import {
  documentKey,
  documentsOf,
  indexPrefix,
  type KeyRange,
  type RecordId,
  rangeOf,
  recordOf,
  withRecord,
} from "./keys";
import { sameValue } from "./order";
import { ownField } from "./paths";
import type { Store } from "./store";
import { type Document, decodePlain } from "./values";

/** A document where it is kept. */
export interface StoredDocument {
  readonly record: RecordId;
  readonly bytes: Uint8Array;
}

const PRESENT = Buffer.from([1]);
const MOST_LATELY = 2_000;
/** So many ranges are counted where a query has more. */
const MOST_COUNTED = 4;

/** The documents of one collection and the entries of its indexes, which change together. Writing needs `Store.write`. */
export class Collection {
  private nextRecord: RecordId;
  private readonly prefixes = new Map<number, Buffer>();
  /** Where documents of late are; a record is one document's for ever. */
  private lately: LRUCache<string, RecordId> | undefined;

  constructor(
    readonly definition: CollectionDefinition,
    private readonly store: Store,
    /** Called when an index learnt something about its values, so that the catalog keeps it. */
    private readonly save: (definition: CollectionDefinition) => void,
  ) {
    const last = store.lastKey(documentsOf(definition.id));
    this.nextRecord = last ? recordOf(last) + 1 : 1;
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

  /** About how many entries the ranges of an index hold, as far as `most`: of many ranges, a few tell of the others. */
  entriesWithin(ranges: readonly KeyRange[], most: number): number {
    const step = Math.ceil(ranges.length / MOST_COUNTED);
    let count = 0;
    for (let place = 0; place < ranges.length && count < most; place += step) {
      const range = ranges[place];
      if (range) count += step * this.store.count(range, Math.ceil((most - count) / step));
    }
    return Math.min(count, most);
  }

  read(record: RecordId): Uint8Array | undefined {
    return this.store.get(documentKey(this.definition.id, record));
  }

  /** The record of the document of this identity, where that was noted lately; it may be gone by now, or elsewhere. */
  recordLately(identity: string): RecordId | undefined {
    return this.lately?.get(identity);
  }

  /** Notes where a document is, so that it is found again without a search. */
  note(identity: unknown, record: RecordId): void {
    if (typeof identity !== "string") return;
    // Made when it is first wanted: of most collections little is ever asked.
    this.lately ??= new LRUCache({ max: MOST_LATELY });
    this.lately.set(identity, record);
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
    this.note(plain["_id"], record);
  }

  /** Replaces a document, `before`, by its new version, as {@link insert} does. */
  replace(record: RecordId, before: Document, bytes: Uint8Array, plain: Document): void {
    const isSame = unchangedBetween(before, plain);
    const changes = this.indexes
      .filter((index) => !rootsOf(index).every(isSame))
      .map((index) => {
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

  /** Removes a document, `before`. */
  remove(record: RecordId, before: Document): void {
    for (const index of this.indexes) {
      for (const key of keysOf(before, index).keys) this.store.remove(this.entryKey(index, key, record));
    }
    this.store.remove(documentKey(this.definition.id, record));
    this.lately?.delete(String(before["_id"]));
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
    const prefix = this.prefixOf(index);
    for (const key of keys) {
      // A unique key has one entry at most.
      const taken = this.store.firstKey(rangeOf(Buffer.concat([prefix, key])));
      if (taken && recordOf(taken) !== record) throw duplicateKey(this.namespace, index, plain);
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
    return withRecord(this.prefixOf(index), key, record);
  }

  private prefixOf({ id }: IndexDefinition): Buffer {
    const known = this.prefixes.get(id);
    if (known) return known;
    const made = indexPrefix(this.definition.id, id);
    this.prefixes.set(id, made);
    return made;
  }
}

function without(keys: readonly Buffer[], others: readonly Buffer[]): Buffer[] {
  return keys.filter((key) => !others.some((other) => key.equals(other)));
}

const roots = new WeakMap<IndexDefinition, readonly string[]>();

/** The fields of a document that an index looks at. */
function rootsOf(index: IndexDefinition): readonly string[] {
  const known = roots.get(index);
  if (known) return known;
  const paths = [...index.fields.map(({ path }) => path), ...Object.keys(index.partialFilter ?? {})];
  const found = [...new Set(paths.map((path) => path.split(".")[0] ?? ""))];
  roots.set(index, found);
  return found;
}

/** Tells of a field whether two versions of a document have the same in it; of what is no field, such as `$and`, it never does. */
function unchangedBetween(before: Document, after: Document): (field: string) => boolean {
  return (field) => {
    const [old, now] = [ownField(before, field), ownField(after, field)];
    if (old === undefined || now === undefined) return old === now && !field.startsWith("$");
    return sameValue(old, now);
  };
}
