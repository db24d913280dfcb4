import { parseArgs } from "node:util";
import { DateTime } from "luxon";
import { dayOf } from "../src/domain/shared/calendar";
import { parseRegistrationNumber } from "../src/domain/shared/registration-number";
import { ZONE } from "../src/domain/shared/zone";
import { type Rehearsed, rehearse } from "../src/rehearsal";
import type { Storage } from "../src/storage/open-storage";
import { open, readMoment } from "./open";
import { runScript } from "./run-script";
import { dueDaysOf, whatIsSaid, whoIsWrittenTo } from "./timeline/lines";

const usage = `npm run timeline -- [--from DATE] [--days N] [--person REGISTRATION-NUMBER] [--data DIR] [--text]

Shows what would be sent to whom between two dates if nobody writes and nobody pays meanwhile: the service itself, rehearsed
on a copy of everything that is stored. Sends nothing and changes nothing.
  --from DATE   from the beginning of this day on (now)
  --days N      for so many days (30)
  --person NO   to those who answer for this worker only
  --data DIR    the store (./data)
  --text        with the words of each message
`;

interface Wanted {
  readonly from: number;
  readonly days: number;
  readonly person?: string | undefined;
  readonly data?: string | undefined;
  readonly withText: boolean;
}

function readArguments(): Wanted | undefined {
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
  if (values.help) return undefined;
  const from = values.from === undefined ? Date.now() : readMoment(values.from, "00:00");
  const days = Number(values.days);
  if (!Number.isInteger(days) || days < 1 || days > 400)
    throw new Error("Write --days as a whole number from 1 to 400.");
  return { from, days, person: values.person, data: values.data, withText: values.text === true };
}

/** The contacts that answer for a worker: whoever registered her, and her sponsor. */
async function contactsOf({ repositories }: Storage, number: string): Promise<ReadonlySet<string>> {
  const parsed = parseRegistrationNumber(number);
  const worker = parsed.ok ? await repositories.workers.findByNumber(parsed.value) : null;
  if (!worker) throw new Error("No worker has that registration number.");
  const pledge = await repositories.pledges.findByWorker(worker.id);
  const sponsor = pledge && (await repositories.sponsors.find(pledge.sponsorId));
  return new Set([worker.registeredBy.contactId, ...(sponsor ? [sponsor.contactId] : [])]);
}

async function timeline(): Promise<number> {
  const wanted = readArguments();
  if (!wanted) {
    process.stdout.write(usage);
    return 0;
  }
  const { storage, config, logger } = await open(wanted.data === undefined ? {} : { dataFolder: wanted.data });
  try {
    const only = wanted.person === undefined ? undefined : await contactsOf(storage, wanted.person);
    const templates = new TemplateDays();
    let count = 0;
    const until = wanted.from + wanted.days * 86_400_000;
    await rehearse({ storage, config, logger, from: wanted.from, until }, async (message, copy) => {
      if (only && !message.entries.some(({ contactId }) => only.has(contactId))) return;
      count += 1;
      await show(message, copy, wanted.withText);
      await templates.add(message, copy);
    });
    process.stdout.write(`${count} messages\n`);
    templates.show(config.whatsAppCloud?.dailyPeople);
    return 0;
  } finally {
    await storage.close();
  }
}

async function show(message: Rehearsed, copy: Storage, withText: boolean): Promise<void> {
  const when = DateTime.fromMillis(message.at, { zone: ZONE }).toFormat("yyyy-MM-dd HH:mm");
  process.stdout.write(`${when}  ${await whoIsWrittenTo(message, copy)}  ${await whatIsSaid(message, copy)}\n`);
  if (withText) process.stdout.write(`${message.text.replace(/^/gmu, "    ")}\n\n`);
}

/** The people of the WhatsApp Cloud API who are written to by template, day by day: a tier allows only so many. */
class TemplateDays {
  private readonly days = new Map<string, { readonly people: Set<string>; readonly late: Set<string> }>();

  async add(message: Rehearsed, copy: Storage): Promise<void> {
    const [entry] = message.entries;
    if (!message.isTemplate || !entry) return;
    const today = dayOf(message.at);
    const day = this.days.get(today) ?? { people: new Set(), late: new Set() };
    this.days.set(today, day);
    day.people.add(entry.contactId);
    const meantForBefore = message.entries.some(({ content }) => content.type === "reminder" && isAhead(content.rung));
    if (meantForBefore && (await dueDaysOf(message, copy)).some((dueDay) => dueDay < today))
      day.late.add(entry.contactId);
  }

  show(dailyPeople: number | undefined): void {
    if (this.days.size === 0) return;
    const tier = dailyPeople === undefined ? "" : ` under a tier of ${dailyPeople} people a day`;
    process.stdout.write(`\nWhatsApp Cloud API: templates${tier}\n`);
    for (const [day, { people, late }] of this.days) {
      const warning = late.size > 0 ? `; to ${late.size} AFTER the last day to pay: ask for a higher tier` : "";
      process.stdout.write(`${day}  ${people.size} people${warning}\n`);
    }
  }
}

/** A reminder that is meant to come before the last day to pay, or on it. */
const isAhead = (rung: string): boolean => rung.startsWith("d-") || rung === "d0";

runScript(timeline);
