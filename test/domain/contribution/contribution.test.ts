import {
  bandForIncome,
  bandsOf,
  type ContributionTerms,
  contributionFor,
  contributionsFor,
  type Funding,
  type ProgrammeSet,
  priceChangeAfter,
  programmesOf,
  type Sector,
} from "../../../src/domain/contribution/contribution";
import { TARIFF } from "../../../src/domain/contribution/tariff-data";
import { rupiah } from "../../../src/domain/shared/money";
import { addMonths, comparePeriods, type Period, periodsFrom } from "../../../src/domain/shared/period";
import fc from "../../support/property";

/**
 * Section 2.2 of the fact sheet, kept apart from the tariff's own data so that a slip in either is seen:
 * band, income from, until, base, JKK, JHT, JKK+JKM, the same discounted, all three.
 */
const TABLE = `
1 1.000.000 1.099.000 1.000.000 10.000 20.000 16.800 8.400 36.800
2 1.100.000 1.299.000 1.200.000 12.000 24.000 18.800 9.400 42.800
3 1.300.000 1.499.000 1.400.000 14.000 28.000 20.800 10.400 48.800
4 1.500.000 1.699.000 1.600.000 16.000 32.000 22.800 11.400 54.800
5 1.700.000 1.899.000 1.800.000 18.000 36.000 24.800 12.400 60.800
6 1.900.000 2.099.000 2.000.000 20.000 40.000 26.800 13.400 66.800
7 2.100.000 2.299.000 2.200.000 22.000 44.000 28.800 14.400 72.800
8 2.300.000 2.499.000 2.400.000 24.000 48.000 30.800 15.400 78.800
9 2.500.000 2.699.000 2.600.000 26.000 52.000 32.800 16.400 84.800
10 2.700.000 3.199.000 2.950.000 29.500 59.000 36.300 18.150 95.300
11 3.200.000 3.699.000 3.450.000 34.500 69.000 41.300 20.650 110.300
12 3.700.000 4.199.000 3.950.000 39.500 79.000 46.300 23.150 125.300
13 4.200.000 4.699.000 4.450.000 44.500 89.000 51.300 25.650 140.300
14 4.700.000 5.199.000 4.950.000 49.500 99.000 56.300 28.150 155.300
15 5.200.000 5.699.000 5.450.000 54.500 109.000 61.300 30.650 170.300
16 5.700.000 6.199.000 5.950.000 59.500 119.000 66.300 33.150 185.300
17 6.200.000 6.699.000 6.450.000 64.500 129.000 71.300 35.650 200.300
18 6.700.000 7.199.000 6.950.000 69.500 139.000 76.300 38.150 215.300
19 7.200.000 7.699.000 7.450.000 74.500 149.000 81.300 40.650 230.300
20 7.700.000 8.199.000 7.950.000 79.500 159.000 86.300 43.150 245.300
21 8.200.000 9.199.000 8.700.000 87.000 174.000 93.800 46.900 267.800
22 9.200.000 10.199.000 9.700.000 97.000 194.000 103.800 51.900 297.800
23 10.200.000 11.199.000 10.700.000 107.000 214.000 113.800 56.900 327.800
24 11.200.000 12.199.000 11.700.000 117.000 234.000 123.800 61.900 357.800
25 12.200.000 13.199.000 12.700.000 127.000 254.000 133.800 66.900 387.800
26 13.200.000 14.199.000 13.700.000 137.000 274.000 143.800 71.900 417.800
27 14.200.000 15.199.000 14.700.000 147.000 294.000 153.800 76.900 447.800
28 15.200.000 16.199.000 15.700.000 157.000 314.000 163.800 81.900 477.800
29 16.200.000 17.199.000 16.700.000 167.000 334.000 173.800 86.900 507.800
30 17.200.000 18.199.000 17.700.000 177.000 354.000 183.800 91.900 537.800
31 18.200.000 19.199.000 18.700.000 187.000 374.000 193.800 96.900 567.800
32 19.200.000 20.199.000 19.700.000 197.000 394.000 203.800 101.900 597.800
33 20.200.000 - 20.700.000 207.000 414.000 213.800 106.900 627.800`;

