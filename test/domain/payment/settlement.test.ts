import { contributionFor } from "../../../src/domain/contribution/contribution";
import { carryCredit } from "../../../src/domain/contribution/credit";
import { amountToPay, changeDueItem, openDueItem } from "../../../src/domain/contribution/due-item";
import {
  type Found,
  settled,
  sharesOf,
  shortfallOf,
  surplusFound,
  unsettled,
} from "../../../src/domain/payment/settlement";
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
  const shares = sharesOf(items, "proof", rupiah(amount));
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

  it("leaves nothing behind once it is taken back, however much it was, and taken back again changes nothing", () => {
    fc.assert(
      fc.property(payments, ({ months, amount }) => {
        const items = reported(months);
        const after = items.map((item) => settled(item, "proof", find(items, amount), 1));
        const credits = new Map(carryCredit(after, 2).changed.map((item) => [item.id, item]));
        const back = after.map((item) => unsettled(credits.get(item.id) ?? item, "proof", 3));
        const left = new Map(carryCredit(back, 4).changed.map((item) => [item.id, item]));
        const end = back.map((item) => left.get(item.id) ?? item);
        for (const item of end) {
          expect(item).toMatchObject({ status: "open", credit: 0, refusedProofId: "proof" });
          for (const trace of ["paid", "parts", "proofId", "confirmedAt"]) expect(item).not.toHaveProperty(trace);
        }
        expect(end.map((item) => unsettled(item, "proof", 5))).toEqual(end);
      }),
    );
  });

  it("stays where another proof has paid the month when it is taken back, but for the part of this one", () => {
    const [month] = reported(1);
    const other = changeDueItem(month!, { type: "confirm", proofId: "another" }, 1);
    if (!other.ok) throw new Error(other.error);
    const both = settled(other.value, "proof", find([month!], 8_400), 2);
    expect(both.parts).toEqual({ proof: 8_400 });
    expect(unsettled(both, "proof", 3)).toEqual(other.value);
  });

  it("touches no month that was reported with another proof and has no share", () => {
    const items = reported(2);
    const found = { ...find(items, 1_000_000), shares: [] };
    expect(items.map((item) => settled(item, "another", found, 1))).toEqual(items);
  });

  it("goes on top of the last month where none is owed under this proof, and pays none of them", () => {
    const items = reported(2);
    const [, last] = items;
    const shares = sharesOf(items, "another", rupiah(16_800));
    expect(shares).toEqual([{ dueItemId: last?.id, amount: 16_800, owed: 0 }]);
    const found = { ...find(items, 16_800), shares };
    const after = items.map((item) => settled(item, "another", found, 1));
    expect(after).toEqual([items[0], { ...last, parts: { another: 16_800 } }]);
    expect(after.map((item) => settled(item, "another", found, 2))).toEqual(after);
    expect(sharesOf(items, "another", rupiah(0))).toEqual([]);
    expect(sharesOf([], "another", rupiah(8_400))).toEqual([]);
  });

  it.each(["cancel", "confirm"] as const)(
    "is kept as a part where the month meets a %s between the finding and the settling",
    (type) => {
      const items = reported(1);
      const found = find(items, 8_400);
      const before = items.map((item) => {
        const next = changeDueItem(item, type === "confirm" ? { type, proofId: "another" } : { type }, 1);
        return next.ok ? next.value : item;
      });
      const after = before.map((item) => settled(item, "proof", found, 2));
      expect(after).toEqual(before.map((item) => ({ ...item, parts: { proof: 8_400 } })));
      expect(after.map((item) => settled(item, "proof", found, 3))).toEqual(after);
      expect(carryCredit(after, 4).rest).toBe(8_400);
    },
  );

  it("is counted once where the months had not been marked yet", () => {
    const unmarked = reported(2).map(({ proofId: _proof, ...item }) => ({ ...item, status: "open" as const }));
    const found = find(unmarked, 20_000);
    const after = unmarked.map((item) => settled(item, "proof", found, 1));
    expect(after).toMatchObject([
      { status: "confirmed", proofId: "proof" },
      { paid: 11_600, proofId: "proof" },
    ]);
    expect(after.map((item) => settled(item, "proof", found, 2))).toEqual(after);
  });
});
