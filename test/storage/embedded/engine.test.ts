import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deserialize, serialize } from "bson";
import { type EmbeddedEngine, startEmbeddedEngine } from "../../../src/storage/embedded/index";
import {
  type Collection,
  Decimal128,
  type Document,
  Double,
  Int32,
  Long,
  MongoClient,
  type MongoServerError,
} from "../../support/driver";
import { waitFor } from "../../support/wait-for";

type Things = Collection<Document & { _id: number | string }>;

let directory: string;
let engine: EmbeddedEngine;
let client: MongoClient;
let things: Things;
let sequence = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "engine-"));
  engine = await startEmbeddedEngine({ directory });
  client = await new MongoClient(engine.uri).connect();
});
beforeEach(() => {
  sequence += 1;
  things = client.db().collection(`things_${sequence}`);
});
afterAll(async () => {
  await client.close();
  await engine.close();
  await rm(directory, { recursive: true, force: true });
});

const refusal = async (work: Promise<unknown>): Promise<MongoServerError> => {
  try {
    await work;
  } catch (error) {
    return error as MongoServerError;
  }
  throw new Error("nothing was refused");
};

describe("index use", () => {
  const ROWS = 500;

  beforeEach(async () => {
    await things.insertMany(
      Array.from({ length: ROWS }, (_, n) => ({
        _id: n,
        worker: n,
        state: n % 10 === 0 ? "waiting" : "done",
        at: new Date(n * 1000),
        tags: [`t${n}`, "all"],
      })),
    );
    await things.createIndex({ worker: 1 }, { unique: true });
    await things.createIndex({ state: 1, at: 1 });
    await things.createIndex({ tags: 1 });
    await things.createIndex({ at: 1 }, { name: "waiting_at", partialFilterExpression: { state: "waiting" } });
  });

  const work = async (filter: Document, options: Document = {}): Promise<Document> => {
    const explained = await things.find(filter, options).explain();
    const { winningPlan } = explained["queryPlanner"];
    const { totalDocsExamined, nReturned } = explained["executionStats"];
    return {
      index: (winningPlan.inputStage ?? winningPlan).indexName,
      sorted: winningPlan.stage !== "SORT",
      totalDocsExamined,
      nReturned,
    };
  };

  it.each([
    ["the _id", { _id: 7 }, "_id_", 1],
    ["several _ids", { _id: { $in: [7, 9, 9999] } }, "_id_", 2],
    ["a unique field and another condition", { worker: 7, state: "done" }, "worker_1", 1],
    ["several values of a field", { worker: { $in: [3, 4] } }, "worker_1", 2],
    ["the first field of a compound index", { state: "waiting" }, "state_1_at_1", 50],
    [
      "a range behind it",
      { state: "waiting", at: { $gt: new Date(400_000), $lte: new Date(450_000) } },
      "state_1_at_1",
      5,
    ],
    ["a range alone", { worker: { $gte: 490 } }, "worker_1", 10],
    ["an element of an array", { tags: "t7" }, "tags_1", 1],
    ["conditions inside $and", { $and: [{ worker: 7 }, { state: "done" }] }, "worker_1", 1],
  ])("finds by %s without looking at other documents", async (_name, filter, index, documents) => {
    expect(await work(filter)).toMatchObject({ index, totalDocsExamined: documents, nReturned: documents });
  });

  it("takes the index that leaves the fewest, of two that fit the filter alike", async () => {
    await things.createIndex({ kind: 1, state: 1 });
    await things.createIndex({ owner: 1, state: 1 });
    await things.updateMany({}, { $set: { kind: "all", owner: "nobody" } });
    await things.updateOne({ _id: 70 }, { $set: { owner: "somebody" } });
    expect(await work({ kind: "all", owner: "somebody", state: "waiting" })).toMatchObject({
      index: "owner_1_state_1",
      totalDocsExamined: 1,
    });
  });

  it("polls a queue in its order, looking at no more than it takes", async () => {
    const poll = { state: "waiting", at: { $lte: new Date(400_000) } };
    expect(await work(poll, { sort: { at: 1 }, limit: 3 })).toMatchObject({
      sorted: true,
      totalDocsExamined: 3,
      nReturned: 3,
    });
    expect(await work(poll, { sort: { at: -1 }, limit: 3 })).toMatchObject({
      sorted: true,
      totalDocsExamined: 3,
      nReturned: 3,
    });
    const ids = await things.find(poll).sort({ at: -1 }).limit(3).toArray();
    expect(ids.map(({ _id }) => _id)).toEqual([400, 390, 380]);
  });

  it("looks at every document where no index helps, and never uses a partial index that may lack some", async () => {
    expect(await work({ nothing: 1 })).toMatchObject({ index: undefined, totalDocsExamined: ROWS });
    expect(await work({ at: new Date(5000) })).toMatchObject({ index: undefined, nReturned: 1 });
  });

  it("is unchanged for values that are too long for a key", async () => {
    const long = "x".repeat(5000);
    await things.insertMany([
      { _id: "a", worker: `${long}a` },
      { _id: "b", worker: `${long}b` },
    ]);
    expect(await work({ worker: `${long}b` })).toMatchObject({ index: "worker_1", totalDocsExamined: 1, nReturned: 1 });
    expect(await things.countDocuments({ worker: { $gt: `${long}a` } })).toBe(1);
    expect(await refusal(things.insertOne({ _id: "c", worker: `${long}a` }))).toMatchObject({ code: 11000 });
    const sorted = await things
      .find({ worker: { $type: "string" } })
      .sort({ worker: -1 })
      .toArray();
    expect(sorted.map(({ _id }) => _id)).toEqual(["b", "a"]);
  });
});

