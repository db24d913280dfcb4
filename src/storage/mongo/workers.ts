import type { Connection } from "mongoose";
import type { Area } from "../../domain/officer/officer";
import type { Rupiah } from "../../domain/shared/money";
import type { Result } from "../../domain/shared/result";
import { type Worker, type WorkerStatus, type WorkerTerms, workerStatuses } from "../../domain/worker/worker";
import { owingStatuses } from "../../domain/worker/worker-life";
import type { Seeker, Seeking, WorkerRepository } from "../../operations/repositories";
import type { Walk } from "../../operations/walk";
import type { Sealed, Vault } from "../vault";
import { Aggregates } from "./aggregates";
import { afterId, inArea, notSkipped } from "./areas";
import {
  anything,
  type CollectionPlan,
  compact,
  contextOf,
  number,
  type StoredDocument,
  sealed,
  text,
  texts,
  truth,
  uniqueWhere,
} from "./collection-plan";
import { pickByIds } from "./pick-by-ids";

interface WorkerDocument extends StoredDocument {
  revision: number;
  personId: string;
  /** The person's id while no other registration of that person may exist. */
  occupiedPersonId?: string;
  /** Keyed hash of the KPJ while no other registration may have it. */
  kpjHash?: string;
  number: string;
  status: WorkerStatus;
  districtCode: string;
  villageId: string;
  occupationId: string;
  sector: Worker["sector"];
  base: number;
  programmes: Worker["programmes"];
  funding: Worker["funding"];
  payer: Worker["payer"];
  registeredByContactId: string;
  relation: Worker["registeredBy"]["relation"];
  sharesNikWithSponsor: boolean;
  isNamedInReports?: boolean;
  warnings: string[];
  rejection?: Omit<Rejection, "note">;
  secrets: Sealed;
  credit?: Rupiah;
  withoutSponsorSince?: number;
  submittedAt: number;
  verifiedAt?: number;
}
type Rejection = NonNullable<Worker["rejection"]>;
interface Secrets extends Pick<Worker, "occupationText" | "secondOccupation" | "income" | "kpj"> {
  readonly consentNote?: string;
  readonly rejectionNote?: string;
}

const plan: CollectionPlan = {
  name: "workers",
  fields: {
    revision: number,
    personId: text,
    occupiedPersonId: text,
    kpjHash: text,
    number: text,
    status: text,
    districtCode: text,
    villageId: text,
    occupationId: text,
    sector: text,
    base: number,
    programmes: text,
    funding: text,
    payer: text,
    registeredByContactId: text,
    relation: text,
    sharesNikWithSponsor: truth,
    isNamedInReports: truth,
    warnings: texts,
    rejection: anything,
    secrets: sealed,
    credit: number,
    withoutSponsorSince: number,
    submittedAt: number,
    verifiedAt: number,
  },
  indexes: [
    [{ number: 1 }, { unique: true }],
    [{ occupiedPersonId: 1 }, uniqueWhere("occupiedPersonId")],
    [{ kpjHash: 1 }, uniqueWhere("kpjHash")],
    [{ personId: 1 }],
    [{ registeredByContactId: 1 }],
    [{ villageId: 1, submittedAt: 1, _id: 1 }],
    [{ status: 1, districtCode: 1, submittedAt: 1, _id: 1 }],
    [{ payer: 1, status: 1, submittedAt: 1, _id: 1 }],
    [
      { withoutSponsorSince: 1, submittedAt: 1, _id: 1 },
      { partialFilterExpression: { withoutSponsorSince: { $exists: true } } },
    ],
    [{ credit: 1, _id: 1 }, { partialFilterExpression: { credit: { $exists: true } } }],
  ],
};

const termFields = [
  "_id",
  "personId",
  "districtCode",
  "status",
  "payer",
  "base",
  "sector",
  "funding",
  "programmes",
  "withoutSponsorSince",
] as const;

const toTerms = ({ _id: id, ...terms }: Pick<WorkerDocument, (typeof termFields)[number]>): WorkerTerms =>
  ({ ...terms, id }) as WorkerTerms;

const seeking: WorkerStatus[] = [...owingStatuses];

/** Workers. What they said in their own words, their income and their KPJ are sealed. */
export class MongoWorkerRepository implements WorkerRepository {
  private readonly workers: Aggregates<Worker, WorkerDocument>;

