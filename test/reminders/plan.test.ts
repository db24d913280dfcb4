import { contributionFor } from "../../src/domain/contribution/contribution";
import { type DueItem, openDueItem } from "../../src/domain/contribution/due-item";
import { addMonths, type Period } from "../../src/domain/shared/period";
import { isNow } from "../../src/reminders/ladder";
import { lapseMoments } from "../../src/reminders/lapse";
import { type PlannedReminder, planCountdown, planReminders } from "../../src/reminders/plan";
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
