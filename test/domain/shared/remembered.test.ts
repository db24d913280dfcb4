import { groupBy } from "../../../src/domain/shared/group";
import { remembered } from "../../../src/domain/shared/remembered";
import fc from "../../support/property";

describe("answers that are remembered", () => {
  it("are those that would be found, found once as long as they are kept", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), fc.constantFrom("x", "y"))), (asked) => {
        let found = 0;
        const answer = remembered((count: number, name: string) => {
          found += 1;
          return `${name} ${count}`;
        });
        for (const [count, name] of asked) expect(answer(count, name)).toBe(`${name} ${count}`);
        expect(found).toBe(new Set(asked.map(String)).size);
      }),
    );
  });

  it("are dropped before they are too many", () => {
    let found = 0;
    const answer = remembered((count: number) => {
      found += 1;
      return count;
    });
    for (let count = 0; count <= 2_000; count += 1) answer(count);
    expect([answer(2_000), answer(0), found]).toEqual([2_000, 0, 2_002]);
  });

  it("do not outlive a failure", () => {
    let isBroken = true;
    const answer = remembered((count: number) => {
      if (isBroken) throw new Error("broken");
      return count;
    });
    expect(() => answer(1)).toThrow("broken");
    isBroken = false;
    expect(answer(1)).toBe(1);
  });
});

describe("groups", () => {
  it("hold every value once, under its key and in its order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 })), (values) => {
        const groups = groupBy(values, (value) => value % 5);
        for (const [key, group] of groups) expect(group).toEqual(values.filter((value) => value % 5 === key));
        expect([...groups.values()].flat()).toHaveLength(values.length);
      }),
    );
  });
});
