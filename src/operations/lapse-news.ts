import { type DueItem, isOwed } from "../domain/contribution/due-item";
import { endedProtection, letGoAfterLapse } from "../domain/contribution/lapse";
import { dayOf, type IsoDay, periodOfDay } from "../domain/shared/calendar";
import { groupBy } from "../domain/shared/group";
import { sumRupiah } from "../domain/shared/money";
import { comparePeriods, type Period, periodOf } from "../domain/shared/period";
import type { Text } from "../domain/shared/text";
import type { Pledge, Sponsor } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import type { Deps } from "./deps";
import { itemsOfWorkers } from "./dues";
import { readSafely, toLog } from "./each-safely";
import { nextPaymentOf } from "./next-payment";
import { calledOf, send } from "./notices";
import { lessCreditTexts } from "./standing-texts";

/** So many workers a notice of a lapse names; the others are counted. */
const mostNamed = 20;

/** A worker whose protection has ended, with all months of hers and the last day that was paid. */
export interface Lapsed {
  readonly worker: Worker;
  readonly items: readonly DueItem[];
  readonly lastPaidDay: IsoDay;
}

/**
 * By what a sponsor is told of lapses together: the same for workers of one sponsor whose protection ended alike. A worker who
 * lapses later than the others, because a proof of hers did not hold, has another. Undefined where no
 * sponsor has to be told.
 */
export async function lapseGroup(
  { repositories }: Deps,
  of: { readonly workerId: string; readonly items: readonly DueItem[]; readonly lastPaidDay: IsoDay },
): Promise<string | undefined> {
  const pledge = await repositories.pledges.findByWorker(of.workerId);
  return pledge !== null && isRunning(pledge) ? [pledge.sponsorId, lapseOf(of)].join(" ") : undefined;
}

const isRunning = ({ status }: Pledge): boolean => status === "active" || status === "paused";

/** What tells a lapse from another after the same last paid day: the proofs that did not hold for the months since. */
function lapseMarks({ items, lastPaidDay }: Pick<Lapsed, "items" | "lastPaidDay">): readonly string[] {
  const unpaid = items.filter(({ period }) => comparePeriods(period, periodOfDay(lastPaidDay)) > 0);
  const marks = unpaid.flatMap(({ refusedProofId }) => refusedProofId ?? []);
  return [...new Set(marks)].sort();
}

/**
 * Tells whoever registered these workers that three unpaid months have ended their protection (F2.13) and how it comes back
 * (F2.15): a chat once of all of its workers for whom it ended alike, and once more where it had run again meanwhile because of a
 * confirmation that was taken back.
 */
export async function tellInactive(deps: Deps, lapsed: readonly Lapsed[], now: number): Promise<void> {
  const alike = groupBy(lapsed, (one) => [one.worker.registeredBy.contactId, lapseOf(one)].join(" "));
  for (const some of alike.values()) await tellChat(deps, some, now);
}

const lapseOf = (of: Pick<Lapsed, "items" | "lastPaidDay">): string => [of.lastPaidDay, ...lapseMarks(of)].join(" ");

async function tellChat(deps: Deps, lapsed: readonly Lapsed[], now: number): Promise<void> {
  const [first] = lapsed;
  if (first === undefined) return;
  const alike = await endedAlike(deps, lapsed, first, now);
  const told = toldAmong(alike, lapsed);
  const [only, ...others] = told;
  if (only === undefined) return;
  const { worker, lastPaidDay: day } = only;
  const texts =
    others.length > 0
      ? await severalTexts(deps, told)
      : [{ key: "notice.inactive", params: { name: (await calledOf(deps, worker)).name, day } }];
  await send(deps, {
    cause: [...idsOf(alike), lapseOf(first)].join(" "),
    rule: "inactive",
    contactId: worker.registeredBy.contactId,
    texts: [...texts, { key: "notice.inactive.next" }],
    options: ["!status", "!paid"],
  });
}

