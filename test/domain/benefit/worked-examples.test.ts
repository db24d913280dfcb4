import {
  accidentDeath,
  partialDisability,
  temporaryDisability,
  totalDisability,
} from "../../../src/domain/benefit/accident";
import { naturalDeath } from "../../../src/domain/benefit/death";
import { duesSum } from "../../../src/domain/benefit/dues";
import { afterTax } from "../../../src/domain/benefit/savings";
import { scholarship } from "../../../src/domain/benefit/scholarship";
import type { Sum } from "../../../src/domain/benefit/sum";
import { bandForIncome } from "../../../src/domain/contribution/contribution";
import { rupiah } from "../../../src/domain/shared/money";
import type { Period } from "../../../src/domain/shared/period";
import type { Result } from "../../../src/domain/shared/result";
import { figuresWith } from "../../support/benefit-figures";

const figures = figuresWith();
const million = rupiah(1_000_000);

function done<E>(result: Result<Sum, E>): Sum {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

const workings: readonly (readonly [what: string, sum: () => Sum, amounts: readonly number[], total: number])[] = [
  [
    "a death by an accident at work (section 3.3)",
    () => accidentDeath(figures, million),
    [48_000_000, 10_000_000, 12_000_000],
    70_000_000,
  ],
  [
    "total disability for good (section 3.3)",
    () => totalDisability(figures, million),
    [56_000_000, 12_000_000],
    68_000_000,
  ],
  ["3 months without work (section 3.3)", () => done(temporaryDisability(figures, million, 3)), [3_000_000], 3_000_000],
  [
    "14 months without work (section 3.3)",
    () => done(temporaryDisability(figures, million, 14)),
    [12_000_000, 1_000_000],
    13_000_000,
  ],
  [
    "12 months without work, all of them whole",
    () => done(temporaryDisability(figures, million, 12)),
    [12_000_000],
    12_000_000,
  ],
  [
    "a loss with 10 % in the table (section 3.3)",
    () => done(partialDisability(figures, million, 10)),
    [8_000_000],
    8_000_000,
  ],
  [
    "half of the use of what has 10 % in the table (F3.15)",
    () => done(partialDisability(figures, million, 10, 50)),
    [4_000_000],
    4_000_000,
  ],
  [
    "another death after three months (F4.01)",
    () => naturalDeath(figures, 3),
    [20_000_000, 12_000_000, 10_000_000],
    42_000_000,
  ],
  ["another death after two months (F4.02)", () => naturalDeath(figures, 2), [10_000_000], 10_000_000],
  ["another death before anything was paid", () => naturalDeath(figures, 0), [], 0],
  [
    "a child in primary and one in senior school (F3.26)",
    () => done(scholarship(figures, [["primary"], ["senior"]])),
    [9_000_000, 9_000_000],
    18_000_000,
  ],
  [
    "one child through every level (F3.27)",
    () => done(scholarship(figures, [["kindergarten", "primary", "junior", "senior", "higher"]])),
    [3_000_000, 9_000_000, 6_000_000, 9_000_000, 60_000_000],
    87_000_000,
  ],
  ["savings of 50 million (F5.14)", () => done(afterTax(figures, rupiah(50_000_000), true)), [50_000_000], 50_000_000],
  [
    "savings of 60 million (F5.14)",
    () => done(afterTax(figures, rupiah(60_000_000), true)),
    [50_000_000, 9_500_000],
    59_500_000,
  ],
];

describe("the working of a sum", () => {
  it.each(workings)("of %s adds up", (_what, sum, amounts, total) => {
    const found = sum();
    expect(found.lines.map(({ amount }) => amount)).toEqual(amounts);
    expect(found.total).toBe(total);
    expect(found.isCurrent).toBe(true);
    expect(found.factIds.length).toBeGreaterThan(0);
  });

  it("two children through every level reach both caps and nothing is taken off (F3.27)", () => {
    const all = ["kindergarten", "primary", "junior", "senior", "higher"] as const;
    const found = done(scholarship(figures, [all, all]));
    expect(found.total).toBe(174_000_000);
    expect(found.lines.some(({ kind }) => kind === "cap")).toBe(false);
  });
});

describe("the contribution as a sum", () => {
  const base = (income: number) => {
    const band = bandForIncome(income);
    if (!band.ok) throw new Error("no band");
    return band.value.base;
  };
  it.each([
    [1_000_000, "other", "JKK+JKM", "2026-11", [5_000, 3_400], 8_400, 16_800],
    [1_000_000, "other", "JKK+JKM", "2027-01", [10_000, 6_800], 16_800, 16_800],
    [1_000_000, "transport", "JKK+JKM", "2027-01", [5_000, 3_400], 8_400, 16_800],
    [2_000_000, "transport", "JKK+JKM+JHT", "2026-11", [10_000, 3_400, 40_000], 53_400, 66_800],
    [3_000_000, "other", "JKK+JKM", "2027-05", [29_500, 6_800], 36_300, 36_300],
  ] as const)("of an income of %d, %s, %s, in %s", (income, sector, programmes, period, parts, total, normal) => {
    const found = duesSum({ base: base(income), sector, programmes, funding: "private" }, period as Period);
    expect(found.lines.map(({ amount }) => amount)).toEqual(parts);
    expect([found.total, found.normalTotal]).toEqual([total, normal]);
    expect(found.flags).toEqual([]);
  });

  it("is marked where the money is a village's (F2.29)", () => {
    const terms = { base: million, sector: "other", programmes: "JKK+JKM", funding: "village-fund" } as const;
    expect(duesSum(terms, "2026-11" as Period).flags).toEqual(["village-fund"]);
  });
});
