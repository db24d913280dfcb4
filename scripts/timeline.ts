import { parseArgs } from "node:util";
import { DateTime } from "luxon";
import { noticeMessage } from "../src/delivery/notices";
import { parseRegistrationNumber } from "../src/domain/shared/registration-number";
import { ZONE } from "../src/domain/shared/zone";
import { createI18n } from "../src/i18n";
import { foreseenDues } from "../src/operations/foreseen-dues";
import { dueViews, payerContacts } from "../src/operations/payers";
import { pagesOf } from "../src/operations/saving";
import { composeReminder } from "../src/reminders/compose";
import { foresee } from "../src/reminders/timeline";
import type { Storage } from "../src/storage/open-storage";
import { open, readMoment, runScript } from "./open";

const usage = `npm run timeline -- [--from DATE] [--days N] [--person REGISTRATION-NUMBER] [--data DIR] [--text]

Shows what would be sent to whom between two dates if nobody pays meanwhile. Sends nothing.
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
): Promise<void> {
  const translator = createI18n();
  const items = [];
  for await (const page of workersOf(storage, person)) {
    for (const worker of page) items.push(...(await foreseenDues(storage, worker, span.from, span.until)));
  }
  const messages = foresee(items, await payerContacts(storage, items), span);
  for (const message of messages) {
    const views = await dueViews(
      storage,
      message.items.map(({ item }) => item),
    );
    const facts = views.map((view, index) => ({ ...view, rung: message.items[index]?.rung ?? ("d0" as const) }));
    const when = DateTime.fromMillis(message.sendAt, { zone: ZONE }).toFormat("yyyy-MM-dd HH:mm");
    const what = facts
      .map(({ firstName, period, amount, rung }) => `${rung} ${period} ${firstName} Rp${amount}`)
      .join("; ");
    process.stdout.write(`${when}  ${message.contactId}  ${what}\n`);
    if (!withText) continue;
    const { texts, options } = composeReminder(facts);
    const { text } = noticeMessage(texts, options, (one) => translator.render(one, "id"));
    process.stdout.write(`${text.replace(/^/gmu, "    ")}\n\n`);
  }
  process.stdout.write(`${messages.length} messages\n`);
}

runScript(timeline);
