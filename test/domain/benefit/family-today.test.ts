import { familyToday } from "../../../src/domain/benefit/family-today";
import type { IsoDay } from "../../../src/domain/shared/calendar";
import { rupiah } from "../../../src/domain/shared/money";
import { figuresWith } from "../../support/benefit-figures";
import fc from "../../support/property";

const figures = figuresWith();
const base = rupiah(1_000_000);
const until = "2026-11-30" as IsoDay;
const covered = (monthsInRow: number) => {
  const found = familyToday(figures, { base, protection: "paid", until, monthsInRow });
  if (found.status !== "covered") throw new Error("not covered");
  return found;
};

describe("what the family receives today", () => {
  it.each([
    [1, 10_000_000, 10_000_000],
    [2, 10_000_000, 42_000_000],
    [3, 42_000_000, 42_000_000],
    [40, 42_000_000, 42_000_000],
  ])("with %d months in a row another death brings %d, and %d after the next payment (F2.16)", (months, now, next) => {
    const found = covered(months);
    expect([found.now.other.total, found.next.other.total]).toEqual([now, next]);
    expect(found.now.atWork.total).toBe(70_000_000);
    expect(found.until).toBe(until);
  });

  it.each([
    [34, "at-work-only", "at-work-only"],
    [35, "at-work-only", "always"],
    [36, "always", "always"],
  ] as const)("with %d months in a row the scholarship is %s, then %s (F3.28)", (months, now, next) => {
    const found = covered(months);
    expect([found.now.scholarship, found.next.scholarship]).toEqual([now, next]);
  });

  it("is nothing before the first payment, which brings the funeral part", () => {
    const found = familyToday(figures, { base, protection: "none", monthsInRow: 0 });
    expect(found.status === "none" && found.next.other.total).toBe(10_000_000);
    expect(found).not.toHaveProperty("now");
  });

  it("is never told as a sum where the running month is unpaid (F2.18) or the protection has ended (F2.13)", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("due", "uncertain", "inactive", "none" as const),
        fc.integer({ min: 0, max: 60 }),
        (protection, monthsInRow) => {
          const found = familyToday(figures, { base, protection, until, monthsInRow });
          expect(found).not.toHaveProperty("now");
          expect("next" in found).toBe(protection === "due" || protection === "none");
        },
      ),
    );
    expect(familyToday(figures, { base, protection: "inactive", until, monthsInRow: 0 }).status).toBe("ended");
  });
});
