import { contributionFor } from "../../../src/domain/contribution/contribution";
import { carryCredit } from "../../../src/domain/contribution/credit";
import { amountToPay, changeDueItem, openDueItem } from "../../../src/domain/contribution/due-item";
import { type Found, settled, sharesOf, shortfallOf, surplusFound } from "../../../src/domain/payment/settlement";
import { rupiah, sumRupiah } from "../../../src/domain/shared/money";
import { addMonths, type Period } from "../../../src/domain/shared/period";
import fc from "../../support/property";

const start = "2026-11" as Period;

/** Reported months of one worker, and what was found to be paid for them. */
const payments = fc.record({ months: fc.integer({ min: 1, max: 14 }), amount: fc.integer({ min: 1, max: 400_000 }) });

function reported(months: number) {
  return Array.from({ length: months }, (_, index) => {
    const contribution = contributionFor({
      ...{ base: 1_000_000, sector: "other", funding: "private", programmes: "JKK+JKM" },
      period: addMonths(start, index),
    });
    const item = openDueItem({ workerId: "w", contribution, payer: { type: "worker", personId: "p" }, atMs: 0 });
    const next = changeDueItem(item, { type: "report", proofId: "proof" }, 0);
    if (!next.ok) throw new Error(next.error);
    return next.value;
  });
}

function find(items: ReturnType<typeof reported>, amount: number): Found {
  const shares = sharesOf(items, rupiah(amount));
  return { amount: rupiah(amount), expected: sumRupiah(items.map(amountToPay)), shares, officerId: "o", at: 1 };
}

describe("what was found to be paid", () => {
  it("is spread to the last rupiah, and what is paid, credited and left over adds up to it", () => {
    fc.assert(
      fc.property(payments, ({ months, amount }) => {
        const items = reported(months);
        const found = find(items, amount);
        expect(sumRupiah(found.shares.map((share) => share.amount))).toBe(amount);
        const after = items.map((item) => settled(item, "proof", found, 1));
        const spent = after.map(({ paid = 0, parts, status }) =>
          status === "confirmed" ? paid : (parts?.["proof"] ?? 0),
        );
        expect(spent.reduce((sum, one) => sum + one, 0)).toBe(amount);
        const { changed, rest } = carryCredit(after, 2);
        const carried = after.map((item) => changed.find(({ id }) => id === item.id) ?? item);
        expect(sumRupiah(carried.map(amountToPay))).toBe(shortfallOf(found));
        expect(rest).toBe(surplusFound(found));
      }),
    );
  });

  it("pays months in their order, leaves none reported, and is the same when it is done again", () => {
    fc.assert(
      fc.property(payments, ({ months, amount }) => {
        const items = reported(months);
        const found = find(items, amount);
        const after = items.map((item) => settled(item, "proof", found, 1));
        expect(after.map((item) => settled(item, "proof", found, 2))).toEqual(after);
        const states = after.map(({ status }) => status);
        const open = states.findIndex((status) => status !== "confirmed");
        expect(open === -1 || states.slice(open).every((status) => status === "open")).toBe(true);
        expect(after.filter(({ parts }) => parts !== undefined).length).toBeLessThan(2);
      }),
    );
  });

  it("touches no month that was reported with another proof", () => {
    const items = reported(2);
    expect(items.map((item) => settled(item, "another", find(items, 1_000_000), 1))).toEqual(items);
  });
});
