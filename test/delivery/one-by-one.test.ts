import { setTimeout as sleep } from "node:timers/promises";
import { createOneByOne } from "../../src/delivery/one-by-one";

describe("work of one key", () => {
  it("is done in its order, one after the other, and beside that of other keys", async () => {
    const turns = createOneByOne();
    const told: string[] = [];
    const work = (name: string, ms: number) => async (): Promise<string> => {
      told.push(`${name} begins`);
      await sleep(ms);
      told.push(`${name} ends`);
      return name;
    };
    const all = [turns.run("a", work("a1", 30)), turns.run("a", work("a2", 1)), turns.run("b", work("b1", 1))];
    expect(await Promise.all(all)).toEqual(["a1", "a2", "b1"]);
    expect(told).toEqual(["a1 begins", "b1 begins", "b1 ends", "a1 ends", "a2 begins", "a2 ends"]);
  });

  it("goes on after what failed, whose failure only its own caller hears", async () => {
    const turns = createOneByOne();
    const failing = turns.run("a", () => Promise.reject(new Error("the platform is away")));
    const next = turns.run("a", async () => "done");
    await expect(failing).rejects.toThrow("the platform is away");
    await expect(next).resolves.toBe("done");
    await expect(turns.run("a", async () => "again")).resolves.toBe("again");
  });

  it("is waited for, also where it failed", async () => {
    const turns = createOneByOne();
    let isDone = false;
    const failed = expect(turns.run("a", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
    const last = turns.run("a", async () => {
      await sleep(20);
      isDone = true;
    });
    await turns.idle();
    expect(isDone).toBe(true);
    await Promise.all([failed, last]);
    await expect(turns.idle()).resolves.toBeUndefined();
  });
});
