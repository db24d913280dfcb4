import type { Connection } from "mongoose";
import type { Area, AuditEntry, Officer, Task } from "../../domain/officer/officer";
import type {
  AuditLog,
  OfficerRepository,
  SaveResult,
  TaskChoice,
  TaskRepository,
} from "../../operations/repositories";
import type { Sealed, Vault } from "../vault";
import { Aggregates, noClash } from "./aggregates";
import { inDistrictOf, notSkipped } from "./areas";
import {
  anything,
  type CollectionPlan,
  compact,
  contextOf,
  number,
  type StoredDocument,
  sealed,
  text,
  truth,
  uniqueWhere,
} from "./collection-plan";
import { Documents, MOST_COUNTED } from "./documents";

interface OfficerDocument extends StoredDocument, Omit<Officer, "id" | "name" | "area"> {
  revision: number;
  name: Sealed;
  areaType: Area["type"];
  districtCode?: string;
  villageId?: string;
}

const officerPlan: CollectionPlan = {
  name: "officers",
  fields: {
    revision: number,
    name: sealed,
    role: text,
    areaType: text,
    districtCode: text,
    villageId: text,
    contactId: text,
    codeHash: text,
    codeExpiresAt: number,
    active: truth,
    proofsCalledOn: text,
  },
  indexes: [
    [{ codeHash: 1 }, uniqueWhere("codeHash")],
    [{ contactId: 1 }, { sparse: true }],
    [{ active: 1, areaType: 1, districtCode: 1 }],
  ],
};

/** Officers. A one-time code is stored as its keyed hash, and two officers never share one. */
export class MongoOfficerRepository implements OfficerRepository {
  private readonly officers: Aggregates<Officer, OfficerDocument>;

  constructor(connection: Connection, vault: Vault) {
    this.officers = new Aggregates(connection, officerPlan, {
      toDocument: ({ id, name, area, ...plain }: Officer): OfficerDocument => ({
        ...plain,
        _id: id,
        name: vault.seal(name, contextOf(officerPlan, id)),
        areaType: area.type,
        ...(area.type === "all" ? {} : { districtCode: area.districtCode }),
        ...(area.type === "village" ? { villageId: area.villageId } : {}),
      }),
      toValue: ({ _id: id, name, areaType, districtCode, villageId, ...plain }: OfficerDocument): Officer => ({
        ...plain,
        id,
        name: vault.open<string>(name, contextOf(officerPlan, id)),
        area: toArea(areaType, districtCode, villageId),
      }),
      order: { _id: 1 },
    });
  }

  /** Throws where the code is another officer's: codes are random, so that is a defect in making them. */
  async add(officer: Officer): Promise<void> {
    const added = await this.officers.add(officer, async () =>
      officer.codeHash !== undefined && (await this.findByCodeHash(officer.codeHash)) ? "code-taken" : null,
    );
    if (!added.ok) throw new Error("another officer has this code already: make a new one");
  }

  find(id: string): Promise<Officer | null> {
    return this.officers.find(id);
  }

  findByContact(contactId: string): Promise<Officer | null> {
    return this.officers.findOne({ contactId, active: true });
  }

  findByCodeHash(codeHash: string): Promise<Officer | null> {
    return this.officers.findOne({ codeHash });
  }

  list(limit: number): Promise<readonly Officer[]> {
    return this.officers.list({}, limit);
  }

  /** Those who see every area come first, in the order of the alphabet as it happens: `all`, `district`, `village`. */
  findForPlace(districtCode: string | undefined, limit: number): Promise<readonly Officer[]> {
    const order = { areaType: 1, _id: 1 } as const;
    if (districtCode === undefined) return this.officers.list({ active: true }, limit, order);
    return this.officers.list({ active: true, $or: [{ areaType: "all" }, { districtCode }] }, limit, order);
  }

  save(officer: Officer): Promise<SaveResult<Officer>> {
    return this.officers.save<never>(officer, noClash);
  }
}

function toArea(type: Area["type"], districtCode = "", villageId = ""): Area {
  if (type === "all") return { type };
  return type === "district" ? { type, districtCode } : { type, districtCode, villageId };
}

interface AuditDocument extends StoredDocument {
  at: number;
  actorType: AuditEntry["actor"]["type"];
  actorId: string;
  action: string;
  subjectType: AuditEntry["subject"]["type"];
  subjectId: string;
  details?: AuditEntry["details"];
}

/** As many acts as one actor does in a day, and more. */
const MOST_ACTS = 10_000;

const auditPlan: CollectionPlan = {
  name: "audit",
  fields: {
    at: number,
    actorType: text,
    actorId: text,
    action: text,
    subjectType: text,
    subjectId: text,
    details: anything,
  },
  indexes: [[{ subjectId: 1, subjectType: 1, at: 1 }], [{ actorId: 1, at: 1 }]],
};

