import mongoose from "mongoose";
import {
  type Collection,
  type Document,
  Long,
  type MongoBulkWriteError,
  MongoClient,
  type MongoServerError,
  ObjectId,
  UUID,
} from "../support/driver";
import { openTestDatabase, type TestDatabase } from "../support/engine";

/**
 * What the application relies on, through the real driver, on whichever engine MONGODB_URI chooses.
 *
 * Where the DocumentDB engine (behind its gateway) differs from MongoDB and from the embedded engine:
 * - its errors carry neither `keyPattern` nor `keyValue`; the application reads the code 11000 alone;
 * - other codes than 11000 arrive as the extension's own, so that they are compared on the embedded engine only;
 * - documents with a time to live are removed by a job that runs once a minute, so that this is tested on the embedded engine only;
 * - `$inc` and `$mul` take a boolean for a number, where MongoDB refuses;
 * - `$unset`, `$pull`, `$pullAll` and `$pop` on a path that leads nowhere make the documents on the way or refuse, where MongoDB
 *   leaves the document alone; `$push` and `$addToSet` of no elements leave a missing array missing, where MongoDB makes it;
 * - a `$push` whose `$slice` takes everything away again counts as modified or not;
 * - `$count` over nothing gives one document with 0, where MongoDB gives none;
 * - a cursor that is not open is refused by the gateway itself, with the code 43 of both.
 */
const EMBEDDED = !process.env["MONGODB_URI"];
const onEmbedded = EMBEDDED ? it : it.skip;

let database: TestDatabase;
let client: MongoClient;
let things: Collection<Document & { _id: number | string }>;
let sequence = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  client = await new MongoClient(database.uri).connect();
});
beforeEach(() => {
  sequence += 1;
  things = client.db().collection(`things_${sequence}`);
});
afterAll(async () => {
  await client.close();
  await database.close();
});

const codeOf = async (work: Promise<unknown>): Promise<number | string | undefined> => {
  try {
    await work;
    return undefined;
  } catch (error) {
    return (error as MongoServerError).code;
  }
};
const ids = async (filter: Document, sort: Document = { _id: 1 }): Promise<unknown[]> =>
  (
    await things
      .find(filter)
      .sort(sort as never)
      .toArray()
  ).map(({ _id }) => _id);

