import {
  type Connection,
  type Model,
  type PipelineStage,
  type QueryFilter,
  Schema,
  type SchemaDefinition,
  type UpdateQuery,
} from "mongoose";
import { type CollectionPlan, inOrder, type Order, type StoredDocument, text, uniqueFieldsOf } from "./collection-plan";
import { isDuplicateKey, onceMore, settle, settleEach } from "./conflicts";
import { gathering, Outcome, type RunBatch, type Turns, takingTurns } from "./gather";

/** So many documents of an answer come in one piece: the usual 101 would cost a second question for a page. */
const BATCH_SIZE = 2_000;
/** So many ids are looked for together with what others look for; more of them are a question of their own. */
export const FEW = 20;
/** Nothing is counted further for whoever reads a figure: as many people as the house is built for. */
export const MOST_COUNTED = 1_000_000;
/** Nor is what waits in a queue, of which such a number says enough, and which is counted at every asking. */
export const MOST_WAITING = 100_000;
/** A field that is undefined is left out, as where a single document is made. */
const withoutUndefined = { ignoreUndefined: true };
/** How long a change that nobody waits for may lie until others come to it. Milliseconds. */
const SOON_MS = 100;
/** From so many documents on it is worth looking which are there before they are inserted. */
const MANY = 20;

const turnsByConnection = new WeakMap<Connection, Turns>();

/** All collections of a connection take turns with each other. */
function turnsOf(connection: Connection): Turns {
  const turns = turnsByConnection.get(connection) ?? takingTurns();
  turnsByConnection.set(connection, turns);
  return turns;
}

/** The projection that shows these fields. */
const shown = (fields: readonly string[]): Record<string, 1> =>
  Object.fromEntries(fields.map((field) => [field, 1] as const));

type BulkWrites = Parameters<Model<object>["collection"]["bulkWrite"]>[0];

/** The document that a change is about; of several or of one that is found otherwise nothing is known. */
const idIn = ({ filter: { _id } }: { readonly filter: object & { readonly _id?: unknown } }): string =>
  typeof _id === "string" ? _id : "";

/** What ends, and when. Milliseconds. */
export interface End {
  readonly _id: string;
  readonly at: number;
}

/** One change of a document. */
interface Change<D> {
  readonly filter: QueryFilter<D>;
  readonly update: UpdateQuery<D>;
}

/** One collection of mongoose documents, of which only plain objects come out. */
export class Documents<D extends StoredDocument> {
  private readonly model: Model<D>;
  private readonly turns: Turns;
  /** By which document two inserts may stand in each other's way. */
  private readonly keyOf: (document: D) => string;
  private readonly lookUp: (id: string) => Promise<D | null>;
  private readonly insertOne: (document: D) => Promise<boolean>;
  private readonly changeOne: (change: Change<D>) => Promise<undefined>;
  private readonly changeOneSoon: (change: Change<D>) => Promise<undefined>;

  constructor(connection: Connection, plan: CollectionPlan) {
    this.model = (connection.models[plan.name] as Model<D> | undefined) ?? Documents.define<D>(connection, plan);
    this.turns = turnsOf(connection);
    const fields = uniqueFieldsOf(plan) as readonly (keyof D)[];
    this.keyOf = (document) => fields.map((field) => String(document[field])).join(" ");
    this.lookUp = this.gathering((ids) => this.findEach(ids));
    this.insertOne = this.gathering((documents) => this.insertEach(documents));
    this.changeOne = this.gathering((changes) => this.changeEach(changes));
    this.changeOneSoon = this.gathering((changes) => this.changeEach(changes), SOON_MS);
  }

  /** Gathers what is asked of this database at the same time, whatever the collection. */
  gathering<A, R>(run: RunBatch<A, R>, lingerMs = 0): (asked: A) => Promise<R> {
    return gathering(run, this.turns, lingerMs);
  }

