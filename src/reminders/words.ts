import type { LookAtReminders, Reminder } from "../delivery/due-reminders";
import { noticeMessage } from "../delivery/notices";
import { templateMessage, type Words, withInstead } from "../delivery/templates";
import { type DueItem, type Protection, protectedUntil } from "../domain/contribution/due-item";
import { nearingLapse } from "../domain/contribution/lapse";
import { mixedPrices } from "../domain/contribution/mixed-prices";
import { dayOf, dueDayOf, type IsoDay } from "../domain/shared/calendar";
import type { DueView } from "../operations/catalog-views";
import type { Deps } from "../operations/deps";
import { itemsOfWorkers } from "../operations/dues";
import { readSafely, toLog } from "../operations/each-safely";
import { addMonthTasks } from "../operations/month-tasks";
import { boardOf } from "../operations/office-access";
import { dueViews, type Payable, stillToPay, workerContacts } from "../operations/payers";
import { refusalsOf } from "../operations/refusals";
import {
  composeReminder,
  composeReminderTemplates,
  type ReminderFact,
  type ReminderTemplate,
  type Standing,
} from "./compose";
import { LAPSE_RUNGS } from "./rungs";

/** What putting reminders into words is handed. */
export interface ReminderWordsParts {
  readonly deps: Pick<Deps, "repositories" | "ids" | "logger">;
  readonly words: Words;
  /** Milliseconds. */
  readonly clock: () => number;
}

/**
 * Looks at the months of reminders at the moment of sending: which this contact still has to pay, and how to say it. A month
 * whose worker cannot be read counts as none of these, so that the others are reminded of, and becomes an officer's task; it
 * throws where that is so of all.
 */
export function createReminderLook({ deps, words, clock }: ReminderWordsParts): LookAtReminders {
  return async (contactId, queued) => {
    const all = await stillToPay(deps, contactId, [...new Set(queued.map(({ dueItemId }) => dueItemId))]);
    const { payable, views } = await readable(deps, all, clock());
    const factsOf = (reminders: readonly Reminder[]): Promise<readonly MonthFact[]> => {
      const named = new Set(reminders.map(({ dueItemId }) => dueItemId));
      const going = payable.filter(({ item }) => named.has(item.id));
      return reminderFacts(deps, { payable: going, views, reminders, contactId }, dayOf(clock()));
    };
    return {
      dueItemIds: new Set(payable.map(({ item }) => item.id)),
      free: async (contact, reminders) => {
        const { texts, options } = composeReminder(await factsOf(reminders), dayOf(clock()));
        return noticeMessage(texts, options, (text) => words(text, contact.language));
      },
      templates: async (contact, reminders) => {
        const filled = ({ name, params }: Pick<ReminderTemplate, "name" | "params">) =>
          templateMessage(name, params, contact.language, words);
        return composeReminderTemplates(await factsOf(reminders), dayOf(clock())).map(({ instead, facts, ...own }) => ({
          message: instead === undefined ? filled(own) : withInstead(filled(own), filled(instead)),
          dueItemIds: new Set(facts.map(({ dueItemId }) => dueItemId)),
        }));
      },
    };
  };
}

type MonthFact = ReminderFact & Pick<DueView, "dueItemId">;
type Refused = NonNullable<ReminderFact["refused"]>;

interface Readable {
  readonly payable: readonly Payable[];
  /** What their payer sees of them, by their ids. */
  readonly views: ReadonlyMap<string, DueView>;
}

async function readable(deps: ReminderWordsParts["deps"], payable: readonly Payable[], now: number): Promise<Readable> {
  const failures: unknown[] = [];
  const log = toLog(deps.logger, "look-at-reminders");
  const found = await readSafely(
    payable.map(({ item }) => item),
    (items) => dueViews(deps, items),
    (error) => {
      failures.push(error);
      log(error);
    },
  );
  if (found.length === 0 && failures.length > 0) throw failures[0];
  const views = new Map(found.map((view) => [view.dueItemId, view]));
  if (failures.length > 0) {
    const unread = payable.flatMap(({ item }) => (views.has(item.id) ? [] : [item]));
    await addMonthTasks(deps, "unreadable-month", unread, now);
  }
  return { payable: payable.filter(({ item }) => views.has(item.id)), views };
}

