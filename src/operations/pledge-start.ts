import { amountToPay, type DueItem, isPaid, type Payer } from "../domain/contribution/due-item";
import { mixedPrices } from "../domain/contribution/mixed-prices";
import { periodOfDay } from "../domain/shared/calendar";
import { groupBy } from "../domain/shared/group";
import { sumRupiah } from "../domain/shared/money";
import { comparePeriods, type Period, periodOf } from "../domain/shared/period";
import { ok } from "../domain/shared/result";
import type { Pledge, Sponsor } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { carryCreditOf, noteCredit } from "./credit";
import type { Deps } from "./deps";
import { adoptPlanned, duesOfPledge, duesOfSelfPayer, outsideOf, startOfPaying } from "./due-plan";
import { itemsOfWorkers, letGo, mostItems, noteNews, openDues } from "./dues";
import { type FirstPayment, tellHowToPay, tellSponsored } from "./notices";
import { change, changeMany } from "./saving";

/** The first month of a pledge that begins, goes on or changes now. */
export async function firstMonth(deps: Deps, pledge: Pledge, now: number): Promise<Period> {
  const { dueItems } = deps.repositories;
  const items = pledge.workerId === undefined ? [] : await dueItems.findByWorkers([pledge.workerId], mostItems);
  return startOfPaying(pledge.startPeriod, items, now);
}

/** The due items that a pledge has to pay now, or its first ones where it begins later. */
export function presentDues(pledge: Pledge, worker: Worker, now: number): readonly DueItem[] {
  const current = periodOf(now);
  const period = comparePeriods(pledge.startPeriod, current) > 0 ? pledge.startPeriod : current;
  return duesOfPledge({ pledge, worker, period, atMs: now });
}

/**
 * Opens the months that a pledge has to pay now, or its first ones where it begins later: whoever pays at once can say so
 * at once. What it had opened under other terms and nobody has paid is let go. Done again it does nothing more.
 */
export async function openDuesOfPledge(deps: Deps, pledge: Pledge, worker: Worker, now: number): Promise<void> {
  const planned = presentDues(pledge, worker, now);
  if (planned.length === 0) return;
  await endGap(deps, worker.id);
  const items = await deps.repositories.dueItems.findByWorkers([worker.id], mostItems);
  const outside = outsideOf(planned, items, pledge.id);
  await noteCredit(deps, outside);
  await letGo(deps, outside, undefined, now);
  await openDues(deps, planned, now, adoptPlanned);
  await carryCreditOf(deps, [worker.id], now, items.some(hasCredit));
  // What a surplus covers now gives the others of its block another day.
  await openDues(deps, planned, now, adoptPlanned);
}

/** The sponsor pauses or leaves: what is unpaid and protects her is the worker's from now on. Done again it does nothing more. */
export async function leaveToWorker(deps: Deps, pledge: Pledge, worker: Worker, now: number): Promise<void> {
  const { dueItems } = deps.repositories;
  const heir: Payer = { type: "worker", personId: worker.personId };
  const items = await dueItems.findByWorkers([worker.id], mostItems);
  const left = itemsOf(pledge, items);
  await noteCredit(deps, left);
  await letGo(deps, left, heir, now);
  const marked = await beginGap(deps, worker.id, now);
  if (marked.ok) await openDues(deps, duesOfSelfPayer({ worker: marked.value, items, atMs: now }), now);
  await carryCreditOf(deps, [worker.id], now, items.some(hasCredit));
}

const hasCredit = ({ credit }: DueItem): boolean => credit > 0;
const itemsOf = ({ id }: Pledge, items: readonly DueItem[]) => items.filter(({ pledgeId }) => pledgeId === id);

const beginGap = ({ repositories: { workers } }: Deps, workerId: string, now: number) =>
  change(
    () => workers.find(workerId),
    (worker) => ok(worker.withoutSponsorSince === undefined ? { ...worker, withoutSponsorSince: now } : worker),
    (worker) => workers.save(worker),
  );

/**
 * Of these workers, those who hope for a sponsor, have none who pays and have paid one of these months themselves: until one comes
 * their months are their own, or the protection that they paid for would end without a word (F2.13). `now` is when the payment was
 * found, by which `endOwnGaps` knows them again. Done again it does nothing more.
 */
