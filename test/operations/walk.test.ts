import { type Walk, workThrough, workThroughWalk } from "../../src/operations/walk";
import { memoryWalk } from "../support/memory-shelf";
import fc from "../support/property";

const walkOf = (count: number): Walk<number> => memoryWalk(Array.from({ length: count }, (_, index) => index));

/** So many pages of so many values, each of which is the page's number. */
async function* pagesOf(count: number, size: number): AsyncGenerator<readonly number[]> {
  for (let page = 0; page < count; page += 1) yield Array.from({ length: size }, () => page);
}

describe("working through a walk", () => {
  it("meets each value once and tells how far it is up to the whole", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 40 }), async (count) => {
        const met: number[] = [];
        const told: { task: string; done: number; total: number }[] = [];
        const work = async (page: readonly number[]) => void met.push(...page);
        await workThroughWalk(walkOf(count), work, { task: "numbers", progress: (at) => told.push(at) });
        expect(met.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
        expect(told.at(-1)).toEqual(count === 0 ? undefined : { task: "numbers", done: count, total: count });
      }),
    );
  });

  it.each([
    { size: 1_000, pages: 2 },
    { size: 250, pages: 5 },
  ])("reads on while pages of $size are worked on, and holds $pages of them at most", async ({ size, pages }) => {
    let inHand = 0;
    let most = 0;
    await workThrough(pagesOf(12, size), async () => {
      inHand += 1;
      most = Math.max(most, inHand);
      await new Promise((resolve) => setImmediate(resolve));
      inHand -= 1;
    });
    expect({ inHand, most }).toEqual({ inHand: 0, most: pages });
  });

  it("begins no further page while too much is in hand, also where a small page ends first", async () => {
    const sizes = [900, 10, 1_000, 500];
    const end = new Map<number, () => void>();
    const pages = async function* () {
      for (const size of sizes) yield Array.from({ length: size }, () => size);
    };
    const whole = workThrough(pages(), ({ length }) => new Promise((resolve) => void end.set(length, resolve)));
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    const begunOnceEnded = async (size?: number) => {
      if (size !== undefined) end.get(size)?.();
      await turn();
      return [...end.keys()];
    };
    expect(await begunOnceEnded()).toEqual([900, 10, 1_000]);
    expect(await begunOnceEnded(10)).toEqual([900, 10, 1_000]);
    expect(await begunOnceEnded(900)).toEqual([900, 10, 1_000, 500]);
    for (const resolve of end.values()) resolve();
    await whole;
  });

  it("begins nothing more after a failure, ends what was begun, and throws it", async () => {
    const ended: number[] = [];
    const work = async ([first = 0]: readonly number[]): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
      if (first === 1) throw new Error("the second page");
      ended.push(first);
    };
    await expect(workThrough(pagesOf(30, 900), work)).rejects.toThrow("the second page");
    expect(ended.length).toBeLessThan(4);
    expect(ended).toContain(0);
  });

  it("waits for what was begun where the reading fails", async () => {
    let isDone = false;
    const pages = (async function* () {
      yield [1];
      throw new Error("the cursor is gone");
    })();
    const work = async (): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
      isDone = true;
    };
    await expect(workThrough(pages, work)).rejects.toThrow("the cursor is gone");
    expect(isDone).toBe(true);
  });
});