/** What is true on a day of the months that a contact may still pay and is reminded of. */
async function reminderFacts(
  deps: Pick<Deps, "repositories" | "logger">,
  of: Readable & { readonly reminders: readonly Reminder[]; readonly contactId: string },
  today: IsoDay,
): Promise<readonly MonthFact[]> {
  const { payable, views, reminders, contactId } = of;
  const roles = new Map(payable.map(({ item, as }) => [item.id, as]));
  const counted = new Set(reminders.flatMap(({ rung, dueItemId }) => (isLapseRung(rung) ? [dueItemId] : [])));
  const workerIds = payable.flatMap(({ item, as }) => (counted.has(item.id) || as === "worker" ? [item.workerId] : []));
  const items = await itemsOfWorkers(deps, [...new Set(workerIds)]);
  const refusals = await refusedAs(deps, payable, contactId);
  const ofOffice = await onOfficesBill(deps, payable, contactId);
  const told = payable.flatMap(({ item }) => views.get(item.id) ?? []);
  const mixed = mixedPrices(payable.map(({ item }) => item));
  return told.map((view) =>
    reminderFact(view, {
      as: roles.get(view.dueItemId),
      ofWorker: items.filter(({ workerId }) => workerId === view.workerId),
      isCounted: counted.has(view.dueItemId),
      refused: refusals.get(view.dueItemId),
      isOfOffice: ofOffice.has(view.dueItemId),
      isMixed: mixed.has(view.dueItemId),
      today,
    }),
  );
}

/** Which of the months are on the bill of the office that a contact coordinates. */
async function onOfficesBill(
  deps: Pick<Deps, "repositories" | "logger">,
  payable: readonly Payable[],
  contactId: string,
): Promise<ReadonlySet<string>> {
  const bySponsor = payable.flatMap(({ item: { id, payer }, as }) =>
    as === "payer" && payer.type === "sponsor" ? [{ id, sponsorId: payer.sponsorId }] : [],
  );
  const board = bySponsor.length === 0 ? null : await boardOf(deps, contactId);
  return new Set(bySponsor.flatMap(({ id, sponsorId }) => (sponsorId === board ? [id] : [])));
}

/** The rejected proofs of months as one of those who may pay them knows them. */
async function refusedAs(
  deps: Pick<Deps, "repositories">,
  payable: readonly Payable[],
  contactId: string,
): Promise<ReadonlyMap<string, Refused>> {
  const items = payable.map(({ item }) => item);
  const refusals = await refusalsOf(deps, items);
  const workers = refusals.size === 0 ? new Map<string, string>() : await workerContacts(deps, items);
  return new Map(
    [...refusals].map(([id, { reason, contactId: sender }]) => [
      id,
      { reason, by: senderOf(sender, contactId, workers.get(id)) },
    ]),
  );
}

/** Who sent a proof, as a reader calls them; all are contacts. */
function senderOf(sender: string, reader: string, workersContact: string | undefined): Refused["by"] {
  if (sender === reader) return "reader";
  if (reader === workersContact) return "sponsor";
  return sender === workersContact ? "worker" : "reader";
}

/** What is known of a month beside what its payer sees; `ofWorker` are the items by which protection is reckoned. */
interface Known {
  readonly as: Payable["as"] | undefined;
  readonly ofWorker: readonly DueItem[];
  /** Whether it is the countdown that speaks of it. */
  readonly isCounted: boolean;
  readonly refused: Refused | undefined;
  readonly isOfOffice: boolean;
  /** Whether another of the months is paid with it at another price. */
  readonly isMixed: boolean;
  readonly today: IsoDay;
}

/** One month as its reader is told of it: due on its own day (F2.10), with whatever other months it is paid. */
function reminderFact(view: DueView, known: Known): MonthFact {
  const { as, ofWorker, isCounted, refused, isOfOffice, isMixed, today } = known;
  const lapse = isCounted && ofWorker.length > 0 ? nearingLapse(ofWorker, today) : null;
  return {
    ...view,
    dueDay: dueDayOf(view.period),
    ...(as === undefined ? {} : { as }),
    ...(as === "worker" ? { standing: standingOf(ofWorker, today) } : {}),
    ...(lapse === null ? {} : { lapse }),
    ...(refused === undefined ? {} : { refused }),
    ...(isOfOffice ? { isOfOffice } : {}),
    ...(isMixed ? { isMixed } : {}),
  };
}

const standings: Readonly<Record<Protection["status"], Standing>> = {
  none: "none",
  paid: "running",
  due: "running",
  // The membership ends with the third month; before that nothing has ended.
  uncertain: "running",
  inactive: "ended",
};

const standingOf = (items: readonly DueItem[], today: IsoDay): Standing =>
  standings[protectedUntil(items, today).status];

/** Whether a rung is one of the countdown. */
const isLapseRung = (rung: string): boolean => LAPSE_RUNGS.some(({ id }) => id === rung);
