import { changeDueItem, type DueItem } from "../domain/contribution/due-item";
import { endedProtection, isUnderProtection } from "../domain/contribution/lapse";
import { addDays, dayOf } from "../domain/shared/calendar";
import { groupBy } from "../domain/shared/group";
import { periodOf } from "../domain/shared/period";
import { ok } from "../domain/shared/result";
import { heldSinceOf, isToRemind } from "../domain/sponsor/hold";
import { changePledge } from "../domain/sponsor/pledge-life";
import type { Pledge } from "../domain/sponsor/sponsor";
import type { Worker, WorkerTerms } from "../domain/worker/worker";
import { changeWorker, owingStatuses, type WorkerEvent } from "../domain/worker/worker-life";
import { askAnew, isToAskAnew, letGoOfGap, noteLapseNews } from "./after-lapse";
import type { Deps } from "./deps";
import { adoptPlanned, duesOfPledge, duesOfSelfPayer } from "./due-plan";
import { mostItems, openDues } from "./dues";
import { eachSafely, pagesSafely, readSafely, toLog } from "./each-safely";
import { type Lapsed, lapseGroup, tellInactive, tellSponsorOfLapse } from "./lapse-news";
import { offerAll, tellOf, wasMatchedLater } from "./matching";
import { calledOf } from "./notices";
import { endHold } from "./pledge-ends";
import { tellHoldEnds, tellPauseEnds, tellPauseOver, tellResumed } from "./pledge-notices";
import { endGap, firstMonth, leaveToWorker, openDuesOfPledge } from "./pledge-start";
import { change, changeMany } from "./saving";
import { tellOfferEnds } from "./stand-by-offers";
import { type Progress, workThroughWalk } from "./walk";

const pageSize = 100;
/** How far back unpaid months are marked as late; older ones were marked long ago. */
const daysLookedBack = 400;

/** Counts of one run: what was done, never about whom. */
export type JobCounts<Names extends string> = Readonly<Record<Names, number>>;

/**
 * Opens the due items that running pledges and self-paying workers have now, and takes over those of former payers.
 * Every job here may run twice, or on several processes at once, and does everything once.
 */
export async function openDueItems(
  deps: Deps,
  now: number,
  progress?: Progress,
): Promise<JobCounts<"opened" | "takenOver">> {
  const { pledges, workers } = deps.repositories;
  const counts = { opened: 0, takenOver: 0 };
  const open = async (planned: readonly DueItem[]): Promise<void> => {
    const done = await openDues(deps, planned, now, adoptPlanned);
    counts.opened += done.opened;
    counts.takenOver += done.takenOver;
  };
  const ofPledges = async (page: readonly Pledge[]): Promise<void> => open(await plannedOfPledges(deps, page, now));
  const ofSelfPayers = async (page: readonly WorkerTerms[]): Promise<void> =>
    open(await plannedOfSelfPayers(deps, page, now));
  await workThroughWalk(await pledges.walk(["active"]), ofPledges, { task: "pledges", progress });
  const selfPayers = await workers.selfPayers(owingStatuses);
  await workThroughWalk(selfPayers, ofSelfPayers, { task: "self-payers", progress });
  return counts;
}

async function plannedOfPledges(deps: Deps, page: readonly Pledge[], now: number): Promise<readonly DueItem[]> {
  const known = await byId(deps.repositories.workers.terms(page.flatMap(({ workerId }) => workerId ?? [])));
  return page.flatMap((pledge) => {
    const worker = known.get(pledge.workerId ?? "");
    return worker === undefined ? [] : duesOfPledge({ pledge, worker, period: periodOf(now), atMs: now });
  });
}