describe("queries", () => {
  it("compares values by type and by value, and tells null from missing only where asked", async () => {
    await things.insertMany([
      { _id: 1, a: 5 },
      { _id: 2, a: "5" },
      { _id: 3, a: null },
      { _id: 4 },
      { _id: 5, a: [4, 9] },
      { _id: 6, a: true },
    ]);
    expect(await ids({ a: 5 })).toEqual([1]);
    expect(await ids({ a: null })).toEqual([3, 4]);
    expect(await ids({ a: { $exists: false } })).toEqual([4]);
    expect(await ids({ a: { $gt: 4 } })).toEqual([1, 5]);
    expect(await ids({ a: { $ne: 5 } })).toEqual([2, 3, 4, 5, 6]);
    expect(await ids({ a: { $in: ["5", true, null] } })).toEqual([2, 3, 4, 6]);
    expect(await ids({ a: { $nin: ["5", 9] } })).toEqual([1, 3, 4, 6]);
    expect(await ids({ a: { $type: "string" } })).toEqual([2]);
    expect(await ids({ a: { $size: 2 } })).toEqual([5]);
  });

  it("tells identifiers, dates and bytes apart by what they hold", async () => {
    const [one, two] = [new ObjectId(), new ObjectId()];
    const [day, next] = [new Date("2026-08-17T00:00:00Z"), new Date("2026-08-18T00:00:00Z")];
    await things.insertMany([
      { _id: 1, ref: one, at: day, bytes: Buffer.from([0xff, 0xfe]) },
      { _id: 2, ref: two, at: next, bytes: Buffer.from([0xff, 0xfd]) },
    ]);
    expect(await ids({ ref: two })).toEqual([2]);
    expect(await ids({ ref: { $in: [one] } })).toEqual([1]);
    expect(await ids({ at: { $gt: day } })).toEqual([2]);
    expect(await ids({ bytes: Buffer.from([0xff, 0xfe]) })).toEqual([1]);
    expect(await things.distinct("ref")).toHaveLength(2);
  });

  it("reaches into documents and into the elements of arrays", async () => {
    await things.insertMany([
      {
        _id: 1,
        items: [
          { sku: "a", n: 1 },
          { sku: "b", n: 5 },
        ],
      },
      { _id: 2, items: [{ sku: "a", n: 5 }], place: { village: "Kalisidi" } },
    ]);
    expect(await ids({ "items.sku": "b" })).toEqual([1]);
    expect(await ids({ "items.sku": "a", "items.n": 5 })).toEqual([1, 2]);
    expect(await ids({ items: { $elemMatch: { sku: "a", n: 5 } } })).toEqual([2]);
    expect(await ids({ "items.0.n": 1 })).toEqual([1]);
    expect(await ids({ "place.village": /^kali/i })).toEqual([2]);
    expect(await ids({ $or: [{ "place.village": "Kalisidi" }, { _id: 1 }], $nor: [{ _id: 2 }] })).toEqual([1]);
    expect(await ids({ $expr: { $gt: [{ $size: "$items" }, 1] } })).toEqual([1]);
  });

  it("sorts across types and fields, skips, limits and projects", async () => {
    await things.insertMany([
      { _id: 1, a: "x" },
      { _id: 2, a: 3, b: 1 },
      { _id: 3, a: 3, b: 2 },
      { _id: 4 },
      { _id: 5, a: new Date(0) },
    ]);
    expect(await ids({}, { a: 1, b: -1 })).toEqual([4, 3, 2, 1, 5]);
    expect(await ids({}, { a: -1, _id: -1 })).toEqual([5, 1, 3, 2, 4]);
    expect(
      await things.find({}, { sort: { _id: 1 }, skip: 1, limit: 2, projection: { a: 1, _id: 0 } }).toArray(),
    ).toEqual([{ a: 3 }, { a: 3 }]);
    expect(await things.findOne({ _id: 2 }, { projection: { b: 0 } })).toEqual({ _id: 2, a: 3 });
  });

  it("hands out a long result in batches, and closes a cursor that is let go", async () => {
    await things.insertMany(Array.from({ length: 450 }, (_, n) => ({ _id: n })));
    const seen: unknown[] = [];
    for await (const { _id } of things.find().sort({ _id: 1 }).batchSize(100)) seen.push(_id);
    expect(seen).toEqual(Array.from({ length: 450 }, (_, n) => n));
    const cursor = things.find().batchSize(10);
    await cursor.next();
    const id = cursor.id;
    await cursor.close();
    expect(await codeOf(client.db().command({ getMore: id, collection: things.collectionName }))).toBe(43);
  });

  it("counts and lists distinct values", async () => {
    await things.insertMany([{ _id: 1, tags: ["a", "b"] }, { _id: 2, tags: ["b"] }, { _id: 3 }]);
    expect(await things.countDocuments({ tags: "b" })).toBe(2);
    expect(await things.estimatedDocumentCount()).toBe(3);
    expect((await things.distinct("tags")).sort()).toEqual(["a", "b"]);
  });
});

