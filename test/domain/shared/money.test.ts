import { leastRupiah, minusRupiah, rupiah, sumRupiah, timesRupiah } from "../../../src/domain/shared/money";
import fc from "../../support/property";

const amounts = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map(rupiah);

describe("rupiah", () => {
  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])("refuse %p, which is no whole amount", (amount) => {
    expect(() => rupiah(amount)).toThrow("whole number");
  });

  it("add up to nothing where there are none", () => {
    expect(sumRupiah([])).toBe(0);
  });

  it("add, subtract and multiply as whole numbers do", () => {
    fc.assert(
      fc.property(amounts, amounts, fc.integer({ min: 0, max: 24 }), (a, b, count) => {
        expect(minusRupiah(sumRupiah([a, b]), b)).toBe(a);
        expect(leastRupiah(a, b)).toBe(Math.min(a, b));
        expect(timesRupiah(a, count) + 0).toBe(sumRupiah(Array.from({ length: count }, () => a)));
      }),
    );
  });
});
