import type { Connection } from "mongoose";
import type { Result } from "../../domain/shared/result";
import { occupiedWorkerOf, offeredWorkerOf, type Pledge, type PledgeStatus } from "../../domain/sponsor/sponsor";
import type { Worker } from "../../domain/worker/worker";
import type { PledgeRepository } from "../../operations/repositories";
import type { Walk } from "../../operations/walk";
import { Aggregates } from "./aggregates";
import { afterId } from "./areas";
import {
  anything,
  type CollectionPlan,
  compact,
  number,
  type Order,
  type StoredDocument,
  text,
  uniqueWhere,
} from "./collection-plan";

interface PledgeDocument extends StoredDocument, Omit<Pledge, "id"> {
  revision: number;
  /** The worker's id while no other pledge may take the worker. */
  occupiedWorkerId?: string;
  /** The worker's id while no other stand-by sponsor may be asked for the worker. */
  offeredWorkerId?: string;
}

const plan: CollectionPlan = {
  name: "pledges",
  fields: {
    revision: number,
    sponsorId: text,
    workerId: text,
    occupiedWorkerId: text,
    offeredWorkerId: text,
    status: text,
    programmes: text,
    startPeriod: text,
    monthsAhead: number,
    route: text,
    wishes: anything,
    heldSince: number,
    heldUntil: number,
    pausedUntil: number,
    pauseReason: text,
    endReason: text,
    leaveReason: text,
    confirmedBy: text,
    employeeId: text,
    pairedBy: text,
    standBy: anything,
    createdAt: number,
  },
  indexes: [
    [{ occupiedWorkerId: 1 }, uniqueWhere("occupiedWorkerId")],
    [{ offeredWorkerId: 1 }, uniqueWhere("offeredWorkerId")],
    [{ sponsorId: 1 }],
    [{ status: 1, createdAt: 1, _id: 1 }],
    [{ status: 1, heldUntil: 1 }],
    [{ status: 1, pausedUntil: 1 }],
  ],
};

const oldestFirst: Order = { createdAt: 1, _id: 1 };

/** Pledges. They name nobody, so nothing of them is sealed. */
export class MongoPledgeRepository implements PledgeRepository {
  private readonly pledges: Aggregates<Pledge, PledgeDocument>;

  constructor(connection: Connection) {
    this.pledges = new Aggregates(connection, plan, {
      toDocument: (pledge: Pledge): PledgeDocument => {
        const { id, ...plain } = pledge;
        const [occupiedWorkerId, offeredWorkerId] = [occupiedWorkerOf(pledge), offeredWorkerOf(pledge)];
        return compact<PledgeDocument>({ ...plain, _id: id, occupiedWorkerId, offeredWorkerId });
      },
      toValue: ({ _id: id, occupiedWorkerId: _, offeredWorkerId: __, ...plain }: PledgeDocument): Pledge => ({
        ...plain,
        id,
      }),
      order: oldestFirst,
    });
  }

  add(pledge: Pledge): Promise<Result<Pledge, "worker-taken">> {
    return this.pledges.add(pledge, () => this.clashOf(pledge));
  }

  find(id: string): Promise<Pledge | null> {
    return this.pledges.find(id);
  }

  findMany(ids: readonly string[]): Promise<readonly Pledge[]> {
    return this.pledges.findMany(ids);
  }

  saveMany(values: readonly Pledge[]): Promise<number> {
    return this.pledges.saveMany(values);
  }

  findBySponsor(sponsorId: string): Promise<readonly Pledge[]> {
    return this.pledges.list({ sponsorId });
  }

  async findBySponsors(sponsorIds: readonly string[]): Promise<readonly Pledge[]> {
    return sponsorIds.length === 0 ? [] : this.pledges.list({ sponsorId: { $in: [...sponsorIds] } });
  }

  findByWorker(workerId: string): Promise<Pledge | null> {
    return this.pledges.findOne({ occupiedWorkerId: workerId });
  }

  /** The pledges that occupy any of the workers. */
  async findByWorkers(workerIds: readonly string[]): Promise<readonly Pledge[]> {
    return workerIds.length === 0 ? [] : this.pledges.list({ occupiedWorkerId: { $in: [...workerIds] } });
  }

  findOffer(workerId: string): Promise<Pledge | null> {
    return this.pledges.findOne({ offeredWorkerId: workerId });
  }

  async findOffers(workerIds: readonly string[]): Promise<readonly Pledge[]> {
    return workerIds.length === 0 ? [] : this.pledges.list({ offeredWorkerId: { $in: [...workerIds] } });
  }

  save(pledge: Pledge): Promise<Result<Pledge, "changed-meanwhile" | "worker-taken">> {
    return this.pledges.save(pledge, () => this.clashOf(pledge));
  }

  expiredHolds(now: number, limit: number, { heldUntil, id = "" }: Partial<Pledge> = {}): Promise<readonly Pledge[]> {
    const later = heldUntil !== undefined && [{ heldUntil: { $gt: heldUntil } }, { heldUntil, _id: { $gt: id } }];
    const over = { status: "held" as const, heldUntil: { $lte: now }, ...(later && { $or: later }) };
    return this.pledges.list(over, limit, { heldUntil: 1, _id: 1 });
  }

  endedPauses(now: number, limit: number, { pausedUntil, id = "" }: Partial<Pledge> = {}): Promise<readonly Pledge[]> {
    const later = pausedUntil !== undefined && [
      { pausedUntil: { $gt: pausedUntil } },
      { pausedUntil, _id: { $gt: id } },
    ];
    const over = { status: "paused" as const, pausedUntil: { $lte: now }, ...(later && { $or: later }) };
    return this.pledges.list(over, limit, { pausedUntil: 1, _id: 1 });
  }

  waiting(limit: number, after?: { createdAt: number; id: string }): Promise<readonly Pledge[]> {
    const later = after && [
      { createdAt: { $gt: after.createdAt } },
      { createdAt: after.createdAt, _id: { $gt: after.id } },
    ];
    return this.pledges.list({ status: "waiting", ...(later === undefined ? {} : { $or: later }) }, limit);
  }

  waitingFor(
    { districtCode, occupationId }: Pick<Worker, "districtCode" | "occupationId">,
    limit: number,
    exceptSponsorIds: readonly string[] = [],
  ): Promise<readonly Pledge[]> {
    const fits = {
      status: "waiting" as const,
      // A wish that was not made is none at all: null stands for the field that is missing.
      "wishes.districtCode": { $in: [null, districtCode] },
      "wishes.occupationId": { $in: [null, occupationId] },
      ...(exceptSponsorIds.length === 0 ? {} : { sponsorId: { $nin: [...exceptSponsorIds] } }),
    };
    return this.pledges.list(fits, limit);
  }

  async walk(statuses: readonly PledgeStatus[]): Promise<Walk<Pledge>> {
    return this.pledges.walk(
      statuses.map((status) => ({ status })),
      oldestFirst,
    );
  }

  page(statuses: readonly PledgeStatus[], last: string | null, limit: number): Promise<readonly Pledge[]> {
    return this.pledges.list({ status: { $in: [...statuses] }, ...afterId(last) }, limit, { _id: 1 });
  }

  private async clashOf(pledge: Pledge): Promise<"worker-taken" | null> {
    const [occupied, offered] = [occupiedWorkerOf(pledge), offeredWorkerOf(pledge)];
    const holder = occupied === undefined ? null : await this.findByWorker(occupied);
    const asked = offered === undefined ? null : await this.findOffer(offered);
    return [holder, asked].some((other) => other !== null && other.id !== pledge.id) ? "worker-taken" : null;
  }
}
