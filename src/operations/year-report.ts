import { type DueItem, isPaid } from "../domain/contribution/due-item";
import type { ShownFile } from "../domain/messaging/message";
import { firstNameOf } from "../domain/person/person";
import { dayOf } from "../domain/shared/calendar";
import { sumRupiah } from "../domain/shared/money";
import { villageById } from "../domain/shared/region";
import { ok } from "../domain/shared/result";
import type { Text } from "../domain/shared/text";
import type { Sponsor } from "../domain/sponsor/sponsor";
import type { Effects } from "./catalog";
import type { Act, Deps } from "./deps";
import { itemsOfWorkers } from "./dues";
import { eachSafely, toLog } from "./each-safely";
import { contactSubject, type EffectsOf } from "./effect";
import { keepMade } from "./made-file";
import { tellYearReport } from "./notices";
import { rupiahText, type Sheet, type SheetLine } from "./papers";
import { change, pagesOf } from "./saving";
import { personsById } from "./views";

const pageSize = 100;
/** The first day of January on which reports go out. */
const firstDay = 16;
/** How many people a picture names; the others are counted. */
const mostNamed = 20;

/** What a sponsor has paid in a year. */
interface SponsorYear {
  readonly year: number;
  readonly months: number;
  readonly people: number;
  /** Rupiah. */
  readonly total: number;
  /** What is paid already for the months after that year. */
  readonly ahead: { readonly months: number; readonly total: number };
  /** First name, village and months of those who agreed to be named. */
  readonly named: readonly { readonly name: string; readonly villageId: string; readonly months: number }[];
}

type YearReport = Effects["year-report"]["outcome"];

/** What is done about the yearly reports by chat. */
export const yearReportEffects: EffectsOf<"year-report" | "let-be-named"> = {
  "year-report": {
    run: async (act, input) => ({ outcome: await ownReport(act, input), subject: contactSubject(act) }),
    recall: (act, _entry, input) => ownReport(act, input),
  },
  "let-be-named": {
    run: async (act, { allowed }) => {
      const own = await act.deps.repositories.workers.findByContact(act.contact.id);
      for (const { id } of own) await letBeNamed(act, id, allowed);
      return { outcome: { count: own.length }, subject: contactSubject(act), details: { count: own.length } };
    },
    recall: async (_act, { details }) => ({ count: Number(details?.["count"] ?? 0) }),
  },
};

async function letBeNamed({ deps }: Act, workerId: string, allowed: boolean): Promise<void> {
  const { workers } = deps.repositories;
  await change(
    () => workers.find(workerId),
    (worker) => ok(worker.isNamedInReports === allowed ? worker : { ...worker, isNamedInReports: allowed }),
    (worker) => workers.save(worker),
  );
}

async function ownReport({ deps, contact, effectId, now }: Act, { year }: { year: number }): Promise<YearReport> {
  const sponsor = await deps.repositories.sponsors.findByContact(contact.id);
  const found = sponsor === null ? null : await yearOf(deps, sponsor, year);
  if (sponsor === null || found === null) return { months: 0, people: 0, total: 0, ahead: { months: 0, total: 0 } };
  const file = await drawYear(deps, { sponsor, found, cause: effectId, now });
  const { months, people, total, ahead } = found;
  return { months, people, total, ahead, ...(file === undefined ? {} : { file }) };
}

/**
 * In the second half of January, when the proofs of December have been looked at, tells every sponsor who paid for months of
 * the year before what came of it, with a picture; once a sponsor and year, however often it runs. Returns how many were told
 * for the first time.
 */
export async function sendYearReports(deps: Deps, now: number): Promise<{ readonly reported: number }> {
  const today = dayOf(now);
  let reported = 0;
  if (today.slice(5, 7) !== "01" || Number(today.slice(8)) < firstDay) return { reported };
  const year = Number(today.slice(0, 4)) - 1;
  const every = async function* () {
    for await (const page of pagesOf((after) => deps.repositories.sponsors.page(after, pageSize))) yield* page;
  };
  const report = async ({ id }: Pick<Sponsor, "id">): Promise<void> => {
    reported += Number(await sendYear(deps, id, year, now));
  };
  await eachSafely(every(), report, toLog(deps.logger, "year-reports"));
  return { reported };
}

/**
 * The entry in the log comes last, so that a run that dies is finished by the next. There is none where nothing is confirmed
 * yet: a proof that still waits may be looked at on a later day.
 */