  constructor(
    connection: Connection,
    private readonly vault: Vault,
  ) {
    this.workers = new Aggregates(connection, plan, {
      toDocument: (worker: Worker) => toDocument(worker, this.vault),
      toValue: (document: WorkerDocument) => toWorker(document, this.vault),
      order: { submittedAt: 1, _id: 1 },
    });
  }

  add(worker: Worker): Promise<Result<Worker, "number-taken" | "person-has-worker">> {
    return this.workers.add(worker, () => this.clashOf(worker));
  }

  find(id: string): Promise<Worker | null> {
    return this.workers.find(id);
  }

  findMany(ids: readonly string[]): Promise<readonly Worker[]> {
    return this.workers.findMany(ids);
  }

  saveMany(values: readonly Worker[]): Promise<number> {
    return this.workers.saveMany(values);
  }

  async terms(ids: readonly string[]): Promise<readonly WorkerTerms[]> {
    return (await pickByIds(this.workers.documents, ids, termFields)).map(toTerms);
  }

  async contactsOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = await pickByIds(this.workers.documents, ids, ["_id", "registeredByContactId"]);
    return new Map(found.map(({ _id, registeredByContactId }) => [_id, registeredByContactId]));
  }

  findByNumber(registrationNumber: string): Promise<Worker | null> {
    return this.workers.findOne({ number: registrationNumber });
  }

  async findByPersons(personIds: readonly string[]): Promise<readonly Worker[]> {
    return personIds.length === 0 ? [] : this.workers.list({ personId: { $in: [...personIds] } });
  }

  findByContact(contactId: string): Promise<readonly Worker[]> {
    return this.workers.list({ registeredByContactId: contactId });
  }

  async findByContacts(contactIds: readonly string[]): Promise<readonly Worker[]> {
    return contactIds.length === 0 ? [] : this.workers.list({ registeredByContactId: { $in: [...contactIds] } });
  }

  async moveContact(from: string, to: string): Promise<void> {
    await this.workers.documents.updateMany(
      { registeredByContactId: from },
      { $set: { registeredByContactId: to }, $inc: { revision: 1 } },
    );
  }

  save(worker: Worker): Promise<Result<Worker, "changed-meanwhile" | "person-has-worker" | "kpj-taken">> {
    return this.workers.save(worker, async () => {
      if (await this.isPersonTaken(worker)) return "person-has-worker";
      return (await this.isKpjTaken(worker)) ? "kpj-taken" : null;
    });
  }

  remove(id: string): Promise<void> {
    return this.workers.remove(id);
  }

  findByVillage(villageId: string, limit: number): Promise<readonly Worker[]> {
    return this.workers.list({ villageId }, limit);
  }

  toVerify(area: Area, limit: number, skipIds: readonly string[] = []): Promise<readonly Worker[]> {
    return this.workers.list({ status: "submitted", ...inArea(area), ...notSkipped(skipIds) }, limit);
  }

  async seekingSponsor(
    which: Seeking,
    limit: number,
    after?: { submittedAt: number; id: string },
  ): Promise<readonly Seeker[]> {
    const { districtCode, occupationId, villageId, wasLeft } = which;
    const later = after && [
      { submittedAt: { $gt: after.submittedAt } },
      { submittedAt: after.submittedAt, _id: { $gt: after.id } },
    ];
    const found = await this.workers.documents.pick(
      {
        payer: "sponsor",
        status: { $in: seeking },
        ...(districtCode === undefined ? {} : { districtCode }),
        ...(occupationId === undefined ? {} : { occupationId }),
        ...(villageId === undefined ? {} : { villageId }),
        ...(wasLeft === undefined ? {} : { withoutSponsorSince: { $exists: true } }),
        ...(later === undefined ? {} : { $or: later }),
      },
      ["_id", "status", "payer", "submittedAt"],
      { submittedAt: 1, _id: 1 },
      limit,
    );
    return found.map(({ _id: id, status, payer, submittedAt }) => ({ id, status, payer, submittedAt }));
  }

  page(statuses: readonly WorkerStatus[], last: string | null, limit: number): Promise<readonly Worker[]> {
    return this.workers.list({ status: { $in: [...statuses] }, ...afterId(last) }, limit, { _id: 1 });
  }

  async withCredit(last: string | null, limit: number): Promise<readonly Pick<Worker, "id">[]> {
    const some = { credit: { $gt: 0 as Rupiah }, ...afterId(last) };
    const found = await this.workers.documents.pick(some, ["_id"], { _id: 1 }, limit);
    return found.map(({ _id: id }) => ({ id }));
  }

  async selfPayers(statuses: readonly WorkerStatus[]): Promise<Walk<WorkerTerms>> {
    const self = statuses.map((status) => ({ payer: "self" as const, status }));
    const left = { withoutSponsorSince: { $gt: 0 }, payer: "sponsor" as const, status: { $in: [...statuses] } };
    const order = { submittedAt: 1, _id: 1 } as const;
    return this.workers.walkPicked([...self, left], { order, fields: termFields, toValue: toTerms });
  }

  async walkTerms(statuses: readonly WorkerStatus[]): Promise<Walk<WorkerTerms>> {
    const filters = (["self", "sponsor"] as const).flatMap((payer) => statuses.map((status) => ({ payer, status })));
    const order = { submittedAt: 1, _id: 1 } as const;
    return this.workers.walkPicked(filters, { order, fields: termFields, toValue: toTerms });
  }

  countByStatus(area: Area): Promise<Readonly<Partial<Record<WorkerStatus, number>>>> {
    return this.workers.documents.countEach("status", workerStatuses, inArea(area));
  }

  private async clashOf(worker: Worker): Promise<"number-taken" | "person-has-worker" | null> {
    const sameNumber = await this.findByNumber(worker.number);
    if (sameNumber !== null && sameNumber.id !== worker.id) return "number-taken";
    return (await this.isPersonTaken(worker)) ? "person-has-worker" : null;
  }

  private async isPersonTaken({ id, personId, status }: Worker): Promise<boolean> {
    if (!occupiesPerson(status)) return false;
    const holder = await this.workers.findOne({ occupiedPersonId: personId });
    return holder !== null && holder.id !== id;
  }

  private async isKpjTaken({ id, kpj, status }: Worker): Promise<boolean> {
    if (kpj === undefined || !occupiesPerson(status)) return false;
    const holder = await this.workers.findOne({ kpjHash: hashOf(kpj, this.vault) });
    return holder !== null && holder.id !== id;
  }
}