describe("what the engine does not do", () => {
  const find = (filter: Document) => () => things.find(filter).toArray();
  const update = (change: Document) => () => things.updateOne({ _id: 1 }, change);
  const aggregate =
    (...pipeline: Document[]) =>
    () =>
      things.aggregate(pipeline).toArray();
  const command = (body: Document) => () => client.db().command(body);

  it.each<[string, () => Promise<unknown>, number, string]>([
    ["an unknown condition", find({ a: { $invent: 1 } }), 2, "$invent"],
    ["an unknown condition in a branch", find({ $or: [{ a: { $near: [1, 2] } }] }), 2, "$near"],
    ["a script", find({ $where: "true" }), 2, "$where"],
    ["a text search", find({ $text: { $search: "x" } }), 2, "$text"],
    ["an unknown top level operator", find({ $invent: [] }), 2, "$invent"],
    ["a number's width", find({ a: { $type: "int" } }), 2, "int"],
    ["an unknown update operator", update({ $invent: { a: 1 } }), 9, "$invent"],
    ["a timestamp", update({ $currentDate: { a: { $type: "timestamp" } } }), 2, "$currentDate"],
    ["an array filter that is missing", update({ $set: { "a.$[x]": 1 } }), 2, "x"],
    ["an unknown stage", aggregate({ $invent: {} }), 40324, "$invent"],
    ["a stage that writes", aggregate({ $match: {} }, { $out: "other" }), 40324, "$out"],
    ["a stage that merges", aggregate({ $merge: { into: "other" } }), 40324, "$merge"],
    ["an unknown expression", aggregate({ $project: { a: { $invent: 1 } } }), 168, "$invent"],
    ["a function", aggregate({ $project: { a: { $function: {} } } }), 168, "$function"],
    ["an unknown command", command({ mapReduce: "a" }), 59, "mapReduce"],
    ["a change stream", () => things.watch().next(), 40324, "$changeStream"],
    ["an unknown field of a command", command({ find: "a", tailable: true }), 40415, "tailable"],
    ["a collation", () => things.find({}, { collation: { locale: "id" } }).toArray(), 2, "collation"],
    ["a hint at no index", () => things.find({}).hint("nowhere").toArray(), 2, "hint"],
    ["a capped collection", command({ create: "a", capped: true }), 40415, "capped"],
    ["a text index", () => things.createIndex({ a: "text" }), 67, "text"],
    [
      "an option of an index",
      () => things.createIndex({ a: 1 }, { wildcardProjection: { a: 1 } }),
      67,
      "wildcardProjection",
    ],
    ["a decimal number", () => things.insertOne({ _id: 2, a: Decimal128.fromString("1.5") }), 2, "Decimal128"],
  ])("%s is refused by name", async (_what, attempt, code, name) => {
    await things.insertOne({ _id: 1, a: [1] });
    const refused = await refusal(attempt());
    expect(refused.code).toBe(code);
    expect(refused.message).toContain(name);
    expect(await things.find().toArray()).toEqual([{ _id: 1, a: [1] }]);
  });
});

describe("values", () => {
  const typed = async (): Promise<Document | null> => things.findOne({ _id: 1 }, { promoteValues: false });

  it("keep the width of a number through inserts and updates of other fields", async () => {
    await things.insertOne({ _id: 1, int: new Int32(5), double: new Double(5), long: Long.fromNumber(5) });
    await things.updateOne({ _id: 1 }, { $set: { other: "x" } });
    expect(await typed()).toMatchObject({ int: new Int32(5), double: new Double(5), long: Long.fromNumber(5) });
  });

  it("grow from 32 to 64 bits, and are exact beyond 2^53", async () => {
    const big = Long.fromString("9007199254740993");
    await things.insertOne({ _id: 1, n: new Int32(2_147_483_647), big });
    await things.updateOne({ _id: 1 }, { $inc: { n: 1, big: Long.ONE } });
    expect(await typed()).toMatchObject({ n: Long.fromString("2147483648"), big: Long.fromString("9007199254740994") });
    expect(await things.countDocuments({ big: { $gt: big } })).toBe(1);
    expect(await things.countDocuments({ big })).toBe(0);
    await things.updateOne({ _id: 1 }, { $set: { n: Long.MAX_VALUE } });
    expect(await refusal(things.updateOne({ _id: 1 }, { $inc: { n: 1 } }))).toMatchObject({ code: 2 });
  });

  it("put the _id first, and make one where none was given", async () => {
    const raw = client.db().collection<Document>(things.collectionName);
    await raw.insertOne({ name: "x", _id: 5 as never }, { forceServerObjectId: true });
    expect(Object.keys((await raw.findOne({ name: "x" })) ?? {})).toEqual(["_id", "name"]);
    await raw.insertOne({ name: "y" }, { forceServerObjectId: true });
    expect((await raw.findOne({ name: "y" }))?._id).toHaveProperty("toHexString");
  });

  it("are documents of at most 16 MiB", async () => {
    await things.insertOne({ _id: 1, text: "x".repeat(15 * 2 ** 20) });
    expect(await refusal(things.updateOne({ _id: 1 }, { $set: { more: "x".repeat(2 ** 21) } }))).toMatchObject({
      code: 10334,
    });
  });
});

