import type { MongoServerError } from "../../support/driver";
import { openBench } from "../../support/engine-bench";

const bench = openBench();
const { codeOf, ids, onEmbedded } = bench;

describe("indexes", () => {
  it("refuses a second document under a unique key with 11000", async () => {
    await bench.things.createIndex({ nik: 1 }, { unique: true });
    await bench.things.insertOne({ _id: 1, nik: "a" });
    expect(await codeOf(bench.things.insertOne({ _id: 2, nik: "a" }))).toBe(11000);
    expect(await codeOf(bench.things.insertOne({ _id: 1, nik: "b" }))).toBe(11000);
    await bench.things.insertOne({ _id: 2, nik: "b" });
    expect(await codeOf(bench.things.updateOne({ _id: 2 }, { $set: { nik: "a" } }))).toBe(11000);
    expect(await codeOf(bench.things.findOneAndUpdate({ _id: 2 }, { $set: { nik: "a" } }))).toBe(11000);
    expect(await ids({ nik: "a" })).toEqual([1]);
  });

  onEmbedded("names the key of a duplicate", async () => {
    await bench.things.createIndex({ worker: 1, period: 1 }, { unique: true });
    await bench.things.insertOne({ _id: 1, worker: "w", period: "2026-11" });
    const refusal = await bench.things
      .insertOne({ _id: 2, worker: "w", period: "2026-11" })
      .catch((error: MongoServerError) => error);
    expect(refusal).toMatchObject({
      code: 11000,
      errorResponse: { keyPattern: { worker: 1, period: 1 }, keyValue: { worker: "w", period: "2026-11" } },
    });
  });

  it("finds texts between bounds, and nothing of another kind", async () => {
    await bench.things.createIndex({ state: 1, day: 1 });
    const days = ["", "a", "ab", "b", "b0", "c", "x".repeat(400), 5, null, new Date(0)];
    await bench.things.insertMany(days.map((day, _id) => ({ _id, state: "open", day })) as never[]);
    const within = (day: object) => ids({ state: "open", day } as never);
    expect(await within({ $gte: "a", $lte: "b" })).toEqual([1, 2, 3]);
    expect(await within({ $gt: "a", $lt: "c" })).toEqual([2, 3, 4]);
    expect(await within({ $gte: "b" })).toEqual([3, 4, 5, 6]);
    expect(await within({ $lt: "ab" })).toEqual([0, 1]);
    expect(await within({ $gte: "x".repeat(399), $lte: "x".repeat(401) })).toEqual([6]);
    expect(await within({ $gt: "a", $gte: "b", $lt: "c" })).toEqual([3, 4]);
    expect(await within({ $gte: "b", $gt: "a", $lt: "c" })).toEqual([3, 4]);
    expect(await bench.things.countDocuments({ state: "open", day: { $gt: "a", $lt: "c" } } as never)).toBe(3);
  });

  it("counts no further than a limit, over several ranges too", async () => {
    await bench.things.createIndex({ state: 1, n: 1 });
    const states = ["open", "open", "open", "late", "late", "done"];
    await bench.things.insertMany(states.map((state, n) => ({ _id: n, state, n })) as never[]);
    const asked = (limit: number, skip = 0) =>
      bench.things.countDocuments({ state: { $in: ["open", "late"] } } as never, { limit, skip });
    expect(await Promise.all([1, 3, 4, 5, 6].map((limit) => asked(limit)))).toEqual([1, 3, 4, 5, 5]);
    expect(await Promise.all([asked(2, 1), asked(5, 2)])).toEqual([2, 3]);
  });

  it("keeps to both of two bounds at one end of a range of numbers", async () => {
    await bench.things.createIndex({ state: 1, n: 1 });
    await bench.things.insertMany([1, 2, 3, 4].map((n) => ({ _id: n, state: "open", n })));
    expect(await ids({ state: "open", n: { $gt: 2, $gte: 1 } } as never)).toEqual([3, 4]);
    expect(await ids({ state: "open", n: { $gte: 1, $gt: 2, $lte: 4, $lt: 4 } } as never)).toEqual([3]);
  });

  it("counts a missing value as one value, except in a sparse index", async () => {
    await bench.things.createIndex({ plain: 1 }, { unique: true });
    await bench.things.insertOne({ _id: 1 });
    expect(await codeOf(bench.things.insertOne({ _id: 2 }))).toBe(11000);
    const others = bench.client.db().collection<{ _id: number; kpj?: string }>(`sparse_${bench.sequence}`);
    await others.createIndex({ kpj: 1 }, { unique: true, sparse: true });
    await others.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3, kpj: "k" }]);
    expect(await codeOf(others.insertOne({ _id: 4, kpj: "k" }))).toBe(11000);
  });

  it("holds a partial unique index where its condition holds", async () => {
    await bench.things.createIndex({ worker: 1 }, { unique: true, partialFilterExpression: { state: "active" } });
    await bench.things.insertMany([
      { _id: 1, worker: "w", state: "active" },
      { _id: 2, worker: "w", state: "ended" },
    ]);
    expect(await codeOf(bench.things.insertOne({ _id: 3, worker: "w", state: "active" }))).toBe(11000);
    expect(await codeOf(bench.things.updateOne({ _id: 2 }, { $set: { state: "active" } }))).toBe(11000);
    await bench.things.updateOne({ _id: 1 }, { $set: { state: "ended" } });
    await bench.things.updateOne({ _id: 2 }, { $set: { state: "active" } });
    expect(await ids({ worker: "w", state: "active" })).toEqual([2]);
    expect(await ids({ worker: "w" })).toEqual([1, 2]);
  });

  it("enforces a unique compound key, and a unique key on the elements of an array", async () => {
    await bench.things.createIndex({ worker: 1, period: 1 }, { unique: true });
    await bench.things.createIndex({ addresses: 1 }, { unique: true, sparse: true });
    await bench.things.insertMany([
      { _id: 1, worker: 1, period: "a", addresses: ["x", "y"] },
      { _id: 2, worker: 1, period: "b" },
    ]);
    expect(await codeOf(bench.things.insertOne({ _id: 3, worker: 1, period: "b" }))).toBe(11000);
    expect(await codeOf(bench.things.insertOne({ _id: 4, worker: 2, addresses: ["z", "y"] }))).toBe(11000);
    expect(await ids({ addresses: "y" })).toEqual([1]);
    await bench.things.updateOne({ _id: 1 }, { $pull: { addresses: "y" } as never });
    expect(await codeOf(bench.things.insertOne({ _id: 4, worker: 2, addresses: ["z", "y"] }))).toBeUndefined();
  });

  it("finds the same with an index as without", async () => {
    const rows = Array.from({ length: 200 }, (_, n) => ({
      _id: n,
      a: n % 7,
      b: n % 3 === 0 ? null : `s${n % 11}`,
      c: [n % 5, n % 13],
    }));
    await bench.things.insertMany(rows);
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
    await bench.things.createIndex({ a: 1, b: -1 });
    await bench.things.createIndex({ b: -1, a: 1 });
    await bench.things.createIndex({ c: 1 });
    expect(await Promise.all(queries.map((query) => ids(query)))).toEqual(without);
    expect(await ids({ a: 3 }, { b: 1, _id: 1 })).toHaveLength(without[0]?.length ?? 0);
  });

  it("refuses to build a unique index over documents that break it, and builds it when they are mended", async () => {
    await bench.things.insertMany([
      { _id: 1, a: 1 },
      { _id: 2, a: 1 },
    ]);
    expect(await codeOf(bench.things.createIndex({ a: 1 }, { unique: true }))).toBe(11000);
    await bench.things.deleteOne({ _id: 2 });
    await bench.things.createIndex({ a: 1 }, { unique: true });
    expect((await bench.things.listIndexes().toArray()).map(({ name }) => name)).toEqual(["_id_", "a_1"]);
    await bench.things.dropIndex("a_1");
    expect(await codeOf(bench.things.insertOne({ _id: 2, a: 1 }))).toBeUndefined();
  });
});

describe("many writers at once", () => {
  it("lets one of many inserts under one unique key through", async () => {
    await bench.things.createIndex({ nik: 1 }, { unique: true });
    const codes = await Promise.all(
      Array.from({ length: 30 }, (_, n) => codeOf(bench.things.insertOne({ _id: n, nik: "same" }))),
    );
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(codes.filter((code) => code === 11000)).toHaveLength(29);
  });

  it("loses no increment, and makes one document for many upserts of one key", async () => {
    const tries = Array.from({ length: 40 }, () =>
      codeOf(bench.things.updateOne({ _id: "counter" }, { $inc: { n: 1 } }, { upsert: true })),
    );
    const done = (await Promise.all(tries)).filter((code) => code === undefined).length;
    expect(await bench.things.find().toArray()).toEqual([{ _id: "counter", n: done }]);
  });

  it("compares and sets: one of many with the same expectation wins", async () => {
    await bench.things.insertOne({ _id: 1, version: 1 });
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        bench.things.updateOne({ _id: 1, version: 1 }, { $set: { version: 2, by: n } }),
      ),
    );
    expect(results.filter(({ modifiedCount }) => modifiedCount === 1)).toHaveLength(1);
  });
});
