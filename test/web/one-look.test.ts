import { oneLook } from "../../src/web/one-look";

/** A look that ends when it is told to, and how often it was begun. */
function rig(keptMs?: number) {
  const ends: ((seen: number | Error) => void)[] = [];
  let now = 0;
  const look = () =>
    new Promise<number>((resolve, reject) => {
      ends.push((seen) => (typeof seen === "number" ? resolve(seen) : reject(seen)));
    });
  const ask = oneLook(look, { ...(keptMs === undefined ? {} : { keptMs }), stopwatch: () => now });
  return { ask, ends, later: (ms: number) => (now += ms) };
}

describe("one look", () => {
  it("is shared by all who ask while it goes on, and begins anew afterwards", async () => {
    const { ask, ends, later } = rig();
    const first = [ask(), ask()];
    later(29_999);
    first.push(ask());
    expect(ends).toHaveLength(1);
    ends[0]?.(7);
    expect(await Promise.all(first)).toEqual([7, 7, 7]);
    const next = ask();
    ends[1]?.(8);
    expect(await next).toBe(8);
  });

  it("is kept as long as told, from its end on", async () => {
    const { ask, ends, later } = rig(60_000);
    const first = ask();
    later(20_000);
    ends[0]?.(7);
    await first;
    later(59_999);
    expect(await ask()).toBe(7);
    later(1);
    void ask();
    expect(ends).toHaveLength(2);
  });

  it("that never ends is waited for by nobody who asks half a minute later", async () => {
    const { ask, ends, later } = rig();
    const lost = ask();
    later(30_000);
    const next = ask();
    ends[1]?.(8);
    expect(await next).toBe(8);
    ends[0]?.(7);
    expect(await lost).toBe(7);
  });

  it("is not kept where it fails", async () => {
    const { ask, ends } = rig(60_000);
    const first = ask();
    ends[0]?.(new Error("away"));
    await expect(first).rejects.toThrow("away");
    const next = ask();
    ends[1]?.(7);
    expect(await next).toBe(7);
  });
});