describe("time to live", () => {
  it("removes documents whose time is over, and leaves those without a date", async () => {
    await things.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
    await things.insertMany([
      { _id: 1, at: new Date(Date.now() - 120_000) },
      { _id: 2, at: new Date(Date.now() + 3_600_000) },
      { _id: 3, at: "never" },
      { _id: 4 },
    ]);
    await waitFor("the end of the first", async () => (await things.countDocuments()) < 4);
    expect((await things.find().toArray()).map(({ _id }) => _id)).toEqual([2, 3, 4]);
  });
});

describe("the wire protocol", () => {
  /** Sends messages on a connection of their own and gives the documents answered, by the request that they answer. */
  async function exchange(messages: Buffer[], answers: number): Promise<Map<number, Document>> {
    const socket = connect(decodeURIComponent(new URL(engine.uri).hostname));
    const found = new Map<number, Document>();
    let pending = Buffer.alloc(0);
    for (const message of messages) socket.write(message);
    for await (const chunk of socket) {
      pending = Buffer.concat([pending, chunk as Buffer]);
      while (pending.length >= 16 && pending.length >= pending.readInt32LE(0)) {
        const size = pending.readInt32LE(0);
        const offset = pending.readInt32LE(12) === 1 ? 36 : 21;
        found.set(pending.readInt32LE(8), deserialize(pending.subarray(offset, size)));
        pending = pending.subarray(size);
      }
      if (found.size === answers) break;
    }
    socket.destroy();
    return found;
  }

  function framed(id: number, kind: number, ...parts: Uint8Array[]): Buffer {
    const body = Buffer.concat(parts);
    const header = Buffer.alloc(16);
    [16 + body.length, id, 0, kind].forEach((value, at) => void header.writeInt32LE(value, at * 4));
    return Buffer.concat([header, body]);
  }

  const flags = (bits: number): Buffer => Buffer.from([bits, 0, 0, 0]);
  const section = (document: Document): Buffer => Buffer.concat([Buffer.from([0]), serialize(document)]);
  function sequenceOf(name: string, documents: Document[]): Buffer {
    const body = Buffer.concat([Buffer.from(`${name}\0`), ...documents.map((one) => serialize(one))]);
    const size = Buffer.alloc(4);
    size.writeInt32LE(body.length + 4);
    return Buffer.concat([Buffer.from([1]), size, body]);
  }
  const text = () => things.collectionName;

  it("takes documents in a sequence, with or without a checksum, and answers nothing where nothing is wanted", async () => {
    const insert = (collection: string) => ({ insert: collection, $db: "kamarlindung" });
    const answers = await exchange(
      [
        framed(1, 2013, flags(0), section(insert(text())), sequenceOf("documents", [{ _id: 1 }, { _id: 2 }])),
        framed(2, 2013, flags(2), section(insert(text())), sequenceOf("documents", [{ _id: 3 }])),
        framed(3, 2013, flags(1), section({ count: text(), $db: "kamarlindung" }), Buffer.alloc(4)),
      ],
      2,
    );
    expect([...answers.keys()]).toEqual([1, 3]);
    expect(answers.get(1)).toMatchObject({ n: 2, ok: 1 });
    expect(answers.get(3)).toMatchObject({ n: 3, ok: 1 });
  });

  it("answers the old handshake in its own form", async () => {
    const numbers = Buffer.alloc(8);
    numbers.writeInt32LE(-1, 4);
    const hello = framed(
      7,
      2004,
      flags(0),
      Buffer.from("admin.$cmd\0"),
      numbers,
      serialize({ ismaster: 1, helloOk: true }),
    );
    expect((await exchange([hello], 1)).get(7)).toMatchObject({ ismaster: true, helloOk: true, maxWireVersion: 21 });
  });

  it("closes a connection that speaks something else, and serves the others", async () => {
    expect((await exchange([Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n")], 1)).size).toBe(0);
    expect(await client.db().command({ ping: 1 })).toMatchObject({ ok: 1 });
  });
});
