import { amountToPay, type DueItem } from "../domain/contribution/due-item";
import { nearingLapse } from "../domain/contribution/lapse";
import type { Contact } from "../domain/messaging/contact";
import { addDays, dayOf, daysBetween, dueDayOf, type IsoDay, nextOpenMoment } from "../domain/shared/calendar";
import type { Text } from "../domain/shared/text";
import { holdSpan } from "../domain/sponsor/hold";
import { occupiesWorker, type Pledge, type Sponsor } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { owesMonths } from "../domain/worker/worker-life";
import type { Deps } from "./deps";
import { mostItems } from "./dues";
import { eachSafely, toLog } from "./each-safely";
import { calledOf, send } from "./notices";
import { lessCreditTexts } from "./standing-texts";

/** How many days before the last day on which a lapse can be averted the first stand-by sponsor is asked. */
const STAND_BY_DAYS = 10;
/** The last of several months paid at once was due with the first. */
const longestBlockDays = 400;
const pageSize = 50;

/** The month whose payment averts a lapse (F2.13). */
export interface Danger {
  readonly item: DueItem;
  readonly latePeriods: number;
  /** The last day on which it can be paid. */
  readonly lastDay: IsoDay;
}

/**
 * The third month, where two are late of which nobody has said anything: not yet paid, nor said to be. Null wherever no lapse
 * is near, or no month was opened that somebody could pay.
 */
export function dangerOf(items: readonly DueItem[], today: IsoDay): Danger | null {
  const lapse = nearingLapse(items, today);
  const third = items.find(({ period }) => dueDayOf(period) === lapse?.lastDay);
  const isUnpaid = third?.status === "open" || third?.status === "overdue";
  return lapse === null || third === undefined || !isUnpaid ? null : { item: third, ...lapse };
}

/**
 * Ten days before a third unpaid month is over, offers its worker to the first of the stand-by sponsors, one after another
 * until one says yes: for 48 hours each. Done again, or by two processes at once, each is asked once.
 */
export async function offerToStandBys(deps: Deps, now: number): Promise<{ readonly offered: number }> {
  const { sponsors, dueItems } = deps.repositories;
  if ((await sponsors.standingBy({}, 1)).length === 0) return { offered: 0 };
  const today = dayOf(now);
  const last = addDays(today, STAND_BY_DAYS);
  const isNear = ({ period }: DueItem): boolean => today <= dueDayOf(period) && dueDayOf(period) <= last;
  const { pages } = await dueItems.unpaid([addDays(today, -longestBlockDays), last]);
  const near = async function* () {
    for await (const page of pages) yield* page.filter(isNear);
  };
  let offered = 0;
  // One after another: who is asked for the one worker is not free for the next.
  const offer = async ({ workerId }: DueItem): Promise<void> => {
    offered += Number(await offerToNextStandBy(deps, workerId, now));
  };
  await eachSafely(near(), offer, toLog(deps.logger, "offer-to-stand-bys"));
  return { offered };
}

/**
 * Asks the next stand-by sponsor for a worker whose protection is about to end, if nobody is being asked; whether somebody
 * was. An offer that stands is told, should that have been left undone.
 */
export async function offerToNextStandBy(deps: Deps, workerId: string, now: number): Promise<boolean> {
  const { workers, dueItems, pledges } = deps.repositories;
  const worker = await workers.find(workerId);
  if (worker === null || !owesMonths(worker.status)) return false;
  const danger = dangerOf(await dueItems.findByWorkers([workerId], mostItems), dayOf(now));
  if (danger === null) return false;
  const current = await pledges.findByWorker(workerId);
  const open = (await pledges.findOffer(workerId)) ?? (current?.status === "held" ? current : null);
  if (open?.standBy !== undefined) await tellOffer(deps, open, worker, danger);
  if (open !== null || current?.status === "paused" || !isInTime(danger, now)) return false;
  for await (const sponsor of standBysFor(deps, worker, current, danger)) {
    const added = await pledges.add(offerOf(deps, { sponsor, worker, current, danger, now }));
    if (!added.ok) return false;
    await tellOffer(deps, added.value, worker, danger);
    return true;
  }
  return false;
}

/** Neither so early that the payer may still pay by herself, nor so late that no two days are left for an answer. */
function isInTime({ lastDay }: Danger, now: number): boolean {
  return daysBetween(dayOf(now), lastDay) <= STAND_BY_DAYS && dayOf(spanFrom(now).heldUntil) <= lastDay;
}

/** What is asked at night is read in the morning. */
const spanFrom = (now: number) => holdSpan(nextOpenMoment(now));

/** One offer for a sponsor, a worker and a month: whoever was asked once is not asked again. */
const offerId = ({ ids }: Deps, sponsor: Sponsor, { item }: Danger): string =>
  ids.derive(`${item.id} ${sponsor.id}`, "stand-by");

