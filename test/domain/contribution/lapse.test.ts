import { contributionFor } from "../../../src/domain/contribution/contribution";
import { type DueItem, type DueItemStatus, openDueItem } from "../../../src/domain/contribution/due-item";
import {
  endedProtection,
  isUnderProtection,
  letGoBehindLapse,
  nearingLapse,
  restoringForSponsor,
  restoringMonth,
} from "../../../src/domain/contribution/lapse";
import type { IsoDay } from "../../../src/domain/shared/calendar";
import { addMonths, type Period } from "../../../src/domain/shared/period";

const day = (text: string) => text as IsoDay;
/** One month after another from November 2026 on, by the first letters of their states. */
const states = {
  c: "confirmed",
  r: "reported",
  o: "overdue",
  p: "open",
  x: "cancelled",
} as const satisfies Record<string, DueItemStatus>;
const monthsOf = (letters: string): DueItem[] =>
  [...letters].map((letter, index) => ({
    ...openDueItem({
      workerId: "w1",
      contribution: contributionFor({
        ...{ base: 1_000_000, programmes: "JKK+JKM", sector: "other", funding: "private" },
        period: addMonths("2026-11" as Period, index),
      }),
      payer: { type: "worker", personId: "p1" },
      atMs: 0,
    }),
    status: states[letter as keyof typeof states],
  }));

describe("what lets an ended protection run again", () => {
  it.each([
    // From November 2026 on: what is paid, then unpaid; the next month that a pledge would pay; what lets it run again.
    ["cxxx", "2027-02-20", "2027-03", "2027-03 unpaid"],
    ["cxxxp", "2027-03-02", "2027-03", "2027-03 unpaid"],
    // The present month, late or of another payer's.
    ["cxxxo", "2027-03-20", "2027-04", "2027-03 unpaid"],
    ["cxxxop", "2027-03-20", "2027-04", "2027-03 unpaid"],
    // What waits for an officer: the present month, or one that would not have let it end.
    ["cxxxr", "2027-03-20", "2027-04", "2027-03 reported"],
    ["cxxrp", "2027-03-02", "2027-03", "2027-02 reported"],
    ["cxxrr", "2027-03-20", "2027-04", "2027-03 reported"],
    ["crxxxx", "2027-04-20", "2027-05", "2027-05 unpaid"],
    // What is settled ahead, unless an earlier month can still be paid.
    ["cxxxxr", "2027-03-20", "2027-05", "2027-04 reported"],
    ["cxxxxc", "2027-03-20", "2027-05", "2027-04 paid"],
    ["cxxxor", "2027-03-20", "2027-05", "2027-03 unpaid"],
    ["cxxxxr", "2027-03-02", "2027-03", "2027-03 unpaid"],
    ["cxxxxp", "2027-03-20", "2027-04", "2027-04 unpaid"],
  ])("is of %s on %s, where %s is paid next: %s", (letters, today, next, what) => {
    const { month, state } = restoringMonth(monthsOf(letters), day(today), next as Period);
    expect(`${month} ${state}`).toBe(what);
  });
});

describe("what lets an ended protection run again, as a sponsor reads it who pays from April 2027 on", () => {
  it.each([
    ["cxxxo", "2027-03 unpaid, or 2027-04"],
    ["cxxxop", "2027-03 unpaid, or 2027-04"],
    // What the worker has said to be paid is enough, and so is what the sponsor has.
    ["cxxxr", "2027-03 reported"],
    ["cxxxor", "2027-04 reported"],
    ["cxxxoc", "2027-04 paid"],
    ["cxxxx", "2027-04 unpaid"],
  ])("is of %s: %s", (letters, what) => {
    const items = monthsOf(letters).map(
      (item): DueItem => (item.period < "2027-04" ? item : { ...item, payer: { type: "sponsor", sponsorId: "s1" } }),
    );
    const { month, state, orOwn } = restoringForSponsor(items, day("2027-03-20"), "2027-04" as Period);
    expect(`${month} ${state}${orOwn === undefined ? "" : `, or ${orOwn}`}`).toBe(what);
  });
});