describe("updates", () => {
  const updated = async (before: Document, update: Document, filter: Document = {}): Promise<Document | null> => {
    await things.replaceOne({ _id: 1 }, before, { upsert: true });
    await things.updateOne({ _id: 1, ...filter }, update);
    return things.findOne({ _id: 1 }, { projection: { _id: 0 } });
  };

  it.each([
    ["$set below a missing document", {}, { $set: { "a.b": 1 } }, { a: { b: 1 } }],
    ["$unset", { a: 1, b: 2 }, { $unset: { a: "" } }, { b: 2 }],
    ["$inc and $mul", { a: 1, b: 3 }, { $inc: { a: 4, c: 2 }, $mul: { b: 2 } }, { a: 5, b: 6, c: 2 }],
    ["$min and $max", { a: 5, b: 5 }, { $min: { a: 3 }, $max: { b: 9 } }, { a: 3, b: 9 }],
    ["$rename", { a: 1 }, { $rename: { a: "b" } }, { b: 1 }],
    ["$push", { a: [1] }, { $push: { a: 2 } }, { a: [1, 2] }],
    ["$push with its modifiers", { a: [3, 1] }, { $push: { a: { $each: [2], $sort: 1, $slice: -2 } } }, { a: [2, 3] }],
    ["$addToSet", { a: [1, 1] }, { $addToSet: { a: { $each: [1, 2] } } }, { a: [1, 1, 2] }],
    ["$pop", { a: [1, 2, 3] }, { $pop: { a: -1 } }, { a: [2, 3] }],
    ["$pull by condition", { a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
    ["$pull by a document", { a: [{ x: 1, y: 1 }, { x: 2 }] }, { $pull: { a: { x: 1 } } }, { a: [{ x: 2 }] }],
    ["$pullAll", { a: [1, 2, 1] }, { $pullAll: { a: [1] } }, { a: [2] }],
    ["$bit", { a: 13 }, { $bit: { a: { and: 10 } } }, { a: 8 }],
    ["$[]", { a: [{ n: 1 }, { n: 2 }] }, { $inc: { "a.$[].n": 10 } }, { a: [{ n: 11 }, { n: 12 }] }],
  ])("%s", async (_name, before, update, expected) => {
    expect(await updated(before, update)).toEqual(expected);
  });

  it("$ changes the element that the filter found", async () => {
    const before = {
      a: [
        { k: "x", n: 1 },
        { k: "y", n: 1 },
      ],
    };
    const expected = {
      a: [
        { k: "x", n: 1 },
        { k: "y", n: 2 },
      ],
    };
    expect(await updated(before, { $set: { "a.$.n": 2 } }, { "a.k": "y" })).toEqual(expected);
    expect(await updated(before, { $inc: { "a.$.n": 1 } }, { a: { $elemMatch: { k: "y" } } })).toEqual(expected);
  });

  it("$[name] changes the elements that the array filters choose", async () => {
    await things.insertOne({ _id: 1, a: [{ n: 1 }, { n: 7 }, { n: 9 }] });
    await things.updateOne(
      { _id: 1 },
      { $set: { "a.$[big].big": true } },
      { arrayFilters: [{ "big.n": { $gte: 7 } }] },
    );
    expect(await things.findOne({ _id: 1 })).toEqual({
      _id: 1,
      a: [{ n: 1 }, { n: 7, big: true }, { n: 9, big: true }],
    });
  });

  it("evaluates a pipeline", async () => {
    expect(
      await updated({ a: 2, b: 3 }, [{ $set: { sum: { $add: ["$a", "$b"] } } }, { $unset: "b" }] as never),
    ).toEqual({
      a: 2,
      sum: 5,
    });
  });

  it("makes a document where an upsert finds none, once", async () => {
    const upsert = () =>
      things.updateOne({ _id: "k", kind: "x" }, { $set: { n: 1 }, $setOnInsert: { made: true } }, { upsert: true });
    expect(await upsert()).toMatchObject({ upsertedCount: 1, upsertedId: "k", matchedCount: 0 });
    expect(await upsert()).toMatchObject({ upsertedCount: 0, matchedCount: 1, modifiedCount: 0 });
    expect(await things.find().toArray()).toEqual([{ _id: "k", kind: "x", n: 1, made: true }]);
  });

  it("updates many, replaces one, and says how many changed", async () => {
    await things.insertMany([
      { _id: 1, n: 1 },
      { _id: 2, n: 1 },
      { _id: 3, n: 2 },
    ]);
    expect(await things.updateMany({ n: { $lte: 2 } }, { $set: { n: 2 } })).toMatchObject({
      matchedCount: 3,
      modifiedCount: 2,
    });
    await things.replaceOne({ _id: 1 }, { whole: "new" });
    expect(await things.findOne({ _id: 1 })).toEqual({ _id: 1, whole: "new" });
  });

  it("keeps 64-bit numbers, fractions and dates as they were given", async () => {
    const at = new Date("2026-11-23T08:00:00.123Z");
    await things.insertOne({ _id: 1, telegram: 7_123_456_789, ratio: 0.1, at });
    await things.updateOne({ _id: 1 }, { $inc: { telegram: 1 }, $set: { other: 1.5 } });
    expect(await things.findOne({ _id: 1 })).toEqual({ _id: 1, telegram: 7_123_456_790, ratio: 0.1, at, other: 1.5 });
  });
});

describe("findOneAndUpdate and its kin", () => {
  it("takes the first by the order asked for, and shows it before or after", async () => {
    await things.insertMany([
      { _id: 1, p: 2 },
      { _id: 2, p: 1 },
    ]);
    expect(await things.findOneAndUpdate({}, { $set: { taken: true } }, { sort: { p: 1 } })).toEqual({ _id: 2, p: 1 });
    expect(
      await things.findOneAndUpdate({ _id: 2 }, { $inc: { p: 1 } }, { returnDocument: "after", projection: { p: 1 } }),
    ).toEqual({ _id: 2, p: 2 });
    expect(
      await things.findOneAndUpdate({ _id: 9 }, { $set: { p: 1 } }, { upsert: true, returnDocument: "after" }),
    ).toEqual({ _id: 9, p: 1 });
    expect(await things.findOneAndUpdate({ _id: 8 }, { $set: { p: 1 } })).toBeNull();
    expect(await things.findOneAndDelete({ p: 1 })).toEqual({ _id: 9, p: 1 });
    expect(await things.findOneAndReplace({ _id: 1 }, { r: 1 }, { returnDocument: "after" })).toEqual({ _id: 1, r: 1 });
  });

  it("gives each of many takers another document", async () => {
    await things.insertMany(Array.from({ length: 20 }, (_, n) => ({ _id: n, state: "waiting" })));
    await things.createIndex({ state: 1 });
    const taken = await Promise.all(
      Array.from({ length: 20 }, () =>
        things.findOneAndUpdate({ state: "waiting" }, { $set: { state: "taken" } }, { sort: { _id: 1 } }),
      ),
    );
    expect(new Set(taken.map((one) => one?.["_id"])).size).toBe(
      new Set(taken.filter(Boolean).map((one) => one?.["_id"])).size + Number(taken.includes(null)),
    );
    expect(await things.countDocuments({ state: "taken" })).toBe(taken.filter(Boolean).length);
  });
});

describe("indexes", () => {
  it("refuses a second document under a unique key with 11000", async () => {
    await things.createIndex({ nik: 1 }, { unique: true });
    await things.insertOne({ _id: 1, nik: "a" });
    expect(await codeOf(things.insertOne({ _id: 2, nik: "a" }))).toBe(11000);
    expect(await codeOf(things.insertOne({ _id: 1, nik: "b" }))).toBe(11000);
    await things.insertOne({ _id: 2, nik: "b" });
    expect(await codeOf(things.updateOne({ _id: 2 }, { $set: { nik: "a" } }))).toBe(11000);
    expect(await codeOf(things.findOneAndUpdate({ _id: 2 }, { $set: { nik: "a" } }))).toBe(11000);
    expect(await ids({ nik: "a" })).toEqual([1]);
  });

  onEmbedded("names the key of a duplicate", async () => {
    await things.createIndex({ worker: 1, period: 1 }, { unique: true });
    await things.insertOne({ _id: 1, worker: "w", period: "2026-11" });
    const refusal = await things
      .insertOne({ _id: 2, worker: "w", period: "2026-11" })
      .catch((error: MongoServerError) => error);
    expect(refusal).toMatchObject({
      code: 11000,
      errorResponse: { keyPattern: { worker: 1, period: 1 }, keyValue: { worker: "w", period: "2026-11" } },
    });
  });

  it("counts a missing value as one value, except in a sparse index", async () => {
    await things.createIndex({ plain: 1 }, { unique: true });
    await things.insertOne({ _id: 1 });
    expect(await codeOf(things.insertOne({ _id: 2 }))).toBe(11000);
    const others = client.db().collection<{ _id: number; kpj?: string }>(`sparse_${sequence}`);
    await others.createIndex({ kpj: 1 }, { unique: true, sparse: true });
    await others.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3, kpj: "k" }]);
    expect(await codeOf(others.insertOne({ _id: 4, kpj: "k" }))).toBe(11000);
  });

  it("holds a partial unique index where its condition holds", async () => {
    await things.createIndex({ worker: 1 }, { unique: true, partialFilterExpression: { state: "active" } });
    await things.insertMany([
      { _id: 1, worker: "w", state: "active" },
      { _id: 2, worker: "w", state: "ended" },
    ]);
    expect(await codeOf(things.insertOne({ _id: 3, worker: "w", state: "active" }))).toBe(11000);
    expect(await codeOf(things.updateOne({ _id: 2 }, { $set: { state: "active" } }))).toBe(11000);
    await things.updateOne({ _id: 1 }, { $set: { state: "ended" } });
    await things.updateOne({ _id: 2 }, { $set: { state: "active" } });
    expect(await ids({ worker: "w", state: "active" })).toEqual([2]);
    expect(await ids({ worker: "w" })).toEqual([1, 2]);
  });

  it("enforces a unique compound key, and a unique key on the elements of an array", async () => {
    await things.createIndex({ worker: 1, period: 1 }, { unique: true });
    await things.createIndex({ addresses: 1 }, { unique: true, sparse: true });
    await things.insertMany([
      { _id: 1, worker: 1, period: "a", addresses: ["x", "y"] },
      { _id: 2, worker: 1, period: "b" },
    ]);
    expect(await codeOf(things.insertOne({ _id: 3, worker: 1, period: "b" }))).toBe(11000);
    expect(await codeOf(things.insertOne({ _id: 4, worker: 2, addresses: ["z", "y"] }))).toBe(11000);
    expect(await ids({ addresses: "y" })).toEqual([1]);
    await things.updateOne({ _id: 1 }, { $pull: { addresses: "y" } as never });
    expect(await codeOf(things.insertOne({ _id: 4, worker: 2, addresses: ["z", "y"] }))).toBeUndefined();
  });

  it("finds the same with an index as without", async () => {
    const rows = Array.from({ length: 200 }, (_, n) => ({
      _id: n,
      a: n % 7,
      b: n % 3 === 0 ? null : `s${n % 11}`,
      c: [n % 5, n % 13],
    }));
    await things.insertMany(rows);
    const queries = [
      { a: 3 },
      { a: { $in: [1, 2] }, b: "s4" },
      { a: { $gt: 2, $lte: 5 } },
      { b: null },
      { c: 4 },
      { c: { $gte: 3, $lt: 5 } },
      { a: 1, c: { $gt: 10 } },
    ];
    const without = await Promise.all(queries.map((query) => ids(query)));
    await things.createIndex({ a: 1, b: -1 });
    await things.createIndex({ b: -1, a: 1 });
    await things.createIndex({ c: 1 });
    expect(await Promise.all(queries.map((query) => ids(query)))).toEqual(without);
    expect(await ids({ a: 3 }, { b: 1, _id: 1 })).toHaveLength(without[0]?.length ?? 0);
  });

  it("refuses to build a unique index over documents that break it, and builds it when they are mended", async () => {
    await things.insertMany([
      { _id: 1, a: 1 },
      { _id: 2, a: 1 },
    ]);
    expect(await codeOf(things.createIndex({ a: 1 }, { unique: true }))).toBe(11000);
    await things.deleteOne({ _id: 2 });
    await things.createIndex({ a: 1 }, { unique: true });
    expect((await things.listIndexes().toArray()).map(({ name }) => name)).toEqual(["_id_", "a_1"]);
    await things.dropIndex("a_1");
    expect(await codeOf(things.insertOne({ _id: 2, a: 1 }))).toBeUndefined();
  });
});

