import type { OutboxEntry } from "../../src/delivery/outbox";
import { dayOf } from "../../src/domain/shared/calendar";
import { createI18n } from "../../src/i18n";
import { reminderJob } from "../../src/jobs/reminders";
import { carryOutRetirements } from "../../src/operations/retirement";
import { endPauses, markInactive, markOverdue, openDueItems } from "../../src/operations/scheduled";
import type { RungTables } from "../../src/reminders/rungs";
import { createReminderLook } from "../../src/reminders/words";
import { DAY, type Town } from "./town";

/** A reminder that went out: on which day, to whom, by which rungs, in which words. */
export interface Told {
  readonly day: string;
  readonly contactId: string;
  readonly rungs: readonly string[];
  readonly text: string;
}

type Reminder = Pick<OutboxEntry, "id" | "contactId"> & {
  readonly content: { readonly dueItemId: string; readonly rung: string };
};

const i18n = createI18n();
const minute = 60_000;

/** The reminders of a town day by day, with its own jobs and the words of the moment of sending. */
export function ladderOf(town: Town, rungs?: RungTables) {
  const known = new Set<string>();
  const queued: Reminder[] = [];
  let now = town.now;
  const lookAt = createReminderLook({
    deps: town.deps,
    words: (text, language) => i18n.render(text, language),
    clock: () => now,
  });
  const job = reminderJob({
    deps: town.deps,
    hour: 8,
    rungs,
    reach: async (ids) =>
      new Map(
        (await Promise.all(ids.map((id) => town.repositories.contacts.find(id)))).flatMap((one) =>
          one === null ? [] : [[one.id, one]],
        ),
      ),
    outbox: {
      add: async (entries) => {
        const added = entries.filter(({ id }) => !known.has(id));
        for (const entry of added) {
          known.add(entry.id);
          if (entry.content.type === "reminder") queued.push({ ...entry, content: entry.content });
        }
        return added.length;
      },
    },
  });

  const send = async (): Promise<Told[]> => {
    const sent: Told[] = [];
    const going = queued.splice(0);
    for (const contactId of new Set(going.map((one) => one.contactId))) {
      const own = going.filter((one) => one.contactId === contactId).map(({ content }) => content);
      const due = await lookAt(contactId, own);
      const contact = await town.repositories.contacts.find(contactId);
      if (due.dueItemIds.size === 0 || contact === null) continue;
      const left = own.filter(({ dueItemId }) => due.dueItemIds.has(dueItemId));
      const { text } = await due.free(contact, left);
      sent.push({ day: dayOf(now), contactId, rungs: left.map(({ rung }) => rung), text });
    }
    return sent;
  };

  /** Lets a day pass: the jobs of its night and morning, and what goes out at eight. */
  const passDay = async (): Promise<Told[]> => {
    const midnight = now - ((((now + 7 * 3_600_000) % DAY) + DAY) % DAY);
    for (const [at, work] of [
      [5, () => openDueItems(town.deps, now)],
      [10, () => markOverdue(town.deps, now)],
      [6 * 60 + 15, () => endPauses(town.deps, now)],
      [6 * 60 + 20, () => markInactive(town.deps, now)],
      [6 * 60 + 35, () => carryOutRetirements(town.deps, now)],
      [8 * 60, () => job.run(now)],
      // A second ring plans nothing anew.
      [8 * 60 + 1, () => job.run(now)],
    ] as const) {
      now = midnight + at * minute;
      await work();
    }
    const sent = await send();
    now = midnight + DAY;
    town.now = now;
    return sent;
  };

  return {
    /** Lets so many days pass, beginning with the one that the town's clock stands in; what was sent. */
    pass: async (days: number): Promise<Told[]> => {
      now = town.now;
      const sent: Told[] = [];
      for (let day = 0; day < days; day += 1) sent.push(...(await passDay()));
      return sent;
    },
  };
}
