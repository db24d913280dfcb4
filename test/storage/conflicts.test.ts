import {
  isConflict,
  isDuplicateKey,
  onceMore,
  refusedWrites,
  settle,
  settleEach,
} from "../../src/storage/mongo/conflicts";

describe("writes that stand in each other's way", () => {
  it.each([112, 16_908_292])("are done again until they are written: code %d", async (code) => {
    let tries = 0;
    const write = async (): Promise<string> => {
      tries += 1;
      if (tries < 4) throw Object.assign(new Error("given up"), { code });
      return "written";
    };
    expect(await settle(write)).toBe("written");
    expect(tries).toBe(4);
  });

  it("are given up at last, and any other failure at once", async () => {
    let tries = 0;
    const failing = (code: number) => async () => {
      tries += 1;
      throw Object.assign(new Error(`code ${code}`), { code });
    };
    await expect(settle(failing(112))).rejects.toThrow("code 112");
    expect(tries).toBeGreaterThan(3);
    tries = 0;
    await expect(settle(failing(11000))).rejects.toThrow("code 11000");
    expect(tries).toBe(1);
  });

  it.each([
    ["whose connection broke", Object.assign(new Error("closed"), { name: "MongoNetworkError" })],
    ["whose server has given way", Object.assign(new Error("not primary"), { code: 10_107 })],
  ])("%s are done once more, and not again", async (_name, error) => {
    let tries = 0;
    const failing = (times: number) => async () => {
      tries += 1;
      if (tries <= times) throw error;
      return "written";
    };
    expect(await onceMore(failing(1))).toBe("written");
    expect(tries).toBe(2);
    tries = 0;
    await expect(onceMore(failing(2))).rejects.toBe(error);
    expect(tries).toBe(2);
    tries = 0;
    const refused = Object.assign(new Error("taken"), { code: 11000 });
    await expect(onceMore(() => Promise.reject(refused).finally(() => (tries += 1)))).rejects.toBe(refused);
    expect(tries).toBe(1);
  });

  it("are told from duplicate keys by the code alone", () => {
    expect([isDuplicateKey({ code: 11000 }), isDuplicateKey({ code: 112 }), isDuplicateKey(null)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(isConflict(Object.assign(new Error("40P01 deadlock detected"), { code: 8 }))).toBe(true);
    expect([isConflict({ code: 112 }), isConflict({ code: 11000 }), isConflict("112")]).toEqual([true, false, false]);
  });

  it("go in the order of what they lock, those of one lock as they came, so that two who write the same never wait in a circle", async () => {
    const items = ["c1", "a1", "b1", "a2", "c2"];
    const sent: (readonly string[])[] = [];
    const refused = await settleEach(
      items,
      (item) => item.slice(0, 1),
      async (left) => {
        sent.push(left);
        if (sent.length > 1) return;
        const errors = [
          { index: left.indexOf("c2"), code: 112 },
          { index: left.indexOf("a2"), code: 112 },
          { index: left.indexOf("b1"), code: 11000 },
        ];
        throw Object.assign(new Error("some were refused"), { code: 112, writeErrors: errors });
      },
    );
    expect(sent).toEqual([
      ["a1", "a2", "b1", "c1", "c2"],
      ["a2", "c2"],
    ]);
    expect([...refused]).toEqual([[2, { index: 2, code: 11000 }]]);
  });

  it("are named one by one in an unordered command", () => {
    const one = { index: 3, code: 11000 };
    expect(refusedWrites({ writeErrors: [one] })).toEqual([{ index: 3, error: one }]);
    expect(refusedWrites({ writeErrors: one })).toEqual([{ index: 3, error: one }]);
    expect(refusedWrites(new Error("the network failed"))).toEqual([]);
  });
});