async function plannedOfSelfPayers(deps: Deps, page: readonly WorkerTerms[], now: number): Promise<readonly DueItem[]> {
  const { dueItems } = deps.repositories;
  const payers = await payingThemselves(deps, page);
  const items = await dueItems.findByWorkers(
    payers.map(({ id }) => id),
    mostItems * payers.length,
  );
  const ofWorker = groupBy(items, ({ workerId }) => workerId);
  return payers.flatMap((worker) => duesOfSelfPayer({ worker, items: ofWorker.get(worker.id) ?? [], atMs: now }));
}

/** Those who pay for themselves, for good or until a sponsor pays again. */
async function payingThemselves({ repositories }: Deps, page: readonly WorkerTerms[]): Promise<readonly WorkerTerms[]> {
  const left = page.filter(({ withoutSponsorSince }) => withoutSponsorSince !== undefined).map(({ id }) => id);
  const pledges = left.length === 0 ? [] : await repositories.pledges.findByWorkers(left);
  const paidFor = new Set(pledges.flatMap(({ status, workerId }) => (status === "active" ? [workerId] : [])));
  return page.filter(({ id, payer }) => payer === "self" || (left.includes(id) && !paidFor.has(id)));
}

/** Marks unpaid months whose due day is over as late (F2.10). */
export async function markOverdue({ repositories: { dueItems } }: Deps, now: number): Promise<JobCounts<"overdue">> {
  const yesterday = addDays(dayOf(now), -1);
  const from = addDays(yesterday, -daysLookedBack);
  let overdue = 0;
  const mark = async (page: readonly DueItem[]): Promise<void> => {
    const open = page.flatMap(({ id, status }) => (status === "open" ? [id] : []));
    await changeMany(dueItems, open, (current) => {
      const late = changeDueItem(current, { type: "pass-due-day" }, now);
      return late.ok && current.status === "open" ? late.value : current;
    });
    overdue += open.length;
  };
  // A walk costs the same at its end; a page by id looks through all that is due each time.
  await workThroughWalk(await dueItems.unpaid([from, yesterday]), mark, { task: "overdue" });
  return { overdue };
}

/** Ends holds that nobody answered: the sponsor is told kindly, the worker offered to the next who waits. */
export async function expireHolds(deps: Deps, now: number): Promise<JobCounts<"expired">> {
  const { pledges } = deps.repositories;
  const over = (after?: Pledge) => pledges.expiredHolds(now, pageSize, after);
  return { expired: await endAll(deps, "expire-holds", over, (pledge) => endHold(deps, pledge, now)) };
}

/**
 * Reminds sponsors of workers who still wait for their answer, those who are asked to step in too: half way, by day, each once for
 * the end of a hold, and counted so.
 */
export async function remindOfHolds(deps: Deps, now: number): Promise<JobCounts<"reminded">> {
  let reminded = 0;
  const due = async function* () {
    for await (const page of (await deps.repositories.pledges.walk(["held"])).pages)
      for (const pledge of page) if (isUnanswered(pledge, now)) yield pledge;
  };
  const remind = async (pledge: Pledge): Promise<void> => {
    const isStandBy = pledge.standBy !== undefined;
    reminded += Number(await (isStandBy ? tellOfferEnds(deps, pledge, now) : tellHoldEnds(deps, pledge)));
  };
  await eachSafely(due(), remind, toLog(deps.logger, "remind-of-holds"));
  return { reminded };
}

const isUnanswered = (pledge: Pledge, now: number): boolean =>
  pledge.heldUntil !== undefined &&
  pledge.standBy?.acceptedAt === undefined &&
  isToRemind({ heldSince: heldSinceOf(pledge), heldUntil: pledge.heldUntil }, now);

/** Lets pledges go on whose pause is over; both sides are told. */
export async function endPauses(deps: Deps, now: number): Promise<JobCounts<"resumed">> {
  const { pledges } = deps.repositories;
  const over = (after?: Pledge) => pledges.endedPauses(now, pageSize, after);
  return { resumed: await endAll(deps, "end-pauses", over, (pledge) => endPause(deps, pledge, now)) };
}

