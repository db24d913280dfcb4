import { type Reached, toChat } from "../delivery/endpoints";
import type { Outbox } from "../delivery/outbox";
import type { Deps } from "../operations/deps";
import { mostItems } from "../operations/dues";
import { openLapseTasks } from "../operations/lapse-tasks";
import { payerContacts, programmesOf, workerContacts } from "../operations/payers";
import type { Rule } from "../operations/rules";
import { type PlanPorts, planCountdown, planReminders } from "../reminders/plan";
import type { RungTables } from "../reminders/rungs";
import type { Job } from "./job";

/** What the reminder job is handed. */
export interface ReminderJobParts {
  readonly deps: Deps;
  readonly outbox: Pick<Outbox, "add">;
  /** Where the persons, by id, are reached: the chat that an unasked message tries first. */
  readonly reach: (contactIds: readonly string[]) => Promise<ReadonlyMap<string, Reached>>;
  readonly hour: number;
  /** The rungs by programme; the usual ones where nothing is said. */
  readonly rungs?: RungTables | undefined;
}

const quarterMs = 900_000;
const hourMs = 3_600_000;
const isFullHour = (at: number): boolean => at % hourMs < quarterMs;

/**
 * Plans the reminders that are due before the next bell, every quarter of an hour: whatever a stopped service missed comes at
 * the next. So when their moment has come all reminders of a person wait already, however many the house has to plan, and go
 * out as one message. The countdown, which looks further back, is planned before the full hour, and at it for what was missed.
 */
export function reminderJob(parts: ReminderJobParts): Job {
  return {
    name: "plan-reminders",
    schedule: "*/15 * * * *",
    run: async (now, progress) => {
      const ports = { ...portsOf(parts, now), progress };
      const nextBell = now + quarterMs;
      const counted = [now, nextBell].some(isFullHour) ? await planCountdown(ports, nextBell) : { planned: 0 };
      const { planned, looked } = await planReminders(ports, nextBell);
      return { planned: planned + counted.planned, looked };
    },
  };
}

function portsOf({ deps, outbox, reach, hour, rungs }: ReminderJobParts, now: number): PlanPorts {
  const { dueItems } = deps.repositories;
  const rule: Rule = "reminder.rule";
  return {
    hour,
    ...(rungs === undefined ? {} : { rungs }),
    programmesOf: (items) => programmesOf(deps, items),
    unpaid: (spans) => dueItems.unpaid(...spans),
    unpaidOf: (periods) => dueItems.unpaidOf(periods),
    payerContacts: (items) => payerContacts(deps, items),
    workerContacts: (items) => workerContacts(deps, items),
    itemsOf: (workerIds) => dueItems.findByWorkers(workerIds, mostItems * workerIds.length),
    askOfficer: (items) => openLapseTasks(deps, items, now),
    queue: async (reminders) => {
      const contacts = await reach(reminders.map(({ contactId }) => contactId));
      const entries = reminders.flatMap(({ id, contactId, dueItemId, rung, sendAt }) => {
        const contact = contacts.get(contactId);
        if (!contact) return [];
        const content = { type: "reminder", dueItemId, rung } as const;
        const named = { id: `reminder:${id}`, ...toChat(contact), kind: "reminder" } as const;
        return [{ ...named, content, rule, notBefore: sendAt, createdAt: now }];
      });
      return outbox.add(entries);
    },
  };
}
