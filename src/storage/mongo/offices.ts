import type { Connection } from "mongoose";
import type { Employee, Office } from "../../domain/office/office";
import type { IsoDay } from "../../domain/shared/calendar";
import { foldWords } from "../../domain/shared/folded-text";
import type { Result } from "../../domain/shared/result";
import type { EmployeeRepository, OfficeRepository, RetiringEmployee, SaveResult } from "../../operations/repositories";
import type { Sealed, Vault } from "../vault";
import { Aggregates, noClash } from "./aggregates";
import { afterId } from "./areas";
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

interface OfficeDocument extends StoredDocument, Omit<Office, "id" | "coordinatorIds" | "codes"> {
  revision: number;
  coordinatorIds: string[];
  codes: Office["codes"][number][];
  /** The hashes of the codes, to find the office by one. */
  codeHashes: string[];
}

const officePlan: CollectionPlan = {
  name: "offices",
  fields: {
    revision: number,
    kind: text,
    coordinatorIds: texts,
    codes: anything,
    codeHashes: texts,
    joinSerial: number,
    reminded: anything,
    isListOff: truth,
    listedFor: text,
    createdAt: number,
  },
  indexes: [[{ coordinatorIds: 1 }], [{ codeHashes: 1 }]],
};

/** Offices. They hold ids and hashes only: the names stand with the sponsor, sealed. */
export class MongoOfficeRepository implements OfficeRepository {
  private readonly offices: Aggregates<Office, OfficeDocument>;

  constructor(connection: Connection) {
    this.offices = new Aggregates(connection, officePlan, {
      toDocument: ({ id, coordinatorIds, codes, ...plain }: Office): OfficeDocument =>
        compact<OfficeDocument>({
          ...plain,
          _id: id,
          coordinatorIds: [...coordinatorIds],
          codes: [...codes],
          codeHashes: codes.map(({ hash }) => hash),
        }),
      toValue: ({ _id: id, codeHashes: _, ...plain }: OfficeDocument): Office => ({ ...plain, id }),
      order: { createdAt: 1, _id: 1 },
    });
  }

  add(office: Office): Promise<Result<Office, never>> {
    return this.offices.add<never>(office, noClash);
  }

  find(id: string): Promise<Office | null> {
    return this.offices.find(id);
  }

  findMany(ids: readonly string[]): Promise<readonly Office[]> {
    return this.offices.findMany(ids);
  }

  saveMany(values: readonly Office[]): Promise<number> {
    return this.offices.saveMany(values);
  }

  findByCoordinator(contactId: string): Promise<Office | null> {
    return this.offices.findOne({ coordinatorIds: contactId });
  }

  findByCode(hash: string): Promise<Office | null> {
    return this.offices.findOne({ codeHashes: hash });
  }

  save(office: Office): Promise<SaveResult<Office>> {
    return this.offices.save<never>(office, noClash);
  }

  page(last: string | null, limit: number): Promise<readonly Office[]> {
    return this.offices.list({ ...afterId(last) }, limit, { _id: 1 });
  }

  async moveContact(from: string, to: string): Promise<void> {
    const { documents } = this.offices;
    await documents.updateMany({ coordinatorIds: from }, { $addToSet: { coordinatorIds: to }, $inc: { revision: 1 } });
    await documents.updateMany({ coordinatorIds: from }, { $pull: { coordinatorIds: from }, $inc: { revision: 1 } });
  }

  remove(id: string): Promise<void> {
    return this.offices.remove(id);
  }
}

interface EmployeeDocument extends StoredDocument, Omit<Employee, "id" | "name" | "staffNumber" | "phone"> {
  revision: number;
  /** The staff number, or the name where there is none, as a keyed hash: while it stands, nobody of the office is entered twice. */
  standingKey?: string;
  identity: Sealed;
}
type Identity = Pick<Employee, "name" | "staffNumber" | "phone">;

