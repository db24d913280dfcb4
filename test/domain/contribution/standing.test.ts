import { contributionFor } from "../../../src/domain/contribution/contribution";
import { type DueItem, type DueItemStatus, openDueItem } from "../../../src/domain/contribution/due-item";
import { standingOf } from "../../../src/domain/contribution/standing";
import type { IsoDay } from "../../../src/domain/shared/calendar";
import { rupiah } from "../../../src/domain/shared/money";
import type { Period } from "../../../src/domain/shared/period";

const payer = { type: "sponsor", sponsorId: "s" } as const;
const base = { base: rupiah(1_000_000), sector: "other", funding: "private", programmes: "JKK+JKM" } as const;

function month(period: string, status: DueItemStatus, more: Partial<DueItem> = {}): DueItem {
  const contribution = contributionFor({ ...base, period: period as Period });
  return { ...openDueItem({ workerId: "w", contribution, payer, atMs: 0 }), status, ...more };
}

const standing = (today: string, ...items: DueItem[]) => standingOf(items, today as IsoDay);

describe("what of a worker's months is paid", () => {
  it("is the last paid month, those that wait for an officer, and those whose day is over", () => {
    const items = [
      month("2027-03", "open"),
      month("2027-02", "reported"),
      month("2027-01", "overdue"),
      month("2026-12", "confirmed"),
    ];
    expect(standing("2027-02-20", ...items)).toEqual({
      paidUntil: "2026-12",
      reported: ["2027-02"],
      late: [{ period: "2027-01", amount: 16_800 }],
    });
  });

  it.each([
    ["2027-01-15", []],
    ["2027-01-16", [{ period: "2027-01", amount: 16_800 }]],
  ])(
    "counts a month by its own due day (%s), also where it is still called open or was due with others",
    (today, late) => {
      expect(standing(today, month("2027-01", "open"))).toEqual({ reported: [], late });
      const inBlock = month("2027-01", "overdue", { dueDay: "2026-11-16" as IsoDay });
      expect(standing(today, inBlock)).toEqual({ reported: [], late });
    },
  );

  it("asks for what credit leaves, and for nothing that was cancelled", () => {
    const late = month("2027-01", "overdue", { credit: rupiah(6_800) });
    const closed = [month("2026-11", "cancelled"), month("2026-12", "cancelled")];
    expect(standing("2027-01-20", ...closed, late).late).toEqual([
      { period: "2027-01", amount: 10_000, credit: 6_800 },
    ]);
  });

  it("chooses whose late months are meant", () => {
    const items = [month("2026-12", "overdue", { pledgeId: "p" }), month("2027-01", "overdue")];
    const own = standingOf(items, "2027-02-01" as IsoDay, ({ pledgeId }) => pledgeId === undefined);
    expect(own.late.map(({ period }) => period)).toEqual(["2027-01"]);
  });
});
