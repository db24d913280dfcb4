import { backOffMs } from "../../../src/domain/shared/back-off";
import fc from "../../support/property";

const waits = { firstMs: 1_000, longestMs: 60_000 };

describe("a growing wait", () => {
  it("doubles with each failure, up to the longest", () => {
    expect([0, 1, 2, 3, 6, 7, 1_000].map((failures) => backOffMs(waits, failures, 0.5))).toEqual([
      0, 1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
    ]);
  });

  it("is moved by chance, by a fifth at most", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, chance) => {
          const middle = backOffMs(waits, failures, 0.5);
          const moved = backOffMs(waits, failures, chance);
          expect(moved).toBeGreaterThanOrEqual(middle * 0.8 - 1);
          expect(moved).toBeLessThanOrEqual(middle * 1.2 + 1);
        },
      ),
    );
    expect(backOffMs(waits, 1, 0)).toBe(800);
    expect(backOffMs(waits, 1, 0.999_9)).toBe(1_200);
  });
});
