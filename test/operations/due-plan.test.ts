import { type DueItem, type DueItemStatus, dueItemStatuses, isPaid } from "../../src/domain/contribution/due-item";
import { addDays, dayOf, dueDayOf, type IsoDay, startOfDay } from "../../src/domain/shared/calendar";
import { rupiah } from "../../src/domain/shared/money";
import { addMonths, comparePeriods, type Period, periodOf } from "../../src/domain/shared/period";
import type { Pledge } from "../../src/domain/sponsor/sponsor";
import {
  adoptDueItem,
  blockOf,
  duesOfPledge,
  duesOfSelfPayer,
  firstPeriodToPay,
  onDayToPay,
  outsideOf,
  startOfPaying,
  whenPayerLeaves,
} from "../../src/operations/due-plan";
import fc from "../support/property";
import { sampleWorker } from "../support/sample-worker";

const at = (day: string) => startOfDay(day as IsoDay);
const worker = sampleWorker({ status: "active" });
const pledge: Pledge = {
  id: "pl",
  revision: 0,
  sponsorId: "s",
  workerId: "w",
  status: "active",
  programmes: "JKK+JKM+JHT",
  startPeriod: "2026-11" as Period,
  monthsAhead: 6,
  route: "direct",
  wishes: {},
  createdAt: 0,
};
const periods = fc.integer({ min: 0, max: 60 }).map((months) => addMonths("2026-04" as Period, months));

describe("the first month to pay", () => {
  it.each([
    ["2026-11-01", "2026-11"],
    ["2026-11-15", "2026-11"],
    // 15 November 2026 is a Sunday, so that Monday is still in time (F2.10).
    ["2026-11-16", "2026-11"],
    ["2026-11-17", "2026-12"],
    ["2026-12-16", "2027-01"],
  ])("on %s is %s", (day, period) => {
    expect(firstPeriodToPay(day as IsoDay)).toBe(period);
  });

  it("is never before the wish, never late, never settled", () => {
    fc.assert(
      fc.property(
        periods,
        periods,
        fc.integer({ min: 0, max: 30 }),
        fc.array(periods),
        (wished, current, day, paid) => {
          const now = at(addDays(`${current}-01` as IsoDay, day));
          const items = paid.map((period) => itemOf(period, "confirmed"));
          const start = startOfPaying(wished, items, now);
          expect(comparePeriods(start, wished)).toBeGreaterThanOrEqual(0);
          expect(dueDayOf(start) >= dayOf(now)).toBe(true);
          expect(paid).not.toContain(start);
        },
      ),
    );
  });
});

function itemOf(period: Period, status: DueItemStatus, more: Partial<DueItem> = {}): DueItem {
  const [item] = duesOfPledge({ pledge: { ...pledge, startPeriod: period, monthsAhead: 1 }, worker, period, atMs: 0 });
  return { ...item!, status, ...more };
}

describe("the day by which a month of a block is to be paid", () => {
  const dues = duesOfPledge({
    pledge: { ...pledge, startPeriod: "2027-01" as Period, monthsAhead: 3 },
    worker,
    period: "2027-01" as Period,
    atMs: 0,
  });
  it.each<[DueItemStatus, DueItemStatus, string, string]>([
    ["open", "open", "2027-01", "2027-01"],
    ["confirmed", "open", "2027-02", "2027-03"],
    ["confirmed", "credited", "2027-02", "2027-03"],
    ["credited", "open", "2027-02", "2027-02"],
    ["credited", "confirmed", "2027-02", "2027-03"],
    ["credited", "credited", "2027-02", "2027-03"],
  ])("where the first is %s and the second %s: of the second that of %s, of the third that of %s", (...row) => {
    const [january, february, second, third] = row;
    const stored = dues.map((item, place) => ({ ...item, status: [january, february][place] ?? "open" }));
    const known = new Map(stored.map((item) => [item.id, item]));
    const days = dues.slice(1).map((planned) => onDayToPay(planned, known).dueDay);
    expect(days).toEqual([second, third].map((month) => dueDayOf(month as Period)));
  });
});

describe("the block of months that a pledge pays at once", () => {
  it("contains the month, begins a whole number of blocks after the start, and is as long as was agreed", () => {
    fc.assert(
      fc.property(periods, fc.constantFrom(1, 3, 6, 12), fc.integer({ min: 0, max: 40 }), (start, months, later) => {
        const period = addMonths(start, later);
        const block = blockOf(start, months, period);
        expect(block).toContain(period);
        expect(block).toHaveLength(months);
        expect(comparePeriods(block[0]!, start) % months).toBe(0);
      }),
    );
  });

  it("does not exist before the start", () => {
    expect(blockOf("2026-12" as Period, 3, "2026-11" as Period)).toEqual([]);
  });

  it("is due as a whole on the due day of its first month, each month at its own price", () => {
    const items = duesOfPledge({ pledge, worker, period: "2026-12" as Period, atMs: 0 });
    expect(items.map(({ period, amount, dueDay }) => `${period} ${amount} ${dueDay}`)).toEqual([
      "2026-11 28400 2026-11-16",
      "2026-12 28400 2026-11-16",
      "2027-01 36800 2026-11-16",
      "2027-02 36800 2026-11-16",
      "2027-03 36800 2026-11-16",
      "2027-04 36800 2026-11-16",
    ]);
  });

  it.each(["waiting", "held", "paused", "ended"] as const)("has no items while the pledge is %s", (status) => {
    expect(duesOfPledge({ pledge: { ...pledge, status }, worker, period: "2026-11" as Period, atMs: 0 })).toEqual([]);
  });

  it("has items for a worker who has lapsed: one that is paid lets protection run again", () => {
    const lapsed = { ...worker, status: "inactive" as const };
    expect(duesOfPledge({ pledge, worker: lapsed, period: "2026-11" as Period, atMs: 0 })).toHaveLength(6);
  });

  it.each(["submitted", "rejected", "withdrawn", "deceased"] as const)(
    "has no items for a worker who is %s",
    (status) => {
      const period = "2026-11" as Period;
      expect(duesOfPledge({ pledge, worker: { ...worker, status }, period, atMs: 0 })).toEqual([]);
    },
  );
});

