import type { DueItem } from "../../src/domain/contribution/due-item";
import { fail, ok } from "../../src/domain/shared/result";
import { fitsWishes } from "../../src/domain/sponsor/pledge-life";
import { occupiedWorkerOf, offeredWorkerOf, type Pledge, type Sponsor } from "../../src/domain/sponsor/sponsor";
import type { DueItemRepository, PledgeRepository, SponsorRepository } from "../../src/operations/repositories";
import {
  byId,
  byText,
  type ClashOf,
  memoryWalk,
  noClash,
  type Shelf,
  save,
  saveFreely,
  saveMany,
  tally,
} from "./memory-shelf";

/** Sponsors: one for each contact. */
export function memorySponsors(shelf: Shelf<Sponsor>): SponsorRepository {
  const clash: ClashOf<Sponsor, "contact-has-sponsor"> = ({ contactId }, others) =>
    others.some((other) => other.contactId === contactId) ? "contact-has-sponsor" : null;
  return {
    add: async (sponsor) => shelf.add(sponsor, clash),
    find: async (id) => shelf.find(id),
    findMany: async (ids) => shelf.all(({ id }) => ids.includes(id), byId),
    contactsOf: async (ids) =>
      new Map(shelf.all(({ id }) => ids.includes(id), byId).map(({ id, contactId }) => [id, contactId])),
    findByContacts: async (ids) => shelf.all(({ contactId }) => ids.includes(contactId), byId),
    findByContact: async (contactId) => shelf.all((sponsor) => sponsor.contactId === contactId)[0] ?? null,
    moveContact: async (from, to) => {
      const [own] = shelf.all(({ contactId }) => contactId === from);
      if (own === undefined) return ok(undefined);
      if (shelf.all(({ contactId }) => contactId === to).length > 0) return fail("contact-has-sponsor");
      saveFreely(shelf, { ...own, contactId: to });
      return ok(undefined);
    },
    save: async (sponsor) => saveFreely(shelf, sponsor),
    page: async (afterId, limit) => shelf.all(({ id }) => id > (afterId ?? ""), byId).slice(0, limit),
    retiringBetween: async (from, to, afterId, limit) =>
      shelf
        .all(({ id, retiresOn }) => id > (afterId ?? "") && (retiresOn ?? "") >= from && (retiresOn ?? "9") <= to, byId)
        .slice(0, limit),
    standingBy: async ({ villageId }, limit, after) => {
      const readiest = (a: Sponsor, b: Sponsor) => (a.standsBy?.since ?? 0) - (b.standsBy?.since ?? 0) || byId(a, b);
      const isAfter = ({ id, standsBy }: Sponsor) =>
        after === undefined ||
        (standsBy?.since ?? 0) - after.since > 0 ||
        (standsBy?.since === after.since && id > after.id);
      return shelf
        .all(({ standsBy }) => standsBy !== undefined, readiest)
        .filter((one) => isAfter(one) && (villageId === undefined || one.standsBy?.villageId === villageId))
        .slice(0, limit);
    },
    remove: async (id) => void shelf.byId.delete(id),
  };
}