/** Of those who are marked already it was told when they were. */
function toldAmong(alike: readonly Lapsed[], lapsed: readonly Lapsed[]): readonly Lapsed[] {
  const inHand = new Set(idsOf(lapsed));
  return alike.filter(({ worker }) => inHand.has(worker.id) || worker.status !== "inactive");
}

const idsOf = (lapsed: readonly Lapsed[]): readonly string[] => lapsed.map(({ worker }) => worker.id).sort();

/**
 * All workers of a chat and a sponsor, or of none, whose protection ended like the first one's, whether they are marked already or
 * not: where a run that died is finished they are the same, and nobody is told twice. Who cannot be named is none of them, and
 * told of when she can be.
 */
async function endedAlike(
  deps: Deps,
  lapsed: readonly Lapsed[],
  { worker: { id, registeredBy }, ...first }: Lapsed,
  now: number,
): Promise<readonly Lapsed[]> {
  const { workers, pledges } = deps.repositories;
  const lapsing = lapsed.map(({ worker }) => worker);
  // One record that cannot be read may keep nobody else from hearing of it.
  const own = await workers.findByContact(registeredBy.contactId).catch(() => lapsing);
  const ids = own.map((one) => one.id);
  const items = groupBy(await itemsOfWorkers(deps, ids), ({ workerId }) => workerId);
  const running = (await pledges.findByWorkers(ids)).filter(isRunning);
  const sponsors = new Map(running.map(({ workerId = "", sponsorId }) => [workerId, sponsorId]));
  const ofBoth = own.filter((worker) => sponsors.get(worker.id) === sponsors.get(id));
  return namedAmong(deps, likeOne(first, ofBoth, items, now));
}

/** The same of all workers of a sponsor, whichever chats are theirs; nothing of any other is unsealed to find them. */
async function endedUnder(deps: Deps, sponsorId: string, first: Lapsed, now: number): Promise<readonly Lapsed[]> {
  const { workers, pledges } = deps.repositories;
  const running = (await pledges.findBySponsors([sponsorId])).filter(isRunning);
  const ids = running.flatMap(({ workerId }) => workerId ?? []);
  const items = groupBy(await itemsOfWorkers(deps, ids), ({ workerId }) => workerId);
  const ended = ids.filter((id) => isLike(first, items.get(id) ?? [], now));
  const log = toLog(deps.logger, "lapse-news");
  const found = await readSafely(ended, (some) => workers.findMany(some), log);
  return namedAmong(deps, likeOne(first, found, items, now));
}

type Ending = Pick<Lapsed, "items" | "lastPaidDay">;

function isLike(one: Ending, items: readonly DueItem[], now: number): boolean {
  const lastPaidDay = endedProtection(items, dayOf(now));
  return lastPaidDay !== null && lapseOf({ items, lastPaidDay }) === lapseOf(one);
}

/** Those of the workers whose protection ended like the one's. */
const likeOne = (
  one: Ending,
  workers: readonly Worker[],
  ofWorker: ReadonlyMap<string, readonly DueItem[]>,
  now: number,
): readonly Lapsed[] =>
  workers.flatMap((worker) => {
    const items = ofWorker.get(worker.id) ?? [];
    return isLike(one, items, now) ? [{ worker, items, lastPaidDay: one.lastPaidDay }] : [];
  });

async function namedAmong(deps: Deps, lapsed: readonly Lapsed[]): Promise<readonly Lapsed[]> {
  const named = await Promise.allSettled(lapsed.map(({ worker }) => calledOf(deps, worker)));
  return lapsed.filter((_, place) => named[place]?.status === "fulfilled");
}

/**
 * Tells a sponsor once of all workers of one group who lapse together: who, what lets protection run again, and which way; where
 * a run that died is finished, in whatever month, nobody is told twice, and who lapses later is told of by herself. Those whom the
 * sponsor's own chat registered are not among them: it is told of each as such.
 */
