import type { DueItem } from "../domain/contribution/due-item";
import type { DueView } from "./catalog-views";
import type { Deps } from "./deps";
import { dueViewOf, personsById } from "./views";

/** The contact that is to pay each item: the sponsor's, or that which registered the worker. An item of nobody's is left out. */
export async function payerContacts(
  { repositories }: Pick<Deps, "repositories">,
  items: readonly DueItem[],
): Promise<ReadonlyMap<string, string>> {
  const sponsorIds = [...new Set(items.flatMap(({ payer }) => (payer.type === "sponsor" ? [payer.sponsorId] : [])))];
  const workerIds = [...new Set(items.flatMap(({ payer, workerId }) => (payer.type === "worker" ? [workerId] : [])))];
  const sponsors = new Map((await repositories.sponsors.findMany(sponsorIds)).map((one) => [one.id, one.contactId]));
  const workers = new Map(
    (await repositories.workers.findMany(workerIds)).map((one) => [one.id, one.registeredBy.contactId]),
  );
  return new Map(
    items.flatMap(({ id, payer, workerId }): [string, string][] => {
      const contactId = payer.type === "sponsor" ? sponsors.get(payer.sponsorId) : workers.get(workerId);
      return contactId === undefined ? [] : [[id, contactId]];
    }),
  );
}

/** Those of the items that this contact still has to pay now: neither reported nor settled, nor somebody else's. */
export async function stillToPay(
  deps: Pick<Deps, "repositories">,
  contactId: string,
  dueItemIds: readonly string[],
): Promise<readonly DueItem[]> {
  const items = (await deps.repositories.dueItems.findMany(dueItemIds)).filter(
    ({ status }) => status === "open" || status === "overdue",
  );
  const payers = await payerContacts(deps, items);
  return items.filter(({ id }) => payers.get(id) === contactId);
}

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