describe("a lapse that is near", () => {
  it.each([
    ["co", "2027-01-10", 1, "2027-02-15"],
    ["coo", "2027-01-20", 2, "2027-02-15"],
    // A month that is said to be paid does not silence those after it: they count from it on.
    ["cro", "2027-01-20", 1, "2027-03-15"],
    ["croo", "2027-02-20", 2, "2027-03-15"],
  ])("is counted from the months that nobody says to have paid: %s on %s", (letters, today, latePeriods, lastDay) => {
    expect(nearingLapse(monthsOf(letters), day(today))).toEqual({ latePeriods, lastDay });
  });

  it.each([
    ["cr", "2027-01-10"],
    ["crr", "2027-01-20"],
    ["cor", "2027-01-20"],
    // Nothing was ever confirmed, so nothing can end.
    ["roo", "2027-01-20"],
    ["crooo", "2027-03-20"],
  ])("is none for what is said to be paid, or where it is over: %s on %s", (letters, today) => {
    expect(nearingLapse(monthsOf(letters), day(today))).toBeNull();
  });
});

describe("a protection that has ended", () => {
  it.each([
    ["cooo", "2027-02-16", "2026-11-30"],
    ["cooo", "2027-02-15", null],
    // The report may be true: it is certain only when three months beside it are unpaid.
    ["croo", "2027-02-20", null],
    ["crooo", "2027-03-17", "2026-11-30"],
    ["coor", "2027-02-20", null],
    ["rooo", "2027-03-17", null],
  ])("is certain whatever becomes of what is said to be paid: %s on %s", (letters, today, until) => {
    expect(endedProtection(monthsOf(letters), day(today))).toBe(until);
  });

  it.each([
    ["cc", true],
    ["coox", false],
    ["cooo", false],
    ["o", false],
  ])("runs while less than three months after a paid one are unpaid: %s", (letters, runs) => {
    expect(isUnderProtection(monthsOf(letters), day("2027-02-16"))).toBe(runs);
  });
});

describe("a month that waits for another proof when protection runs again", () => {
  const DAY = 86_400_000;

  it.each([
    // `q` is the month whose proof did not hold.
    ["cqxxc", "2027-03-20", "cancelled"],
    ["cqxxc", "2027-03-01", "cancelled"],
    ["cqxxxxc", "2027-05-03", "cancelled"],
    // Paid ahead: it has not begun, so protection may not have ended.
    ["cqxxc", "2027-02-20", "overdue"],
    ["cqxc", "2027-03-20", "overdue"],
    // A report may be true, on either side.
    ["cqxrc", "2027-03-20", "overdue"],
    ["cqxxr", "2027-03-20", "overdue"],
    // Others of that time were still asked for, as nobody had noticed the end.
    ["cqxoc", "2027-03-20", "cancelled"],
    // Nothing was paid before, or perhaps not.
    ["xqxxc", "2027-03-20", "overdue"],
    ["rqxxc", "2027-03-20", "overdue"],
  ])("is let go where it lies behind the lapse: %s on %s is %s", (letters, today, status) => {
    const items = monthsOf(letters.replace("q", "o")).map((item, index) =>
      index === 1 ? { ...item, refusedProofId: "proof" } : item,
    );
    const now = Date.parse(`${today}T05:00:00Z`);
    const at = (changedAt: number) => items.map((item) => ({ ...item, changedAt }));
    const [, old] = at(now - 31 * DAY);
    expect(letGoBehindLapse(old!, at(now - 31 * DAY), now).status).toBe(status);
    const [, young] = at(now - 31 * DAY + 1);
    expect(letGoBehindLapse(young!, at(now - 31 * DAY + 1), now)).toBe(young);
  });

  it("keeps the others of its time until then, which are owed after all if that proof holds", () => {
    const now = Date.parse("2027-03-20T05:00:00Z");
    const withOneRefused = (changedAt: number) =>
      monthsOf("cooocp").map((item, index) => (index === 2 ? { ...item, refusedProofId: "proof", changedAt } : item));
    const become = (items: readonly DueItem[]) => items.map((item) => letGoBehindLapse(item, items, now).status);
    const kept = ["confirmed", "overdue", "overdue", "overdue", "confirmed", "open"];
    expect(become(withOneRefused(now - 31 * DAY + 1))).toEqual(kept);
    expect(become(withOneRefused(now - 31 * DAY))).toEqual(
      kept.map((status) => status.replace("overdue", "cancelled")),
    );
  });
});
