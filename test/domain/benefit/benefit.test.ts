import {
  accidentDeath,
  partialDisability,
  temporaryDisability,
  totalDisability,
} from "../../../src/domain/benefit/accident";
import { naturalDeath } from "../../../src/domain/benefit/death";
import { type SchoolLevel, schoolLevels } from "../../../src/domain/benefit/figures";
import { afterTax, savingsGrowth } from "../../../src/domain/benefit/savings";
import { scholarship } from "../../../src/domain/benefit/scholarship";
import type { Sum } from "../../../src/domain/benefit/sum";
import { bandsOf } from "../../../src/domain/contribution/contribution";
import { rupiah } from "../../../src/domain/shared/money";
import type { Result } from "../../../src/domain/shared/result";
import { figuresWith } from "../../support/benefit-figures";
import fc from "../../support/property";

const figures = figuresWith();
const bases = fc.constantFrom(...bandsOf().map(({ base }) => base));
const months = fc.integer({ min: 1, max: 60 });
/** Percentages with at most two decimals. */
const percents = fc.integer({ min: 1, max: 10_000 }).map((hundredths) => hundredths / 100);
const children = fc.array(fc.subarray([...schoolLevels], { minLength: 1 }), { minLength: 1, maxLength: 2 });

function totalOf<E>(result: Result<Sum, E>): number {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value.total;
}

describe("every benefit", () => {
  it("is the sum of its lines, whatever the income", () => {
    fc.assert(
      fc.property(bases, months, percents, (base, count, percent) => {
        const sums = [
          temporaryDisability(figures, base, count),
          partialDisability(figures, base, percent),
          { ok: true, value: totalDisability(figures, base) } as const,
          { ok: true, value: accidentDeath(figures, base) } as const,
        ];
        for (const sum of sums) {
          expect(sum.ok && sum.value.lines.reduce((all, { amount }) => all + amount, 0)).toBe(totalOf(sum));
        }
      }),
    );
  });

  it("of a higher base is never less", () => {
    fc.assert(
      fc.property(bases, bases, months, (one, other, count) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        expect(totalOf(temporaryDisability(figures, high, count))).toBeGreaterThanOrEqual(
          totalOf(temporaryDisability(figures, low, count)),
        );
        expect(accidentDeath(figures, high).total).toBeGreaterThanOrEqual(accidentDeath(figures, low).total);
      }),
    );
  });
});

describe("a time without work (F3.13)", () => {
  it("each further month brings the whole base in the first year and half of it afterwards", () => {
    fc.assert(
      fc.property(bases, months, (base, count) => {
        const more = totalOf(temporaryDisability(figures, base, count + 1));
        expect(more - totalOf(temporaryDisability(figures, base, count))).toBe(count < 12 ? base : base / 2);
      }),
    );
  });

  it.each([0, -1, 1.5, Number.NaN])("of %d months is refused", (count) => {
    expect(temporaryDisability(figures, rupiah(1_000_000), count)).toEqual({
      ok: false,
      error: "months.out-of-range",
    });
  });
});

describe("a loss by the table (F3.14, F3.15)", () => {
  it("of a lost use is never more than of the lost part, and the same where all use is lost", () => {
    fc.assert(
      fc.property(bases, percents, percents, (base, percent, use) => {
        const part = totalOf(partialDisability(figures, base, percent));
        expect(totalOf(partialDisability(figures, base, percent, use))).toBeLessThanOrEqual(part);
        expect(totalOf(partialDisability(figures, base, percent, 100))).toBe(part);
      }),
    );
  });

  it.each([0, -5, 101, Number.NaN])("of %d percent is refused", (percent) => {
    const refused = { ok: false, error: "percent.out-of-range" };
    expect(partialDisability(figures, rupiah(1_000_000), percent)).toEqual(refused);
    expect(partialDisability(figures, rupiah(1_000_000), 10, percent)).toEqual(refused);
  });
});

describe("what is not certain", () => {
  it("that the parts after an accident are added is marked as a conclusion (F3.24)", () => {
    expect(accidentDeath(figures, rupiah(1_000_000)).flags).toEqual(["inference"]);
    expect(totalDisability(figures, rupiah(1_000_000)).flags).toEqual(["inference"]);
    expect(naturalDeath(figures, 12).flags).toEqual([]);
  });

  it("is certain once an officer has confirmed it", () => {
    const confirmed = figuresWith([{ id: "F3.24", confidence: "confirmed", confirmedByOfficerOn: "2026-11-01" }]);
    expect(accidentDeath(confirmed, rupiah(1_000_000)).flags).toEqual([]);
  });

  it.each(["disputed", "recalled"] as const)("a row that is %s is marked", (confidence) => {
    expect(naturalDeath(figuresWith([{ id: "F4.01", confidence }]), 12).flags).toEqual([confidence]);
  });

  it("a sum is not current once a row behind it has ended or is open", () => {
    expect(naturalDeath(figuresWith([{ id: "F4.01", validUntil: "2026-11-21" }]), 12).isCurrent).toBe(false);
    expect(naturalDeath(figuresWith([{ id: "F4.01", confidence: "open" }]), 12).isCurrent).toBe(false);
    expect(naturalDeath(figuresWith([{ id: "F4.01", validUntil: "2026-11-22" }]), 12).isCurrent).toBe(true);
  });

  it("a corrected figure is the one that is reckoned with", () => {
    const { values } = { values: { ...correctedDeath } };
    expect(naturalDeath(figuresWith([{ id: "F4.01", values }]), 3).total).toBe(52_000_000);
  });
});

