import { toChat } from "../delivery/endpoints";
import type { Outbox } from "../delivery/outbox";
import type { Contact } from "../domain/messaging/contact";
import type { Deps } from "../operations/deps";
import { payerContacts } from "../operations/payers";
import type { Rule } from "../operations/rules";
import { planReminders } from "../reminders/plan";
import type { Job } from "./job";

/** What the reminder job is handed. */
export interface ReminderJobParts {
  readonly deps: Deps;
  readonly outbox: Pick<Outbox, "add">;
  /** The persons, by id, as seen through the chat that an unasked message tries first. */
  readonly reach: (contactIds: readonly string[]) => Promise<ReadonlyMap<string, Contact>>;
  readonly hour: number;
}

/** Plans the reminders that are due, every quarter of an hour: whatever a stopped service missed comes at the next bell. */
export function reminderJob(parts: ReminderJobParts): Job {
  const { deps, outbox, reach, hour } = parts;
  const { dueItems } = deps.repositories;
  return {
    name: "plan-reminders",
    schedule: "*/15 * * * *",
    run: (now, progress) =>
      planReminders(
        {
          hour,
          progress,
          unpaid: (from, to) => dueItems.unpaid(from, to),
          payerContacts: (items) => payerContacts(deps, items),
          queue: async (reminders) => {
            const entries = [];
            const contacts = await reach(reminders.map(({ contactId }) => contactId));
            for (const { id, contactId, dueItemId, rung, sendAt } of reminders) {
              const contact = contacts.get(contactId);
              if (!contact) continue;
              const content = { type: "reminder", dueItemId, rung } as const;
              const rule: Rule = "reminder.rule";
              entries.push({
                id: `reminder:${id}`,
                ...toChat(contact),
                kind: "reminder",
                content,
                rule,
                notBefore: sendAt,
                createdAt: now,
              } as const);
            }
            return outbox.add(entries);
          },
        },
        now,
      ),
  };
}
