import { type DueItem, dueItemId, isPaid } from "../domain/contribution/due-item";
import { givenIn, type LateMonth, lateMonth, standingOf } from "../domain/contribution/standing";
import type { Proof } from "../domain/payment/proof";
import { dayOf, nextOpenMoment } from "../domain/shared/calendar";
import { comparePeriods, type Period, periodOf } from "../domain/shared/period";
import type { Text } from "../domain/shared/text";
import { heldSinceOf } from "../domain/sponsor/hold";
import type { Pledge, Sponsor } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { hasLapsed, owesMonths } from "../domain/worker/worker-life";
import type { Deps } from "./deps";
import { firstPeriodToPay, startOfPaying } from "./due-plan";
import { mostItems } from "./dues";
import { firstPaymentTexts, nextPaymentOf, nextPaymentTexts, ownNextPaymentOf } from "./next-payment";
import { calledOf, lapsedTexts, lapsedTextsForSponsor, send } from "./notices";
import { refusalsOf } from "./refusals";
import { paidText, plainMonthLines, reportedTexts } from "./standing-texts";

/** What may befall a pledge that its sponsor has to hear of. */
export type SponsorNews = "hold-expired" | "stand-by-expired" | "retired" | "worker-left" | "pause-over" | "taken-over";

/** Tells the sponsor of a pledge what has become of it, and `more` where there is more to say. */
export async function tellSponsor(
  deps: Deps,
  news: SponsorNews,
  pledge: Pledge,
  worker: Worker,
  cause: string,
  more: readonly Text[] = [],
): Promise<void> {
  const sponsor = await deps.repositories.sponsors.find(pledge.sponsorId);
  if (sponsor === null) return;
  await send(deps, {
    cause: `${cause} sponsor`,
    rule: `sponsor.${news}`,
    contactId: sponsor.contactId,
    texts: [{ key: `notice.sponsor.${news}`, params: await calledOf(deps, worker) }, ...more],
    options: ["!status", "!menu"],
  });
}

/** Tells a sponsor who waited that a worker was found, what is paid first by when, and until when she is kept. */
export async function tellMatched(deps: Deps, pledge: Pledge, sponsor: Sponsor, worker: Worker): Promise<void> {
  if (pledge.heldUntil === undefined) return;
  const items = await deps.repositories.dueItems.findByWorkers([worker.id], mostItems);
  const now = heldSinceOf(pledge);
  const month = startOfPaying(pledge.startPeriod, items, now);
  const first = nextPaymentOf({ pledge, worker, items, month, now });
  await send(deps, {
    cause: `${pledge.id} ${worker.id}`,
    rule: "matched",
    contactId: sponsor.contactId,
    texts: [
      { key: "notice.matched", params: await calledOf(deps, worker) },
      ...firstPaymentTexts(first),
      { key: "notice.matched.answer", params: { until: pledge.heldUntil } },
    ],
    options: ["!pledges"],
  });
}

/** Tells a sponsor until when workers are kept who still wait for the answer; once for all that are kept as long. Whether it is new. */
export async function tellHoldEnds(deps: Deps, { sponsorId, heldUntil }: Pledge): Promise<boolean> {
  const sponsor = await deps.repositories.sponsors.find(sponsorId);
  if (sponsor === null || heldUntil === undefined) return false;
  const news = "hold-ends";
  return send(deps, {
    cause: `${sponsorId} ${heldUntil}`,
    rule: `sponsor.${news}`,
    contactId: sponsor.contactId,
    texts: [{ key: `notice.sponsor.${news}`, params: { until: heldUntil } }],
    options: ["!pledges"],
  });
}

/** Tells a sponsor that a pause is over and what is to be paid next, and where protection has ended meanwhile that it is the first month that lets it run again. */
export async function tellPauseOver(
  deps: Deps,
  pledge: Pledge,
  worker: Worker,
  { month, cause, now }: { readonly month: Period; readonly cause: string; readonly now: number },
): Promise<void> {
  const { name } = await calledOf(deps, worker);
  const items = await deps.repositories.dueItems.findByWorkers([worker.id], mostItems);
  const next = nextPaymentTexts(nextPaymentOf({ pledge, worker, items, month, now }));
  await tellSponsor(deps, "pause-over", pledge, worker, cause, [
    ...next,
    ...lapsedTextsForSponsor(worker, name, { items, month, now }),
  ]);
}