/** The audit log: documents are inserted and never changed. */
export class MongoAuditLog implements AuditLog {
  private readonly entries: Documents<AuditDocument>;

  constructor(connection: Connection) {
    this.entries = new Documents(connection, auditPlan);
  }

  async write({ id, at, actor, action, subject, details }: AuditEntry): Promise<void> {
    await this.entries.insert(
      compact<AuditDocument>({
        _id: id,
        at,
        actorType: actor.type,
        actorId: actor.id,
        action,
        subjectType: subject.type,
        subjectId: subject.id,
        details,
      }),
    );
  }

  async entry(id: string): Promise<AuditEntry | null> {
    const document = await this.entries.findOne({ _id: id });
    return document && toAuditEntry(document);
  }

  async find(subject: AuditEntry["subject"], limit: number): Promise<readonly AuditEntry[]> {
    const filter = { subjectType: subject.type, subjectId: subject.id };
    const documents = await this.entries.find(filter, { at: 1, _id: 1 }, limit);
    return documents.map(toAuditEntry);
  }

  countByAction(actorId: string, since: number): Promise<Readonly<Record<string, number>>> {
    return this.entries.countBy("action", { actorId, at: { $gte: since } }, MOST_ACTS);
  }
}

function toAuditEntry(document: AuditDocument): AuditEntry {
  const { _id: id, at, actorType, actorId, action, subjectType, subjectId, details } = document;
  const actor = { type: actorType, id: actorId };
  return { id, at, actor, action, subject: { type: subjectType, id: subjectId }, ...(details && { details }) };
}

interface TaskDocument extends StoredDocument, Omit<Task, "id" | "text"> {
  revision: number;
  words?: Sealed;
}

const taskPlan: CollectionPlan = {
  name: "tasks",
  fields: {
    revision: number,
    kind: text,
    status: text,
    contactId: text,
    workerId: text,
    words: sealed,
    districtCode: text,
    createdAt: number,
  },
  indexes: [
    [{ status: 1, districtCode: 1, createdAt: 1, _id: 1 }],
    [{ status: 1, kind: 1, createdAt: 1, _id: 1 }],
    [{ contactId: 1 }, { sparse: true }],
  ],
};

/** Tasks, whose words are sealed. */
export class MongoTaskRepository implements TaskRepository {
  private readonly tasks: Aggregates<Task, TaskDocument>;

  constructor(connection: Connection, vault: Vault) {
    this.tasks = new Aggregates(connection, taskPlan, {
      toDocument: ({ id, text: words, ...plain }: Task): TaskDocument => ({
        ...compact<Omit<TaskDocument, "_id">>(plain),
        _id: id,
        ...(words !== undefined && { words: vault.seal(words, contextOf(taskPlan, id)) }),
      }),
      toValue: ({ _id: id, words, ...plain }: TaskDocument): Task => ({
        ...plain,
        id,
        ...(words && { text: vault.open<string>(words, contextOf(taskPlan, id)) }),
      }),
      order: { createdAt: 1, _id: 1 },
    });
  }

  async add(task: Task): Promise<void> {
    await this.tasks.add(task, noClash);
  }

  find(id: string): Promise<Task | null> {
    return this.tasks.find(id);
  }

  findMany(ids: readonly string[]): Promise<readonly Task[]> {
    return this.tasks.findMany(ids);
  }

  saveMany(values: readonly Task[]): Promise<number> {
    return this.tasks.saveMany(values);
  }

  /** A task without a kecamatan is for every officer. */
  open(area: Area, limit: number, which: TaskChoice = {}): Promise<readonly Task[]> {
    return this.tasks.list({ ...ofKind(which), ...inDistrictOf(area), ...notSkipped(which.skipIds ?? []) }, limit);
  }

  countOpen(area: Area, which: Pick<TaskChoice, "except"> = {}): Promise<number> {
    return this.tasks.documents.count({ ...ofKind(which), ...inDistrictOf(area) }, MOST_COUNTED);
  }

  async moveContact(from: string, to: string): Promise<void> {
    await this.tasks.documents.updateMany({ contactId: from }, { $set: { contactId: to }, $inc: { revision: 1 } });
  }

  save(task: Task): Promise<SaveResult<Task>> {
    return this.tasks.save<never>(task, noClash);
  }

  async removeByContact(contactId: string): Promise<void> {
    await this.tasks.documents.remove({ contactId });
  }
}

function ofKind({ kind, except = [] }: TaskChoice) {
  const status = "open" as const;
  if (kind !== undefined) return { status, kind };
  return except.length === 0 ? { status } : { status, kind: { $nin: [...except] } };
}
