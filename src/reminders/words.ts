import type { LookAtReminders, Reminder } from "../delivery/due-reminders";
import { noticeMessage } from "../delivery/notices";
import { templateMessage, type Words } from "../delivery/templates";
import type { DueItem } from "../domain/contribution/due-item";
import { nearingLapse } from "../domain/contribution/lapse";
import { dayOf, type IsoDay } from "../domain/shared/calendar";
import type { DueView } from "../operations/catalog-views";
import type { Deps } from "../operations/deps";
import { mostItems } from "../operations/dues";
import { dueViews, type Payable, stillToPay } from "../operations/payers";
import { composeReminder, composeReminderTemplate, type ReminderFact } from "./compose";
import { LAPSE_RUNGS } from "./rungs";

/** What putting reminders into words is handed. */
export interface ReminderWordsParts {
  readonly deps: Pick<Deps, "repositories">;
  readonly words: Words;
  /** Milliseconds. */
  readonly clock: () => number;
}

/** Looks at the months of reminders at the moment of sending: which this contact still has to pay, and how to say it. */
export function createReminderLook({ deps, words, clock }: ReminderWordsParts): LookAtReminders {
  return async (contactId, queued) => {
    const payable = await stillToPay(deps, contactId, [...new Set(queued.map(({ dueItemId }) => dueItemId))]);
    const factsOf = (reminders: readonly Reminder[]): Promise<readonly ReminderFact[]> => {
      const named = new Set(reminders.map(({ dueItemId }) => dueItemId));
      const going = payable.filter(({ item }) => named.has(item.id));
      return reminderFacts(deps, going, reminders, dayOf(clock()));
    };
    return {
      dueItemIds: new Set(payable.map(({ item }) => item.id)),
      free: async (contact, reminders) => {
        const { texts, options } = composeReminder(await factsOf(reminders), dayOf(clock()));
        return noticeMessage(texts, options, (text) => words(text, contact.language));
      },
      template: async (contact, reminders) => {
        const { name, params } = composeReminderTemplate(await factsOf(reminders), dayOf(clock()));
        return templateMessage(name, params, contact.language, words);
      },
    };
  };
}

/** What is true on a day of the months that a contact may still pay and is reminded of. */
async function reminderFacts(
  deps: Pick<Deps, "repositories">,
  payable: readonly Payable[],
  reminders: readonly Reminder[],
  today: IsoDay,
): Promise<readonly ReminderFact[]> {
  const roles = new Map(payable.map(({ item, as }) => [item.id, as]));
  const counted = new Set(reminders.flatMap(({ rung, dueItemId }) => (isLapseRung(rung) ? [dueItemId] : [])));
  const workerIds = payable.flatMap(({ item }) => (counted.has(item.id) ? [item.workerId] : []));
  const items =
    workerIds.length === 0 ? [] : await deps.repositories.dueItems.findByWorkers([...new Set(workerIds)], mostItems);
  const views = await dueViews(
    deps,
    payable.map(({ item }) => item),
  );
  return views.map((view) =>
    reminderFact(view, { as: roles.get(view.dueItemId), ofWorkers: counted.has(view.dueItemId) ? items : [], today }),
  );
}

/** One month as its reader is told of it; `ofWorkers` are the items by which a countdown is counted. */
function reminderFact(
  view: DueView,
  of: { readonly as: Payable["as"] | undefined; readonly ofWorkers: readonly DueItem[]; readonly today: IsoDay },
): ReminderFact {
  const own = of.ofWorkers.filter(({ workerId }) => workerId === view.workerId);
  const lapse = own.length === 0 ? null : nearingLapse(own, of.today);
  return { ...view, ...(of.as === undefined ? {} : { as: of.as }), ...(lapse === null ? {} : { lapse }) };
}

/** Whether a rung is one of the countdown. */
const isLapseRung = (rung: string): boolean => LAPSE_RUNGS.some(({ id }) => id === rung);
