import { setTimeout as sleep } from "node:timers/promises";
import { createPrecedence } from "../../src/delivery/precedence";

describe("work that may wait", () => {
  it("begins at once where nothing goes before it", async () => {
    const precedence = createPrecedence(10_000);
    await precedence.first(async () => undefined);
    await expect(precedence.clear()).resolves.toBeUndefined();
  });

  it("begins after what goes first, also where that fails", async () => {
    const precedence = createPrecedence(10_000);
    const done: string[] = [];
    const first = precedence
      .first(async () => {
        await sleep(40);
        throw new Error("storage is down");
      })
      .catch(() => void done.push("first"));
    await precedence.clear().then(() => void done.push("then"));
    await first;
    expect(done).toEqual(["first", "then"]);
  });

  it("begins beside a few that go first where it may, and behind a crowd", async () => {
    const precedence = createPrecedence(10_000);
    const releases: (() => void)[] = [];
    const first = [1, 2].map(() => precedence.first(() => new Promise<void>((resolve) => releases.push(resolve))));
    await expect(precedence.clear(2)).resolves.toBeUndefined();
    let isClear = false;
    void precedence.clear(1).then(() => {
      isClear = true;
    });
    await sleep(20);
    expect(isClear).toBe(false);
    releases[0]?.();
    await sleep(20);
    expect(isClear).toBe(true);
    releases[1]?.();
    await Promise.all(first);
  });

  it("is not held up for ever", async () => {
    const precedence = createPrecedence(30);
    let release = (): void => undefined;
    const first = precedence.first(() => new Promise<void>((resolve) => (release = resolve)));
    await expect(precedence.clear()).resolves.toBeUndefined();
    release();
    await first;
  });
});
