import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialize } from "bson";
import { Databases } from "../../../src/storage/embedded/database";
import { PreparedQuery } from "../../../src/storage/embedded/query";
import { Store } from "../../../src/storage/embedded/store";

let directory: string;
let store: Store;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "store-"));
  store = Store.open(join(directory, "data.mdb"));
});
afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true, force: true });
});

const keyOf = (number: number): Buffer => Buffer.from([0xf0, number]);

describe("the store of the embedded engine", () => {
  it("counts a range as far as it is told to, and to its end where that is nearer", async () => {
    await store.write(() => {
      for (let number = 0; number < 200; number += 1) store.put(keyOf(number), Buffer.from([1]));
    });
    const range = { start: keyOf(50), end: keyOf(150) };
    expect(store.count(range)).toBe(100);
    const most = [1, 16, 99, 100, 101, 1_000];
    expect(most.map((one) => store.count(range, one))).toEqual([1, 16, 99, 100, 100, 100]);
    expect(store.count({ start: keyOf(210), end: keyOf(220) }, 5)).toBe(0);
    // Within a write it counts what the write has changed.
    await store.write(() => {
      store.remove(keyOf(60));
      expect([99, 100].map((one) => store.count(range, one))).toEqual([99, 99]);
    });
  });

  const onLinux = process.platform === "linux" ? it : it.skip;

  onLinux("maps its file once, however much it grows", async () => {
    const bytes = Buffer.alloc(1024 * 1024);
    for (let number = 0; number < 20; number += 1) await store.write(() => store.put(keyOf(number), bytes));
    const maps = (await readFile("/proc/self/maps", "utf8")).split("\n");
    expect(maps.filter((line) => line.endsWith(join(directory, "data.mdb")))).toHaveLength(1);
  });

  it("finds a document by its identity also where it is not where it was noted", async () => {
    const databases = new Databases(store);
    const bytes = serialize({ _id: "one", n: 1 });
    const collection = await store.write(() => {
      const made = databases.ensure("db", "things");
      made.insert(bytes, { _id: "one", n: 1 });
      return made;
    });
    const query = () => [...new PreparedQuery(store, collection, { filter: { _id: "one" } }).run()];
    const [found] = query();
    // As a write does that takes a document away and gives it again, and is never kept.
    collection.note("one", 999);
    expect(query().map(({ record, plain }) => ({ record, n: plain["n"] }))).toEqual([{ record: found?.record, n: 1 }]);
    expect(collection.recordLately("one")).toBe(found?.record);
  });
});