export async function beginOwnGaps(
  deps: Deps,
  of: { readonly paid: readonly DueItem[]; readonly paidFor: readonly Worker[]; readonly now: number },
): Promise<void> {
  const own = new Set(of.paid.flatMap(({ payer, workerId }) => (payer.type === "worker" ? [workerId] : [])));
  const hoping = of.paidFor.flatMap(({ id, payer }) => (payer === "sponsor" && own.has(id) ? [id] : []));
  if (hoping.length === 0) return;
  for (const workerId of hoping) await beginGap(deps, workerId, of.now);
  // Looked at afterwards, so that whoever begins to pay meanwhile is never overlooked.
  const pledges = await deps.repositories.pledges.findByWorkers(hoping);
  for (const { status, workerId } of pledges)
    if (status === "active" && workerId !== undefined) await endGap(deps, workerId);
}

/**
 * Of these workers, those whose months are their own because of a payment that was found at a moment (milliseconds) and taken back:
 * they hope as if they had never paid, or by another payment of theirs where one is left. Done again it does nothing more.
 */
export async function endOwnGaps(deps: Deps, workerIds: readonly string[], foundAt: number): Promise<void> {
  const { workers } = deps.repositories;
  const own = (await itemsOfWorkers(deps, workerIds)).filter((item) => item.payer.type === "worker" && isPaid(item));
  const left = groupBy(own, ({ workerId }) => workerId);
  await changeMany(workers, workerIds, (worker) => {
    const { withoutSponsorSince, ...rest } = worker;
    if (withoutSponsorSince !== foundAt) return worker;
    const paidAt = (left.get(worker.id) ?? []).map(({ confirmedAt, changedAt }) => confirmedAt ?? changedAt);
    return paidAt.length === 0 ? rest : { ...rest, withoutSponsorSince: Math.min(...paidAt) };
  });
}

/** A sponsor pays again. Done again it does nothing more. */
export async function endGap({ repositories: { workers } }: Deps, workerId: string): Promise<void> {
  await change(
    () => workers.find(workerId),
    (worker) => {
      const { withoutSponsorSince, ...rest } = worker;
      return ok(withoutSponsorSince === undefined ? worker : rest);
    },
    (worker) => workers.save(worker),
  );
}

/** What follows from a sponsor's yes: months opened and the worker told. Done again it does nothing more. */
export async function beginPledge(deps: Deps, pledge: Pledge, sponsor: Sponsor, now: number): Promise<void> {
  const worker = pledge.workerId === undefined ? null : await deps.repositories.workers.find(pledge.workerId);
  if (worker === null) return;
  await openDuesOfPledge(deps, pledge, worker, now);
  await tellSponsored(deps, { pledge, sponsor, worker }, now);
}

/**
 * Tells a sponsor once for all pledges begun together what is left to pay of their first months, when each is due, for how many
 * workers a surplus covers them, and by which way it is paid. Nothing where no month is open yet.
 */
export async function explainPaying(
  deps: Deps,
  sponsor: Sponsor,
  pledges: readonly Pledge[],
  cause: string,
  now: number,
): Promise<void> {
  const pledgeIds = new Set(pledges.map(({ id }) => id));
  const isTheirs = ({ pledgeId = "" }: DueItem): boolean => pledgeIds.has(pledgeId);
  const items = await itemsOfWorkers(
    deps,
    pledges.flatMap(({ workerId }) => workerId ?? []),
  );
  const asked = items.filter((item) => isTheirs(item) && (item.status === "open" || item.status === "overdue"));
  const payers = workersOf(asked);
  const covered = workersOf(items.filter((item) => isTheirs(item) && item.status === "credited"));
  const covers = [...covered].filter((id) => !payers.has(id)).length;
  const [first] = pledges;
  if (first === undefined || payers.size + covers === 0) return;
  const dueItemIds = asked.map(({ id }) => id);
  const isMixed = mixedPrices(asked).size > 0;
  await noteNews(deps, { contactId: sponsor.contactId, dueItemIds, now }, isTheirs);
  await tellHowToPay(deps, { cause, sponsor, route: first.route, payments: firstPaymentsOf(asked), covers, isMixed });
}

const workersOf = (items: readonly DueItem[]): ReadonlySet<string> => new Set(items.map(({ workerId }) => workerId));

/** What is paid by each day, the earliest first. */
function firstPaymentsOf(asked: readonly DueItem[]): readonly FirstPayment[] {
  const days = [...groupBy(asked, ({ dueDay }) => dueDay)].sort(([a], [b]) => (a < b ? -1 : 1));
  return days.map(([day, items]) => ({
    day,
    count: workersOf(items).size,
    amount: sumRupiah(items.map(amountToPay)),
    month: items.map(({ period }) => period).sort(comparePeriods)[0] ?? periodOfDay(day),
  }));
}