describe("many writers at once", () => {
  it("lets one of many inserts under one unique key through", async () => {
    await things.createIndex({ nik: 1 }, { unique: true });
    const codes = await Promise.all(
      Array.from({ length: 30 }, (_, n) => codeOf(things.insertOne({ _id: n, nik: "same" }))),
    );
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(codes.filter((code) => code === 11000)).toHaveLength(29);
  });

  it("loses no increment, and makes one document for many upserts of one key", async () => {
    const tries = Array.from({ length: 40 }, () =>
      codeOf(things.updateOne({ _id: "counter" }, { $inc: { n: 1 } }, { upsert: true })),
    );
    const done = (await Promise.all(tries)).filter((code) => code === undefined).length;
    expect(await things.find().toArray()).toEqual([{ _id: "counter", n: done }]);
  });

  it("compares and sets: one of many with the same expectation wins", async () => {
    await things.insertOne({ _id: 1, version: 1 });
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) => things.updateOne({ _id: 1, version: 1 }, { $set: { version: 2, by: n } })),
    );
    expect(results.filter(({ modifiedCount }) => modifiedCount === 1)).toHaveLength(1);
  });
});

describe("bulk writes", () => {
  it("stops an ordered one at the first failure and goes on with an unordered one", async () => {
    const operations = () => [
      { insertOne: { document: { _id: 1 } } },
      { insertOne: { document: { _id: 1 } } },
      { insertOne: { document: { _id: 2 } } },
    ];
    const ordered = await things.bulkWrite(operations()).catch((error: MongoBulkWriteError) => error);
    expect(ordered).toMatchObject({ code: 11000, insertedCount: 1 });
    expect(await ids({})).toEqual([1]);
    const rest = await things.bulkWrite(operations(), { ordered: false }).catch((error: MongoBulkWriteError) => error);
    expect(rest).toMatchObject({ code: 11000, insertedCount: 1 });
    expect(await ids({})).toEqual([1, 2]);
  });

  it("mixes inserts, updates, upserts, replacements and deletions", async () => {
    const result = await things.bulkWrite([
      { insertOne: { document: { _id: 1, n: 1 } } },
      { updateOne: { filter: { _id: 1 }, update: { $inc: { n: 1 } } } },
      { updateOne: { filter: { _id: 2 }, update: { $set: { n: 5 } }, upsert: true } },
      { replaceOne: { filter: { _id: 1 }, replacement: { n: 7 } } },
      { updateMany: { filter: {}, update: { $set: { seen: true } } } },
      { deleteOne: { filter: { _id: 2 } } },
    ]);
    expect(result).toMatchObject({ insertedCount: 1, matchedCount: 4, upsertedCount: 1, deletedCount: 1 });
    expect(await things.find().toArray()).toEqual([{ _id: 1, n: 7, seen: true }]);
  });
});

