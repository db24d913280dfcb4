import type { Connection, QueryFilter } from "mongoose";
import { fail, ok, type Result } from "../../domain/shared/result";
import { type Walk, walkPageSize } from "../../operations/walk";
import type { CollectionPlan, Order, StoredDocument } from "./collection-plan";
import { isDuplicateKey } from "./conflicts";
import { Documents } from "./documents";

interface Kept {
  readonly id: string;
  readonly revision: number;
}
interface KeptDocument extends StoredDocument {
  revision: number;
}

/** How one kind of value is written and read. */
export interface Mapping<T, D> {
  toDocument(value: T): D;
  toValue(document: D): T;
  /** Oldest first, whatever that means for this kind. */
  readonly order: Order;
}

/** How often a write is tried again while the document that stood in its way keeps disappearing. */
const TRIES = 5;

/** What every repository of values with a revision does alike; see the promises in `operations/repositories.ts`. */
export class Aggregates<T extends Kept, D extends KeptDocument> {
  readonly documents: Documents<D>;

  constructor(
    connection: Connection,
    plan: CollectionPlan,
    private readonly mapping: Mapping<T, D>,
  ) {
    this.documents = new Documents<D>(connection, plan);
  }

  /**
   * Adds the value, or returns the one that is stored under its id. `clashOf` says which unique key is taken: it is looked
   * up after the refusal, because engines tell of a duplicate key in their own words.
   */
  async add<E>(value: T, clashOf: () => Promise<E | null>): Promise<Result<T, E>> {
    const document = this.mapping.toDocument(value);
    for (let attempt = 0; attempt < TRIES; attempt++) {
      if (await this.documents.insert(document)) return ok(value);
      const stored = await this.find(value.id);
      if (stored !== null) return ok(stored);
      const clash = await clashOf();
      if (clash !== null) return fail(clash);
    }
    throw new Error("a value could not be added, although no other holds its unique keys; check the indexes");
  }

  /** Replaces the stored value of the same revision, and raises the revision by one. */
  async save<E>(value: T, clashOf: () => Promise<E | null>): Promise<Result<T, E | "changed-meanwhile">> {
    const saved: T = { ...value, revision: value.revision + 1 };
    const document = this.mapping.toDocument(saved);
    for (let attempt = 0; attempt < TRIES; attempt++) {
      try {
        const filter = { _id: value.id, revision: value.revision } as QueryFilter<D>;
        return (await this.documents.replace(filter, document)) ? ok(saved) : fail("changed-meanwhile");
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      const clash = await clashOf();
      if (clash !== null) return fail(clash);
    }
    throw new Error("a value could not be saved, although no other holds its unique keys; check the indexes");
  }

  /** Replaces those whose stored revision is still theirs, in one command, and raises it; returns how many certainly were. */
  async saveMany(values: readonly T[]): Promise<number> {
    if (values.length === 0) return 0;
    return this.documents.replaceAll(
      values.map((value) => ({
        filter: { _id: value.id, revision: value.revision } as QueryFilter<D>,
        document: this.mapping.toDocument({ ...value, revision: value.revision + 1 }),
      })),
    );
  }

  async find(id: string): Promise<T | null> {
    const document = await this.documents.findById(id);
    return document && this.mapping.toValue(document);
  }

  async findOne(filter: QueryFilter<D>): Promise<T | null> {
    const document = await this.documents.findOne(filter);
    return document && this.mapping.toValue(document);
  }

  async findMany(ids: readonly string[]): Promise<readonly T[]> {
    const documents = await this.documents.findByIds(ids, this.mapping.order);
    return documents.map((document) => this.mapping.toValue(document));
  }

  /** A limit of 0 is none. */
  async list(filter: QueryFilter<D>, limit = 0, order: Order = this.mapping.order): Promise<readonly T[]> {
    return (await this.documents.find(filter, order, limit)).map((document) => this.mapping.toValue(document));
  }

  /** Everything that matches any of the filters, in the order of the index that finds them. */
  walk(filters: readonly QueryFilter<D>[], order: Order, size = walkPageSize): Walk<T> {
    const { documents, mapping } = this;
    return this.walkOf(filters, documents.walk(filters, { order, size }), (document) =>
      mapping.toValue(document as unknown as D),
    );
  }

  /** Like `walk`, with only the named fields of each. */
  walkPicked<K extends keyof D & string, V>(
    filters: readonly QueryFilter<D>[],
    { order, fields, toValue }: { order: Order; fields: readonly K[]; toValue: (document: Pick<D, K>) => V },
  ): Walk<V> {
    return this.walkOf(filters, this.documents.walk(filters, { order, size: walkPageSize, fields }), toValue);
  }

  private walkOf<P, V>(
    filters: readonly QueryFilter<D>[],
    pages: AsyncIterable<readonly P[]>,
    toValue: (document: P) => V,
  ): Walk<V> {
    const { documents } = this;
    return {
      count: async () => {
        const counts = await Promise.all(filters.map((filter) => documents.count(filter, 0)));
        return counts.reduce((sum, count) => sum + count, 0);
      },
      pages: (async function* () {
        for await (const page of pages) yield page.map(toValue);
      })(),
    };
  }

  async remove(id: string): Promise<void> {
    await this.documents.remove({ _id: id } as QueryFilter<D>);
  }
}

/** For values without a unique key but their id. */
export const noClash = async (): Promise<null> => null;