/** Tells a sponsor some days ahead that a pause ends, from which month on it is paid again, and how to change that. */
export async function tellPauseEnds(deps: Deps, pledge: Pledge, worker: Worker): Promise<boolean> {
  const sponsor = await deps.repositories.sponsors.find(pledge.sponsorId);
  if (sponsor === null || pledge.pausedUntil === undefined) return false;
  const month = periodOf(pledge.pausedUntil);
  const items = await deps.repositories.dueItems.findByWorkers([worker.id], mostItems);
  const called = await calledOf(deps, worker);
  const news = "pause-ends";
  await send(deps, {
    cause: `${pledge.id} ${pledge.pausedUntil} sponsor`,
    rule: `sponsor.${news}`,
    contactId: sponsor.contactId,
    texts: [
      { key: `notice.sponsor.${news}`, params: { ...called, month } },
      // What is the present month then is what the sponsor can still do something about.
      ...lapsedTextsForSponsor(worker, called.name, { items, month, now: pledge.pausedUntil }),
    ],
    options: ["!pledges", "!status"],
  });
  return true;
}

/** Tells whoever registered a worker from which month on her sponsor pays again, and which late ones before it are hers. */
export async function tellResumed(
  deps: Deps,
  worker: Worker,
  { month, cause, now }: { readonly month: Period; readonly cause: string; readonly now: number },
): Promise<void> {
  const { name } = await calledOf(deps, worker);
  const items = await deps.repositories.dueItems.findByWorkers([worker.id], mostItems);
  const late = await lateTexts(
    deps,
    items.filter(({ period }) => comparePeriods(period, month) < 0),
    now,
  );
  await tellWorker(deps, "resumed", worker, cause, [
    { key: "notice.worker.resumed", params: { name, month } },
    ...lapsedTexts(worker, name, { items, month, now }),
    ...late,
    ...(late.length > 0 ? [{ key: "notice.worker.taken-over.late" }] : []),
  ]);
}

/** Tells whoever registered a worker that her sponsor pauses, until when, and which month is hers meanwhile. */
export async function tellPaused(
  deps: Deps,
  pledge: Pledge,
  worker: Worker,
  cause: string,
  now: number,
): Promise<void> {
  const { name } = await calledOf(deps, worker);
  const { pausedUntil } = pledge;
  const head: Text =
    pausedUntil === undefined
      ? { key: "notice.worker.paused.open", params: { name } }
      : { key: "notice.worker.paused", params: { name, month: periodOf(pausedUntil) } };
  await tellWorker(deps, "paused", worker, cause, [head, ...(await meanwhile(deps, worker, now))]);
}

/**
 * Tells whoever registered a worker that her sponsor has left: until when is paid, whether somebody may follow, and which
 * month is hers if nobody does in time. Nothing is promised that is not so yet.
 */
export async function tellOfEnd(deps: Deps, pledge: Pledge, worker: Worker, now: number): Promise<void> {
  const { name } = await calledOf(deps, worker);
  const cause = `${pledge.id} ended`;
  const next = await deps.repositories.pledges.findByWorker(worker.id);
  const follows: Text =
    next?.heldUntil === undefined
      ? { key: "notice.worker.ended.sought", params: { name } }
      : { key: "notice.worker.ended.found", params: { until: next.heldUntil } };
  const head: Text = { key: "notice.worker.ended", params: { name } };
  await tellWorker(deps, "ended", worker, cause, [head, follows, ...(await meanwhile(deps, worker, now))]);
  if (pledge.endReason !== "sponsor-retired") return;
  const items = await deps.repositories.dueItems.findByWorkers([worker.id], mostItems);
  await tellSponsor(deps, "retired", pledge, worker, cause, farewellTexts(pledge, name, items, now));
}

/** What a sponsor who retires has given, until when it stays, which late months are the worker's now, and the way back; as after BERHENTI. */
function farewellTexts({ id, createdAt }: Pledge, name: string, items: readonly DueItem[], now: number): Text[] {
  const { months, total } = givenIn(items.filter(({ pledgeId }) => pledgeId === id));
  const { paidUntil: month, reported } = standingOf(items, dayOf(now));
  // A month that passed to her tells no more whose it was: what was late before he came never was his.
  const first = firstPeriodToPay(dayOf(createdAt));
  const isLeft = ({ payer, period }: DueItem) => payer.type === "worker" && comparePeriods(period, first) >= 0;
  const { late } = standingOf(items, dayOf(now), isLeft);
  return [
    ...(months > 0 ? [{ key: "pledges.goodbye.given", params: { name, months, total } }] : []),
    ...(months > 0 && month !== undefined ? [paidText(month, dayOf(now))] : []),
    ...reportedTexts(reported),
    ...(late.length > 0 ? [{ key: "pledges.late-left", params: { name } }, ...plainMonthLines(late)] : []),
    { key: "pledges.goodbye.return" },
  ];
}

/**
 * Tells whoever registered a worker whose sponsor has left, or who pays herself until there is one, that one who was asked does
 * not: others are sought, and which month is hers meanwhile. Any other who never had a sponsor was promised no news of those asked.
 */