describe("aggregation", () => {
  it("matches, groups, sorts, projects and joins", async () => {
    const orders = client.db().collection<{ _id: number }>(`orders_${sequence}`);
    await things.insertMany([
      { _id: 1, place: "a", n: 2 },
      { _id: 2, place: "a", n: 3 },
      { _id: 3, place: "b", n: 4 },
    ]);
    await orders.insertMany([{ _id: 10, thing: 1 } as never, { _id: 11, thing: 1 } as never]);
    const sums = [
      { $match: { n: { $gt: 0 } } },
      { $group: { _id: "$place", total: { $sum: "$n" }, count: { $sum: 1 } } },
      { $sort: { total: -1, _id: 1 } },
    ];
    expect(await things.aggregate(sums).toArray()).toEqual([
      { _id: "a", total: 5, count: 2 },
      { _id: "b", total: 4, count: 1 },
    ]);
    const join = [
      { $match: { _id: 1 } },
      { $lookup: { from: orders.collectionName, localField: "_id", foreignField: "thing", as: "orders" } },
      { $project: { _id: 0, orders: { $size: "$orders" } } },
    ];
    expect(await things.aggregate(join).toArray()).toEqual([{ orders: 2 }]);
    expect(await things.aggregate([{ $match: { n: { $gt: 2 } } }, { $count: "n" }]).toArray()).toEqual([{ n: 2 }]);
  });

  onEmbedded("counts nothing without a document", async () => {
    expect(await things.aggregate([{ $match: { n: 99 } }, { $count: "n" }]).toArray()).toEqual([]);
  });
});

