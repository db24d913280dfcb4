import { type Provenance, TARIFF } from "../../../src/domain/contribution/tariff-data";
import { addMonths, comparePeriods } from "../../../src/domain/shared/period";

const rows: readonly (readonly [name: string, versions: readonly Provenance[]])[] = [
  ["bands", TARIFF.bandTables],
  ["JKM", TARIFF.jkm],
  ["JHT", TARIFF.jht],
  ["reductions for transport", TARIFF.reductions.filter(({ sector }) => sector === "transport")],
  ["reductions for the other sectors", TARIFF.reductions.filter(({ sector }) => sector === "other")],
];

describe("the tariff's data", () => {
  it.each(rows)("on %s carry a basis, fact ids and dates in order that do not overlap", (_name, versions) => {
    expect(versions.length).toBeGreaterThan(0);
    for (const [index, version] of versions.entries()) {
      expect(version.basis).toMatch(/^PP \d+\/\d{4}/);
      expect(version.factIds.length).toBeGreaterThan(0);
      for (const id of version.factIds) expect(id).toMatch(/^F\d\.\d\d$/);
      if (version.validUntil !== null)
        expect(comparePeriods(version.validFrom, version.validUntil)).toBeLessThanOrEqual(0);
      const before = versions[index - 1];
      if (before !== undefined)
        expect(before.validUntil !== null && comparePeriods(before.validUntil, version.validFrom) < 0).toBe(true);
    }
  });

  it.each(rows.slice(0, 3))("on %s leave no month without a figure", (_name, versions) => {
    for (const [index, version] of versions.entries()) {
      const next = versions[index + 1];
      expect(version.validUntil === null ? undefined : addMonths(version.validUntil, 1)).toBe(next?.validFrom);
    }
  });

  it("place every thousand of income in exactly one band", () => {
    for (const { bands } of TARIFF.bandTables) {
      for (const [index, band] of bands.entries()) {
        const next = bands[index + 1];
        expect(band.incomeUntil === null ? undefined : band.incomeUntil + 1000).toBe(next?.incomeFrom);
        expect(band.base).toBeGreaterThanOrEqual(band.incomeFrom);
        // JKK is 1% of the base (F2.01).
        expect(band.jkk * 100).toBe(band.base);
      }
    }
  });
});
