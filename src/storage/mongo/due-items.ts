import type { Connection } from "mongoose";
import { type DueItem, type DueItemStatus, dueItemStatuses } from "../../domain/contribution/due-item";
import type { DaySpan } from "../../domain/shared/calendar";
import type { Period } from "../../domain/shared/period";
import type { DueItemRepository, SaveResult } from "../../operations/repositories";
import { largePageSize, type Walk } from "../../operations/walk";
import { Aggregates, type Mapping, noClash } from "./aggregates";
import { anything, type CollectionPlan, compact, number, type StoredDocument, text } from "./collection-plan";

interface DueItemDocument extends StoredDocument, Omit<DueItem, "id" | "status"> {
  revision: number;
  /** Nothing writes `waived`; it could stand in records of before it was given up, of months that nobody is asked for. */
  status: DueItemStatus | "waived";
}

const plan: CollectionPlan = {
  name: "due_items",
  fields: {
    revision: number,
    workerId: text,
    pledgeId: text,
    period: text,
    amount: number,
    credit: number,
    dueDay: text,
    movedTo: text,
    status: text,
    payer: anything,
    proofId: text,
    refusedProofId: text,
    reportedAt: number,
    confirmedAt: number,
    paid: number,
    insteadOf: anything,
    parts: anything,
    news: anything,
    changedAt: number,
  },
  indexes: [
    [{ workerId: 1, period: 1 }, { unique: true }],
    [{ status: 1, dueDay: 1, _id: 1 }],
    [{ period: 1, status: 1 }],
  ],
};

const mapping: Mapping<DueItem, DueItemDocument> = {
  toDocument: ({ id, ...plain }) => compact<DueItemDocument>({ ...plain, _id: id }),
  toValue: ({ _id: id, status, ...plain }) => ({ ...plain, status: status === "waived" ? "cancelled" : status, id }),
  order: { period: 1, _id: 1 },
};

const unpaidStatuses = ["open", "overdue"] as const;

/** Due items, under a unique index of worker and period. */
export class MongoDueItemRepository implements DueItemRepository {
  private readonly items: Aggregates<DueItem, DueItemDocument>;

  constructor(connection: Connection) {
    this.items = new Aggregates(connection, plan, mapping);
  }

  addMissing(items: readonly DueItem[]): Promise<number> {
    return this.items.documents.insertMissing(items.map(mapping.toDocument));
  }

  find(id: string): Promise<DueItem | null> {
    return this.items.find(id);
  }

  findMany(ids: readonly string[]): Promise<readonly DueItem[]> {
    return this.items.findMany(ids);
  }

  saveMany(values: readonly DueItem[]): Promise<number> {
    return this.items.saveMany(values);
  }

  async findByWorkers(workerIds: readonly string[], limit: number): Promise<readonly DueItem[]> {
    return workerIds.length === 0 ? [] : this.items.list({ workerId: { $in: [...workerIds] } }, limit);
  }

  async findBetween(workerIds: readonly string[], from: Period, to: Period): Promise<readonly DueItem[]> {
    const period = { $gte: from, $lte: to };
    return workerIds.length === 0 ? [] : this.items.list({ workerId: { $in: [...workerIds] }, period });
  }

  save(item: DueItem): Promise<SaveResult<DueItem>> {
    return this.items.save<never>(item, noClash);
  }

  async unpaid(...spans: readonly DaySpan[]): Promise<Walk<DueItem>> {
    const dueDays = spans.map(([first, last]) => ({ $gte: first, $lte: last }));
    return this.items.walk(
      dueDays.flatMap((dueDay) => unpaidStatuses.map((status) => ({ status, dueDay }))),
      { dueDay: 1, _id: 1 },
      largePageSize,
    );
  }

  async unpaidOf(periods: readonly Period[]): Promise<Walk<DueItem>> {
    return this.items.walk(
      periods.flatMap((period) => unpaidStatuses.map((status) => ({ period, status }))),
      { period: 1, status: 1 },
      largePageSize,
    );
  }

  countByStatus(period: Period): Promise<Readonly<Partial<Record<DueItem["status"], number>>>> {
    return this.items.documents.countEach("status", dueItemStatuses, { period });
  }
}
