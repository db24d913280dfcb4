import { parseArgs } from "node:util";
import { DateTime } from "luxon";
import { allowanceRules } from "../src/delivery/allowance";
import { noticeMessage } from "../src/delivery/notices";
import { hasWindow, isWindowOpen } from "../src/delivery/window";
import type { DueItem } from "../src/domain/contribution/due-item";
import { firstNameOf } from "../src/domain/person/person";
import { dayOf } from "../src/domain/shared/calendar";
import { parseRegistrationNumber } from "../src/domain/shared/registration-number";
import { ZONE } from "../src/domain/shared/zone";
import { createI18n } from "../src/i18n";
import { pagesOf } from "../src/operations/saving";
import { composeReminder } from "../src/reminders/compose";
import { type ForeseenReminder, foresee, spreadUnderTier } from "../src/reminders/timeline";
import { foreseenFacts } from "../src/reminders/words";
import type { Storage } from "../src/storage/open-storage";
import { open, readMoment } from "./open";
import { runScript } from "./run-script";

const usage = `npm run timeline -- [--from DATE] [--days N] [--person REGISTRATION-NUMBER] [--data DIR] [--text]

Shows what would be sent to whom between two dates if nobody does anything meanwhile. Sends nothing.
  --from DATE   from this day on (now)
  --days N      for so many days (30)
  --person NO   of this worker only
  --text        with the words of each message
`;

async function* workersOf(storage: Storage, number: string | undefined) {
  const { workers } = storage.repositories;
  if (number === undefined) {
    yield* pagesOf((after) => workers.page(["verified", "registered", "active"], after, 200));
    return;
  }
  const parsed = parseRegistrationNumber(number);
  const worker = parsed.ok ? await workers.findByNumber(parsed.value) : null;
  if (!worker) throw new Error("No worker has that registration number.");
  yield [worker];
}

async function timeline(): Promise<number> {
  const { values } = parseArgs({
    options: {
      from: { type: "string" },
      days: { type: "string", default: "30" },
      person: { type: "string" },
      data: { type: "string" },
      text: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const from = values.from === undefined ? Date.now() : readMoment(values.from);
  const days = Number(values.days);
  if (!Number.isInteger(days) || days < 1 || days > 400)
    throw new Error("Write --days as a whole number from 1 to 400.");
  const { storage, config } = await open(values.data === undefined ? {} : { dataFolder: values.data });
  try {
    await show(
      storage,
      { from, until: from + days * 86_400_000, hour: config.reminderHour },
      values.person,
      values.text === true,
      config.whatsAppCloud?.dailyPeople ?? allowanceRules["whatsapp-cloud"].dailyPeople ?? 1,
    );
    return 0;
  } finally {
    await storage.close();
  }
}

async function show(
  storage: Storage,
  span: { from: number; until: number; hour: number },
  person: string | undefined,
  withText: boolean,
  dailyPeople: number,
): Promise<void> {
  const translator = createI18n();
  const messages = await foresee({ deps: storage, span }, workersOf(storage, person));
  for (const message of messages) {
    const due = message.items.map(({ item }) => item);
    const facts = await foreseenFacts(storage, message);
    process.stdout.write(`${await lineOf(storage, message.sendAt, due, facts)}\n`);
    if (!withText) continue;
    const { texts, options } = composeReminder(facts, dayOf(message.sendAt));
    const { text } = noticeMessage(texts, options, (one) => translator.render(one, "id"));
    process.stdout.write(`${text.replace(/^/gmu, "    ")}\n\n`);
  }
  process.stdout.write(`${messages.length} messages\n`);
  await showTier(storage, messages, span.from, dailyPeople);
}

/** The plan for people of the WhatsApp Cloud API, who get a template where they have not written within the day. */
async function showTier(
  storage: Storage,
  messages: readonly ForeseenReminder[],
  from: number,
  dailyPeople: number,
): Promise<void> {
  const templates: ForeseenReminder[] = [];
  for (const message of messages) {
    const contact = await storage.repositories.contacts.find(message.contactId);
    if (contact && hasWindow(contact.channel) && !isWindowOpen(contact.channel, contact, message.sendAt))
      templates.push(message);
  }
  if (templates.length === 0) return;
  const taken = (await storage.firstWrites.moments("whatsapp-cloud", from)).length;
  process.stdout.write(`\nWhatsApp Cloud API: templates under a tier of ${dailyPeople} people a day\n`);
  for (const { day, people, waiting, late } of spreadUnderTier(templates, { dailyPeople, taken })) {
    const queue = waiting > 0 ? `, ${waiting} wait for room` : "";
    const warning = late > 0 ? `; to ${late} AFTER the last day to pay: ask for a higher tier` : "";
    process.stdout.write(`${day}  ${people} people${queue}${warning}\n`);
  }
}

type Facts = Awaited<ReturnType<typeof foreseenFacts>>;

/** When, to whom, and for each month: which reminder, the month, the worker and what is to be paid. */
async function lineOf(storage: Storage, sendAt: number, due: readonly DueItem[], facts: Facts): Promise<string> {
  const { workers } = storage.repositories;
  const found = await workers.findMany(facts.map(({ workerId }) => workerId));
  const numbers = new Map(found.map(({ id, number }) => [id, number]));
  const what = facts.map(
    ({ workerId, firstName, period, amount, rung }) =>
      `${rung} ${period} ${numbers.get(workerId) ?? ""} ${firstName} Rp${amount}`,
  );
  const when = DateTime.fromMillis(sendAt, { zone: ZONE }).toFormat("yyyy-MM-dd HH:mm");
  return `${when}  ${await payersOf(storage, due, facts)}  ${what.join("; ")}`;
}

/** Who is written to, as an operator knows them: the sponsor, or the workers who pay or may pay for themselves, by first name. */
async function payersOf(storage: Storage, due: readonly DueItem[], facts: Facts): Promise<string> {
  const asPayer = new Set(facts.filter(({ as }) => as !== "worker").map(({ dueItemId }) => dueItemId));
  const sponsorIds = due.flatMap(({ id, payer }) =>
    payer.type === "sponsor" && asPayer.has(id) ? [payer.sponsorId] : [],
  );
  const sponsors = await storage.repositories.sponsors.findMany([...new Set(sponsorIds)]);
  const sponsored = new Set(due.filter(({ payer }) => payer.type === "sponsor").map(({ id }) => id));
  const own = facts.filter(({ dueItemId, as }) => as === "worker" || !sponsored.has(dueItemId));
  const names = [
    ...sponsors.map(({ name }) => `sponsor ${firstNameOf(name)}`),
    ...[...new Set(own.map(({ firstName }) => firstName))].map((firstName) => `worker ${firstName}`),
  ];
  return names.join(", ");
}

runScript(timeline);