const bands = TABLE.trim()
  .split("\n")
  .map((line) => {
    const read = (text: string | undefined) => (text === "-" ? null : Number(text?.replaceAll(".", "")));
    const [number, from, until, base, jkk, jht, pair, discounted, all] = line.split(" ").map(read);
    if ([number, from, base, jkk, jht, pair, discounted, all].some((value) => typeof value !== "number"))
      throw new Error("a line of the table is incomplete");
    return { number, from, until, base, jkk, jht, pair, discounted, all } as Record<
      "number" | "from" | "base" | "jkk" | "jht" | "pair" | "discounted" | "all",
      number
    > & { until: number | null };
  });

const month = (text: string) => text as Period;
const terms = (more: Partial<{ base: number; programmes: ProgrammeSet; sector: Sector; funding: Funding }> = {}) => ({
  base: 1_000_000,
  programmes: "JKK+JKM" as ProgrammeSet,
  sector: "other" as Sector,
  funding: "private" as Funding,
  ...more,
});
const totals = (of: ContributionTerms, start: string, count: number) =>
  contributionsFor(of, month(start), count).months.map(({ total }) => total);

const anyTerms = fc.record({
  base: fc.constantFrom(...bands.map(({ base }) => base)),
  programmes: fc.constantFrom<ProgrammeSet>("JKK+JKM", "JKK+JKM+JHT"),
  sector: fc.constantFrom<Sector>("transport", "other"),
  funding: fc.constantFrom<Funding>("private", "apbn-apbd", "village-fund"),
});
const anyPeriod = fc.integer({ min: -60, max: 60 }).map((count) => addMonths(month("2026-11"), count));

describe("every band", () => {
  it.each(bands)("$number: from $from to $until costs what the annex says", (band) => {
    const pair = contributionFor({ ...terms({ base: band.base }), period: month("2027-01") });
    expect(pair).toMatchObject({ jkk: band.jkk, jkm: 6800, jht: 0, total: band.pair, reduced: false });
    const all = contributionFor({ ...terms({ base: band.base, programmes: "JKK+JKM+JHT" }), period: month("2027-01") });
    expect(all).toMatchObject({ jkk: band.jkk, jkm: 6800, jht: band.jht, total: band.all, normalTotal: band.all });
  });

  it.each(bands)("$number: costs half in a month of the relief, old-age savings excepted", (band) => {
    for (const sector of ["transport", "other"] as const) {
      const pair = contributionFor({ ...terms({ base: band.base, sector }), period: month("2026-11") });
      expect(pair).toMatchObject({
        jkk: band.jkk / 2,
        jkm: 3400,
        total: band.discounted,
        normalTotal: band.pair,
        reduced: true,
      });
      const all = contributionFor({
        ...terms({ base: band.base, sector, programmes: "JKK+JKM+JHT" }),
        period: month("2026-11"),
      });
      expect(all).toMatchObject({ jht: band.jht, total: band.discounted + band.jht, normalTotal: band.all });
    }
  });

  it.each(bands)("$number: takes incomes from its first to its last rupiah", (band) => {
    const last = band.until === null ? 900_000_000 : band.until + 999;
    for (const income of [band.from, last]) {
      const found = bandForIncome(income);
      expect(found).toMatchObject({ ok: true, value: { number: band.number, base: band.base, incomeFrom: band.from } });
      expect(found.ok && found.value.incomeUntil).toBe(band.until);
    }
  });

  it("is there once, and there are no others", () => {
    expect(bandsOf().map(({ number }) => number)).toEqual(bands.map(({ number }) => number));
    expect(bandsOf(month("2026-11"))).toEqual(bandsOf());
  });
});

