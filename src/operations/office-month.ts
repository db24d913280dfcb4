import { isListDay } from "../domain/office/monthly-list";
import type { Office } from "../domain/office/office";
import { spreadsheetKind } from "../domain/payment/proof";
import { dayOf, dueDayOf, type IsoDay, isQuietHour } from "../domain/shared/calendar";
import { comparePeriods, type Period, periodOf } from "../domain/shared/period";
import { ok } from "../domain/shared/result";
import type { Text } from "../domain/shared/text";
import type { Effects } from "./catalog";
import type { Act, Deps } from "./deps";
import { pagesSafely, toLog } from "./each-safely";
import { contactSubject, type Done, type EffectsOf, plainEffect } from "./effect";
import { keepMade } from "./made-file";
import type { Notice } from "./notify";
import { type OwnOffice, officeOf } from "./office-access";
import { listOf, officeListName } from "./office-bills";
import { type FullRow, rowsOf, rowsOfMany, sumOf, toBill } from "./office-rows";
import { batchesOf, change, changeMany, pagesOf } from "./saving";
import type { Sheets } from "./sheets";

/** So many offices are looked at together: memory holds the people of these only. */
const pageSize = 20;
const listRule = "office.rule.monthly-list";

/** What the coordinator does about the list that comes by itself. */
export const monthlyListEffects: EffectsOf<"set-monthly-list"> = { "set-monthly-list": plainEffect(setMonthlyList) };

async function setMonthlyList(
  act: Act,
  { wanted }: Effects["set-monthly-list"]["input"],
): Promise<Done<"set-monthly-list">> {
  const subject = contactSubject(act);
  const { offices } = act.deps.repositories;
  const own = await officeOf(act.deps, act.contact.id);
  if (own === null) return { outcome: "not-allowed", subject, refused: true };
  await change(
    () => offices.find(own.office.id),
    (office) => ok<Office>((office.isListOff !== true) === wanted ? office : withList(office, wanted)),
    (office) => offices.save(office),
  );
  return { outcome: "done", subject };
}

function withList({ isListOff: _before, ...office }: Office, wanted: boolean): Office {
  return wanted ? office : { ...office, isListOff: true };
}

/**
 * Once a month hands every coordinator whose office has months to pay the list of who has paid and who not, with what it comes
 * to and what to do next; see `isListDay` for the days. Nobody who wants none, or has paused what is automatic, is sent one.
 * Returns how many offices were told.
 */
export async function sendMonthlyLists(deps: Deps, listDay: number, now: number): Promise<{ readonly listed: number }> {
  const { sheets } = deps;
  let listed = 0;
  // What is made at night would be old by the morning.
  if (sheets === undefined || isQuietHour(now) || !isListDay(dayOf(now), listDay)) return { listed };
  const pages = pagesOf((after) => deps.repositories.offices.page(after, pageSize));
  const list = async (page: readonly Office[]): Promise<void> => {
    listed += await listPage({ deps, sheets, now }, page);
  };
  // An office of which something cannot be read keeps no other from its list.
  await pagesSafely(pages, list, toLog(deps.logger, "send-monthly-lists"));
  return { listed };
}

/**
 * Whether a list that waited for its coordinator may still reach this contact: in the month for which it was made, while the
 * office is theirs and owes, and they want the list and have paused nothing. What another rule has queued always may.
 */
export async function isListStillSo(
  deps: Deps,
  queued: { readonly rule?: string | undefined; readonly contactId: string; readonly createdAt: number },
  now: number,
): Promise<boolean> {
  if (queued.rule !== listRule) return true;
  const own = await officeOf(deps, queued.contactId);
  if (own === null || own.office.isListOff === true || periodOf(now) !== periodOf(queued.createdAt)) return false;
  const [open] = await reachable(deps, [own.office], now);
  return open !== undefined && toBill(await rowsOf(deps, own, now)).length > 0;
}

interface Making {
  readonly deps: Deps;
  readonly sheets: Sheets;
  readonly now: number;
}

/** Marked last: a run that dies before is gone on with by the next, whose messages have the same names. */
async function listPage(making: Making, page: readonly Office[]): Promise<number> {
  const { deps, now } = making;
  const period = periodOf(now);
  const owns = await withNames(
    deps,
    await reachable(
      deps,
      page.filter((office) => isWanting(office, period)),
      now,
    ),
  );
  const rows = await rowsOfMany(
    deps,
    owns.map(({ office }) => office.id),
    now,
  );
  const owing = owns.filter(({ office }) => toBill(rows.get(office.id) ?? []).length > 0);
  const notices: Notice[] = [];
  for (const own of owing) notices.push(...(await noticesFor(making, own, rows.get(own.office.id) ?? [])));
  for (const batch of batchesOf(notices)) await deps.notify(batch);
  await changeMany(
    deps.repositories.offices,
    owing.map(({ office }) => office.id),
    (office) => (office.listedFor === period ? office : { ...office, listedFor: period }),
  );
  return owing.length;
}