describe("collections and databases", () => {
  it("lists what exists and drops it", async () => {
    await things.insertOne({ _id: 1 });
    const names = async (): Promise<string[]> =>
      (await client.db().listCollections().toArray()).map(({ name }) => name);
    expect(await names()).toContain(things.collectionName);
    await things.drop();
    expect(await names()).not.toContain(things.collectionName);
    expect(await ids({})).toEqual([]);
  });

  it("refuses an unknown command, and a transaction", async () => {
    expect(await codeOf(client.db().command({ inventDocuments: 1 }))).toBe(59);
    const inTransaction = {
      ping: 1,
      lsid: { id: new UUID() },
      txnNumber: Long.fromNumber(1),
      startTransaction: true,
      autocommit: false,
    };
    expect(await codeOf(client.db().command(inTransaction))).toBe(20);
  });

  onEmbedded.each([
    ["changes the _id", { $set: { _id: 2 } }, 66],
    ["adds a number to a text", { $inc: { text: 1 } }, 14],
    ["writes below a scalar", { $set: { "text.below": 1 } }, 28],
    ["writes one path twice", { $set: { n: 1 }, $inc: { n: 1 } }, 40],
    ["uses an unknown operator", { $invent: { n: 1 } }, 9],
  ])("refuses an update that %s", async (_name, update, code) => {
    await things.insertOne({ _id: 1, text: "x", n: 0 });
    expect(await codeOf(things.updateOne({ _id: 1 }, update))).toBe(code);
    expect(await things.findOne({ _id: 1 })).toEqual({ _id: 1, text: "x", n: 0 });
  });
});