export async function tellNotTaken(deps: Deps, pledge: Pledge, worker: Worker, now: number): Promise<void> {
  if (pledge.standBy !== undefined || worker.withoutSponsorSince === undefined || !owesMonths(worker.status)) return;
  const params = await calledOf(deps, worker);
  const how = pledge.endReason === "hold-expired" ? "silent" : "declined";
  await tellWorker(deps, "not-taken", worker, `${pledge.id} not taken`, [
    { key: `notice.worker.not-taken.${how}`, params },
    { key: "notice.worker.not-taken.next", params },
    // What is said at night is read in the morning.
    ...(await meanwhile(deps, worker, nextOpenMoment(now))),
  ]);
}

async function tellWorker(
  deps: Deps,
  news: "ended" | "not-taken" | "paused" | "resumed",
  worker: Worker,
  cause: string,
  texts: readonly Text[],
): Promise<void> {
  await send(deps, {
    cause: `${cause} worker`,
    rule: `worker.${news}`,
    contactId: worker.registeredBy.contactId,
    texts,
    options: ["!status"],
  });
}

/** Tells whoever registered a worker which months are hers because a proof of a sponsor who pays no more did not hold for them. */
export async function tellRefused(
  deps: Deps,
  worker: Worker,
  items: readonly DueItem[],
  { id, status }: Pick<Proof, "id" | "status">,
): Promise<void> {
  const { name } = await calledOf(deps, worker);
  const months = items.map(lateMonth);
  const holder = await deps.repositories.pledges.findByWorker(worker.id);
  await tellWorker(deps, holder?.status === "paused" ? "paused" : "ended", worker, `${id} ${worker.id}`, [
    { key: status === "confirmed" ? "notice.worker.refused.short" : "notice.worker.refused", params: { name } },
    ...plainMonthLines(months.toSorted((a, b) => comparePeriods(a.period, b.period))),
    { key: "notice.worker.refused.next" },
  ]);
}

/** What is paid and what not of a worker without a paying sponsor, and which months are hers from now on. */
async function meanwhile(deps: Deps, worker: Worker, now: number): Promise<Text[]> {
  const items = await deps.repositories.dueItems.findByWorkers([worker.id], mostItems);
  const { covered, credit, ...next } = ownNextPaymentOf(worker, items, now);
  const late = await lateTexts(deps, items, now);
  const isRefused = (await refusalsOf(deps, items)).has(dueItemId(worker.id, next.month));
  const first = late.length > 0 ? "notice.worker.own-month.after-late" : "notice.worker.own-month";
  const key = isRefused ? "notice.worker.own-month.refused" : first;
  const so: Text = { key: `common.so.${soOf(worker, items)}` };
  const own: Text = { key, params: { ...next, so } };
  const less: Text = { key: "notice.worker.own-month.less-credit", params: { month: next.month, credit } };
  const texts = [...paidTexts(items, now), ...coveredTexts(covered), ...late, own];
  return credit > 0 ? [...texts, less] : texts;
}

/** What a payment is good for: a protection for which nothing was ever paid has not begun, and cannot end. */
function soOf(worker: Worker, items: readonly DueItem[]): "begin" | "lapsed" | "protected" {
  if (hasLapsed(worker)) return "lapsed";
  return items.some(isPaid) ? "protected" : "begin";
}

/** For which months that are not open yet what was paid too much is enough; nothing where it is for none. */
function coveredTexts(months: readonly Period[]): Text[] {
  const month = months.at(-1);
  if (month === undefined) return [];
  const key = months.length > 1 ? "notice.worker.covered.months" : "notice.worker.covered";
  return [{ key, params: { month, count: months.length } }];
}

/**
 * The late months that are the worker's to pay, one by one, apart those whose proof did not hold: she has to ask before she pays
 * what may be paid already. Nothing where none is.
 */
export async function lateTexts(deps: Deps, items: readonly DueItem[], now: number): Promise<Text[]> {
  const refusals = await refusalsOf(deps, items);
  const lateOf = (isRefused: boolean) =>
    standingOf(items, dayOf(now), ({ id, payer }) => payer.type === "worker" && refusals.has(id) === isRefused).late;
  return [...under("notice.worker.late", lateOf(false)), ...under("notice.worker.late.refused", lateOf(true))];
}

const under = (key: string, months: readonly LateMonth[]): Text[] =>
  months.length === 0 ? [] : [{ key }, ...plainMonthLines(months)];

/** Which month is the last that is paid, and what is only said to be. */
function paidTexts(items: readonly DueItem[], now: number): Text[] {
  const { paidUntil, reported, late } = standingOf(items, dayOf(now));
  // "Until" would count a late month before it as paid.
  const hasGap = paidUntil !== undefined && late.some(({ period }) => comparePeriods(period, paidUntil) < 0);
  const key = hasGap ? "notice.worker.paid-last" : "notice.worker.paid-until";
  return [...(paidUntil === undefined ? [] : [{ key, params: { month: paidUntil } }]), ...reportedTexts(reported)];
}
