import type { DueItem } from "../domain/contribution/due-item";
import { addDays, dayOf } from "../domain/shared/calendar";
import { type Progress, type Walk, workThroughWalk } from "../operations/walk";
import { LOOK_BACK_DAYS, REMINDER_HOUR, RUNGS, type RungId, reminderId, rungsDue } from "./ladder";

/** A reminder that is due now and not yet planned, as far as the planner knows. */
export interface PlannedReminder {
  /** Item and rung: planned twice, it is one. */
  readonly id: string;
  readonly contactId: string;
  readonly dueItemId: string;
  readonly rung: RungId;
  /** Milliseconds. */
  readonly sendAt: number;
}

/** What planning needs of storage and delivery. */
export interface PlanPorts {
  /** Unpaid items due between two days, inclusive. */
  readonly unpaid: (fromDay: string, toDay: string) => Promise<Walk<DueItem>>;
  readonly payerContacts: (items: readonly DueItem[]) => Promise<ReadonlyMap<string, string>>;
  /** Queues those that are not there yet, whatever became of them; returns how many were new. */
  readonly queue: (reminders: readonly PlannedReminder[]) => Promise<number>;
  readonly hour?: number;
  readonly progress?: Progress | undefined;
}

const farthestBefore = Math.max(...RUNGS.map(({ days }) => -days));
const farthestAfter = Math.max(...RUNGS.map(({ days }) => days));

/**
 * Plans the rungs that are due now and at most two days old. Bounded in memory, and the same on any number of processes:
 * the reminder's id decides that it is queued once. Returns how many were planned anew.
 */
export async function planReminders(ports: PlanPorts, now: number): Promise<{ planned: number; looked: number }> {
  const today = dayOf(now);
  const from = addDays(today, -farthestAfter - LOOK_BACK_DAYS);
  const to = addDays(today, farthestBefore);
  let planned = 0;
  let looked = 0;
  const plan = async (items: readonly DueItem[]): Promise<void> => {
    const added = await planPage(ports, items, now);
    planned += added;
    looked += items.length;
  };
  await workThroughWalk(await ports.unpaid(from, to), plan, { task: "reminders", progress: ports.progress });
  return { planned, looked };
}

async function planPage(ports: PlanPorts, items: readonly DueItem[], now: number): Promise<number> {
  const due = items.flatMap((item) =>
    rungsDue(item, now, LOOK_BACK_DAYS, ports.hour ?? REMINDER_HOUR).map((moment) => ({ item, ...moment })),
  );
  if (due.length === 0) return 0;
  const payers = await ports.payerContacts(due.map(({ item }) => item));
  const reminders = due.flatMap(({ item, rung, sendAt }): PlannedReminder[] => {
    const contactId = payers.get(item.id);
    return contactId === undefined
      ? []
      : [{ id: reminderId(item.id, rung), contactId, dueItemId: item.id, rung, sendAt }];
  });
  return reminders.length > 0 ? ports.queue(reminders) : 0;
}