describe("mongoose", () => {
  it("keeps timestamps, defaults and validation, and saves what changed", async () => {
    const connection = await mongoose.createConnection(database.uri).asPromise();
    try {
      const schema = new mongoose.Schema(
        { name: { type: String, required: true, unique: true }, tags: [String], n: { type: Number, default: 1 } },
        { timestamps: true },
      );
      const Person = connection.model(`Person${sequence}`, schema);
      await Person.init();
      const person = await Person.create({ name: "Asha", tags: ["a"] });
      person.tags.push("b");
      await person.save();
      const again = await Person.findOneAndUpdate(
        { name: "Asha" },
        { $inc: { n: 1 } },
        { returnDocument: "after" },
      ).lean();
      expect(again).toMatchObject({
        name: "Asha",
        tags: ["a", "b"],
        n: 2,
        createdAt: expect.any(Date),
        updatedAt: expect.any(Date),
      });
      await expect(Person.create({ name: "Asha" })).rejects.toMatchObject({ code: 11000 });
      const upserted = await Person.findOneAndUpdate(
        { name: "Budi" },
        { $set: { tags: ["x"] } },
        { upsert: true, returnDocument: "after" },
      ).lean();
      expect(upserted).toMatchObject({ name: "Budi", tags: ["x"], n: 1, createdAt: expect.any(Date) });
      await Person.bulkWrite([{ updateOne: { filter: { name: "Budi" }, update: { $push: { tags: "y" } } } }]);
      const names: string[] = [];
      for await (const one of Person.find().sort({ name: 1 }).cursor({ batchSize: 1 })) names.push(one.name);
      expect(names).toEqual(["Asha", "Budi"]);
    } finally {
      await connection.close();
    }
  });
});
