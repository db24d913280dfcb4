import type { DueItem } from "../../src/domain/contribution/due-item";
import { firstNameOf } from "../../src/domain/person/person";
import { dueViews } from "../../src/operations/payers";
import type { Rehearsed } from "../../src/rehearsal";
import type { Storage } from "../../src/storage/open-storage";

/** Which reminder of which month a message carries. */
async function remindersOf(
  { entries }: Rehearsed,
  { repositories }: Storage,
): Promise<readonly { readonly item: DueItem; readonly rung: string }[]> {
  const rungs = new Map(
    entries.flatMap(({ content }) => (content.type === "reminder" ? [[content.dueItemId, content.rung]] : [])),
  );
  const items = await repositories.dueItems.findMany([...rungs.keys()]);
  return items.map((item) => ({ item, rung: rungs.get(item.id) ?? "" }));
}

/** The last days to pay of the months that a message reminds of, as `YYYY-MM-DD`. */
export async function dueDaysOf(message: Rehearsed, storage: Storage): Promise<readonly string[]> {
  return (await remindersOf(message, storage)).map(({ item }) => item.dueDay);
}

/** Who is written to, as an operator knows them: the sponsor, the officer, or the workers in whose name the contact speaks, by first name. */
export async function whoIsWrittenTo(message: Rehearsed, storage: Storage): Promise<string> {
  const { workers, persons, officers, sponsors } = storage.repositories;
  const contactId = message.entries[0]?.contactId ?? "";
  const sponsor = await sponsors.findByContact(contactId);
  const reminded = (await remindersOf(message, storage)).map(({ item }) => item);
  const owed = reminded.filter(({ payer }) => payer.type === "worker");
  const own = reminded.length > 0 ? await workers.findMany(owed.map(({ workerId }) => workerId)) : [];
  const registered = own.length > 0 || sponsor ? [] : await workers.findByContact(contactId);
  const people = await persons.findMany([...own, ...registered].map(({ personId }) => personId));
  const isSponsor = sponsor && (reminded.length === 0 || owed.length < reminded.length);
  const names = [
    ...(isSponsor ? [`sponsor ${firstNameOf(sponsor.name)}`] : []),
    ...[...new Set(people.map(({ name }) => firstNameOf(name)))].map((firstName) => `worker ${firstName}`),
  ];
  if (names.length > 0) return names.join(", ");
  return (await officers.findByContact(contactId)) ? "officer" : "somebody";
}

/** For each month: which reminder, the month, the worker and what is to be paid; for anything else the rule that sends it. */
export async function whatIsSaid(message: Rehearsed, storage: Storage): Promise<string> {
  const reminders = await remindersOf(message, storage);
  if (reminders.length === 0) return message.entries[0]?.rule ?? "no rule";
  const rungs = new Map(reminders.map(({ item, rung }) => [item.id, rung]));
  const views = await dueViews(
    storage,
    reminders.map(({ item }) => item),
  );
  const found = await storage.repositories.workers.findMany(views.map(({ workerId }) => workerId));
  const numbers = new Map(found.map(({ id, number }) => [id, number]));
  return views
    .map(
      ({ dueItemId, workerId, firstName, period, amount }) =>
        `${rungs.get(dueItemId)} ${period} ${numbers.get(workerId) ?? ""} ${firstName} Rp${amount}`,
    )
    .join("; ");
}
