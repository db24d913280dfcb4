import { contributionFor } from "../domain/contribution/contribution";
import { type DueItem, dueItemId, isPaid, openDueItem } from "../domain/contribution/due-item";
import { addMonths, type Period, periodOf } from "../domain/shared/period";
import { monthsAheadChoices } from "../domain/sponsor/pledge-life";
import type { Worker } from "../domain/worker/worker";
import { owesMonths } from "../domain/worker/worker-life";
import type { Deps } from "./deps";
import { startOfPaying } from "./due-plan";
import { itemsOfWorkers } from "./dues";

/** The most months that can be paid in one go (F2.12). */
const mostAhead = Math.max(...monthsAheadChoices);

/**
 * The workers of a contact whose months are its own: of those who pay for themselves, and of those for whom no sponsor pays,
 * because a pledge that is held or pauses pays nothing.
 */
async function ownWorkers({ repositories }: Pick<Deps, "repositories">, contactId: string): Promise<readonly Worker[]> {
  const owing = (await repositories.workers.findByContact(contactId)).filter(({ status }) => owesMonths(status));
  const hoping = owing.flatMap(({ id, payer }) => (payer === "self" ? [] : [id]));
  const pledges = hoping.length === 0 ? [] : await repositories.pledges.findByWorkers(hoping);
  const paidFor = new Set(pledges.flatMap(({ status, workerId }) => (status === "active" ? [workerId] : [])));
  return owing.filter(({ id }) => !paidFor.has(id));
}

/**
 * So many months of a worker whose months are her own, from the first of the chosen ones on: those that are open, and those that
 * would open later, each at the price of its own month. What is settled or said to be paid is passed over. Empty where the
 * chosen months are not all of such workers of this contact, or none of hers is open or the next to open.
 */
export async function monthsAhead(
  deps: Pick<Deps, "repositories">,
  of: {
    readonly contactId: string;
    readonly chosenIds: readonly string[];
    readonly count: number;
    readonly now: number;
  },
): Promise<readonly DueItem[]> {
  const own = await ownWorkers(deps, of.contactId);
  const chosen = own.flatMap((worker) => {
    const first = periodsOf(worker, of.chosenIds).sort()[0];
    return first === undefined ? [] : [{ worker, first }];
  });
  if (of.chosenIds.some((id) => !own.some((worker) => periodsOf(worker, [id]).length > 0))) return [];
  const items = await itemsOfWorkers(
    deps,
    chosen.map(({ worker }) => worker.id),
  );
  if (items.some((item) => of.chosenIds.includes(item.id) && isOthers(item))) return [];
  return chosen.flatMap(({ worker, first }) => {
    const hers = items.filter(({ workerId }) => workerId === worker.id);
    const isToPay = hers.some(({ period, status }) => period === first && isUnpaid(status));
    if (!isToPay && first !== nextMonth(hers, of.now)) return [];
    return monthsFrom(worker, hers, first, Math.min(of.count, mostAhead), of.now);
  });
}

/**
 * The month that opens next for each worker of this contact whose months are its own and who has none to pay now, at most so many
 * workers: whoever paid before it opened can say so.
 */
export async function monthsToOpen(
  deps: Pick<Deps, "repositories">,
  of: { readonly contactId: string; readonly now: number; readonly limit: number },
): Promise<readonly DueItem[]> {
  const own = await ownWorkers(deps, of.contactId);
  const items = await itemsOfWorkers(
    deps,
    own.map(({ id }) => id),
  );
  const settled = own.flatMap((worker) => {
    const hers = items.filter(({ workerId }) => workerId === worker.id);
    return hers.some(({ status }) => isUnpaid(status)) ? [] : [{ worker, hers }];
  });
  return settled.slice(0, of.limit).map(({ worker, hers }) => ownMonth(worker, nextMonth(hers, of.now), of.now));
}

/** What a sponsor who has gone left behind is nobody's. */
const isOthers = ({ payer, status }: DueItem): boolean => payer.type !== "worker" && status !== "cancelled";

const isUnpaid = (status: DueItem["status"]): boolean => status === "open" || status === "overdue";

/** The first month that can be paid in time and is neither settled nor said to be paid. */
const nextMonth = (items: readonly DueItem[], now: number): Period => startOfPaying(periodOf(now), items, now);

/** Of which months of this worker these are the ids, whether or not they are open. */
function periodsOf({ id }: Worker, dueItemIds: readonly string[]): Period[] {
  return dueItemIds.flatMap((one) => {
    const period = one.slice(-"2026-01".length) as Period;
    return one === dueItemId(id, period) ? [period] : [];
  });
}

function monthsFrom(worker: Worker, items: readonly DueItem[], first: Period, count: number, now: number): DueItem[] {
  const months: DueItem[] = [];
  for (let period = first; months.length < count; period = addMonths(period, 1)) {
    const existing = items.find((item) => item.period === period);
    if (existing !== undefined && (isPaid(existing) || existing.status === "reported")) continue;
    const isOpen = existing?.status === "open" || existing?.status === "overdue";
    months.push(isOpen ? existing : ownMonth(worker, period, now));
  }
  return months;
}

/** A month of hers as it opens when she pays it ahead. */
function ownMonth(worker: Worker, period: Period, atMs: number): DueItem {
  const { base, sector, funding, programmes, personId } = worker;
  const contribution = contributionFor({ base, sector, funding, programmes, period });
  return openDueItem({ workerId: worker.id, contribution, payer: { type: "worker", personId }, atMs });
}

/**
 * The months among these ids of a worker, as they open when she has paid them ahead. Whose they are was looked at before she
 * reported them: a sponsor who has come since then changes nothing about what is paid.
 */
export function ownMonthsOf(worker: Worker, dueItemIds: readonly string[], atMs: number): readonly DueItem[] {
  return periodsOf(worker, dueItemIds).map((period) => ownMonth(worker, period, atMs));
}
