import { type ContributionTerms, priceChangeAfter } from "../../../src/domain/contribution/contribution";
import { priceChangeWith, tariffChangesWith } from "../../../src/domain/contribution/price-change";
import { TARIFF, type Tariff } from "../../../src/domain/contribution/tariff-data";
import { rupiah } from "../../../src/domain/shared/money";
import { addMonths, type Period } from "../../../src/domain/shared/period";
import fc from "../../support/property";

const terms: ContributionTerms = { base: 1_000_000, programmes: "JKK+JKM", sector: "other", funding: "private" };
const month = (text: string) => text as Period;

describe("a price that changes with a month", () => {
  it.each([
    ["2026-04", terms, [16_800, 8_400, "relief-begins"]],
    ["2027-01", terms, [8_400, 16_800, "relief-ends"]],
    ["2027-01", { ...terms, programmes: "JKK+JKM+JHT" }, [28_400, 36_800, "relief-ends"]],
    ["2027-01", { ...terms, sector: "transport" }, null],
    ["2027-04", { ...terms, sector: "transport" }, [8_400, 16_800, "relief-ends"]],
    ["2027-01", { ...terms, funding: "apbn-apbd" }, null],
    ["2026-12", terms, null],
  ] as const)("%s, %j: %j", (from, of, expected) => {
    const change = priceChangeWith(of as ContributionTerms, month(from));
    expect(change && [change.before, change.after, change.why.kind]).toEqual(expected);
    if (change !== null) expect(change.why).toMatchObject({ basis: "PP 50/2025" });
  });

  it("names the rate where no relief is behind it", () => {
    const [jkm] = TARIFF.jkm;
    const from = month("2028-05");
    const newer = { ...jkm!, validFrom: from, basis: "PP 1/2028", amount: rupiah(7_000) };
    const tariff: Tariff = { ...TARIFF, jkm: [{ ...jkm!, validUntil: month("2028-04") }, newer] };
    expect(priceChangeWith(terms, from, tariff)).toEqual({
      ...{ from, before: 16_800, after: 17_000 },
      why: { kind: "rate", basis: "PP 1/2028", factIds: jkm!.factIds },
    });
  });

  it("happens only where the tariff says so, and is the one that was foretold", () => {
    fc.assert(
      fc.property(fc.nat(30), fc.constantFrom("other" as const, "transport" as const), (later, sector) => {
        const from = addMonths(month("2026-01"), later);
        const change = priceChangeWith({ ...terms, sector }, from);
        if (change !== null) expect(tariffChangesWith(from)).toBe(true);
        const foretold = priceChangeAfter({ ...terms, sector }, addMonths(from, -1));
        expect(foretold?.from === from ? foretold.total : undefined).toBe(change?.after);
      }),
    );
  });
});
