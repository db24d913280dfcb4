import { contributionFor } from "../../src/domain/contribution/contribution";
import { type DueItem, openDueItem } from "../../src/domain/contribution/due-item";
import type { Period } from "../../src/domain/shared/period";
import { type PlannedReminder, planReminders } from "../../src/reminders/plan";
import { memoryWalk } from "../support/memory-shelf";

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
