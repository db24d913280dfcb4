import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serialize } from "bson";
import { Databases } from "../../../src/storage/embedded/database";
import { equalityKey } from "../../../src/storage/embedded/indexes";
import { indexPrefix, rangeOf } from "../../../src/storage/embedded/keys";
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

  it("gives the keys of a range in either direction, each once, wherever a chunk ends", async () => {
    await store.write(() => {
      for (let number = 0; number < 60; number += 1) store.put(keyOf(number), Buffer.from([1]));
    });
    for (let from = 0; from < 60; from += 1) {
      // In use a range begins before its first key; here it begins at one.
      const range = { start: keyOf(from), end: keyOf(60) };
      const wanted = Array.from({ length: 60 - from }, (_, place) => from + place);
      const numbers = (isReverse: boolean) => [...store.keys(range, isReverse)].map((key) => key[1]);
      expect(numbers(false)).toEqual(wanted);
      expect(numbers(true)).toEqual(wanted.reverse());
    }
  });

  const onLinux = process.platform === "linux" ? it : it.skip;

  onLinux("maps its file once, however much it grows", async () => {
    const bytes = Buffer.alloc(1024 * 1024);
    for (let number = 0; number < 20; number += 1) await store.write(() => store.put(keyOf(number), bytes));
    const maps = (await readFile("/proc/self/maps", "utf8")).split("\n");
    expect(maps.filter((line) => line.endsWith(join(directory, "data.mdb")))).toHaveLength(1);
  });

  it("tells how many entries many ranges hold by counting a few of them", async () => {
    const databases = new Databases(store);
    const collection = await store.write(() => {
      const made = databases.ensure("db", "things");
      databases.createIndex(made, { key: { place: 1 }, name: "place_1" });
      for (let n = 0; n < 300; n += 1) {
        const thing = { _id: `thing-${n}`, place: n % 30 };
        made.insert(serialize(thing), thing);
      }
      return made;
    });
    const index = collection.indexes.find(({ name }) => name === "place_1");
    const [field] = index?.fields ?? [];
    if (!index || !field) throw new Error("the index was not made");
    const prefix = indexPrefix(collection.definition.id, index.id);
    const ranges = Array.from({ length: 30 }, (_, place) =>
      rangeOf(Buffer.concat([prefix, equalityKey(place, field)])),
    );
    const counted = jest.spyOn(store, "count");
    const told = (count: number, most: number) => collection.entriesWithin(ranges.slice(0, count), most);
    // Up to four ranges are counted; of thirty every eighth, each of which stands for eight.
    expect([1, 3, 4].map((count) => told(count, 1_000))).toEqual([10, 30, 40]);
    counted.mockClear();
    expect(told(30, 1_000)).toBe(320);
    expect(counted).toHaveBeenCalledTimes(4);
    counted.mockClear();
    // Nothing is counted any more once there are as many as were asked about.
    expect(told(30, 50)).toBe(50);
    expect(counted).toHaveBeenCalledTimes(1);
    expect(told(0, 50)).toBe(0);
  });

  it("counts in an index alone, as far as a limit or to the end", async () => {
    const databases = new Databases(store);
    const collection = await store.write(() => {
      const made = databases.ensure("db", "things");
      databases.createIndex(made, { key: { state: 1 }, name: "state_1" });
      for (let n = 0; n < 30; n += 1) {
        const thing = { _id: `thing-${n}`, state: n < 20 ? "open" : "late" };
        made.insert(serialize(thing), thing);
      }
      return made;
    });
    const read = jest.spyOn(collection, "read");
    const count = (state: string, limit: number) =>
      new PreparedQuery(store, collection, { filter: { state }, limit }).count();
    expect([count("open", 0), count("open", 7), count("late", 7), count("late", 70)]).toEqual([20, 7, 7, 10]);
    expect(read).not.toHaveBeenCalled();
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
