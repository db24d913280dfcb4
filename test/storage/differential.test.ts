import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedEngine, startEmbeddedEngine } from "../../src/storage/embedded/index";
import { type Collection, type Document, MongoClient } from "../support/driver";
import { openTestDatabase, type TestDatabase } from "../support/engine";
import fc from "../support/property";

/**
 * The same random operations on the embedded engine and on the server of MONGODB_URI: the same documents, answers and
 * refusals. Refusals are compared by kind (none, duplicate key, another), because the gateway of the DocumentDB engine
 * passes on other codes than 11000 in the extension's own form. An operation on one document names it by its `_id` or by a
 * sort, because engines may differ in which of several documents they come upon first. Where DocumentDB differs from MongoDB,
 * as engine-bench.ts lists, nothing is generated.
 */
const SERVER = process.env["MONGODB_URI"];
const RUNS = Number(process.env["DIFFERENTIAL_RUNS"] ?? 60);

type Things = Collection<Document & { _id: number }>;
type Operation = { readonly name: string; readonly run: (things: Things) => Promise<unknown>; readonly text: string };

/** No booleans: see the differences that engine-bench.ts lists. */
const scalar = fc.oneof(
  fc.integer({ min: -2, max: 5 }),
  fc.constantFrom<unknown>(null, "", "a", "b", 1.5, new Date(0), new Date(86_400_000)),
);
const value = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.record({ x: scalar, y: scalar }, { requiredKeys: [] }) },
  { weight: 1, arbitrary: fc.array(fc.record({ x: scalar, y: scalar }, { requiredKeys: [] }), { maxLength: 3 }) },
);
const id = fc.integer({ min: 0, max: 5 });
const path = fc.constantFrom("a", "b", "c", "a.x", "b.x", "b.y", "c.0");
const fields = fc.record(
  { a: value, b: value, c: fc.array(scalar, { maxLength: 3 }), u: fc.constantFrom(1, 2, 3, 4) },
  { requiredKeys: [] },
);

const condition = fc.oneof(
  scalar,
  fc.record({ $gt: scalar }),
  fc.record({ $gte: fc.integer({ min: -2, max: 5 }), $lt: fc.integer({ min: -2, max: 5 }) }),
  fc.record({ $ne: scalar }),
  fc.record({ $in: fc.array(scalar, { minLength: 1, maxLength: 3 }) }),
  fc.record({ $nin: fc.array(scalar, { minLength: 1, maxLength: 3 }) }),
  fc.record({ $exists: fc.boolean() }),
  fc.record({ $size: fc.integer({ min: 0, max: 3 }) }),
  fc.record({ $not: fc.record({ $gt: scalar }) }),
  fc.record({ $elemMatch: fc.record({ $gt: fc.integer({ min: -2, max: 5 }) }) }),
  fc.record({ $all: fc.array(scalar, { minLength: 1, maxLength: 2 }) }),
);
const simpleFilter = fc.tuple(path, condition).map(([key, given]) => ({ [key]: given }) as Document);
const filter = fc.oneof(
  fc.constant({} as Document),
  simpleFilter,
  fc.array(simpleFilter, { minLength: 1, maxLength: 2 }).map(($or) => ({ $or }) as Document),
  fc.array(simpleFilter, { minLength: 1, maxLength: 2 }).map(($and) => ({ $and }) as Document),
);

/** For operators that only take away: see the differences that engine-bench.ts lists. */
const topLevel = fc.constantFrom("a", "b", "c");
const single = (
  operator: string,
  operand: fc.Arbitrary<unknown>,
  on: fc.Arbitrary<string> = path,
): fc.Arbitrary<Document> => fc.tuple(on, operand).map(([key, given]) => ({ [operator]: { [key]: given } }));
const updateOf = (on: fc.Arbitrary<string>): fc.Arbitrary<Document> =>
  fc.oneof(
    single("$set", value, on),
    single("$unset", fc.constant(""), topLevel),
    single("$inc", fc.constantFrom(1, -1, 2.5), on),
    single("$mul", fc.constantFrom(2, 0.5), on),
    single("$min", scalar, on),
    single("$max", scalar, on),
    single("$push", scalar, on),
    single(
      "$push",
      fc.record({
        $each: fc.array(scalar, { minLength: 1, maxLength: 3 }),
        $slice: fc.constantFrom(-3, -2, -1, 1, 2, 3),
      }),
      on,
    ),
    single("$addToSet", scalar, on),
    single("$addToSet", fc.record({ $each: fc.array(scalar, { minLength: 1, maxLength: 3 }) }), on),
    single("$pop", fc.constantFrom(1, -1), topLevel),
    single("$pull", fc.oneof(scalar, fc.record({ $gte: fc.integer({ min: -1, max: 3 }) })), topLevel),
    single("$pullAll", fc.array(scalar, { maxLength: 2 }), topLevel),
    single("$setOnInsert", scalar, on),
    fc.tuple(value, scalar).map(([a, b]) => ({ $set: { a }, $setOnInsert: { "b.x": b } })),
  );
const update = updateOf(path);
const uniqueUpdate = fc.oneof(
  { weight: 5, arbitrary: update },
  { weight: 1, arbitrary: single("$set", fc.constantFrom(1, 2, 3, 4), fc.constant("u")) },
);