describe("declared income", () => {
  it.each([999_999, 500_000, 0, -5, Number.NaN])("of %p is below what has to be declared (F1.11)", (income) => {
    expect(bandForIncome(income)).toEqual({ ok: false, error: { code: "income.below-minimum", minimum: 1_000_000 } });
  });

  it("never lowers the contribution by rising", () => {
    const incomes = fc.integer({ min: 1_000_000, max: 25_000_000 });
    fc.assert(
      fc.property(incomes, incomes, anyTerms, anyPeriod, (a, b, given, period) => {
        const cost = (income: number) => {
          const band = bandForIncome(income, period);
          if (!band.ok) throw new Error("no band");
          const { base: _base, ...rest } = given;
          return contributionFor({ ...rest, band: band.value, period }).total;
        };
        expect(Math.sign(cost(a) - cost(b)) * Math.sign(a - b)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe("the relief of PP 50/2025", () => {
  it.each([
    ["other", "private", [16800, 16800, 16800, 16800, 8400]],
    ["transport", "private", [16800, 8400, 8400, 8400, 8400]],
    ["other", "apbn-apbd", [16800, 16800, 16800, 16800, 16800]],
    ["transport", "apbn-apbd", [16800, 16800, 16800, 16800, 16800]],
  ] as const)("begins for %s, paid %s, as the rule says: December 2025 to April 2026", (sector, funding, expected) => {
    expect(totals(terms({ sector, funding }), "2025-12", 5)).toEqual(expected);
  });

  it.each([
    ["other", "private", "JKK+JKM", [8400, 16800, 16800, 16800, 16800]],
    ["other", "private", "JKK+JKM+JHT", [28400, 36800, 36800, 36800, 36800]],
    ["transport", "private", "JKK+JKM", [8400, 8400, 8400, 8400, 16800]],
    ["transport", "private", "JKK+JKM+JHT", [28400, 28400, 28400, 28400, 36800]],
    ["other", "apbn-apbd", "JKK+JKM", [16800, 16800, 16800, 16800, 16800]],
    ["transport", "apbn-apbd", "JKK+JKM+JHT", [36800, 36800, 36800, 36800, 36800]],
    ["transport", "village-fund", "JKK+JKM", [16800, 16800, 16800, 16800, 16800]],
  ] as const)(
    "ends for %s, paid %s, %s, as the rule says: December 2026 to April 2027",
    (sector, funding, programmes, expected) => {
      expect(totals(terms({ sector, funding, programmes }), "2026-12", 5)).toEqual(expected);
    },
  );

  it("names the facts from which an amount follows", () => {
    const facts = (more: Parameters<typeof terms>[0], period: string) =>
      contributionFor({ ...terms(more), period: month(period) }).factIds;
    expect(facts({}, "2026-12")).toEqual(["F2.01", "F2.06", "F2.02", "F2.20", "F2.21", "F2.23"]);
    expect(facts({}, "2027-01")).toEqual(["F2.01", "F2.06", "F2.02"]);
    expect(facts({ sector: "transport" }, "2027-01")).toContain("F2.22");
    expect(facts({ programmes: "JKK+JKM+JHT" }, "2027-01")).toContain("F2.03");
    expect(facts({ funding: "apbn-apbd" }, "2026-12")).toContain("F2.25");
  });

  it("leaves village money at the full rate and says that it may turn out to be half", () => {
    const unclear = contributionFor({ ...terms({ funding: "village-fund" }), period: month("2026-12") });
    expect(unclear).toMatchObject({ total: 16800, reduced: false });
    expect(unclear.uncertain).toEqual({ reason: "village-fund", factIds: ["F2.25", "F2.29"], possibleTotal: 8400 });
    expect(
      contributionFor({ ...terms({ funding: "village-fund" }), period: month("2027-01") }).uncertain,
    ).toBeUndefined();
  });

  it("takes exactly half of JKK and JKM, nothing of JHT, and nothing outside its months", () => {
    fc.assert(
      fc.property(anyTerms, anyPeriod, (given, period) => {
        const due = contributionFor({ ...given, period });
        const pair = due.normalTotal - due.jht;
        expect(due.jkk + due.jkm).toBe(due.reduced ? pair / 2 : pair);
        expect(due.total).toBe(due.jkk + due.jkm + due.jht);
        expect(
          Object.values(due)
            .filter((value) => typeof value === "number")
            .every(Number.isInteger),
        ).toBe(true);
        if (given.funding === "apbn-apbd") expect(due.reduced).toBe(false);
        if (comparePeriods(period, month("2026-01")) < 0 || comparePeriods(period, month("2027-03")) > 0)
          expect(due.reduced).toBe(false);
      }),
    );
  });
});

describe("months paid at once", () => {
  it("cost the sum of their months, each at its own price, over the change of the year", () => {
    expect(contributionsFor(terms(), month("2026-11"), 3)).toMatchObject({
      total: 8400 + 8400 + 16800,
      priceChanges: true,
      uncertainties: [{ reason: "prepaid-across-change", factIds: ["F2.29"] }],
    });
    expect(contributionsFor(terms({ sector: "transport" }), month("2026-11"), 12)).toMatchObject({
      total: 5 * 8400 + 7 * 16800,
      priceChanges: true,
    });
    expect(contributionsFor(terms(), month("2026-11"), 2)).toMatchObject({
      total: 16800,
      priceChanges: false,
      uncertainties: [],
    });
  });

  it("of village money keep the doubt in the sum", () => {
    const { uncertainties, total, factIds } = contributionsFor(terms({ funding: "village-fund" }), month("2026-11"), 3);
    expect(total).toBe(3 * 16800);
    expect(uncertainties).toEqual([
      { reason: "village-fund", factIds: ["F2.25", "F2.29"], possibleTotal: 8400 + 8400 + 16800 },
    ]);
    expect(new Set(factIds).size).toBe(factIds.length);
  });

  it("cost the same in one go as in two", () => {
    const counts = fc.integer({ min: 0, max: 24 });
    fc.assert(
      fc.property(anyTerms, anyPeriod, counts, counts, (given, start, first, second) => {
        const whole = contributionsFor(given, start, first + second);
        const parts = [contributionsFor(given, start, first), contributionsFor(given, addMonths(start, first), second)];
        expect(whole.total).toBe(parts.reduce((sum, part) => sum + part.total, 0));
        expect(whole.months.map(({ period }) => period)).toEqual(periodsFrom(start, first + second));
      }),
    );
  });
});

describe("the next change of price", () => {
  it.each([
    [{}, "2026-11", { from: "2027-01", total: 16800 }],
    [{}, "2026-12", { from: "2027-01", total: 16800 }],
    [{ sector: "transport" }, "2026-11", { from: "2027-04", total: 16800 }],
    [{ programmes: "JKK+JKM+JHT" }, "2026-11", { from: "2027-01", total: 36800 }],
    [{}, "2026-03", { from: "2026-04", total: 8400 }],
    [{}, "2025-06", { from: "2026-04", total: 8400 }],
    [{}, "2027-01", null],
    [{ funding: "apbn-apbd" }, "2026-11", null],
    [{ funding: "village-fund" }, "2026-11", null],
  ] as const)("for %j after %s is %j", (more, period, expected) => {
    expect(priceChangeAfter(terms(more), month(period))).toEqual(expected);
  });

  it("is the first month that costs something else", () => {
    fc.assert(
      fc.property(anyTerms, anyPeriod, (given, period) => {
        const total = (at: Period) => contributionFor({ ...given, period: at }).total;
        const change = priceChangeAfter(given, period);
        for (const later of periodsFrom(period, 150)) {
          if (change !== null && comparePeriods(later, change.from) >= 0) break;
          expect(total(later)).toBe(total(period));
        }
        if (change !== null) expect(change.total).toBe(total(change.from));
        if (change !== null) expect(change.total).not.toBe(total(period));
      }),
    );
  });
});

describe("a contribution that the tariff does not know", () => {
  it("is a defect and named as one", () => {
    expect(() => contributionFor({ ...terms({ base: 1_100_000 }), period: month("2026-11") })).toThrow("bandForIncome");
    expect(() => contributionFor({ ...terms(), period: month("2015-06") })).toThrow("2015-06");
  });

  it("of a later regulation is a new row with its dates, and the old months keep their price", () => {
    const flat = { basis: "example", factIds: ["F2.02"], confidence: "inference" } as const;
    const old = TARIFF.jkm[0];
    if (old === undefined) throw new Error("no rate");
    const changed = {
      ...TARIFF,
      jkm: [
        { ...old, validUntil: month("2027-06") },
        { ...flat, validFrom: month("2027-07"), validUntil: null, amount: rupiah(7000) },
      ],
    };
    expect(contributionFor({ ...terms(), period: month("2027-06") }, changed).total).toBe(16800);
    expect(contributionFor({ ...terms(), period: month("2027-07") }, changed).total).toBe(17000);
    expect(priceChangeAfter(terms(), month("2027-01"), changed)).toEqual({ from: "2027-07", total: 17000 });
  });
});

describe("a set of programmes", () => {
  it("is the compulsory pair, with old-age savings where they are taken (F1.03)", () => {
    expect(programmesOf("JKK+JKM")).toEqual(["JKK", "JKM"]);
    expect(programmesOf("JKK+JKM+JHT")).toEqual(["JKK", "JKM", "JHT"]);
  });
});
