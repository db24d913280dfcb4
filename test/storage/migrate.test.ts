import { randomUUID } from "node:crypto";
import mongoose, { type Connection } from "mongoose";
import type { Migration } from "../../src/storage/migrations";
import { migrations } from "../../src/storage/migrations";
import { migrate } from "../../src/storage/migrations/migrate";
import { openStorage } from "../../src/storage/open-storage";
import { openTestDatabase } from "../support/engine";
import { silentLogger, testVault } from "../support/storage";
import { waitFor } from "../support/wait-for";

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let connections: Connection[];
beforeEach(async () => {
  database = await openTestDatabase();
  connections = await Promise.all([1, 2, 3].map(() => mongoose.createConnection(database.uri).asPromise()));
});
afterEach(async () => {
  await Promise.all(connections.map((connection) => connection.close()));
  await database.close();
});

const step = (version: number, up: Migration["up"] = async () => {}): Migration => ({
  version,
  name: `v${version}`,
  up,
});
const run = (steps: readonly Migration[], connection = connections[0] as Connection): Promise<void> =>
  migrate({ connection, vault: testVault(), migrations: steps, logger: silentLogger });

describe("migrations", () => {
  it("are numbered from one, without a gap", () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
  });

  it("are done once and in order, by one of the processes that start together", async () => {
    const done: number[] = [];
    const steps = [1, 2].map((version) => step(version, async () => void done.push(version)));
    await Promise.all(connections.map((connection) => run(steps, connection)));
    await run([...steps, step(3, async () => void done.push(3))]);
    expect(done).toEqual([1, 2, 3]);
  });

  it("go on where a failed start left off", async () => {
    const done: number[] = [];
    const first = step(1, async () => void done.push(1));
    const broken = step(2, async () => Promise.reject(new Error("the power went out")));
    await expect(run([first, broken])).rejects.toThrow("the power went out");
    await run([first, step(2, async () => void done.push(2))]);
    expect(done).toEqual([1, 2]);
  });

  it("take over from a process that died with the lock, once its time has run out", async () => {
    const records = connections[0]?.collection<{ _id: string }>("migrations");
    const until = Date.now() + 300;
    await records?.insertOne({ _id: "lock", owner: randomUUID(), until } as { _id: string });
    const done: number[] = [];
    await run([step(1, async () => void done.push(Date.now()))]);
    expect(done).toHaveLength(1);
    expect(done[0]).toBeGreaterThanOrEqual(until);
  });

  it("wait for the lock of a clock that has been set back since no longer than for one of now", async () => {
    const records = connections[0]?.collection<{ _id: string; until: number }>("migrations");
    const hour = 3_600_000;
    await records?.insertOne({ _id: "lock", owner: randomUUID(), until: Date.now() + 3 * hour } as {
      _id: string;
      until: number;
    });
    const waiting = run([step(1)]);
    const shortened = async () => ((await records?.findOne({ _id: "lock" }))?.until ?? 0) < Date.now() + hour;
    await waitFor("the lock", shortened);
    await records?.deleteOne({ _id: "lock" });
    await waiting;
  });

  it("refuse a database of a newer version, with the remedy", async () => {
    await run([step(1), step(2)]);
    await expect(run([step(1)])).rejects.toThrow(/schema version 2.*up to 1: start the newer program/);
  });

  it("let the indexes of all messages give way to those of the open ones, in a database of the former version", async () => {
    const connection = connections[0] as Connection;
    await run(migrations.slice(0, 1));
    const former = {
      inbox: ["contactId,state,sentAt,sequence", "state,receivedAt", "state,channel,receivedAt"],
      outbox: [
        "channel,state,priority,createdAt,place,_id",
        "channel,state,notBefore",
        "state,notBefore",
        "leaseToken",
      ],
    };
    const bringBack = async (): Promise<void> => {
      for (const [name, lists] of Object.entries(former))
        for (const fields of lists)
          await connection
            .collection(name)
            .createIndex(Object.fromEntries(fields.split(",").map((field) => [field, 1])));
    };
    const options = { mongodbUri: database.uri, dataFolder: "", vault: testVault(), logger: silentLogger };
    const start = async (): Promise<void> => (await openStorage(options)).close();
    const full = async (name: string): Promise<string[]> => {
      const indexes = await connection.collection(name).indexes();
      const lists = former[name as keyof typeof former];
      const fields = indexes
        .filter((index) => !index["partialFilterExpression"])
        .map(({ key }) => Object.keys(key).join());
      return fields.filter((one) => lists.includes(one));
    };
    await bringBack();
    await start();
    expect(await full("inbox")).toEqual([]);
    expect(await full("outbox")).toEqual([]);
    // An older process, or a dump, brings one back.
    await connection.collection("outbox").dropIndex("state_1_notBefore_1");
    await connection.collection("outbox").createIndex({ state: 1, notBefore: 1 });
    expect(await full("outbox")).toEqual(["state,notBefore"]);
    await start();
    expect(await full("outbox")).toEqual([]);
    // Two that start together find it both, and one of them drops it first.
    await connection.collection("outbox").createIndex({ leaseToken: 1 });
    await Promise.all([start(), start(), start()]);
    expect(await full("outbox")).toEqual([]);
  });
});