/** Pledges: one per worker that occupies her, and one that is offered beside it. */
export function memoryPledges(shelf: Shelf<Pledge>): PledgeRepository {
  const occupies = (pledge: Pledge, workerId: string | undefined) =>
    workerId !== undefined && occupiedWorkerOf(pledge) === workerId;
  const isOffered = (pledge: Pledge, workerId: string | undefined) =>
    workerId !== undefined && offeredWorkerOf(pledge) === workerId;
  const clash: ClashOf<Pledge, "worker-taken"> = (pledge, others) =>
    others.some(
      (other) =>
        other.id !== pledge.id &&
        (occupies(other, occupiedWorkerOf(pledge)) || isOffered(other, offeredWorkerOf(pledge))),
    )
      ? "worker-taken"
      : null;
  const oldest = (a: Pledge, b: Pledge) => a.createdAt - b.createdAt || byId(a, b);
  const until = (
    status: Pledge["status"],
    end: "heldUntil" | "pausedUntil",
    now: number,
    limit: number,
    after?: Pledge,
  ) => {
    const earliest = (a: Pledge, b: Pledge) => (a[end] ?? 0) - (b[end] ?? 0) || byId(a, b);
    return shelf
      .all((pledge) => pledge.status === status && (pledge[end] ?? Infinity) <= now, earliest)
      .filter((one) => after === undefined || earliest(one, after) > 0)
      .slice(0, limit);
  };
  return {
    add: async (pledge) => shelf.add(pledge, clash),
    find: async (id) => shelf.find(id),
    findBySponsors: async (ids) => shelf.all(({ sponsorId }) => ids.includes(sponsorId), oldest),
    findBySponsor: async (sponsorId) => shelf.all((pledge) => pledge.sponsorId === sponsorId, oldest),
    findByWorker: async (workerId) => shelf.all((pledge) => occupies(pledge, workerId))[0] ?? null,
    findByWorkers: async (workerIds) => shelf.all((pledge) => workerIds.some((id) => occupies(pledge, id)), oldest),
    findOffer: async (workerId) => shelf.all((pledge) => isOffered(pledge, workerId))[0] ?? null,
    findOffers: async (workerIds) => shelf.all((pledge) => workerIds.some((id) => isOffered(pledge, id)), oldest),
    findMany: async (ids) => shelf.all(({ id }) => ids.includes(id), oldest),
    save: async (pledge) => save(shelf, pledge, clash),
    saveMany: async (pledges) => saveMany(shelf, pledges, clash),
    expiredHolds: async (now, limit, after) => until("held", "heldUntil", now, limit, after),
    endedPauses: async (now, limit, after) => until("paused", "pausedUntil", now, limit, after),
    waiting: async (limit, after) =>
      shelf
        .all(({ status }) => status === "waiting", oldest)
        .filter((one) => after === undefined || oldest(one, { ...one, ...after }) > 0)
        .slice(0, limit),
    waitingFor: async (worker, limit, exceptSponsorIds = []) =>
      shelf
        .all(({ status, wishes }) => status === "waiting" && fitsWishes(wishes, worker), oldest)
        .filter(({ sponsorId }) => !exceptSponsorIds.includes(sponsorId))
        .slice(0, limit),
    walk: async (statuses) => memoryWalk(shelf.all(({ status }) => statuses.includes(status), oldest)),
    page: async (statuses, afterId, limit) =>
      shelf.all(({ id, status }) => statuses.includes(status) && id > (afterId ?? ""), byId).slice(0, limit),
  };
}

/** Due items: one for each worker and period. */
export function memoryDueItems(shelf: Shelf<DueItem>): DueItemRepository {
  const oldest = (a: DueItem, b: DueItem) => byText(a.period, b.period) || byId(a, b);
  const isMissing = (item: DueItem) =>
    shelf.all(({ id, workerId, period }) => id === item.id || (workerId === item.workerId && period === item.period))
      .length === 0;
  return {
    addMissing: async (items) => {
      let added = 0;
      for (const item of items) {
        if (!isMissing(item)) continue;
        shelf.put(item);
        added += 1;
      }
      return added;
    },
    find: async (id) => shelf.find(id),
    findMany: async (ids) => shelf.all(({ id }) => ids.includes(id), oldest),
    findByWorkers: async (workerIds, limit) =>
      shelf.all(({ workerId }) => workerIds.includes(workerId), oldest).slice(0, limit),
    findBetween: async (workerIds, from, to) =>
      shelf.all(({ workerId, period }) => workerIds.includes(workerId) && period >= from && period <= to, oldest),
    save: async (item) => saveFreely(shelf, item),
    saveMany: async (values) => saveMany(shelf, values, noClash),
    unpaid: async (...spans) =>
      memoryWalk(
        shelf
          .all(({ status }) => status === "open" || status === "overdue", byId)
          .filter(({ dueDay }) => spans.some(([first, last]) => dueDay >= first && dueDay <= last)),
      ),
    unpaidOf: async (periods) =>
      memoryWalk(
        shelf.all(
          ({ status, period }) => (status === "open" || status === "overdue") && periods.includes(period),
          byId,
        ),
      ),
    countByStatus: async (period) =>
      tally(
        shelf.all((item) => item.period === period),
        ({ status }) => status,
      ),
  };
}