/** Ends what is over, page by page, each once: what cannot be ended hides nothing behind it. How many were ended. */
async function endAll(
  { logger }: Deps,
  task: string,
  over: (after?: Pledge) => Promise<readonly Pledge[]>,
  end: (pledge: Pledge) => Promise<boolean>,
): Promise<number> {
  let ended = 0;
  const all = async function* () {
    for (let page = await over(); page.length > 0; page = await over(page.at(-1))) yield* page;
  };
  const work = async (pledge: Pledge): Promise<void> => {
    ended += Number(await end(pledge));
  };
  await eachSafely(all(), work, toLog(logger, task));
  return ended;
}

/** How long before its end a pause is spoken of, in milliseconds: three days. */
const pauseNoticeMs = 3 * 86_400_000;

/** Tells sponsors that their pause ends within three days, each once for that end. */
export async function announcePauseEnds(deps: Deps, now: number): Promise<JobCounts<"told">> {
  const isNear = ({ pausedUntil = 0 }: Pledge) => pausedUntil > now && pausedUntil <= now + pauseNoticeMs;
  // By id, because of a page that failed some are told again.
  const told = new Set<string>();
  const tell = async (pledge: Pledge, worker: Worker): Promise<void> => {
    if (await tellPauseEnds(deps, pledge, worker)) told.add(pledge.id);
  };
  await tellOfEach(deps, "announce-pause-ends", { status: "paused", isMeant: isNear, tell });
  return { told: told.size };
}

/** Tells something of every pledge that is meant, with its worker. Nothing is told twice, however often it is tried. */
async function tellOfEach(
  deps: Deps,
  task: string,
  of: {
    readonly status: Pledge["status"];
    readonly isMeant: (pledge: Pledge) => boolean;
    readonly tell: (pledge: Pledge, worker: Worker) => Promise<void>;
  },
): Promise<void> {
  const { pledges, workers } = deps.repositories;
  const meant = async function* () {
    for await (const page of (await pledges.walk([of.status])).pages) yield page.filter(of.isMeant);
  };
  const tell = async (some: readonly Pledge[]): Promise<void> => {
    const known = await byId(workers.findMany(some.flatMap(({ workerId }) => workerId ?? [])));
    for (const pledge of some) {
      const worker = known.get(pledge.workerId ?? "");
      if (worker !== undefined) await of.tell(pledge, worker);
    }
  };
  await pagesSafely(meant(), tell, toLog(deps.logger, task));
}

/**
 * Told first: once it goes on, no job would find it again to tell what a crash left untold. Read again before: a pause that
 * was made longer since the page was read stays, and nobody is told that it is over.
 */
async function endPause(deps: Deps, { id }: Pledge, now: number): Promise<boolean> {
  const { pledges, workers } = deps.repositories;
  const pledge = await pledges.find(id);
  if (pledge === null || !isPauseOver(pledge, now)) return false;
  const worker = pledge.workerId === undefined ? null : await workers.find(pledge.workerId);
  if (worker === null) return false;
  const cause = `${id} ${pledge.pausedUntil}`;
  const startPeriod = await firstMonth(deps, pledge, now);
  await tellPauseOver(deps, pledge, worker, { month: startPeriod, cause, now });
  await tellResumed(deps, worker, { month: startPeriod, cause, now });
  await endGap(deps, worker.id);
  const active = await change(
    () => pledges.find(id),
    (current) =>
      isPauseOver(current, now) ? changePledge(current, { type: "resume", startPeriod }, now) : ok(current),
    (next) => pledges.save(next),
  );
  // Made longer in this very moment: the months in between are the worker's own, as the pause has it.
  if (active.ok && active.value.status === "paused") await leaveToWorker(deps, active.value, worker, now);
  if (!active.ok || active.value.status !== "active") return false;
  await openDuesOfPledge(deps, active.value, worker, now);
  return true;
}

const isPauseOver = ({ status, pausedUntil = Number.POSITIVE_INFINITY }: Pledge, now: number): boolean =>
  status === "paused" && pausedUntil <= now;