const operation = (name: string, parts: unknown, run: Operation["run"]): Operation => ({
  name,
  run,
  text: JSON.stringify(parts),
});
const outcomeOf = (result: Document, change: Document = {}): Document => ({
  matchedCount: result["matchedCount"],
  upsertedCount: result["upsertedCount"],
  ...(JSON.stringify(change).includes("$slice") ? {} : { modifiedCount: result["modifiedCount"] }),
});

const operations: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(id, fields)
      .map(([_id, rest]) => operation("insert", [_id, rest], (things) => things.insertOne({ _id, ...rest }))),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(id, uniqueUpdate, fc.boolean())
      .map(([_id, change, upsert]) =>
        operation("updateOne", [_id, change, upsert], async (things) =>
          outcomeOf(await things.updateOne({ _id }, change, { upsert }), change),
        ),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(filter, single("$set", fc.oneof(scalar, fc.boolean()), fc.constantFrom("d", "e")))
      .map(([query, change]) =>
        operation("updateMany", [query, change], async (things) => outcomeOf(await things.updateMany(query, change))),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(filter, uniqueUpdate, fc.boolean())
      .map(([query, change, after]) =>
        operation("findOneAndUpdate", [query, change, after], (things) =>
          things.findOneAndUpdate(query, change, { sort: { _id: 1 }, returnDocument: after ? "after" : "before" }),
        ),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(id, fields)
      .map(([_id, rest]) =>
        operation("replaceOne", [_id, rest], async (things) =>
          outcomeOf(await things.replaceOne({ _id }, rest, { upsert: true })),
        ),
      ),
  },
  { weight: 1, arbitrary: id.map((_id) => operation("deleteOne", _id, (things) => things.deleteOne({ _id }))) },
  {
    weight: 1,
    arbitrary: filter.map((query) =>
      operation("findOneAndDelete", query, (things) => things.findOneAndDelete(query, { sort: { _id: -1 } })),
    ),
  },
  {
    weight: 4,
    arbitrary: filter.map((query) =>
      operation("find", query, (things) => things.find(query).sort({ _id: 1 }).toArray()),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(filter, fc.constantFrom("u", "d"), fc.constantFrom(1 as const, -1 as const))
      .map(([query, by, direction]) =>
        operation("sorted find", [query, by, direction], (things) =>
          things
            .find(query)
            .sort({ [by]: direction, _id: 1 })
            .limit(4)
            .toArray(),
        ),
      ),
  },
  { weight: 1, arbitrary: filter.map((query) => operation("count", query, (things) => things.countDocuments(query))) },
  {
    weight: 1,
    arbitrary: filter.map((query) =>
      operation("aggregate", query, (things) =>
        things
          .aggregate([
            { $match: query },
            { $group: { _id: "$u", n: { $sum: 1 }, ids: { $max: "$_id" } } },
            { $sort: { _id: 1 } },
          ])
          .toArray(),
      ),
    ),
  },
);

const setups = ["none", "unique", "sparse", "partial", "lookups"] as const;

async function prepare(things: Things, setup: (typeof setups)[number]): Promise<void> {
  await things.insertOne({ _id: -1 });
  await things.deleteOne({ _id: -1 });
  if (setup === "unique") await things.createIndex({ u: 1 }, { unique: true });
  if (setup === "sparse") await things.createIndex({ u: 1 }, { unique: true, sparse: true });
  if (setup === "partial")
    await things.createIndex({ u: 1 }, { unique: true, partialFilterExpression: { a: { $gt: 0 } } });
  if (setup === "lookups") for (const key of ["a", "c", "u"]) await things.createIndex({ [key]: 1, d: -1 });
}

async function outcome(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    return { refused: (error as { code?: unknown }).code === 11000 ? 11000 : "otherwise" };
  }
}

const describeWithServer = SERVER ? describe : describe.skip;

describeWithServer(
  "the embedded engine and the server of MONGODB_URI (without that variable there is nothing to compare with)",
  () => {
    let directory: string;
    let engine: EmbeddedEngine;
    let server: TestDatabase;
    let here: MongoClient;
    let there: MongoClient;
    let sequence = 0;

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), "engine-"));
      engine = await startEmbeddedEngine({ directory, database: "differential" });
      server = await openTestDatabase();
      here = await new MongoClient(engine.uri).connect();
      there = await new MongoClient(server.uri).connect();
    });
    afterAll(async () => {
      await here.close();
      await there.close();
      await engine.close();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    });

    it("answer, refuse and keep the same", async () => {
      const property = fc.asyncProperty(
        fc.constantFrom(...setups),
        fc.array(operations, { minLength: 1, maxLength: 25 }),
        async (setup, steps) => {
          sequence += 1;
          const pair = [here, there].map((client) =>
            client.db().collection<Document & { _id: number }>(`things_${sequence}`),
          );
          await Promise.all(pair.map((things) => prepare(things, setup)));
          const log: string[] = [];
          for (const step of steps) {
            log.push(`${step.name} ${step.text}`);
            const [mine, theirs] = await Promise.all(pair.map((things) => outcome(step.run(things))));
            expect({ log, answer: mine }).toEqual({ log, answer: theirs });
          }
          const [mine, theirs] = await Promise.all(pair.map((things) => things.find().sort({ _id: 1 }).toArray()));
          expect({ log, documents: mine }).toEqual({ log, documents: theirs });
          await pair[1]?.drop();
        },
      );
      await fc.assert(property, { numRuns: RUNS, endOnFailure: false });
    }, 1_800_000);
  },
);
