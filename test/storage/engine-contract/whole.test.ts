import mongoose from "mongoose";
import { Long, UUID } from "../../support/driver";
import { openBench } from "../../support/engine-bench";

const bench = openBench();
const { codeOf, ids, onEmbedded } = bench;

describe("collections and databases", () => {
  it("lists what exists and drops it", async () => {
    await bench.things.insertOne({ _id: 1 });
    const names = async (): Promise<string[]> =>
      (await bench.client.db().listCollections().toArray()).map(({ name }) => name);
    expect(await names()).toContain(bench.things.collectionName);
    await bench.things.drop();
    expect(await names()).not.toContain(bench.things.collectionName);
    expect(await ids({})).toEqual([]);
  });

  it("refuses an unknown command, and a transaction", async () => {
    expect(await codeOf(bench.client.db().command({ inventDocuments: 1 }))).toBe(59);
    const inTransaction = {
      ping: 1,
      lsid: { id: new UUID() },
      txnNumber: Long.fromNumber(1),
      startTransaction: true,
      autocommit: false,
    };
    expect(await codeOf(bench.client.db().command(inTransaction))).toBe(20);
  });

  onEmbedded.each([
    ["changes the _id", { $set: { _id: 2 } }, 66],
    ["adds a number to a text", { $inc: { text: 1 } }, 14],
    ["writes below a scalar", { $set: { "text.below": 1 } }, 28],
    ["writes one path twice", { $set: { n: 1 }, $inc: { n: 1 } }, 40],
    ["uses an unknown operator", { $invent: { n: 1 } }, 9],
  ])("refuses an update that %s", async (_name, update, code) => {
    await bench.things.insertOne({ _id: 1, text: "x", n: 0 });
    expect(await codeOf(bench.things.updateOne({ _id: 1 }, update))).toBe(code);
    expect(await bench.things.findOne({ _id: 1 })).toEqual({ _id: 1, text: "x", n: 0 });
  });
});

describe("mongoose", () => {
  it("keeps timestamps, defaults and validation, and saves what changed", async () => {
    const connection = await mongoose.createConnection(bench.uri).asPromise();
    try {
      const schema = new mongoose.Schema(
        { name: { type: String, required: true, unique: true }, tags: [String], n: { type: Number, default: 1 } },
        { timestamps: true },
      );
      const Person = connection.model(`Person${bench.sequence}`, schema);
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
