import mongoose from "mongoose";
import { number, type StoredDocument, text } from "../../src/storage/mongo/collection-plan";
import { Documents } from "../../src/storage/mongo/documents";
import { pickByIds } from "../../src/storage/mongo/pick-by-ids";
import { openTestDatabase } from "../support/engine";

interface Thing extends StoredDocument {
  name: string;
  weight?: number;
}

describe("picking fields by ids", () => {
  it("asks for what many want one by one in a few commands, and gives the named fields alone", async () => {
    const database = await openTestDatabase();
    const connection = await mongoose.createConnection(database.uri, { monitorCommands: true }).asPromise();
    try {
      const plan = { name: "things", fields: { name: text, weight: number }, indexes: [] };
      const things = new Documents<Thing>(connection, plan);
      const ids = Array.from({ length: 30 }, (_, index) => `thing-${index}`);
      await Promise.all(ids.map((_id) => things.insert({ _id, name: `Contoh ${_id}`, weight: 1 })));
      let asked = 0;
      connection.getClient().on("commandStarted", ({ commandName }) => {
        if (commandName === "find") asked += 1;
      });
      const found = await Promise.all(ids.map((id) => pickByIds(things, [id], ["_id", "name"])));
      expect(found).toEqual(ids.map((_id) => [{ _id, name: `Contoh ${_id}` }]));
      expect(asked).toBeLessThanOrEqual(3);
      const all = await pickByIds(things, [...ids, "nobody"], ["_id", "name"]);
      expect(all).toHaveLength(ids.length);
      expect(Object.keys(all[0] ?? {}).sort()).toEqual(["_id", "name"]);
    } finally {
      await connection.close();
      await database.close();
    }
  });
});
