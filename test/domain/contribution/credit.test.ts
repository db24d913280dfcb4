import { contributionFor } from "../../../src/domain/contribution/contribution";
import { carryCredit, lackingCredit, leaningOnCredit } from "../../../src/domain/contribution/credit";
import {
  amountToPay,
  changeDueItem,
  type DueItem,
  type DueItemStatus,
  dueItemStatuses,
  openDueItem,
} from "../../../src/domain/contribution/due-item";
import { type Rupiah, rupiah, sumRupiah } from "../../../src/domain/shared/money";
import { addMonths, type Period } from "../../../src/domain/shared/period";
import fc from "../../support/property";

const now = Date.parse("2026-11-10T09:00+07:00");
const payer = { type: "worker", personId: "p" } as const;
const itemOf = (period: string, more: Partial<DueItem> = {}): DueItem => ({
  ...openDueItem({
    workerId: "w",
    contribution: contributionFor({
      ...{ base: 1_000_000, programmes: "JKK+JKM", sector: "other", funding: "private" },
      period: period as Period,
    }),
    payer,
    atMs: now,
  }),
  ...more,
});
const paidWith = (period: string, paid: number) => itemOf(period, { status: "confirmed", paid: rupiah(paid) });
const shown = (items: readonly DueItem[]) => items.map(({ period, credit, status }) => `${period} ${credit} ${status}`);
/** The items after the credit was laid. */
const carried = (items: readonly DueItem[]): DueItem[] => {
  const changed = new Map(carryCredit(items, now).changed.map((item) => [item.period, item]));
  return items.map((item) => changed.get(item.period) ?? item);
};

describe("credit from overpayment (F2.26)", () => {
  it("covers the oldest months first, at the price of each, and leaves the rest for later", () => {
    const items = [itemOf("2027-01"), itemOf("2026-12"), paidWith("2026-11", 20_000)];
    const { changed, rest } = carryCredit(items, now);
    expect(shown(changed)).toEqual(["2026-12 8400 credited", "2027-01 3200 open"]);
    expect(rest).toBe(0);
    expect(carryCredit([paidWith("2026-11", 20_000), itemOf("2026-12")], now).rest).toBe(3_200);
  });

  it("laid again comes to the same", () => {
    const once = carried([paidWith("2026-11", 20_000), itemOf("2026-12"), itemOf("2027-01")]);
    expect(carryCredit(once, now)).toEqual({ changed: [], rest: 0 });
  });

  it("leaves what is said to be paid as it is, and moves on when a covered month is dearer than before", () => {
    const reported = itemOf("2026-12", { status: "reported", credit: rupiah(3_000) });
    const items = [paidWith("2026-11", 20_000), reported, itemOf("2027-01")];
    expect(shown(carryCredit(items, now).changed)).toEqual(["2027-01 8600 open"]);
    const dearer = itemOf("2027-01", { credit: rupiah(8_400), amount: rupiah(16_800), status: "credited" });
    expect(shown(carryCredit([paidWith("2026-11", 16_800), dearer], now).changed)).toEqual([]);
    expect(shown(carryCredit([paidWith("2026-11", 20_000), dearer], now).changed)).toEqual(["2027-01 11600 open"]);
  });

  it("is lacking where months lean on more than there is", () => {
    const leaning = itemOf("2026-12", { status: "confirmed", credit: rupiah(3_600), paid: rupiah(4_800) });
    const said = itemOf("2027-01", { status: "reported", credit: rupiah(2_000) });
    const open = itemOf("2027-02", { credit: rupiah(1_000) });
    expect(lackingCredit([paidWith("2026-11", 14_000), leaning, said, open])).toBe(0);
    expect(lackingCredit([itemOf("2026-11"), leaning, said, open])).toBe(5_600);
    expect(shown(leaningOnCredit([leaning, said, open]))).toEqual(["2027-01 2000 reported", "2026-12 3600 confirmed"]);
  });

  it("takes a share back from the newest where a payment turns out to be less", () => {
    const covered = [itemOf("2026-12", { credit: rupiah(8_400), status: "credited" })];
    expect(shown(carryCredit([itemOf("2026-11", { status: "overdue" }), ...covered], now).changed)).toEqual([
      "2026-12 0 open",
    ]);
  });

  it("counts for nothing where nobody said how much was paid", () => {
    expect(carryCredit([itemOf("2026-11", { status: "confirmed" }), itemOf("2026-12")], now)).toEqual({
      changed: [],
      rest: 0,
    });
  });
});

