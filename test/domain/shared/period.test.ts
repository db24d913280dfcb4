import {
  addMonths,
  comparePeriods,
  monthsBetween,
  type Period,
  parsePeriod,
  periodOf,
  periodsFrom,
} from "../../../src/domain/shared/period";
import fc from "../../support/property";

const period = (text: string): Period => {
  const read = parsePeriod(text);
  if (!read.ok) throw new Error(`not a period: ${text}`);
  return read.value;
};

const periods = fc
  .tuple(fc.integer({ min: 1990, max: 2200 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, month]) => period(`${year}-${String(month).padStart(2, "0")}`));
const months = fc.integer({ min: -1200, max: 1200 });

describe("a period", () => {
  it.each(["2026-11", " 2027-01 ", "1999-12"])("is read from %j", (text) => {
    expect(parsePeriod(text)).toEqual({ ok: true, value: text.trim() });
  });

  it.each(["", "2026", "2026-00", "2026-13", "2026-1", "26-01", "2026/01", "2026-01-01", "0999-01", "abcd-ef"])(
    "is not read from %j",
    (text) => {
      expect(parsePeriod(text)).toEqual({ ok: false, error: "period.unreadable" });
    },
  );

  it.each([
    ["2026-12-31T16:59:59.999Z", "2026-12"],
    ["2026-12-31T17:00:00.000Z", "2027-01"],
    ["2024-02-29T16:59:59.999Z", "2024-02"],
    ["2024-02-29T17:00:00.000Z", "2024-03"],
  ])("holds the moment %s in Jakarta's month %s", (moment, expected) => {
    expect(periodOf(Date.parse(moment))).toBe(expected);
  });

  it("counts on over the end of a year and back", () => {
    expect(addMonths(period("2026-12"), 1)).toBe("2027-01");
    expect(addMonths(period("2027-01"), -1)).toBe("2026-12");
    expect(addMonths(period("2026-11"), 14)).toBe("2028-01");
    expect(periodsFrom(period("2026-11"), 4)).toEqual(["2026-11", "2026-12", "2027-01", "2027-02"]);
    expect(periodsFrom(period("2026-11"), 0)).toEqual([]);
    expect(monthsBetween(period("2026-12"), period("2027-01"))).toBe(1);
  });

  it("refuses to leave the years that it can write", () => {
    expect(() => addMonths(period("9999-12"), 1)).toThrow("outside the years");
  });

  it("comes back after as many months forward as back, and finds that distance", () => {
    fc.assert(
      fc.property(periods, months, (start, count) => {
        const other = addMonths(start, count);
        expect(addMonths(other, -count)).toBe(start);
        expect(monthsBetween(start, other)).toBe(count);
        expect(Math.sign(comparePeriods(other, start))).toBe(Math.sign(count));
      }),
    );
  });

  it("adds months in any portions to the same period", () => {
    fc.assert(
      fc.property(periods, months, months, (start, a, b) => {
        expect(addMonths(addMonths(start, a), b)).toBe(addMonths(start, a + b));
      }),
    );
  });

  it("sorts as text in the order of time", () => {
    fc.assert(
      fc.property(periods, periods, (a, b) => {
        expect(Math.sign(comparePeriods(a, b))).toBe(a === b ? 0 : a < b ? -1 : 1);
      }),
    );
  });
});