/**
 * Finds sponsors for workers who have none: what an interrupted act left unmatched or untold is made up for here, and a
 * worker who came while all sponsors were busy is offered to the next.
 */
export async function matchWaiting(deps: Deps, now: number): Promise<JobCounts<"matched">> {
  const task = "match-waiting";
  let matched = 0;
  const tell = (pledge: Pledge, worker: Worker) => tellOf(deps, pledge, worker);
  const offer = async (): Promise<void> => {
    matched = await offerAll(deps, now);
  };
  // A match that cannot be told of keeps nobody else from one.
  const steps = [() => tellOfEach(deps, task, { status: "held", isMeant: wasMatchedLater, tell }), offer];
  await eachSafely(steps, (step) => step(), toLog(deps.logger, task));
  return { matched };
}

/**
 * Marks workers as inactive who were protected and whose last three months are unpaid (F2.13). It says what our records
 * say; whether BPJS Ketenagakerjaan sees it so, only 175 or the branch can tell (F0.5). Whoever is inactive although her
 * months say otherwise is active again. Of whoever is inactive, or was before she paid again, the months before the present one are
 * asked of nobody any more, nor, once they have waited for it, those that another proof could be sent for (see `letGoAfterLapse`).
 */
export async function markInactive(deps: Deps, now: number): Promise<JobCounts<"inactive" | "activeAgain">> {
  const counts = { inactive: 0, activeAgain: 0 };
  const ended: Ended[] = [];
  const look = async ({ worker: { id, status }, items }: Watched): Promise<void> => {
    if (status === "inactive") counts.activeAgain += Number(await lookAgain(deps, id, items, now));
    else if (endedProtection(items, dayOf(now)) !== null) ended.push(...(await endedNow(deps, id, now)));
    else await letGoOfGap(deps, id, items, now);
  };
  const lapse = async (some: readonly Ended[]): Promise<void> => {
    counts.inactive += await lapseTogether(deps, some, now);
  };
  const log = toLog(deps.logger, "mark-inactive");
  let isWhole = false;
  async function* all(): AsyncGenerator<Watched> {
    yield* watched(deps);
    isWhole = true;
  }
  // A sponsor is told once of all who lapse together: after a walk that broke off, nobody lapses before the next run.
  const lapses = async (): Promise<void> => {
    if (isWhole) await eachSafely(together(ended).values(), lapse, log);
  };
  // Whoever cannot be looked at keeps nobody else from a lapse that is due.
  await eachSafely([() => eachSafely(all(), look, log), lapses], (step) => step(), log);
  return counts;
}

/**
 * Lapses those of these workers whose protection has ended, at once instead of by night, and tells everybody of it. Whoever cannot
 * be read is left to the night. Done again it does nothing more.
 */
export async function lapseNow(deps: Deps, workerIds: readonly string[], now: number): Promise<void> {
  const look = async (ids: readonly string[]) => (await Promise.all(ids.map((id) => endedNow(deps, id, now)))).flat();
  const ended = await readSafely(workerIds, look, toLog(deps.logger, "lapse-now"));
  for (const some of together(ended).values())
    for (const one of await tellTogether(deps, some, now)) await lapseOne(deps, one, now);
}

/** A worker whose protection has ended, whose chat she is of, and with whom her sponsor is told of it, if one is. */
interface Ended {
  readonly workerId: string;
  readonly contactId: string;
  readonly group: string | undefined;
}

/** Those of one sponsor, and of one chat where they have none, are told of together. */
const together = (ended: readonly Ended[]) => groupBy(ended, ({ group, contactId }) => group ?? contactId);

/** A worker whose protection may end, with all months of hers. */
interface Watched {
  readonly worker: WorkerTerms;
  readonly items: readonly DueItem[];
}