export async function tellSponsorOfLapse(
  deps: Deps,
  of: { readonly group: string; readonly lapsed: readonly Lapsed[] },
  now: number,
): Promise<void> {
  const [[sponsorId = ""], [first]] = [of.group.split(" "), of.lapsed];
  const sponsor = await deps.repositories.sponsors.find(sponsorId);
  if (sponsor === null || first === undefined) return;
  const isOfOthers = ({ worker }: Lapsed): boolean => worker.registeredBy.contactId !== sponsor.contactId;
  const alike = (await endedUnder(deps, sponsorId, first, now)).filter(isOfOthers);
  const told = toldAmong(alike, of.lapsed);
  if (told.length === 0) return;
  const isOffice = sponsor.kind === "office";
  await send(deps, {
    cause: [of.group, ...idsOf(alike)].join(" "),
    rule: "inactive.sponsor",
    contactId: sponsor.contactId,
    texts: [
      ...(await whoTexts(deps, told)),
      ...(await sumTexts(deps, sponsor, told, now)),
      { key: `notice.inactive.sponsor.next.${isOffice ? "office" : "person"}` },
    ],
    options: isOffice ? ["!office"] : ["!status", "!paid"],
  });
}

async function whoTexts(deps: Deps, lapsed: readonly Lapsed[]): Promise<Text[]> {
  const [first] = lapsed;
  if (first === undefined || lapsed.length > 1) return severalTexts(deps, lapsed);
  const params = { ...(await calledOf(deps, first.worker)), day: first.lastPaidDay };
  return [{ key: "notice.inactive.sponsor", params }];
}

async function severalTexts(deps: Deps, lapsed: readonly Lapsed[]): Promise<Text[]> {
  const day = lapsed[0]?.lastPaidDay ?? "";
  const named = await Promise.all(lapsed.slice(0, mostNamed).map(({ worker }) => calledOf(deps, worker)));
  const count = lapsed.length - named.length;
  return [
    { key: "notice.inactive.several", params: { count: lapsed.length, day } },
    ...named.map((called) => ({ key: "notice.inactive.line", params: called })),
    ...(count > 0 ? [{ key: "reminder.more", params: { count } }] : []),
    { key: "notice.inactive.stopped" },
  ];
}

/** What this month comes to, of those for whom it is the sponsor's: it alone lets protection run again. Nothing where it is nobody's. */
async function sumTexts(deps: Deps, sponsor: Sponsor, lapsed: readonly Lapsed[], now: number): Promise<Text[]> {
  const pledges = await deps.repositories.pledges.findByWorkers(lapsed.map(({ worker }) => worker.id));
  const paying = new Map(
    pledges.flatMap((one) => (one.status === "active" && one.sponsorId === sponsor.id ? [[one.workerId, one]] : [])),
  );
  const month = periodOf(now);
  const sums = lapsed.flatMap(({ worker, items }) => {
    const pledge = paying.get(worker.id);
    if (pledge === undefined || !isAsked(pledge, items, month)) return [];
    const left = items.filter((item) => letGoAfterLapse(item, now) !== item);
    const credit = sumRupiah([
      ...(worker.credit === undefined ? [] : [worker.credit]),
      ...left.map((one) => one.credit),
    ]);
    const alone = { ...pledge, monthsAhead: 1 };
    return nextPaymentOf({ pledge: alone, worker: { ...worker, credit }, items, month, now }) ?? [];
  });
  if (sums.length === 0) return [];
  const amount = sums.reduce((sum, one) => sum + one.amount, 0);
  const covered = sums.reduce((sum, { reduced }) => sum + (reduced?.credit ?? 0), 0);
  return [{ key: "notice.inactive.sponsor.sum", params: { amount } }, ...lessCreditTexts(covered)];
}

/** Whether a month is asked for under a pledge: of one that begins later only where it was so before. */
const isAsked = ({ id, startPeriod }: Pledge, items: readonly DueItem[], month: Period): boolean =>
  comparePeriods(startPeriod, month) <= 0 ||
  items.some((item) => item.period === month && item.pledgeId === id && isOwed(item));