describe("a part of a month", () => {
  const parts = { one: rupiah(5_000) };
  it("is less to pay of the oldest unpaid month, and the same money when it is said again", () => {
    const once = changeDueItem(itemOf("2026-12"), { type: "pay-part", proofId: "one", amount: rupiah(5_000) }, now);
    if (!once.ok) throw new Error(once.error);
    const again = changeDueItem(once.value, { type: "pay-part", proofId: "one", amount: rupiah(5_000) }, now);
    expect(again).toEqual(once);
    expect(shown(carried([once.value]))).toEqual(["2026-12 5000 open"]);
    expect(shown(carried([once.value, itemOf("2026-11")]))).toEqual(["2026-12 0 open", "2026-11 5000 open"]);
  });

  it("pays the month with what comes later, also when that is too much", () => {
    const [open] = carried([itemOf("2026-12", { parts })]);
    expect(amountToPay(open!)).toBe(3_400);
    const paid = changeDueItem(open!, { type: "confirm", paid: rupiah(6_000) }, now);
    if (!paid.ok) throw new Error(paid.error);
    expect(carryCredit([paid.value], now).rest).toBe(2_600);
  });
});

describe("whatever is paid, in whatever order", () => {
  const steps = fc.array(
    fc.record({
      month: fc.nat(6),
      does: fc.constantFrom<"open" | "pay" | "part" | "report" | "reject" | "cancel" | "reopen" | "reprice">(
        ...(["open", "pay", "part", "report", "reject", "cancel", "reopen", "reprice"] as const),
      ),
      sum: fc.nat(60_000),
    }),
    { maxLength: 40 },
  );

  it("not a rupiah is made or lost: what was paid is what months cost, what lies on others, and what is left", () => {
    fc.assert(
      fc.property(steps, (list) => {
        let items: DueItem[] = [];
        for (const step of list) {
          items = carried(happening(items, step));
          expectBalance(items);
        }
      }),
    );
  });

  function happening(items: DueItem[], { month, does, sum }: { month: number; does: string; sum: number }): DueItem[] {
    const period = addMonths("2026-11" as Period, month);
    const item = items.find((one) => one.period === period);
    if (item === undefined) return does === "open" ? [...items, itemOf(period)] : items;
    const events = {
      open: null,
      pay: { type: "confirm", paid: rupiah(amountToPay(item) + sum) },
      part: { type: "pay-part", proofId: String(sum % 3), amount: rupiah(sum % 9_000) },
      report: { type: "report" },
      reject: { type: "reject-report" },
      cancel: { type: "cancel" },
      reopen: { type: "reopen" },
      reprice: { type: "reprice", amount: rupiah(8_400 + sum), dueDay: item.dueDay },
    } as const;
    const event = events[does as keyof typeof events];
    const after = event === null ? null : changeDueItem(item, event, now);
    return after?.ok ? items.map((one) => (one === item ? after.value : one)) : items;
  }

  function expectBalance(items: readonly DueItem[]): void {
    const sum = (statuses: readonly DueItemStatus[], of: (item: DueItem) => Rupiah) =>
      sumRupiah(items.filter(({ status }) => statuses.includes(status)).map(of));
    const whole = sum(["confirmed"], (item) => item.paid ?? rupiah(0));
    const inParts = sum(dueItemStatuses, ({ parts = {} }) => sumRupiah(Object.values(parts)));
    const paid = whole + inParts;
    const cost = sum(["confirmed", "credited"], ({ amount }) => amount);
    const laid = sum(["open", "overdue", "reported"], ({ credit }) => credit);
    const { changed, rest } = carryCredit(items, now);
    expect(changed).toEqual([]);
    expect(cost + laid + rest).toBe(paid);
    for (const { credit, amount, status } of items) {
      expect(credit).toBeLessThanOrEqual(amount);
      if (status === "open" || status === "overdue") expect(credit).toBeLessThan(amount);
    }
  }
});
