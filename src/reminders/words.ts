import { noticeMessage } from "../delivery/notices";
import { templateMessage, type Words } from "../delivery/templates";
import type { Contact } from "../domain/messaging/contact";
import type { OutboundMessage } from "../domain/messaging/message";
import { dayOf } from "../domain/shared/calendar";
import type { Deps } from "../operations/deps";
import { dueViews, stillToPay } from "../operations/payers";
import { composeReminder, composeReminderTemplate, type ReminderFact } from "./compose";

/** What putting reminders into words is handed. */
export interface ReminderWordsParts {
  readonly deps: Pick<Deps, "repositories">;
  readonly words: Words;
  /** Milliseconds. */
  readonly clock: () => number;
}

/** Finds the words of a reminder at the moment of sending, for those months that this contact still has to pay. */
export interface ReminderWords {
  /** One message for several months. */
  free(contact: Contact, reminders: readonly { dueItemId: string }[]): Promise<OutboundMessage>;
  /** The same as an approved template. */
  template(contact: Contact, reminders: readonly { dueItemId: string }[]): Promise<OutboundMessage>;
}

/** Makes it. */
export function createReminderWords({ deps, words, clock }: ReminderWordsParts): ReminderWords {
  const factsOf = async (contact: Contact, reminders: readonly { dueItemId: string }[]): Promise<ReminderFact[]> => {
    const ids = [...new Set(reminders.map(({ dueItemId }) => dueItemId))];
    return [...(await dueViews(deps, await stillToPay(deps, contact.id, ids)))];
  };
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
