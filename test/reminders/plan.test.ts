import { contributionFor } from "../../src/domain/contribution/contribution";
import { type DueItem, openDueItem } from "../../src/domain/contribution/due-item";
import { addDays, atHour, type DaySpan, dayOf, type IsoDay } from "../../src/domain/shared/calendar";
import { addMonths, type Period } from "../../src/domain/shared/period";
import { isNow, rungsDue } from "../../src/reminders/ladder";
import { lapseMoments } from "../../src/reminders/lapse";
import { type PlannedReminder, planCountdown, planReminders } from "../../src/reminders/plan";
import type { Rung } from "../../src/reminders/rungs";
import { memoryWalk } from "../support/memory-shelf";
import fc from "../support/property";

const dueDay = Date.parse("2026-12-15T08:00+07:00");
const itemOf = (worker: number): DueItem =>
  openDueItem({
    workerId: `w${worker}`,
    contribution: contributionFor({
      base: 1_000_000,
      programmes: "JKK+JKM",
      sector: "other",
      funding: "private",
      period: "2026-12" as Period,
    }),
    payer: { type: "worker", personId: `p${worker}` },
    atMs: 0,
  });

describe("planning reminders", () => {
  it("tells how many were planned, however many pages are worked through at once", async () => {
    const items = Array.from({ length: 20 }, (_, worker) => itemOf(worker));
    const contacts = new Map(items.map(({ id, workerId }) => [id, workerId]));
    const queued: PlannedReminder[] = [];
    const counts = await planReminders(
      {
        unpaid: async () => memoryWalk(items),
        unpaidOf: async () => memoryWalk(items),
        payerContacts: async () => contacts,
        workerContacts: async () => contacts,
        itemsOf: async () => [],
        askOfficer: async () => undefined,
        queue: async (reminders) => {
          // A page of few is queued before one of many that was begun earlier.
          await new Promise((resolve) => setTimeout(resolve, reminders.length));
          queued.push(...reminders);
          return reminders.length;
        },
      },
      dueDay,
    );
    expect(queued).toHaveLength(20);
    expect(counts).toEqual({ planned: 20, looked: 20 });
  });

  it("looks at the due days whose reminders fall on that day or were missed lately, and at no others", async () => {
    const first = "2026-11-01" as IsoDay;
    const dueDays = Array.from({ length: 120 }, (_, count) => addDays(first, count));
    const none = async () => new Map<string, string>();
    const table = fc.uniqueArray(fc.integer({ min: -12, max: 12 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.integer({ min: 20, max: 100 }),
        fc.integer({ min: 0, max: 23 }),
        async (days, place, hour) => {
          const rungs = days.map((count): Rung => ({ id: `d${count}`, days: count, tells: ["payer"] }));
          const now = atHour(dueDays[place] ?? first, hour);
          const asked: (readonly DaySpan[])[] = [];
          await planReminders(
            {
              ...{
                rungs: { "JKK+JKM": rungs, "JKK+JKM+JHT": rungs },
                hour: 8,
                payerContacts: none,
                workerContacts: none,
              },
              ...{ itemsOf: async () => [], askOfficer: async () => undefined, queue: async () => 0 },
              unpaidOf: async () => memoryWalk<DueItem>([]),
              unpaid: async (spans) => {
                asked.push(spans);
                return memoryWalk<DueItem>([]);
              },
            },
            now,
          );
          const isAsked = (day: IsoDay) => asked.flat().some(([from, to]) => from <= day && day <= to);
          const remindsBy = (day: IsoDay, moment: number) =>
            rungsDue({ ...itemOf(1), dueDay: day }, moment, 2, 8, rungs).length > 0;
          // What comes later on the day is looked at on all of it.
          const endOfDay = atHour(dayOf(now), 23);
          expect(dueDays.filter(isAsked)).toEqual(dueDays.filter((day) => remindsBy(day, endOfDay)));
        },
      ),
    );
  });
});

describe("planning the countdown", () => {
  const months = Array.from({ length: 30 }, (_, count) => addMonths("2026-09" as Period, count));
  const itemIn = (period: Period): DueItem => ({ ...itemOf(1), period });
  const none = async () => new Map<string, string>();

  it("looks at the months of which it may speak on that day, and at no others", async () => {
    const earliest = Date.parse("2026-12-01T00:00+07:00");
    const latest = Date.parse("2028-11-30T23:59+07:00");
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: earliest, max: latest }),
        fc.integer({ min: 7, max: 19 }),
        async (now, hour) => {
          const asked: Period[] = [];
          const unpaidOf = async (periods: readonly Period[]) => {
            asked.push(...periods);
            return memoryWalk<DueItem>([]);
          };
          const ports = { payerContacts: none, workerContacts: none, itemsOf: async () => [], unpaidOf };
          const still = {
            unpaid: async () => memoryWalk<DueItem>([]),
            queue: async () => 0,
            askOfficer: async () => undefined,
          };
          await planCountdown({ ...ports, ...still, hour }, now);
          const speaksBy = (moment: number) =>
            months.filter((period) => lapseMoments(itemIn(period), hour).some(({ sendAt }) => isNow(sendAt, moment)));
          // What comes later on the day is looked at on all of it.
          const endOfDay = now + 86_399_000 - ((now + 7 * 3_600_000) % 86_400_000);
          expect(asked).toEqual(expect.arrayContaining(speaksBy(now)));
          expect(asked.sort()).toEqual(speaksBy(endOfDay));
        },
      ),
    );
  });
});
