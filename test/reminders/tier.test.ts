import { addDays, atHour, dayOf, type IsoDay } from "../../src/domain/shared/calendar";
import { type ForeseenReminder, spreadUnderTier } from "../../src/reminders/timeline";
import fc from "../support/property";
import { dueItem } from "../support/stored-values";

const last = "2026-12-15" as IsoDay;
const message = (contactId: string, day: IsoDay, dueDay = last): ForeseenReminder => ({
  sendAt: atHour(day, 8),
  contactId,
  items: [{ item: dueItem({ dueDay }), rung: "d-7", as: "payer", ofWorker: [] }],
});
const people = (count: number, day: IsoDay): ForeseenReminder[] =>
  Array.from({ length: count }, (_, index) => message(`P${index}`, day));
const eighth = "2026-12-08" as IsoDay;

describe("the plan of templates under a tier", () => {
  it("spreads ten people over four days where three may be written to a day", () => {
    const days = spreadUnderTier(people(10, eighth), { dailyPeople: 3, taken: 0 });
    expect(days.map((one) => [one.day, one.people, one.waiting, one.late])).toEqual([
      ["2026-12-08", 3, 7, 0],
      ["2026-12-09", 3, 4, 0],
      ["2026-12-10", 3, 1, 0],
      ["2026-12-11", 1, 0, 0],
    ]);
  });

  it("leaves on the first day what has been used up", () => {
    const days = spreadUnderTier(people(3, eighth), { dailyPeople: 3, taken: 2 });
    expect(days.map((one) => one.people)).toEqual([1, 2]);
  });

  it("says to how many a message comes after the last day that was meant to come before it", () => {
    const days = spreadUnderTier(people(10, eighth), { dailyPeople: 1, taken: 0 });
    expect(days.reduce((sum, { late }) => sum + late, 0)).toBe(2);
    const warning = spreadUnderTier([message("P", "2026-12-20" as IsoDay)], { dailyPeople: 1, taken: 0 });
    expect(warning).toEqual([{ day: "2026-12-20", people: 1, waiting: 0, late: 0 }]);
  });

  it("sends what waits and what becomes due meanwhile to the same person once", () => {
    const both = [...people(3, eighth), ...people(3, addDays(eighth, 1))];
    const days = spreadUnderTier(both, { dailyPeople: 1, taken: 0 });
    expect(days.reduce((sum, one) => sum + one.people, 0)).toBe(4);
  });

  it("never plans more than the tier, forgets nobody, and ends", () => {
    const messages = fc.array(fc.tuple(fc.nat(12), fc.nat(20)), { maxLength: 60 });
    fc.assert(
      fc.property(messages, fc.integer({ min: 1, max: 5 }), (drawn, dailyPeople) => {
        const given = drawn.map(([who, day]) => message(`P${who}`, addDays(eighth, day)));
        const days = spreadUnderTier(given, { dailyPeople, taken: 0 });
        expect(days.every((one) => one.people <= dailyPeople)).toBe(true);
        expect(days.at(-1)?.waiting ?? 0).toBe(0);
        const total = days.reduce((sum, one) => sum + one.people, 0);
        expect(total).toBeGreaterThanOrEqual(new Set(given.map(({ contactId }) => contactId)).size);
        expect(total).toBeLessThanOrEqual(new Set(given.map((one) => one.contactId + dayOf(one.sendAt))).size);
      }),
    );
  });
});