function offerOf(
  deps: Deps,
  of: { sponsor: Sponsor; worker: Worker; current: Pledge | null; danger: Danger; now: number },
): Pledge {
  const { sponsor, worker, current, danger, now } = of;
  const { period } = danger.item;
  return {
    ...{ id: offerId(deps, sponsor, danger), revision: 0, sponsorId: sponsor.id, workerId: worker.id, status: "held" },
    programmes: (current ?? worker).programmes,
    startPeriod: period,
    monthsAhead: 1,
    route: sponsor.kind === "office" ? "coordinator" : "direct",
    wishes: {},
    ...spanFrom(now),
    standBy: { period, ...(current === null ? {} : { replaces: current.id }) },
    createdAt: now,
  };
}

/**
 * Who can be asked, in turn: those who asked for her village before all others, whoever has been ready longest first. Not
 * the silent payer, nor who was asked for this month before, nor who has as many workers as she wanted.
 */
async function* standBysFor(
  deps: Deps,
  worker: Worker,
  current: Pledge | null,
  danger: Danger,
): AsyncGenerator<Sponsor> {
  const seen = new Set(current === null ? [] : [current.sponsorId]);
  for (const which of [{ villageId: worker.villageId }, {}])
    for await (const page of pagesOfReady(deps, which)) {
      const fresh = page.filter(({ id, contactId }) => !seen.has(id) && contactId !== worker.registeredBy.contactId);
      for (const { id } of page) seen.add(id);
      yield* await freeAmong(deps, fresh, danger);
    }
}

async function* pagesOfReady(
  { repositories }: Deps,
  which: { readonly villageId?: string },
): AsyncGenerator<readonly Sponsor[]> {
  let after: { since: number; id: string } | undefined;
  for (;;) {
    const page = await repositories.sponsors.standingBy(which, pageSize, after);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = { since: last.standsBy?.since ?? 0, id: last.id };
  }
}

async function freeAmong(deps: Deps, page: readonly Sponsor[], danger: Danger): Promise<readonly Sponsor[]> {
  const { contacts, pledges } = deps.repositories;
  const contactIds = page.map(({ contactId }) => contactId);
  const chats = [...(await contacts.findMany(contactIds)), ...(await contacts.endpointsOf(contactIds))];
  const own = await pledges.findBySponsors(page.map(({ id }) => id));
  const busy = own.filter(({ status, standBy }) => standBy !== undefined && occupiesWorker(status));
  const asked = new Set(own.map(({ id }) => id));
  return page.filter(
    (sponsor) =>
      !asked.has(offerId(deps, sponsor, danger)) &&
      busy.filter(({ sponsorId }) => sponsorId === sponsor.id).length < (sponsor.standsBy?.most ?? 0) &&
      hearsUs(sponsor, chats),
  );
}

/** Whether an offer would reach her: two days would be lost on whoever said STOP, or blocked us in every chat. */
function hearsUs({ contactId }: Sponsor, chats: readonly Contact[]): boolean {
  const own = chats.find(({ id }) => id === contactId);
  const isWilling = own?.consent?.status === "given" && own.optedOutAt === undefined;
  const reached = chats.filter(({ id, principalId }) => id === contactId || principalId === contactId);
  return isWilling && reached.some(({ blockedAt }) => blockedAt === undefined);
}

/** Says whom she is asked for: first name, village, occupation, what one payment averts and by when. */
async function tellOffer(deps: Deps, pledge: Pledge, worker: Worker, danger: Danger): Promise<void> {
  const sponsor = await deps.repositories.sponsors.find(pledge.sponsorId);
  if (sponsor === null || pledge.heldUntil === undefined || pledge.standBy?.acceptedAt !== undefined) return;
  const { item, latePeriods: count, lastDay } = danger;
  const work: Text | string = worker.occupationText ?? { key: `occupation.${worker.occupationId}` };
  const params = { ...(await calledOf(deps, worker)), work, count };
  await send(deps, {
    cause: pledge.id,
    rule: "stand-by",
    contactId: sponsor.contactId,
    texts: [
      { key: "notice.stand-by", params },
      { key: "notice.stand-by.saves", params: { amount: amountToPay(item), month: item.period, day: lastDay } },
      ...lessCreditTexts(item.credit),
      { key: "notice.stand-by.ask", params: { until: pledge.heldUntil } },
    ],
    options: ["!stand-by"],
  });
}

/**
 * Reminds whoever is asked to step in until when the answer is waited for; once for all that are waited for as long, and not where
 * nothing is to be averted any more or she stands by no more. Whether it is new.
 */
export async function tellOfferEnds(deps: Deps, pledge: Pledge, now: number): Promise<boolean> {
  const { sponsorId, workerId, heldUntil: until } = pledge;
  const sponsor = await deps.repositories.sponsors.find(sponsorId);
  if (sponsor?.standsBy === undefined || workerId === undefined || until === undefined) return false;
  const items = await deps.repositories.dueItems.findByWorkers([workerId], mostItems);
  if (dangerOf(items, dayOf(now)) === null) return false;
  return send(deps, {
    cause: `${sponsorId} ${until}`,
    rule: "stand-by-ends",
    contactId: sponsor.contactId,
    texts: [{ key: "notice.stand-by-ends", params: { until } }],
    options: ["!stand-by"],
  });
}
