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
 * By what a sponsor is told of lapses together: the same for workers of one sponsor who lapse in one run, and the same again
 * where a run that died is finished in that month, so that nobody is told twice. A worker who lapses later than the others,
 * because a proof of hers did not hold, has another. Undefined where no sponsor has to be told.
 */
export async function lapseCause(
  { repositories }: Deps,
  of: { readonly workerId: string; readonly items: readonly DueItem[]; readonly lastPaidDay: IsoDay },
  now: number,
): Promise<string | undefined> {
  const pledge = await repositories.pledges.findByWorker(of.workerId);
  if (pledge?.status !== "active" && pledge?.status !== "paused") return undefined;
  return [pledge.sponsorId, of.lastPaidDay, periodOf(now), ...lapseMarks(of)].join(" ");
}

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
  const inHand = new Set(lapsed.map(({ worker }) => worker.id));
  // Of those who are marked already the chat was told when they were.
  const told = alike.filter(({ worker }) => inHand.has(worker.id) || worker.status !== "inactive");
  const [only, ...others] = told;
  if (only === undefined) return;
  const { worker, lastPaidDay: day } = only;
  const texts =
    others.length > 0
      ? await severalTexts(deps, told)
      : [{ key: "notice.inactive", params: { name: (await calledOf(deps, worker)).name, day } }];
  const ids = alike.map(({ worker: { id } }) => id).sort();
  await send(deps, {
    cause: [...ids, lapseOf(first)].join(" "),
    rule: "inactive",
    contactId: worker.registeredBy.contactId,
    texts: [...texts, { key: "notice.inactive.next" }],
    options: ["!status", "!paid"],
  });
}

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
  const running = (await pledges.findByWorkers(ids)).filter(({ status }) => status === "active" || status === "paused");
  const sponsors = new Map(running.map(({ workerId = "", sponsorId }) => [workerId, sponsorId]));
  const alike = own.flatMap((worker): Lapsed[] => {
    const theirs = items.get(worker.id) ?? [];
    const lastPaidDay = endedProtection(theirs, dayOf(now));
    if (lastPaidDay === null || sponsors.get(worker.id) !== sponsors.get(id)) return [];
    const one = { worker, items: theirs, lastPaidDay };
    return lapseOf(one) === lapseOf(first) ? [one] : [];
  });
  const named = await Promise.allSettled(alike.map(({ worker }) => calledOf(deps, worker)));
  return alike.filter((_, place) => named[place]?.status === "fulfilled");
}

/**
 * Tells a sponsor once of all workers who lapse together: who, what lets protection run again, and which way. Those whom the
 * sponsor's own chat registered are not among them: it is told of each as such.
 */
export async function tellSponsorOfLapse(
  deps: Deps,
  of: { readonly cause: string; readonly lapsed: readonly Lapsed[] },
  now: number,
): Promise<void> {
  const [sponsorId = ""] = of.cause.split(" ");
  const sponsor = await deps.repositories.sponsors.find(sponsorId);
  const told = of.lapsed.filter(({ worker }) => sponsor?.contactId !== worker.registeredBy.contactId);
  if (sponsor === null || told.length === 0) return;
  const isOffice = sponsor.kind === "office";
  await send(deps, {
    cause: of.cause,
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
