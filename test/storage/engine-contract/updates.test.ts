import type { Document, MongoBulkWriteError } from "../../support/driver";
import { openBench } from "../../support/engine-bench";

const bench = openBench();
const { ids } = bench;

describe("updates", () => {
  const updated = async (before: Document, update: Document, filter: Document = {}): Promise<Document | null> => {
    await bench.things.replaceOne({ _id: 1 }, before, { upsert: true });
    await bench.things.updateOne({ _id: 1, ...filter }, update);
    return bench.things.findOne({ _id: 1 }, { projection: { _id: 0 } });
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
    await bench.things.insertOne({ _id: 1, a: [{ n: 1 }, { n: 7 }, { n: 9 }] });
    await bench.things.updateOne(
      { _id: 1 },
      { $set: { "a.$[big].big": true } },
      { arrayFilters: [{ "big.n": { $gte: 7 } }] },
    );
    expect(await bench.things.findOne({ _id: 1 })).toEqual({
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
      bench.things.updateOne(
        { _id: "k", kind: "x" },
        { $set: { n: 1 }, $setOnInsert: { made: true } },
        { upsert: true },
      );
    expect(await upsert()).toMatchObject({ upsertedCount: 1, upsertedId: "k", matchedCount: 0 });
    expect(await upsert()).toMatchObject({ upsertedCount: 0, matchedCount: 1, modifiedCount: 0 });
    expect(await bench.things.find().toArray()).toEqual([{ _id: "k", kind: "x", n: 1, made: true }]);
  });

  it("updates many, replaces one, and says how many changed", async () => {
    await bench.things.insertMany([
      { _id: 1, n: 1 },
      { _id: 2, n: 1 },
      { _id: 3, n: 2 },
    ]);
    expect(await bench.things.updateMany({ n: { $lte: 2 } }, { $set: { n: 2 } })).toMatchObject({
      matchedCount: 3,
      modifiedCount: 2,
    });
    await bench.things.replaceOne({ _id: 1 }, { whole: "new" });
    expect(await bench.things.findOne({ _id: 1 })).toEqual({ _id: 1, whole: "new" });
  });

  it("keeps 64-bit numbers, fractions and dates as they were given", async () => {
    const at = new Date("2026-11-23T08:00:00.123Z");
    await bench.things.insertOne({ _id: 1, telegram: 7_123_456_789, ratio: 0.1, at });
    await bench.things.updateOne({ _id: 1 }, { $inc: { telegram: 1 }, $set: { other: 1.5 } });
    expect(await bench.things.findOne({ _id: 1 })).toEqual({
      _id: 1,
      telegram: 7_123_456_790,
      ratio: 0.1,
      at,
      other: 1.5,
    });
  });
});

describe("findOneAndUpdate and its kin", () => {
  it("takes the first by the order asked for, and shows it before or after", async () => {
    await bench.things.insertMany([
      { _id: 1, p: 2 },
      { _id: 2, p: 1 },
    ]);
    expect(await bench.things.findOneAndUpdate({}, { $set: { taken: true } }, { sort: { p: 1 } })).toEqual({
      _id: 2,
      p: 1,
    });
    expect(
      await bench.things.findOneAndUpdate(
        { _id: 2 },
        { $inc: { p: 1 } },
        { returnDocument: "after", projection: { p: 1 } },
      ),
    ).toEqual({ _id: 2, p: 2 });
    expect(
      await bench.things.findOneAndUpdate({ _id: 9 }, { $set: { p: 1 } }, { upsert: true, returnDocument: "after" }),
    ).toEqual({ _id: 9, p: 1 });
    expect(await bench.things.findOneAndUpdate({ _id: 8 }, { $set: { p: 1 } })).toBeNull();
    expect(await bench.things.findOneAndDelete({ p: 1 })).toEqual({ _id: 9, p: 1 });
    expect(await bench.things.findOneAndReplace({ _id: 1 }, { r: 1 }, { returnDocument: "after" })).toEqual({
      _id: 1,
      r: 1,
    });
  });

  it("gives each of many takers another document", async () => {
    await bench.things.insertMany(Array.from({ length: 20 }, (_, n) => ({ _id: n, state: "waiting" })));
    await bench.things.createIndex({ state: 1 });
    const taken = await Promise.all(
      Array.from({ length: 20 }, () =>
        bench.things.findOneAndUpdate({ state: "waiting" }, { $set: { state: "taken" } }, { sort: { _id: 1 } }),
      ),
    );
    expect(new Set(taken.map((one) => one?.["_id"])).size).toBe(
      new Set(taken.filter(Boolean).map((one) => one?.["_id"])).size + Number(taken.includes(null)),
    );
    expect(await bench.things.countDocuments({ state: "taken" })).toBe(taken.filter(Boolean).length);
  });
});

describe("bulk writes", () => {
  it("stops an ordered one at the first failure and goes on with an unordered one", async () => {
    const operations = () => [
      { insertOne: { document: { _id: 1 } } },
      { insertOne: { document: { _id: 1 } } },
      { insertOne: { document: { _id: 2 } } },
    ];
    const ordered = await bench.things.bulkWrite(operations()).catch((error: MongoBulkWriteError) => error);
    expect(ordered).toMatchObject({ code: 11000, insertedCount: 1 });
    expect(await ids({})).toEqual([1]);
    const rest = await bench.things
      .bulkWrite(operations(), { ordered: false })
      .catch((error: MongoBulkWriteError) => error);
    expect(rest).toMatchObject({ code: 11000, insertedCount: 1 });
    expect(await ids({})).toEqual([1, 2]);
  });

  it("mixes inserts, updates, upserts, replacements and deletions", async () => {
    const result = await bench.things.bulkWrite([
      { insertOne: { document: { _id: 1, n: 1 } } },
      { updateOne: { filter: { _id: 1 }, update: { $inc: { n: 1 } } } },
      { updateOne: { filter: { _id: 2 }, update: { $set: { n: 5 } }, upsert: true } },
      { replaceOne: { filter: { _id: 1 }, replacement: { n: 7 } } },
      { updateMany: { filter: {}, update: { $set: { seen: true } } } },
      { deleteOne: { filter: { _id: 2 } } },
    ]);
    expect(result).toMatchObject({ insertedCount: 1, matchedCount: 4, upsertedCount: 1, deletedCount: 1 });
    expect(await bench.things.find().toArray()).toEqual([{ _id: 1, n: 7, seen: true }]);
  });
});