  /**
   * Makes what ends documents that all end in the same way: those that end at this moment do so together, at the last of their
   * moments, by one change that costs far less than many. One that no longer matches `open` stays as it is, and nobody is told.
   */
  endingTogether(open: QueryFilter<D>, change: (at: number) => UpdateQuery<D>): (end: End) => Promise<undefined> {
    return this.gathering(async (ends: readonly End[]) => {
      const at = Math.max(...ends.map((end) => end.at));
      await this.updateMany({ ...open, _id: { $in: ends.map(({ _id }) => _id) } }, change(at));
      return ends.map(() => undefined);
    });
  }

  private static define<D extends StoredDocument>(connection: Connection, plan: CollectionPlan): Model<D> {
    const schema = new Schema<D>({ _id: text, ...plan.fields } as SchemaDefinition<D>, {
      strict: "throw",
      strictQuery: "throw",
      versionKey: false,
      minimize: false,
      id: false,
      autoIndex: false,
      autoCreate: false,
    });
    for (const [fields, options] of plan.indexes) schema.index(fields, options);
    return connection.model<D>(plan.name, schema, plan.name);
  }

  /** False where a unique key, the id or another, is taken. Goes together with what others insert at this moment. */
  insert(document: D): Promise<boolean> {
    return this.insertOne(document);
  }

  /** By its id, together with what others look for at this moment. */
  findById(id: string): Promise<D | null> {
    return this.lookUp(id);
  }

  /** Those of these ids that are there. */
  async findByIds(ids: readonly string[], order: Order): Promise<D[]> {
    const wanted = [...new Set(ids)];
    if (wanted.length > FEW) return (await this.findAll(wanted)).sort(inOrder(order));
    const found = await Promise.all(wanted.map((id) => this.lookUp(id)));
    return found.flatMap((document) => (document === null ? [] : [document])).sort(inOrder(order));
  }

  /** An update whose outcome nobody asks for; it goes together with others of this moment, in no order among them. */
  change(filter: QueryFilter<D>, update: UpdateQuery<D>): Promise<void> {
    return this.changeOne({ filter, update });
  }

  /** Like `change`, but given to the database up to a tenth of a second later, and with more others. */
  changeSoon(filter: QueryFilter<D>, update: UpdateQuery<D>): Promise<void> {
    return this.changeOneSoon({ filter, update });
  }

  /**
   * Several changes in one command, in no order among them. Returned is which were refused, by their place, and why; every
   * other was done where its filter matched.
   */
  async changeAll(
    changes: readonly (Change<D> & { readonly upsert?: boolean })[],
  ): Promise<ReadonlyMap<number, unknown>> {
    return (await this.changeAllCounted(changes)).refused;
  }

  /** Like `changeAll`, with how many of them found a document at once; what had to be done again is not counted. */
  async changeAllCounted(changes: readonly (Change<D> & { readonly upsert?: boolean })[]): Promise<{
    readonly refused: ReadonlyMap<number, unknown>;
    readonly matched: number;
  }> {
    let matched = 0;
    const refused = await settleEach(changes, idIn, async (left) => {
      const operations = left.map((change) => ({ updateOne: change })) as BulkWrites;
      const options = { ordered: false, ...withoutUndefined };
      matched = (await this.model.collection.bulkWrite(operations, options)).matchedCount;
    });
    return { refused, matched };
  }

  /** All of these ids that are there, in no order. */
  findAll(ids: readonly string[]): Promise<D[]> {
    return this.find({ _id: { $in: [...ids] } } as QueryFilter<D>, {});
  }

  /** The named fields of all of these that are there, in no order. */
  pickAll<K extends keyof D & string>(ids: readonly string[], fields: readonly K[]): Promise<Pick<D, K>[]> {
    return this.pickMany({ _id: { $in: [...ids] } } as QueryFilter<D>, fields);
  }

  /** Like `pick`, of many, in no order: nothing is looked at but the documents themselves. */
  async pickMany<K extends keyof D & string>(filter: QueryFilter<D>, fields: readonly K[]): Promise<Pick<D, K>[]> {
    const options = { projection: shown(fields), batchSize: BATCH_SIZE };
    return this.model.collection.find(filter as object, options).toArray() as Promise<unknown[]> as Promise<
      Pick<D, K>[]
    >;
  }

