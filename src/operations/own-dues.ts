import type { DueItem } from "../domain/contribution/due-item";
import type { Sponsor } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { hasLapsed } from "../domain/worker/worker-life";
import type { Deps } from "./deps";
import { itemsOfWorkers } from "./dues";
import { isLeftToWorker } from "./payers";

/** The workers that a contact registered and those for whom it pays or paid, with all their due items. */
export interface OwnDues {
  readonly registered: readonly Worker[];
  readonly sponsor: Sponsor | null;
  readonly workers: readonly Worker[];
  readonly items: readonly DueItem[];
}

/** Everything that a contact may see about months, oldest first. */
export async function ownDues(deps: Deps, contactId: string): Promise<OwnDues> {
  const { workers, sponsors, pledges } = deps.repositories;
  const registered = await workers.findByContact(contactId);
  const sponsor = await sponsors.findByContact(contactId);
  const own = sponsor === null ? [] : await pledges.findBySponsor(sponsor.id);
  const known = new Set(registered.map(({ id }) => id));
  const others = [...new Set(own.flatMap(({ workerId }) => workerId ?? []))].filter((id) => !known.has(id));
  const all = [...registered, ...(await workers.findMany(others))];
  const items = await itemsOfWorkers(
    deps,
    all.map(({ id }) => id),
  );
  return { registered, sponsor, workers: all, items };
}

/** What a contact may report as paid. */
export interface Reportable {
  readonly items: readonly DueItem[];
  /** The office that the contact pays for, where there is one. */
  readonly officeId?: string;
}

/**
 * The unpaid items that a contact may report as paid: those that it is to pay, and of workers it registered also those of a
 * silent sponsor from a late one on, and all where protection has ended, because whoever waits in vain for a sponsor may pay
 * for herself; and those of which it sent a proof that did not hold, whoever is to pay them by now, because it is asked for another.
 */
export async function reportable(deps: Deps, contactId: string): Promise<Reportable> {
  const { sponsor, unpaid, ofHerself, lapsed, items } = await unpaidDues(deps, contactId);
  const said = await refusedOf(deps, contactId, unpaid);
  const open = unpaid.filter((item) => {
    if (said.has(item.id)) return true;
    if (item.payer.type === "sponsor" && item.payer.sponsorId === sponsor?.id) return true;
    if (lapsed.has(item.workerId)) return true;
    return ofHerself.has(item.workerId) && (item.payer.type === "worker" || isLeftToWorker(item, items));
  });
  return sponsor?.kind === "office" ? { items: open, officeId: sponsor.id } : { items: open };
}

/** Those of the items of which this contact sent the proof that did not hold. */
async function refusedOf(
  { repositories: { proofs } }: Deps,
  contactId: string,
  items: readonly DueItem[],
): Promise<ReadonlySet<string>> {
  const refused = items.filter(({ refusedProofId }) => refusedProofId !== undefined);
  if (refused.length === 0) return new Set();
  const ids = [...new Set(refused.flatMap(({ refusedProofId = "" }) => refusedProofId))];
  const found = await Promise.all(ids.map((id) => proofs.find(id)));
  const own = new Set(found.flatMap((proof) => (proof?.contactId === contactId ? [proof.id] : [])));
  return new Set(refused.flatMap(({ id, refusedProofId = "" }) => (own.has(refusedProofId) ? [id] : [])));
}

/**
 * The unpaid items of workers that a contact registered which another sponsor is to pay, late or not: nobody asks her for
 * them, but whoever has paid one already has to be able to say so, else it is paid twice.
 */
export async function sponsoredItems(deps: Deps, contactId: string): Promise<readonly DueItem[]> {
  const { sponsor, unpaid, ofHerself } = await unpaidDues(deps, contactId);
  return unpaid.filter(
    ({ payer, workerId }) => payer.type === "sponsor" && payer.sponsorId !== sponsor?.id && ofHerself.has(workerId),
  );
}

/** All items that a contact may say are paid: those that it is asked for, and those of its workers that a sponsor is to pay. */
export async function reportableItems(deps: Deps, contactId: string): Promise<readonly DueItem[]> {
  const { items } = await reportable(deps, contactId);
  const known = new Set(items.map(({ id }) => id));
  return [...items, ...(await sponsoredItems(deps, contactId)).filter(({ id }) => !known.has(id))];
}

async function unpaidDues(deps: Deps, contactId: string) {
  const { registered, sponsor, items } = await ownDues(deps, contactId);
  const ofHerself = new Set(registered.filter(({ status }) => status !== "withdrawn").map(({ id }) => id));
  const lapsed = new Set(registered.filter(hasLapsed).map(({ id }) => id));
  const unpaid = items.filter(({ status }) => status === "open" || status === "overdue");
  return { sponsor, unpaid, ofHerself, lapsed, items };
}
