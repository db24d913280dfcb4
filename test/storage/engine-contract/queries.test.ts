import { ObjectId } from "../../support/driver";
import { openBench } from "../../support/engine-bench";

const bench = openBench();
const { codeOf, ids, onEmbedded } = bench;

describe("queries", () => {
  it("compares values by type and by value, and tells null from missing only where asked", async () => {
    await bench.things.insertMany([
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
    await bench.things.insertMany([
      { _id: 1, ref: one, at: day, bytes: Buffer.from([0xff, 0xfe]) },
      { _id: 2, ref: two, at: next, bytes: Buffer.from([0xff, 0xfd]) },
    ]);
    expect(await ids({ ref: two })).toEqual([2]);
    expect(await ids({ ref: { $in: [one] } })).toEqual([1]);
    expect(await ids({ at: { $gt: day } })).toEqual([2]);
    expect(await ids({ bytes: Buffer.from([0xff, 0xfe]) })).toEqual([1]);
    expect(await bench.things.distinct("ref")).toHaveLength(2);
  });

  it("reaches into documents and into the elements of arrays", async () => {
    await bench.things.insertMany([
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
    await bench.things.insertMany([
      { _id: 1, a: "x" },
      { _id: 2, a: 3, b: 1 },
      { _id: 3, a: 3, b: 2 },
      { _id: 4 },
      { _id: 5, a: new Date(0) },
    ]);
    expect(await ids({}, { a: 1, b: -1 })).toEqual([4, 3, 2, 1, 5]);
    expect(await ids({}, { a: -1, _id: -1 })).toEqual([5, 1, 3, 2, 4]);
    expect(
      await bench.things.find({}, { sort: { _id: 1 }, skip: 1, limit: 2, projection: { a: 1, _id: 0 } }).toArray(),
    ).toEqual([{ a: 3 }, { a: 3 }]);
    expect(await bench.things.findOne({ _id: 2 }, { projection: { b: 0 } })).toEqual({ _id: 2, a: 3 });
  });

  it("picks fields of every type as they are", async () => {
    const picked = {
      ...{ _id: 1, text: "a\u0000é", number: 1.5, truth: true, at: new Date(5), none: null, ref: new ObjectId() },
      ...{ bytes: Buffer.from([0, 1, 2]), list: [1, { x: "y" }], place: { village: "Kalisidi" }, naïve: "ü" },
    };
    const { _id, ...others } = picked;
    const left = Object.fromEntries(Object.entries(others).map(([name, value]) => [`other ${name}`, value]));
    const pattern = /^kali/i;
    await bench.things.insertOne({ ...left, ...picked, pattern } as never);
    const projection = Object.fromEntries(Object.keys(picked).map((name) => [name, 1]));
    const find = (shown: object) => bench.things.findOne({ _id: 1 }, { projection: shown, promoteBuffers: true });
    expect(await find(projection)).toEqual(picked);
    expect(await find({ text: 1 })).toEqual({ _id: 1, text: "a\u0000é" });
    expect(await find({ tex: 1, texts: 1 })).toEqual({ _id: 1 });
    expect(await find({ pattern: 1 })).toEqual({ _id: 1, pattern });
  });

  it("hands out a long result in batches, and closes a cursor that is let go", async () => {
    await bench.things.insertMany(Array.from({ length: 450 }, (_, n) => ({ _id: n })));
    const seen: unknown[] = [];
    for await (const { _id } of bench.things.find().sort({ _id: 1 }).batchSize(100)) seen.push(_id);
    expect(seen).toEqual(Array.from({ length: 450 }, (_, n) => n));
    const cursor = bench.things.find().batchSize(10);
    await cursor.next();
    const id = cursor.id;
    await cursor.close();
    expect(await codeOf(bench.client.db().command({ getMore: id, collection: bench.things.collectionName }))).toBe(43);
  });

  it("counts and lists distinct values", async () => {
    await bench.things.insertMany([{ _id: 1, tags: ["a", "b"] }, { _id: 2, tags: ["b"] }, { _id: 3 }]);
    expect(await bench.things.countDocuments({ tags: "b" })).toBe(2);
    expect(await bench.things.estimatedDocumentCount()).toBe(3);
    expect((await bench.things.distinct("tags")).sort()).toEqual(["a", "b"]);
  });
});

describe("aggregation", () => {
  it("matches, groups, sorts, projects and joins", async () => {
    const orders = bench.client.db().collection<{ _id: number }>(`orders_${bench.sequence}`);
    await bench.things.insertMany([
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
    expect(await bench.things.aggregate(sums).toArray()).toEqual([
      { _id: "a", total: 5, count: 2 },
      { _id: "b", total: 4, count: 1 },
    ]);
    const join = [
      { $match: { _id: 1 } },
      { $lookup: { from: orders.collectionName, localField: "_id", foreignField: "thing", as: "orders" } },
      { $project: { _id: 0, orders: { $size: "$orders" } } },
    ];
    expect(await bench.things.aggregate(join).toArray()).toEqual([{ orders: 2 }]);
    expect(await bench.things.aggregate([{ $match: { n: { $gt: 2 } } }, { $count: "n" }]).toArray()).toEqual([
      { n: 2 },
    ]);
  });

  onEmbedded("counts nothing without a document", async () => {
    expect(await bench.things.aggregate([{ $match: { n: 99 } }, { $count: "n" }]).toArray()).toEqual([]);
  });
});