async function sendYear(deps: Deps, sponsorId: string, year: number, now: number): Promise<boolean> {
  const cause = `${sponsorId} ${year}`;
  const id = deps.ids.derive(cause, "year report");
  if ((await deps.repositories.audit.entry(id)) !== null) return false;
  const sponsor = await deps.repositories.sponsors.find(sponsorId);
  if (sponsor === null) return false;
  const found = await yearOf(deps, sponsor, year);
  if (found === null) return false;
  const file = await drawYear(deps, { sponsor, found, cause, now });
  await tellYearReport(deps, { ...found, cause, contactId: sponsor.contactId, file });
  const subject = { type: "contact", id: sponsor.contactId } as const;
  const actor = { type: "job", id: "year-reports" } as const;
  await deps.repositories.audit.write({ id, at: now, actor, action: "year-report.sent", subject, details: { year } });
  return true;
}

/** What counts as paid by a sponsor for the months of a year; null where nothing does. */
async function yearOf({ repositories }: Deps, sponsor: Sponsor, year: number): Promise<SponsorYear | null> {
  const { pledges, workers } = repositories;
  const ids = [...new Set((await pledges.findBySponsor(sponsor.id)).flatMap(({ workerId }) => workerId ?? []))];
  const paid = (await itemsOfWorkers({ repositories }, ids)).filter((item) => isPaid(item) && isPaidBy(item, sponsor));
  const items = paid.filter(({ period }) => period.startsWith(`${year}-`));
  if (items.length === 0) return null;
  const paidFor = await workers.findMany([...new Set(items.map(({ workerId }) => workerId))]);
  const persons = await personsById(repositories, paidFor);
  const named = paidFor
    .filter(({ isNamedInReports }) => isNamedInReports === true)
    .map(({ id, personId, villageId }) => ({
      name: firstNameOf(persons.get(personId)?.name ?? ""),
      villageId,
      months: items.filter(({ workerId }) => workerId === id).length,
    }))
    .toSorted((a, b) => b.months - a.months || a.name.localeCompare(b.name));
  const people = new Set(items.map(({ workerId }) => workerId)).size;
  const ahead = sumOf(paid.filter(({ period }) => period > `${year}-12`));
  return { year, ...sumOf(items), people, ahead, named };
}

const sumOf = (items: readonly DueItem[]) => ({
  months: items.length,
  total: sumRupiah(items.map(({ amount }) => amount)),
});

const isPaidBy = ({ payer }: DueItem, { id }: Sponsor): boolean => payer.type === "sponsor" && payer.sponsorId === id;

async function drawYear(
  deps: Deps,
  of: { readonly sponsor: Sponsor; readonly found: SponsorYear; readonly cause: string; readonly now: number },
): Promise<ShownFile | undefined> {
  const { sponsor, found, cause, now } = of;
  const contact = await deps.repositories.contacts.find(sponsor.contactId);
  if (deps.papers === undefined || contact === null) return undefined;
  const bytes = await deps.papers.draw(yearSheet(sponsor, found), contact.language).catch((error: unknown) => {
    deps.logger?.error({ err: error }, "a yearly report could not be drawn; its words go without it");
    return undefined;
  });
  if (bytes === undefined) return undefined;
  const name = { key: "report.file", params: { year: String(found.year) } };
  const file = { mimeType: "image/png", bytes, name } as const;
  return keepMade(deps, { cause: `year report ${cause}`, contactId: sponsor.contactId, file, now });
}

function yearSheet(sponsor: Sponsor, { year, months, people, total, ahead, named }: SponsorYear): Sheet {
  const shown = named.slice(0, mostNamed);
  const rest = people - shown.length;
  const others: Text = { key: shown.length > 0 ? "report.others" : "report.unnamed", params: { count: rest } };
  return {
    look: "thanks",
    title: { key: "report.title", params: { year: String(year) } },
    figure: {
      label: { key: "report.thanks-to", params: { name: sponsor.officeName ?? sponsor.name } },
      value: { key: "report.months", params: { count: months } },
      below: { key: "report.for", params: { count: people } },
    },
    lines: shown.map(lineOf),
    ...(rest > 0 ? { more: others } : {}),
    facts: [
      { label: { key: "report.total", params: { year: String(year) } }, value: rupiahText(total) },
      ...(ahead.months > 0
        ? [{ label: { key: "report.ahead-total", params: { count: ahead.months } }, value: rupiahText(ahead.total) }]
        : []),
    ],
    closing: [{ key: "report.closing" }, { key: "report.source" }],
  };
}

function lineOf({ name, villageId, months }: SponsorYear["named"][number]): SheetLine {
  const village = villageById(villageId)?.name ?? "";
  return {
    left: { key: "receipt.name", params: { name, village } },
    right: { key: "report.line-months", params: { count: months } },
  };
}
