import { eachSafely, pagesSafely, readSafely } from "../../src/operations/each-safely";

describe("many items, one after another", () => {
  it("are all done though some fail; each failure is told, and that there were some is thrown", async () => {
    const done: number[] = [];
    const told: unknown[] = [];
    const work = async (item: number): Promise<void> => {
      if (item % 2 === 0) throw new Error(`no ${item}`);
      done.push(item);
    };
    const all = eachSafely([1, 2, 3, 4, 5], work, (error) => told.push(String(error)));
    await expect(all).rejects.toThrow("2 of 5 failed");
    expect(done).toEqual([1, 3, 5]);
    expect(told).toEqual(["Error: no 2", "Error: no 4"]);
  });

  it("are quiet where all goes well, and stop where they cannot be read", async () => {
    const told: unknown[] = [];
    const broken = async function* () {
      yield 1;
      throw new Error("gone");
    };
    await eachSafely([], async () => undefined, told.push);
    await expect(
      eachSafely(
        broken(),
        async () => undefined,
        (error) => told.push(error),
      ),
    ).rejects.toThrow("gone");
    expect(told).toEqual([]);
  });
});

describe("many items, a page at once", () => {
  it("are done by themselves where their page fails, so that those fail alone that must", async () => {
    const done: number[][] = [];
    const told: unknown[] = [];
    const pages = async function* () {
      yield [1, 3];
      yield [4, 5, 7];
      yield [9];
    };
    const work = async (items: readonly number[]): Promise<void> => {
      for (const item of items) if (item % 2 === 0) throw new Error(`no ${item}`);
      done.push([...items]);
    };
    await expect(pagesSafely(pages(), work, (error) => told.push(String(error)))).rejects.toThrow("1 of 3 failed");
    expect(done).toEqual([[1, 3], [5], [7], [9]]);
    expect(told).toEqual(["Error: no 4"]);
  });
});

describe("many values, read at once", () => {
  it("are read by themselves only where that fails, without those of which it fails again", async () => {
    const asked: number[][] = [];
    const told: unknown[] = [];
    const read = async (some: readonly number[]): Promise<readonly string[]> => {
      asked.push([...some]);
      return some.map((one) => {
        if (one % 2 === 0) throw new Error(`no ${one}`);
        return `read ${one}`;
      });
    };
    const note = (error: unknown) => void told.push(String(error));
    expect(await readSafely([1, 3], read, note)).toEqual(["read 1", "read 3"]);
    expect(await readSafely([1, 2, 3], read, note)).toEqual(["read 1", "read 3"]);
    expect(asked).toEqual([[1, 3], [1, 2, 3], [1], [2], [3]]);
    expect(told).toEqual(["Error: no 2"]);
  });
});
