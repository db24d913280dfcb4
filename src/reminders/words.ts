import { noticeMessage } from "../delivery/notices";
import { templateMessage, type Words } from "../delivery/templates";
import type { DueItem } from "../domain/contribution/due-item";
import { nearingLapse } from "../domain/contribution/lapse";
import type { Contact } from "../domain/messaging/contact";
import type { OutboundMessage } from "../domain/messaging/message";
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

/** A reminder as it was queued: of which month, and by which rung. */
export interface Named {
  readonly dueItemId: string;
  readonly rung: string;
}

/** Finds the words of a reminder at the moment of sending, for those months that this contact still has to pay. */
export interface ReminderWords {
  /** One message for several months. */
  free(contact: Contact, reminders: readonly Named[]): Promise<OutboundMessage>;
  /** The same as an approved template. */
  template(contact: Contact, reminders: readonly Named[]): Promise<OutboundMessage>;
}

/** Makes it. */
export function createReminderWords({ deps, words, clock }: ReminderWordsParts): ReminderWords {
  const factsOf = (contact: Contact, reminders: readonly Named[]): Promise<readonly ReminderFact[]> =>
    reminderFacts(deps, contact.id, reminders, dayOf(clock()));
  return {
    free: async (contact, reminders) => {
      const { texts, options } = composeReminder(await factsOf(contact, reminders), dayOf(clock()));
      return noticeMessage(texts, options, (text) => words(text, contact.language));
    },
    template: async (contact, reminders) => {
      const { name, params } = composeReminderTemplate(await factsOf(contact, reminders), dayOf(clock()));
      return templateMessage(name, params, contact.language, words);
    },
  };
}

/** What is true on a day of the months that reminders were queued for, of those that this contact may still pay. */
async function reminderFacts(
  deps: Pick<Deps, "repositories">,
  contactId: string,
  reminders: readonly Named[],
  today: IsoDay,
): Promise<readonly ReminderFact[]> {
  const payable = await stillToPay(deps, contactId, [...new Set(reminders.map(({ dueItemId }) => dueItemId))]);
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
