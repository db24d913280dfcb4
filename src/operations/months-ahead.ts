import { contributionFor } from "../domain/contribution/contribution";
import { type DueItem, dueItemId, isPaid, openDueItem } from "../domain/contribution/due-item";
import { addMonths, type Period } from "../domain/shared/period";
import { monthsAheadChoices } from "../domain/sponsor/pledge-life";
import type { Worker } from "../domain/worker/worker";
import { owesMonths } from "../domain/worker/worker-life";
import type { Deps } from "./deps";
import { mostItems } from "./dues";

/** The most months that can be paid in one go (F2.12). */
const mostAhead = Math.max(...monthsAheadChoices);

/**
 * So many months of whoever pays for herself, from the first of the chosen ones on: those that are open, and those that
 * would open later, each at the price of its own month. What is settled or said to be paid is passed over. Empty where the
 * chosen months are not all of workers of this contact who pay for themselves.
 */
export async function monthsAhead(
  { repositories: { dueItems, workers } }: Pick<Deps, "repositories">,
  of: {
    readonly contactId: string;
    readonly chosenIds: readonly string[];
    readonly count: number;
    readonly now: number;
  },
): Promise<readonly DueItem[]> {
  const chosen = await dueItems.findMany(of.chosenIds);
  const found = await workers.findMany([...new Set(chosen.map(({ workerId }) => workerId))]);
  const isOwn = (worker: Worker): boolean =>
    worker.registeredBy.contactId === of.contactId && worker.payer === "self" && owesMonths(worker.status);
  if (!found.every(isOwn) || chosen.some(({ payer }) => payer.type !== "worker")) return [];
  const items = await dueItems.findByWorkers(
    found.map(({ id }) => id),
    mostItems,
  );
  return found.flatMap((worker) => {
    const first = chosen.flatMap(({ workerId, period }) => (workerId === worker.id ? [period] : [])).sort()[0];
    const own = items.filter(({ workerId }) => workerId === worker.id);
    return first === undefined ? [] : monthsFrom(worker, own, first, Math.min(of.count, mostAhead), of.now);
  });
}

function monthsFrom(worker: Worker, items: readonly DueItem[], first: Period, count: number, now: number): DueItem[] {
  const months: DueItem[] = [];
  for (let period = first; months.length < count; period = addMonths(period, 1)) {
    const existing = items.find((item) => item.period === period);
    if (existing !== undefined && (isPaid(existing) || existing.status === "reported" || existing.status === "waived"))
      continue;
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

/** The months among these ids of a worker that do not exist yet or were cancelled, as they open when she pays them ahead. */
export function ownMonthsOf(worker: Worker, dueItemIds: readonly string[], atMs: number): readonly DueItem[] {
  return dueItemIds.flatMap((id) => {
    const period = id.slice(-"2026-01".length) as Period;
    return worker.payer === "self" && id === dueItemId(worker.id, period) ? [ownMonth(worker, period, atMs)] : [];
  });
}