function hashOf(kpj: string, vault: Vault): string {
  return vault.hash(kpj, "kpj");
}

/** Whether a person with such a registration may have no other. */
function occupiesPerson(status: WorkerStatus): boolean {
  return status !== "withdrawn" && status !== "rejected";
}

function toDocument(worker: Worker, vault: Vault): WorkerDocument {
  const { id, registeredBy, rejection, occupationText, secondOccupation, income, kpj, warnings, ...plain } = worker;
  const secrets = compact<Secrets>({
    occupationText,
    secondOccupation,
    income,
    kpj,
    consentNote: registeredBy.consentNote,
    rejectionNote: rejection?.note,
  });
  return compact<WorkerDocument>({
    ...plain,
    _id: id,
    occupiedPersonId: occupiesPerson(worker.status) ? worker.personId : undefined,
    kpjHash: kpj !== undefined && occupiesPerson(worker.status) ? hashOf(kpj, vault) : undefined,
    registeredByContactId: registeredBy.contactId,
    relation: registeredBy.relation,
    warnings: [...warnings],
    rejection: rejection && { reason: rejection.reason, at: rejection.at },
    secrets: vault.seal(secrets, contextOf(plan, id)),
  });
}

function toWorker(document: WorkerDocument, vault: Vault): Worker {
  const {
    _id: id,
    occupiedPersonId: _,
    kpjHash: __,
    registeredByContactId,
    relation,
    secrets,
    rejection,
    ...plain
  } = document;
  const { consentNote, rejectionNote, ...own } = vault.open<Secrets>(secrets, contextOf(plan, id));
  return {
    ...plain,
    ...own,
    id,
    registeredBy: { contactId: registeredByContactId, relation, ...(consentNote !== undefined && { consentNote }) },
    ...(rejection && { rejection: { ...rejection, ...(rejectionNote !== undefined && { note: rejectionNote }) } }),
  };
}