  private async findEach(ids: readonly string[]): Promise<(D | null)[]> {
    const wanted = [...new Set(ids)];
    const filter = (wanted.length === 1 ? { _id: wanted[0] } : { _id: { $in: wanted } }) as QueryFilter<D>;
    const found = new Map((await this.find(filter, {})).map((document) => [document._id, document]));
    return ids.map((id) => found.get(id) ?? null);
  }

  private async insertEach(documents: readonly D[]): Promise<readonly (boolean | Outcome<boolean>)[]> {
    const refused = await this.insertAll(documents);
    return documents.map((_, place) => {
      const error = refused.get(place);
      return error === undefined || (isDuplicateKey(error) ? false : Outcome.failed(error));
    });
  }

  private async changeEach(changes: readonly Change<D>[]): Promise<readonly (undefined | Outcome<undefined>)[]> {
    const refused = await this.changeAll(changes);
    return changes.map((_, place) => (refused.has(place) ? Outcome.failed(refused.get(place)) : undefined));
  }

  /** Inserts those whose unique keys are free; returns how many were. */
  async insertMissing(documents: readonly D[]): Promise<number> {
    const missing = documents.length < MANY ? documents : await this.withoutStored(documents);
    if (missing.length === 0) return 0;
    const refused = await this.insertAll(missing);
    for (const error of refused.values()) if (!isDuplicateKey(error)) throw error;
    return missing.length - refused.size;
  }

  /** Which were refused, by their place, and why. */
  private insertAll(documents: readonly D[]): Promise<ReadonlyMap<number, unknown>> {
    return settleEach(documents, this.keyOf, (left) =>
      this.model.collection.insertMany([...left] as object[], { ordered: false, ...withoutUndefined }),
    );
  }

  /**
   * A refused insert costs an engine many times what a look costs, and a plan that is made again is mostly there already. A few
   * tell of the many: where none of them is there, the plan is new, and what is refused after all is little.
   */
  private async withoutStored(documents: readonly D[]): Promise<readonly D[]> {
    const ids = documents.map(({ _id }) => _id);
    const few = ids.filter((_, place) => place % Math.ceil(ids.length / FEW) === 0);
    if ((await this.pick({ _id: { $in: few } } as QueryFilter<D>, ["_id"])).length === 0) return documents;
    const stored = await this.pick({ _id: { $in: ids } } as QueryFilter<D>, ["_id"]);
    if (stored.length === 0) return documents;
    const known = new Set(stored.map(({ _id }) => _id));
    return documents.filter(({ _id }) => !known.has(_id));
  }

  async findOne(filter: QueryFilter<D>, order: Order = {}): Promise<D | null> {
    return this.model.findOne(filter).sort(order).lean<D>().exec();
  }

  async find(filter: QueryFilter<D>, order: Order, limit = 0): Promise<D[]> {
    const options = { sort: order, limit, batchSize: BATCH_SIZE };
    return this.model.collection.find(filter as object, options).toArray() as Promise<unknown[]> as Promise<D[]>;
  }

  /**
   * Everything that matches any of the filters, in pages from one cursor each: unlike pages by id it costs the same to the
   * end on every engine, also where an index gives no order. The order is that of the index that finds them. `fields`: only
   * these of each document.
   */
  async *walk<K extends keyof D & string = keyof D & string>(
    filters: readonly QueryFilter<D>[],
    { order, size, fields }: { readonly order: Order; readonly size: number; readonly fields?: readonly K[] },
  ): AsyncGenerator<Pick<D, K>[]> {
    const projection = fields === undefined ? {} : { projection: shown(fields) };
    for (const filter of filters) {
      const cursor = this.model.collection.find(filter as object, { sort: order, batchSize: size, ...projection });
      try {
        let page: Pick<D, K>[] = [];
        for await (const document of cursor) {
          page.push(document as unknown as Pick<D, K>);
          if (page.length < size) continue;
          yield page;
          page = [];
        }
        if (page.length > 0) yield page;
      } finally {
        await cursor.close();
      }
    }
  }

