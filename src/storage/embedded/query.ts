import type { Collection, StoredDocument } from "./collection";
import { type KeyRange, type RecordId, recordOf } from "./keys";
import { type Plan, planQuery, type Ranges } from "./planner";
import { compileFilter, type Matcher } from "./semantics";
import { parseSort, type SortField, sortKey } from "./sorting";
import type { Store } from "./store";
import { type Document, decodePlain, decodeTyped, plainCopy } from "./values";

/** A document that a query found. What it holds is read when it is first asked for, and not to be changed. */
export class Match implements StoredDocument {
  private inTypes: Document | undefined;
  private inPlain: Document | undefined;

  /** Of what is going to be changed the types are needed in any case, and the plain values are had from them. */
  constructor(
    readonly record: RecordId,
    readonly bytes: Uint8Array,
    private readonly isToChange = false,
  ) {}

  /** With every number in its BSON wrapper. */
  get typed(): Document {
    this.inTypes ??= decodeTyped(this.bytes);
    return this.inTypes;
  }

  /** The values that queries compare. */
  get plain(): Document {
    this.inPlain ??= this.inTypes || this.isToChange ? (plainCopy(this.typed) as Document) : decodePlain(this.bytes);
    return this.inPlain;
  }
}

/** Of so many documents at once it is noted where they are. */
const MOST_NOTED = 100;

/** What a query asks for; filter and sort in plain values. */
export interface QuerySpec {
  readonly filter: Document;
  readonly sort?: Document;
  readonly skip?: number;
  /** 0 or missing: all. */
  readonly limit?: number;
  /** What is found is going to be changed. */
  readonly isToChange?: boolean;
}

/** What a query looked at, for `explain`. */
export interface QueryWork {
  plan: Plan;
  keysExamined: number;
  documentsExamined: number;
}

/** A prepared query on one collection. Iterating may pause: it goes on behind the last document that it gave. */
export class PreparedQuery {
  readonly work: QueryWork;
  private readonly matches: Matcher;
  /** No candidate needs to be looked at. */
  private readonly everything: boolean;
  private readonly sort: readonly SortField[];

  constructor(
    private readonly store: Store,
    private readonly collection: Collection,
    private readonly spec: QuerySpec,
  ) {
    this.matches = compileFilter(spec.filter);
    this.sort = parseSort(spec.sort ?? {});
    const plan = planQuery(collection, spec.filter, this.sort);
    this.everything = plan?.complete ?? Object.keys(spec.filter).length === 0;
    this.work = { plan, keysExamined: 0, documentsExamined: 0 };
  }

  /** The documents found, sorted, skipped and limited. */
  *run(): Generator<Match> {
    const skip = this.spec.skip ?? 0;
    const end = this.spec.limit ? skip + this.spec.limit : Number.POSITIVE_INFINITY;
    const needsSort = this.sort.length > 0 && !this.work.plan?.sorted;
    let at = 0;
    for (const match of needsSort ? this.sorted(end) : this.found()) {
      if (at >= skip) yield match;
      at += 1;
      if (at >= end) return;
    }
  }

  /** How many there are; counted in the index, no further than a limit, where that answers the whole filter. */
  count(): number {
    const { plan } = this.work;
    const { skip = 0, limit = 0 } = this.spec;
    if (plan?.complete && skip === 0) return this.countIn(plan.ranges, limit || Number.POSITIVE_INFINITY);
    let count = 0;
    for (const _ of this.run()) count += 1;
    return count;
  }

  private countIn(ranges: Iterable<KeyRange>, most: number): number {
    let count = 0;
    for (const range of ranges) {
      if (count >= most) break;
      count += this.store.count(range, Number.isFinite(most) ? most - count : undefined);
    }
    return count;
  }

  /** Keeps the keys of what was found, not the documents, so that a large result needs little memory. */
  private *sorted(end: number): Generator<Match> {
    const rows: { key: Buffer; record: RecordId }[] = [];
    for (const { plain, record } of this.found()) rows.push({ key: sortKey(plain, this.sort), record });
    rows.sort((left, right) => Buffer.compare(left.key, right.key));
    for (const { record } of end === Number.POSITIVE_INFINITY ? rows : rows.slice(0, end)) {
      const bytes = this.collection.read(record);
      if (bytes) yield new Match(record, bytes, this.spec.isToChange);
    }
  }

  private *found(): Generator<Match> {
    for (const { record, bytes } of this.candidates()) {
      this.work.documentsExamined += 1;
      const match = new Match(record, bytes, this.spec.isToChange);
      if (this.everything || this.matches(match.plain)) yield match;
    }
  }

  private *candidates(): Generator<StoredDocument> {
    const { plan } = this.work;
    if (!plan) return yield* this.collection.scan();
    if (plan.named) return yield* this.named(plan.named, plan.ranges);
    const seen = plan.index.multikey ? new Set<RecordId>() : undefined;
    for (const range of plan.reverse ? [...plan.ranges].reverse() : plan.ranges) {
      for (const key of this.store.keys(range, plan.reverse)) {
        this.work.keysExamined += 1;
        const record = recordOf(key);
        if (seen?.has(record)) continue;
        seen?.add(record);
        const bytes = this.collection.read(record);
        if (bytes) yield { record, bytes };
      }
    }
  }

  /** The documents of these identities: where they were noted lately, else by the entry in the index. */
  private *named(identities: readonly string[], ranges: Ranges): Generator<StoredDocument> {
    for (const [place, identity] of identities.entries()) {
      const noted = this.collection.recordLately(identity);
      // What a write put elsewhere may not be kept yet: it is then not there.
      const bytes = noted === undefined ? undefined : this.collection.read(noted);
      const found = noted !== undefined && bytes ? { record: noted, bytes } : this.indexed(ranges.at(place));
      if (!found) continue;
      this.work.keysExamined += 1;
      // Whoever asks for a great many works through a collection, and comes by each once.
      if (identities.length <= MOST_NOTED) this.collection.note(identity, found.record);
      yield found;
    }
  }

  private indexed(range: KeyRange | undefined): StoredDocument | undefined {
    const key = range && this.store.firstKey(range);
    const record = key && recordOf(key);
    const bytes = record === undefined ? undefined : this.collection.read(record);
    return record !== undefined && bytes ? { record, bytes } : undefined;
  }
}