describe("the month of a worker who pays herself", () => {
  const own = (day: string, items: DueItem[] = []) =>
    duesOfSelfPayer({ worker, items, atMs: at(day) }).map(({ period }) => period);

  it("is this one until its due day, then the next", () => {
    expect(own("2026-11-16")).toEqual(["2026-11"]);
    expect(own("2026-11-17")).toEqual(["2026-12"]);
  });

  it("is this one however late, once she is under way", () => {
    expect(own("2026-12-31", [itemOf("2026-11" as Period, "overdue")])).toEqual(["2026-12"]);
  });

  it("is none while her first month has been asked for", () => {
    expect(own("2026-11-20", [itemOf("2026-12" as Period, "open")])).toEqual([]);
  });

  it.each([
    ["2027-02-28", ["2027-02"]],
    ["2027-05-31", ["2027-05"]],
    ["2027-06-01", []],
  ])("is asked for three months longer where she has lapsed, on %s", (day, periods) => {
    const lapsed = { ...worker, status: "inactive" as const };
    const paid = itemOf("2026-11" as Period, "confirmed");
    const planned = duesOfSelfPayer({ worker: lapsed, items: [paid], atMs: at(day) });
    expect(planned.map(({ period }) => period)).toEqual(periods);
  });

  it("is none where somebody else pays", () => {
    expect(duesOfSelfPayer({ worker: { ...worker, payer: "sponsor" }, items: [], atMs: at("2026-11-02") })).toEqual([]);
  });
});

describe("a month that had another payer", () => {
  const period = "2026-12" as Period;
  const planned = { ...itemOf(period, "open"), pledgeId: "new", amount: itemOf("2027-01" as Period, "open").amount };

  it.each(dueItemStatuses.map((status) => [status] as const))("is taken over or left alone: %s", (status) => {
    const existing = itemOf(period, status);
    const adopted = adoptDueItem(existing, planned, at("2026-12-01"));
    const taken = status === "open" || status === "overdue" || status === "cancelled";
    // What credit covers stays under the pledge that it had, at the new price.
    expect(adopted === null).toBe(!taken && status !== "credited");
    if (adopted !== null) expect(adopted).toMatchObject({ amount: 36_800, id: existing.id });
    if (taken) expect(adopted).toMatchObject({ pledgeId: "new" });
  });

  it("is left alone where nothing changes", () => {
    expect(adoptDueItem(itemOf(period, "open"), itemOf(period, "open"), 0)).toBeNull();
  });

  it("follows the tariff and the day while nobody has paid, and keeps its credit", () => {
    const dearer = { ...itemOf(period, "open"), amount: rupiah(36_800), dueDay: "2026-11-16" as IsoDay };
    const half = itemOf(period, "open", { credit: rupiah(20_000) });
    const after = adoptDueItem(half, dearer, at("2026-11-10"));
    expect(after).toMatchObject({ amount: 36_800, dueDay: "2026-11-16", credit: 20_000, status: "open" });
    const cheaper = { ...dearer, amount: rupiah(8_400) };
    expect(adoptDueItem(half, cheaper, at("2026-11-10"))).toMatchObject({ credit: 8_400, status: "credited" });
    for (const status of ["reported", "confirmed"] as const)
      expect(adoptDueItem(itemOf(period, status), dearer, 0)).toBeNull();
  });

  it("passes to the heir when it is late for good, and otherwise stays with whoever left", () => {
    const heir = { type: "worker", personId: "p" } as const;
    const late = itemOf(period, "overdue");
    const passed = whenPayerLeaves(late, heir, at("2026-12-20"));
    expect(passed).toMatchObject({ status: "overdue", payer: heir });
    expect(passed).not.toHaveProperty("pledgeId");
    expect(whenPayerLeaves(late, undefined, at("2026-12-20"))).toBe(late);
  });

  it("is outside of a plan that does not name it, where the pledge is the same", () => {
    const items = [itemOf(period, "open"), itemOf("2027-01" as Period, "open"), { ...planned, id: "of another" }];
    expect(outsideOf([itemOf(period, "open")], items, pledge.id).map((item) => item.period)).toEqual(["2027-01"]);
  });

  it("is cancelled when the payer leaves, unless it is late, said to be paid, or settled", () => {
    const now = at("2026-12-20");
    const left = (item: DueItem) => whenPayerLeaves(item, undefined, now).status;
    expect(left(itemOf("2027-01" as Period, "open"))).toBe("cancelled");
    // Part of a block whose due day is over, but the month itself has not begun.
    expect(left(itemOf("2027-01" as Period, "overdue"))).toBe("cancelled");
    expect(left(itemOf(period, "overdue"))).toBe("overdue");
    expect(left(itemOf(period, "reported"))).toBe("reported");
    for (const status of dueItemStatuses.filter((one) => isPaid(itemOf(period, one))))
      expect(left(itemOf(period, status))).toBe(status);
    expect(periodOf(now)).toBe(period);
  });
});