const correctedDeath = {
  total: { rupiah: 52_000_000 },
  grant: { rupiah: 30_000_000 },
  periodic: { rupiah: 12_000_000 },
  monthly: { rupiah: 500_000 },
  months: { months: 24 },
  funeral: { rupiah: 10_000_000 },
};

describe("the scholarship (F3.26, F3.27)", () => {
  it("never exceeds its caps, and the first year is a part of it", () => {
    fc.assert(
      fc.property(children, (levels: SchoolLevel[][]) => {
        const found = scholarship(figures, levels);
        expect(found.ok && found.value.total).toBeLessThanOrEqual(87_000_000 * levels.length);
        expect(found.ok && found.value.firstYear <= found.value.total).toBe(true);
      }),
    );
  });

  it("takes off what lies above the cap of a child and of all, in lines of their own", () => {
    const values = { children: { count: 2 }, each: { rupiah: 8_000_000 }, both: { rupiah: 15_000_000 } };
    const found = scholarship(figuresWith([{ id: "F3.27", values }]), [["primary"], ["senior"]]);
    expect(found.ok && found.value.total).toBe(15_000_000);
    expect(found.ok && found.value.lines.filter(({ kind }) => kind === "cap").map(({ amount }) => amount)).toEqual([
      -1_000_000, -1_000_000, -1_000_000,
    ]);
  });

  it("a level named twice for a child counts once", () => {
    expect(totalOf(scholarship(figures, [["primary", "primary"]]))).toBe(9_000_000);
  });

  it("is for two children at most, and needs a level", () => {
    expect(scholarship(figures, [["primary"], ["primary"], ["primary"]])).toEqual({
      ok: false,
      error: { code: "children.too-many", most: 2 },
    });
    expect(scholarship(figures, [])).toEqual({ ok: false, error: { code: "levels.none" } });
    expect(scholarship(figures, [[]])).toEqual({ ok: false, error: { code: "levels.none" } });
  });
});

describe("old-age savings", () => {
  it("at no rate are what was paid in; always hypothetical", () => {
    fc.assert(
      fc.property(bases, months, (monthly, count) => {
        const found = savingsGrowth(figures, monthly, count, 0);
        expect(found.ok && found.value.total).toBe(monthly * count);
        expect(found.ok && found.value.flags).toEqual(["hypothetical"]);
      }),
    );
  });

  it("after a year at 12 percent: the contributions and 11 + 10 + … + 1 hundredths of one", () => {
    expect(totalOf(savingsGrowth(figures, rupiah(20_000), 12, 12))).toBe(240_000 + 66 * 200);
  });

  it("earn on what they earned once a year is over", () => {
    expect(totalOf(savingsGrowth(figures, rupiah(20_000), 13, 12))).toBe(253_200 + 20_000 + 2_532);
  });

  it("bring more at a higher rate and in a longer time", () => {
    fc.assert(
      fc.property(months, fc.integer({ min: 0, max: 14 }), (count, percent) => {
        const now = totalOf(savingsGrowth(figures, rupiah(20_000), count, percent));
        expect(totalOf(savingsGrowth(figures, rupiah(20_000), count, percent + 1))).toBeGreaterThanOrEqual(now);
        expect(totalOf(savingsGrowth(figures, rupiah(20_000), count + 1, percent))).toBeGreaterThan(now);
      }),
    );
  });

  it.each([-1, 16, Number.NaN])("a supposed rate of %d percent is refused", (percent) => {
    expect(savingsGrowth(figures, rupiah(20_000), 12, percent)).toEqual({ ok: false, error: "rate.out-of-range" });
  });

  it.each([0, 481, 1.5])("%d months are refused", (count) => {
    expect(savingsGrowth(figures, rupiah(20_000), count, 5)).toEqual({ ok: false, error: "months.out-of-range" });
  });
});

describe("tax on old-age savings (F5.14)", () => {
  it("is never more than 5 percent, and nothing up to the limit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (balance) => {
        const left = totalOf(afterTax(figures, rupiah(balance), true));
        expect(balance - left).toBe(balance <= 50_000_000 ? 0 : Math.floor((balance - 50_000_000) / 20));
      }),
    );
  });

  it("from the third year on is not reckoned, because the limits of its steps are not known here", () => {
    expect(afterTax(figures, rupiah(60_000_000), false)).toEqual({ ok: false, error: "tax.progressive" });
  });
});