const employeePlan: CollectionPlan = {
  name: "employees",
  fields: {
    revision: number,
    officeId: text,
    standingKey: text,
    identity: sealed,
    contactId: text,
    retiresOn: text,
    warned: anything,
    completedBy: text,
    status: text,
    createdAt: number,
  },
  indexes: [
    [{ standingKey: 1 }, uniqueWhere("standingKey")],
    [{ officeId: 1, _id: 1 }],
    [{ contactId: 1 }],
    [{ status: 1, retiresOn: 1, _id: 1 }],
  ],
};

/** Employees, whose names and numbers are sealed. */
export class MongoEmployeeRepository implements EmployeeRepository {
  private readonly employees: Aggregates<Employee, EmployeeDocument>;

  constructor(
    connection: Connection,
    private readonly vault: Vault,
  ) {
    this.employees = new Aggregates(connection, employeePlan, {
      toDocument: (employee: Employee) => this.toDocument(employee),
      toValue: ({ _id: id, identity, standingKey: _, ...plain }: EmployeeDocument): Employee => ({
        ...plain,
        id,
        ...vault.open<Identity>(identity, contextOf(employeePlan, id)),
      }),
      order: { _id: 1 },
    });
  }

  addMissing(employees: readonly Employee[]): Promise<number> {
    return this.employees.documents.insertMissing(employees.map((one) => this.toDocument(one)));
  }

  find(id: string): Promise<Employee | null> {
    return this.employees.find(id);
  }

  findMany(ids: readonly string[]): Promise<readonly Employee[]> {
    return this.employees.findMany(ids);
  }

  saveMany(values: readonly Employee[]): Promise<number> {
    return this.employees.saveMany(values);
  }

  findByContact(contactId: string): Promise<readonly Employee[]> {
    return this.employees.list({ contactId });
  }

  findByOffices(officeIds: readonly string[]): Promise<readonly Employee[]> {
    return this.employees.list({ officeId: { $in: [...officeIds] } });
  }

  page(officeId: string, last: string | null, limit: number): Promise<readonly Employee[]> {
    return this.employees.list({ officeId, ...afterId(last) }, limit);
  }

  async retiringBetween(
    from: IsoDay,
    to: IsoDay,
    last: string | null,
    limit: number,
  ): Promise<readonly RetiringEmployee[]> {
    const which = { status: "active" as const, retiresOn: { $gte: from, $lte: to }, ...afterId(last) };
    const fields = ["_id", "retiresOn", "warned", "status"] as const;
    const found = await this.employees.documents.pick(which, fields, { _id: 1 }, limit);
    return found.map(({ _id: id, ...rest }) => ({ id, ...rest }));
  }

  save(employee: Employee): Promise<Result<Employee, "changed-meanwhile" | "already-there">> {
    return this.employees.save(employee, async () => {
      const holder = await this.employees.findOne({ standingKey: this.keyOf(employee) });
      return holder !== null && holder.id !== employee.id ? "already-there" : null;
    });
  }

  async moveContact(from: string, to: string): Promise<void> {
    await this.employees.documents.updateMany({ contactId: from }, { $set: { contactId: to }, $inc: { revision: 1 } });
  }

  remove(id: string): Promise<void> {
    return this.employees.remove(id);
  }

  async removeByOffice(officeId: string): Promise<void> {
    await this.employees.documents.remove({ officeId });
  }

  private toDocument({ id, name, staffNumber, phone, ...plain }: Employee): EmployeeDocument {
    const identity = compact<Identity>({ name, staffNumber, phone });
    return compact<EmployeeDocument>({
      ...plain,
      _id: id,
      standingKey: plain.status === "active" ? this.keyOf({ name, staffNumber, ...plain }) : undefined,
      identity: this.vault.seal(identity, contextOf(employeePlan, id)),
    });
  }

  private keyOf({ officeId, name, staffNumber }: { officeId: string; name: string; staffNumber?: string | undefined }) {
    return this.vault.hash(`${officeId} ${staffNumber ?? foldWords(name)}`, "employee");
  }
}