/** Nothing is unsealed to find them, so that one whose record cannot be read hides none of the others. */
async function* watched({ repositories: { workers, dueItems } }: Deps): AsyncGenerator<Watched> {
  for await (const page of (await workers.walkTerms(owingStatuses)).pages) {
    const ids = page.map(({ id }) => id);
    const ofWorker = groupBy(await dueItems.findByWorkers(ids, mostItems * ids.length), ({ workerId }) => workerId);
    for (const worker of page) yield { worker, items: ofWorker.get(worker.id) ?? [] };
  }
}

async function endedNow(deps: Deps, workerId: string, now: number): Promise<readonly Ended[]> {
  const lapsed = await lapsing(deps, workerId, now);
  if (lapsed === null) return [];
  // Whoever cannot be named fails by herself, not with all of whom her sponsor is told.
  await calledOf(deps, lapsed.worker);
  const { contactId } = lapsed.worker.registeredBy;
  return [{ workerId, contactId, group: await lapseGroup(deps, { workerId, ...lapsed }) }];
}

/**
 * Their sponsor and their chats are told before the first of them has lapsed, so that a run that dies is finished by the next
 * without telling again; then each, her status last. Returns how many have lapsed.
 */
async function lapseTogether(deps: Deps, ended: readonly Ended[], now: number): Promise<number> {
  const found = await tellTogether(deps, ended, now);
  let count = 0;
  const lapse = async (one: Lapsed): Promise<void> => {
    count += Number(await lapseOne(deps, one, now));
  };
  await eachSafely(found, lapse, toLog(deps.logger, "mark-inactive"));
  return count;
}

async function tellTogether(deps: Deps, ended: readonly Ended[], now: number): Promise<readonly Lapsed[]> {
  const found: Lapsed[] = [];
  for (const { workerId } of ended) found.push(...[(await lapsing(deps, workerId, now)) ?? []].flat());
  const group = ended[0]?.group;
  if (group !== undefined) await tellSponsorOfLapse(deps, { group, lapsed: found }, now);
  await tellInactive(deps, found, now);
  return found;
}

async function lapseOne(deps: Deps, { worker, items }: Lapsed, now: number): Promise<boolean> {
  await askAnew(deps, worker.id, items, now);
  await noteLapseNews(deps, worker.id, now);
  return changed(deps, worker.id, { type: "lapse" }, now);
}

/** Her months are read again before anybody is told: one that was confirmed meanwhile keeps her active. */
async function lapsing(deps: Deps, workerId: string, now: number): Promise<Lapsed | null> {
  const { workers, dueItems } = deps.repositories;
  const worker = await workers.find(workerId);
  const items = await dueItems.findByWorkers([workerId], mostItems);
  const lastPaidDay = endedProtection(items, dayOf(now));
  if (worker === null || lastPaidDay === null || !changeWorker(worker, { type: "lapse" }, now).ok) return null;
  return { worker, items, lastPaidDay };
}

/**
 * A month that was confirmed in the very moment of her lapse has not kept her active, or one paid ahead has begun: she is
 * active again. Otherwise the month that was the present one is asked of nobody any more once it is over.
 */
async function lookAgain(deps: Deps, workerId: string, items: readonly DueItem[], now: number): Promise<boolean> {
  if (isUnderProtection(items, dayOf(now))) return changed(deps, workerId, { type: "confirm-month" }, now);
  if (isToAskAnew(items, now)) await askAnew(deps, workerId, items, now);
  return false;
}

async function changed({ repositories }: Deps, workerId: string, event: WorkerEvent, now: number): Promise<boolean> {
  const { workers } = repositories;
  const saved = await change(
    () => workers.find(workerId),
    (current) => changeWorker(current, event, now),
    (next) => workers.save(next),
  );
  return saved.ok;
}

async function byId<T extends { readonly id: string }>(found: Promise<readonly T[]>): Promise<ReadonlyMap<string, T>> {
  return new Map((await found).map((one) => [one.id, one]));
}