  /** Only the named fields of each document. */
  async pick<K extends keyof D & string>(
    filter: QueryFilter<D>,
    fields: readonly K[],
    order: Order = {},
    limit = 0,
  ): Promise<Pick<D, K>[]> {
    const query = this.model
      .find(filter)
      .select([...fields])
      .sort(order)
      .limit(limit)
      .batchSize(BATCH_SIZE);
    return query.lean<Pick<D, K>[]>().exec();
  }

  /** Whether a document matched. */
  async update(filter: QueryFilter<D>, update: UpdateQuery<D>): Promise<boolean> {
    return (await settle(() => this.model.updateOne(filter, update).exec())).matchedCount > 0;
  }

  /** Like `update`; false also where a unique key is taken. */
  async updateUnlessTaken(filter: QueryFilter<D>, update: UpdateQuery<D>): Promise<boolean> {
    try {
      return await this.update(filter, update);
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** How many documents were changed. Where a server gives way to another, it may be done twice. */
  async updateMany(filter: QueryFilter<D>, update: UpdateQuery<D>): Promise<number> {
    return (await settle(() => onceMore(() => this.model.updateMany(filter, update).exec()))).modifiedCount;
  }

  /** The document after the change; null where none matched. With `upsert`, one is made; a duplicate key is thrown. */
  async updateAndFind(filter: QueryFilter<D>, update: UpdateQuery<D>, upsert = false): Promise<D | null> {
    const options = { upsert, returnDocument: "after" } as const;
    return settle(() => this.model.findOneAndUpdate(filter, update, options).lean<D>().exec());
  }

  /** Whether a document matched and was replaced; a duplicate key is thrown. */
  async replace(filter: QueryFilter<D>, document: D): Promise<boolean> {
    return (await settle(() => this.model.replaceOne(filter, document).exec())).matchedCount > 0;
  }

  /** Several replacements in one command, in no order among them; returns how many matched at once. A refusal is thrown. */
  async replaceAll(
    replacements: readonly { readonly filter: QueryFilter<D>; readonly document: D }[],
  ): Promise<number> {
    let matched = 0;
    const refused = await settleEach(replacements, idIn, async (left) => {
      const operations = left.map(({ filter, document }) => ({ replaceOne: { filter, replacement: document } }));
      const options = { ordered: false, ...withoutUndefined };
      matched = (await this.model.collection.bulkWrite(operations as BulkWrites, options)).matchedCount;
    });
    for (const error of refused.values()) throw error;
    return matched;
  }

  async remove(filter: QueryFilter<D>): Promise<number> {
    return (await this.model.deleteMany(filter).exec()).deletedCount;
  }

  /** How many match, counted no further than `most`: so much stands for that or more. A limit of 0 is none. */
  async count(filter: QueryFilter<D>, most: number): Promise<number> {
    return this.model.countDocuments(filter, most === 0 ? {} : { limit: most }).exec();
  }

  /** How many match, by these values of a field, each counted in an index and no further than `most`; none is left out. */
  async countEach<V extends string>(
    field: keyof D & string,
    values: readonly V[],
    filter: QueryFilter<D>,
    most: number = MOST_COUNTED,
  ): Promise<Partial<Record<V, number>>> {
    const counted = values.map(
      async (value) => [value, await this.count({ ...filter, [field]: value } as QueryFilter<D>, most)] as const,
    );
    const found = (await Promise.all(counted)).filter(([, count]) => count > 0);
    return Object.fromEntries(found) as Partial<Record<V, number>>;
  }

  /** Like `countEach` where the values are not known beforehand: of no more than `most` documents. */
  async countBy(field: keyof D & string, filter: QueryFilter<D>, most: number): Promise<Record<string, number>> {
    const pipeline: PipelineStage[] = [
      { $match: filter as PipelineStage.Match["$match"] },
      { $limit: most },
      { $group: { _id: `$${field}`, count: { $sum: 1 } } },
    ];
    const groups = await this.model.aggregate<{ _id: string; count: number }>(pipeline).exec();
    return Object.fromEntries(groups.map(({ _id, count }) => [_id, count]));
  }
}
