import { contributionFor } from "../../src/domain/contribution/contribution";
import { changeDueItem, type DueItem, dueItemStatuses, openDueItem } from "../../src/domain/contribution/due-item";
import { addDays, dayOf, daysBetween, type IsoDay, isQuietHour } from "../../src/domain/shared/calendar";
import { rupiah } from "../../src/domain/shared/money";
import { addMonths, type Period } from "../../src/domain/shared/period";
import { reminderId, rungsDue } from "../../src/reminders/ladder";
import { RUNGS } from "../../src/reminders/rungs";
import fc from "../support/property";

const at = (text: string) => Date.parse(`${text}+07:00`);

const itemOf = (period: string, status: DueItem["status"] = "open"): DueItem => ({
  ...openDueItem({
    workerId: "w1",
    contribution: contributionFor({
      base: 1_000_000,
      programmes: "JKK+JKM",
      sector: "other",
      funding: "private",
      period: period as Period,
    }),
    payer: { type: "worker", personId: "p1" },
    atMs: 0,
  }),
  status,
});
/** Due on Tuesday the 15th. */
const december = itemOf("2026-12");
const dueAt = (moment: string, item = december) => rungsDue(item, at(moment)).map(({ rung }) => rung);

describe("the ladder of reminders", () => {
  it.each([
    ["2026-12-08T07:59", []],
    ["2026-12-08T08:00", ["d-7"]],
    ["2026-12-10T23:59", ["d-7"]],
    ["2026-12-11T00:00", []],
    ["2026-12-12T08:00", ["d-3"]],
    ["2026-12-15T07:59", []],
    ["2026-12-15T08:00", ["d0"]],
    ["2026-12-18T00:00", []],
    ["2026-12-20T08:00", ["d+5"]],
    ["2026-12-25T08:00", ["d+10"]],
    ["2026-12-27T23:59", ["d+10"]],
    ["2026-12-28T00:00", []],
  ])("at %s asks for %j", (moment, rungs) => {
    expect(dueAt(moment)).toEqual(rungs);
  });

  it("goes by the due day, not by the 15th: November's was a Monday, the 16th", () => {
    expect(rungsDue(itemOf("2026-11"), at("2026-11-16T08:00"))).toMatchObject([
      { rung: "d0", sendAt: at("2026-11-16T08:00") },
    ]);
    expect(dueAt("2026-11-15T08:00", itemOf("2026-11"))).toEqual(["d-3"]);
  });

  it("sends at the hour that is configured", () => {
    expect(rungsDue(december, at("2026-12-15T15:59"), 0, 16)).toEqual([]);
    expect(rungsDue(december, at("2026-12-15T16:00"), 0, 16)).toMatchObject([
      { rung: "d0", sendAt: at("2026-12-15T16:00") },
    ]);
  });

  it("looks back as far as it is told", () => {
    expect(rungsDue(december, at("2026-12-15T09:00"), 30).map(({ rung }) => rung)).toEqual(["d-7", "d-3", "d0"]);
  });

  it.each(dueItemStatuses)("for an item that is %s reminds only if it is unpaid and unreported", (status) => {
    const reminds = status === "open" || status === "overdue";
    const item = itemOf("2026-12", status);
    expect(rungsDue(item, at("2026-12-15T08:00"))).toHaveLength(reminds ? 1 : 0);
    expect(rungsDue(item, at("2026-12-25T08:00"), 31)).toHaveLength(reminds ? RUNGS.length : 0);
  });

  it("gives every item and rung one id of its own", () => {
    const ids = ["a", "b"].flatMap((item) => RUNGS.map(({ id }) => reminderId({ id: item }, id)));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("the id of a reminder", () => {
  const repriced = (amount: number, dueDay: string): DueItem => {
    const event = { type: "reprice", amount: rupiah(amount), dueDay: dueDay as IsoDay } as const;
    const next = changeDueItem(december, event, at("2026-11-01T09:00"));
    return next.ok ? next.value : december;
  };
  const idsOf = (item: DueItem): string[] => [
    reminderId(item, "d0"),
    reminderId(item, "d0", "worker"),
    reminderId(item, "lapse+15", "payer", false),
  ];

  it.each([
    ["the price is another", december.amount + 8_400, "2026-12-15"],
    ["the day is another of the same month", december.amount, "2026-12-16"],
  ])("stays where %s", (_case, amount, day) => {
    expect(idsOf(repriced(amount, day))).toEqual(idsOf(december));
  });

  it("is new for the payer's own days where the item falls due in another month", () => {
    const [payer, ...others] = idsOf(repriced(december.amount, "2027-01-15"));
    expect(payer).not.toBe(idsOf(december)[0]);
    expect(others).toEqual(idsOf(december).slice(1));
  });
});

describe("a job that asks once a day", () => {
  const periods = fc.integer({ min: 0, max: 120 }).map((count) => addMonths("2026-01" as Period, count));
  const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 });

  it("finds every rung, each within two days, one at a time, at a waking hour", () => {
    fc.assert(
      fc.property(periods, minutes, (period, minute) => {
        const item = itemOf(period);
        const found = new Set<string>();
        for (let offset = -12; offset <= 16; offset += 1) {
          const now = at(`${addDays(item.dueDay, offset)}T00:00`) + minute * 60_000;
          const rungs = rungsDue(item, now);
          expect(rungs.length).toBeLessThanOrEqual(1);
          for (const { rung, sendAt } of rungs) {
            found.add(rung);
            expect(sendAt).toBeLessThanOrEqual(now);
            expect(daysBetween(dayOf(sendAt), dayOf(now))).toBeLessThanOrEqual(2);
            expect(isQuietHour(sendAt)).toBe(false);
          }
        }
        expect([...found]).toEqual(RUNGS.map(({ id }) => id));
      }),
    );
  });
});
