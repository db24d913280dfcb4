import { gathering, Outcome, takingTurns } from "../../src/storage/mongo/gather";

describe("gathering", () => {
  it("asks in few commands for what many ask at the same time, and gives each its own answer", async () => {
    const batches: (readonly number[])[] = [];
    const double = gathering<number, number>(async (asked) => {
      batches.push(asked);
      return asked.map((one) => one * 2);
    });
    const numbers = Array.from({ length: 250 }, (_, number) => number);
    expect(await Promise.all(numbers.map(double))).toEqual(numbers.map((number) => number * 2));
    expect(batches.map(({ length }) => length)).toEqual([64, 64, 64, 58]);
    expect(await double(7)).toBe(14);
  });

  it("lets the one that was refused alone hear of it", async () => {
    const insert = gathering<string, boolean>(async (asked) =>
      asked.map((one) => (one === "bad" ? Outcome.failed(new Error("refused")) : true)),
    );
    const all = await Promise.allSettled(["good", "bad", "fine"].map(insert));
    expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  it("does one by one what could not be sent together, so that a defect of one caller harms no other", async () => {
    const write = gathering<string, boolean>(async (asked) => {
      if (asked.includes("unwritable")) throw new TypeError("cannot be written");
      return asked.map(() => true);
    });
    const all = await Promise.allSettled(["one", "unwritable", "two"].map(write));
    expect(all.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  it("does nothing again where the database may have done it already", async () => {
    let commands = 0;
    const count = gathering<string, number>(async () => {
      commands += 1;
      throw Object.assign(new Error("the connection was lost"), { name: "MongoNetworkError" });
    });
    const all = await Promise.allSettled(["one", "two"].map(count));
    expect(all.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(commands).toBe(1);
  });

  it("lets kinds take turns: what most ask for goes first, and the others are not forgotten", async () => {
    // A clock that stands still: on a busy machine everything would have waited for long.
    const turns = takingTurns(() => 0);
    const order: string[] = [];
    const kind = (name: string) =>
      gathering<number, number>(async (asked) => {
        order.push(`${name} ${asked.length}`);
        await new Promise((resolve) => setTimeout(resolve, 2));
        return asked;
      }, turns);
    const [few, many, one] = [kind("few"), kind("many"), kind("one")];
    const all = [few(1), few(2), one(1), ...Array.from({ length: 150 }, (_, number) => many(number))];
    await Promise.all(all);
    expect(order).toEqual(["many 64", "many 64", "many 22", "few 2", "one 1"]);
  });

  it("asks what has waited long before what is more", async () => {
    let now = 0;
    const turns = takingTurns(() => now);
    const order: string[] = [];
    let isBusy = true;
    const often = gathering<number, number>(async (asked) => {
      order.push("often");
      if (order.length === 20) now += 21;
      await new Promise((resolve) => setTimeout(resolve, 5));
      // There is always more of it.
      if (isBusy) for (const number of asked) void often(number);
      return asked;
    }, turns);
    const seldom = gathering<number, number>(async (asked) => {
      order.push("seldom");
      return asked;
    }, turns);
    for (let number = 0; number < 500; number += 1) void often(number);
    await seldom(1);
    isBusy = false;
    // Those of the first kind that waited as long go before it, and nothing that came later.
    expect(order.filter((name) => name === "seldom")).toHaveLength(1);
    expect(order.slice(0, 20)).not.toContain("seldom");
    expect(order.slice(20, 30)).toContain("seldom");
  });

  it("lets what may wait wait for others, no longer than it may, and not at all where enough have come", async () => {
    let now = 0;
    const turns = takingTurns(() => now);
    const batches: number[] = [];
    const mark = gathering<number, number>(
      async (asked) => {
        batches.push(asked.length);
        return asked;
      },
      turns,
      20,
    );
    const marks = [mark(1), mark(2)];
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(batches).toEqual([]);
    now = 20;
    turns.plan();
    await Promise.all(marks);
    expect(batches).toEqual([2]);
    await Promise.all(Array.from({ length: 20 }, (_, number) => mark(number)));
    expect(batches).toEqual([2, 20]);
  });

  it("comes to an end for what waits for others that never come", async () => {
    const mark = gathering<number, number>(async (asked) => asked, takingTurns(), 20);
    expect(await mark(1)).toBe(1);
    const many = Array.from({ length: 105 }, (_, number) => number);
    expect(await Promise.all(many.map(mark))).toEqual(many);
  });

  it("has one timer at most for what waits, however much has gone by number", async () => {
    const mark = gathering<number, number>(async (asked) => asked, takingTurns(), 5_000);
    const timers = jest.spyOn(globalThis, "setTimeout");
    const ended = jest.spyOn(globalThis, "clearTimeout");
    const many = Array.from({ length: 20 }, (_, number) => number);
    for (let batch = 0; batch < 30; batch += 1) await Promise.all(many.map(mark));
    // Jest sets timers of its own meanwhile, for other spans.
    const isOurs = timers.mock.calls.map(([, span = 0]) => span > 4_000 && span <= 5_000);
    const set = timers.mock.results.filter((_, place) => isOurs[place]).map(({ value }) => value as NodeJS.Timeout);
    const cleared = new Set(ended.mock.calls.map(([timer]) => timer));
    const left = set.filter((timer) => !cleared.has(timer));
    for (const timer of left) clearTimeout(timer);
    jest.restoreAllMocks();
    expect(set.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThanOrEqual(1);
  });
});
