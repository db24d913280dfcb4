import { type Walk, workThrough, workThroughWalk } from "../../src/operations/walk";
import { memoryWalk } from "../support/memory-shelf";
import fc from "../support/property";

const walkOf = (count: number): Walk<number> => memoryWalk(Array.from({ length: count }, (_, index) => index));

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

  it("reads on while a page is worked on, and holds four pages at most", async () => {
    let inHand = 0;
    let most = 0;
    await workThrough(walkOf(30).pages, async () => {
      inHand += 1;
      most = Math.max(most, inHand);
      await new Promise((resolve) => setImmediate(resolve));
      inHand -= 1;
    });
    expect({ inHand, most }).toEqual({ inHand: 0, most: 4 });
  });

  it("begins nothing more after a failure, ends what was begun, and throws it", async () => {
    const ended: number[] = [];
    const work = async ([first = 0]: readonly number[]): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
      if (first === 3) throw new Error("the second page");
      ended.push(first);
    };
    await expect(workThrough(walkOf(30).pages, work)).rejects.toThrow("the second page");
    expect(ended.length).toBeLessThan(6);
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