/** A clock that was set back does not make a month come again. */
const isWanting = ({ isListOff, listedFor }: Office, period: Period): boolean =>
  isListOff !== true && (listedFor === undefined || comparePeriods(listedFor, period) < 0);

/** The offices with those of their coordinators who have not paused what is automatic, and without those that have none. */
async function reachable({ repositories }: Deps, offices: readonly Office[], now: number): Promise<readonly Office[]> {
  if (offices.length === 0) return [];
  const contacts = await repositories.contacts.findMany(offices.flatMap(({ coordinatorIds }) => coordinatorIds));
  const open = new Set(contacts.flatMap(({ id, pausedUntil = 0 }) => (pausedUntil > now ? [] : [id])));
  return offices
    .map((office) => ({ ...office, coordinatorIds: office.coordinatorIds.filter((id) => open.has(id)) }))
    .filter(({ coordinatorIds }) => coordinatorIds.length > 0);
}

async function withNames({ repositories }: Deps, offices: readonly Office[]): Promise<readonly OwnOffice[]> {
  if (offices.length === 0) return [];
  const sponsors = await repositories.sponsors.findMany(offices.map(({ id }) => id));
  const known = new Map(sponsors.map((sponsor) => [sponsor.id, sponsor]));
  return offices.flatMap((office) => {
    const sponsor = known.get(office.id);
    return sponsor === undefined ? [] : [{ office, sponsor, name: sponsor.officeName ?? sponsor.name }];
  });
}

async function noticesFor({ deps, sheets, now }: Making, own: OwnOffice, rows: readonly FullRow[]): Promise<Notice[]> {
  const { id, coordinatorIds } = own.office;
  const cause = `${id} ${periodOf(now)}`;
  const bytes = await sheets.write(listOf(own.name, rows, now, { isAsked: false }));
  const file = { mimeType: spreadsheetKind, bytes, name: officeListName(now) } as const;
  const texts = textsOf(own.name, rows, now);
  return Promise.all(
    coordinatorIds.map(async (contactId) => ({
      id: deps.ids.derive(`${cause} ${contactId}`, "monthly-list"),
      contactId,
      rule: listRule,
      texts,
      file: await keepMade(deps, { cause: `monthly list ${cause}`, contactId, file, now }),
      options: [{ value: "!office" as const, label: { key: "office.open-board" } }],
    })),
  );
}

const say = (key: string, params: Text["params"] = {}): Text => ({ key, params });

/** How many, how much, until when, of what to ask first, what next, and how to stop it. */
function textsOf(office: string, rows: readonly FullRow[], now: number): readonly Text[] {
  const [unpaid, refused] = (["unpaid", "refused"] as const).map((state) =>
    rows.filter(({ month }) => month?.state === state),
  ) as [FullRow[], FullRow[]];
  const dueDays = unpaid.flatMap(({ item }) => (item === undefined ? [] : dueDayOf(item.period)));
  return [
    say("office.monthly", { office, month: periodOf(now), day: dayOf(now) }),
    ...(unpaid.length === 0 ? [] : [howMuch(unpaid)]),
    ...untilWhen(dueDays, dayOf(now)),
    ...(refused.length === 0 ? [] : [say("office.monthly.refused", { ...sumOf(refused) })]),
    say("office.monthly.next"),
    say("office.monthly.stop"),
  ];
}

function howMuch(unpaid: readonly FullRow[]): Text {
  const employees = new Set(unpaid.flatMap(({ employeeId }) => employeeId ?? [])).size;
  const sum = sumOf(unpaid);
  return employees > 0 ? say("office.monthly.sum-of", { ...sum, employees }) : say("office.monthly.sum", { ...sum });
}

/** The next day to pay, and how many are late: by each month's own day (F2.10), with whatever others it is paid. */
function untilWhen(dueDays: readonly IsoDay[], today: IsoDay): readonly Text[] {
  const late = dueDays.filter((day) => day < today).length;
  const [day] = dueDays.filter((one) => one >= today).sort();
  return [
    ...(day === undefined ? [] : [{ key: "office.monthly.until", params: { day } }]),
    ...(late > 0 ? [{ key: "office.monthly.late", params: { count: late } }] : []),
  ];
}
