import { gathering, Outcome } from "../../src/storage/mongo/gather";

describe("gathering", () => {
  it("asks in few commands for what many ask at the same time, and gives each its own answer", async () => {
    const batches: (readonly number[])[] = [];
    const double = gathering<number, number>(async (asked) => {
      batches.push(asked);
      return asked.map((one) => one * 2);
    });
    const numbers = Array.from({ length: 250 }, (_, number) => number);
    expect(await Promise.all(numbers.map(double))).toEqual(numbers.map((number) => number * 2));
    expect(batches.map(({ length }) => length)).toEqual([100, 100, 50]);
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

  it("lets what has the same key go one after the other", async () => {
    let underWay = 0;
    let most = 0;
    const count = gathering<string, boolean>(
      async (asked) => {
        underWay += asked.length;
        most = Math.max(most, underWay);
        await new Promise((resolve) => setTimeout(resolve, 2));
        underWay -= asked.length;
        return asked.map(() => true);
      },
      (key) => key,
    );
    expect(await Promise.all(["same", "same", "same"].map(count))).toEqual([true, true, true]);
    expect(most).toBe(1);
  });
});
