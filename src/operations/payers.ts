import type { ProgrammeSet } from "../domain/contribution/contribution";
import type { DueItem } from "../domain/contribution/due-item";
import { comparePeriods } from "../domain/shared/period";
import type { DueView } from "./catalog-views";
import type { Deps } from "./deps";
import { itemsOfWorkers } from "./dues";
import { type NoteFailure, readSafely } from "./each-safely";
import { dueViewOf, personsById } from "./views";

/** The contact that is to pay each item: the sponsor's, or that which registered the worker. An item of nobody's is left out. */
export async function payerContacts(
  { repositories }: Pick<Deps, "repositories">,
  items: readonly DueItem[],
): Promise<ReadonlyMap<string, string>> {
  const sponsorIds = [...new Set(items.flatMap(({ payer }) => (payer.type === "sponsor" ? [payer.sponsorId] : [])))];
  const workerIds = [...new Set(items.flatMap(({ payer, workerId }) => (payer.type === "worker" ? [workerId] : [])))];
  const [sponsors, workers] = await Promise.all([
    repositories.sponsors.contactsOf(sponsorIds),
    repositories.workers.contactsOf(workerIds),
  ]);
  return new Map(
    items.flatMap(({ id, payer, workerId }): [string, string][] => {
      const contactId = payer.type === "sponsor" ? sponsors.get(payer.sponsorId) : workers.get(workerId);
      return contactId === undefined ? [] : [[id, contactId]];
    }),
  );
}

/** The contact that registered the worker of each item, where somebody else is to pay it through another contact. */
export async function workerContacts(
  { repositories }: Pick<Deps, "repositories">,
  items: readonly DueItem[],
): Promise<ReadonlyMap<string, string>> {
  const workers = await repositories.workers.contactsOf([...new Set(items.map(({ workerId }) => workerId))]);
  return new Map(
    items.flatMap(({ id, workerId }): [string, string][] => {
      const contactId = workers.get(workerId);
      return contactId === undefined ? [] : [[id, contactId]];
    }),
  );
}

/** An unpaid month that a contact may pay: as the one who is to, or as the worker's own contact because the payer is silent. */
export interface Payable {
  readonly item: DueItem;
  readonly as: "payer" | "worker";
}

/**
 * Those of the items that this contact may still pay now: neither reported nor settled. What somebody else is to pay, the
 * worker's own contact may pay once a month of hers is late.
 */
export async function stillToPay(
  deps: Pick<Deps, "repositories">,
  contactId: string,
  dueItemIds: readonly string[],
): Promise<readonly Payable[]> {
  const items = (await deps.repositories.dueItems.findMany(dueItemIds)).filter(isUnpaid);
  const payers = await payerContacts(deps, items);
  const others = items.filter(({ id }) => payers.get(id) !== contactId);
  const hers = new Set((await leftToWorker(deps, contactId, others)).map(({ id }) => id));
  return items.flatMap((item): Payable[] => {
    if (payers.get(item.id) === contactId) return [{ item, as: "payer" }];
    return hers.has(item.id) ? [{ item, as: "worker" }] : [];
  });
}

async function leftToWorker(
  deps: Pick<Deps, "repositories">,
  contactId: string,
  items: readonly DueItem[],
): Promise<readonly DueItem[]> {
  if (items.length === 0) return [];
  const contacts = await workerContacts(deps, items);
  const own = items.filter(({ id }) => contacts.get(id) === contactId);
  const workerIds = [...new Set(own.map(({ workerId }) => workerId))];
  const all = await itemsOfWorkers(deps, workerIds);
  return own.filter((item) => isLeftToWorker(item, all));
}

/** Whether an unpaid month that a sponsor is to pay may be paid by the worker: one of hers, not after it, is late. */
export function isLeftToWorker({ workerId, period }: DueItem, items: readonly DueItem[]): boolean {
  return items.some(
    (other) => other.workerId === workerId && other.status === "overdue" && comparePeriods(other.period, period) <= 0,
  );
}

const isUnpaid = ({ status }: DueItem): boolean => status === "open" || status === "overdue";

/** Items with what a payer may be told of the worker: first name and village. */
export async function dueViews(
  { repositories }: Pick<Deps, "repositories">,
  items: readonly DueItem[],
): Promise<readonly DueView[]> {
  const workers = new Map(
    (await repositories.workers.findMany([...new Set(items.map(({ workerId }) => workerId))])).map((one) => [
      one.id,
      one,
    ]),
  );
  const persons = await personsById(repositories, [...workers.values()]);
  return items.flatMap((item) => {
    const worker = workers.get(item.workerId);
    return worker ? [dueViewOf(item, worker, persons.get(worker.personId) ?? null)] : [];
  });
}

/** Like `dueViews`, without the items of which a record cannot be read; each of these is told. */
export const readableDueViews = (
  deps: Pick<Deps, "repositories">,
  items: readonly DueItem[],
  failed: NoteFailure,
): Promise<readonly DueView[]> => readSafely(items, (some) => dueViews(deps, some), failed);

/** The programmes that each item pays for: those of its pledge, or the worker's own. Nothing is unsealed for it. */
export async function programmesOf(
  { repositories }: Pick<Deps, "repositories">,
  items: readonly DueItem[],
): Promise<ReadonlyMap<string, ProgrammeSet>> {
  const workers = await repositories.workers.terms([...new Set(items.map(({ workerId }) => workerId))]);
  const pledges = await repositories.pledges.findByWorkers(workers.map(({ id }) => id));
  const own = new Map(workers.map(({ id, programmes }) => [id, programmes]));
  const paid = new Map(pledges.map(({ id, programmes }) => [id, programmes]));
  return new Map(
    items.flatMap(({ id, workerId, pledgeId = "" }): [string, ProgrammeSet][] => {
      const programmes = paid.get(pledgeId) ?? own.get(workerId);
      return programmes === undefined ? [] : [[id, programmes]];
    }),
  );
}
