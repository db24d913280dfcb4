import type { Connection } from "mongoose";
import type { CareCase } from "../../domain/care/care-case";
import type { CareRepository, SaveResult } from "../../operations/repositories";
import type { Sealed, Vault } from "../vault";
import { Aggregates, noClash } from "./aggregates";
import { type CollectionPlan, compact, contextOf, number, type StoredDocument, sealed, text } from "./collection-plan";

type Told = Pick<CareCase, "atWork" | "traffic" | "done" | "happenedAt">;

interface CareDocument extends StoredDocument, Omit<CareCase, "id" | keyof Told> {
  revision: number;
  told: Sealed;
}

const plan: CollectionPlan = {
  name: "cares",
  fields: {
    revision: number,
    contactId: text,
    kind: text,
    districtCode: text,
    status: text,
    openedAt: number,
    told: sealed,
  },
  indexes: [[{ contactId: 1, openedAt: 1, _id: 1 }], [{ status: 1, _id: 1 }]],
};

/** Accidents and deaths; what was told of them is sealed (F10.03). */
export class MongoCareRepository implements CareRepository {
  private readonly cares: Aggregates<CareCase, CareDocument>;

  constructor(connection: Connection, vault: Vault) {
    this.cares = new Aggregates(connection, plan, {
      toDocument: ({ id, atWork, traffic, done, happenedAt, ...plain }: CareCase): CareDocument => ({
        ...compact<Omit<CareDocument, "_id" | "told">>(plain),
        _id: id,
        told: vault.seal(compact<Told>({ atWork, traffic, done, happenedAt }), contextOf(plan, id)),
      }),
      toValue: ({ _id: id, told, ...plain }: CareDocument): CareCase => ({
        ...plain,
        id,
        ...vault.open<Told>(told, contextOf(plan, id)),
      }),
      order: { openedAt: 1, _id: 1 },
    });
  }

  async add(care: CareCase): Promise<void> {
    await this.cares.add(care, noClash);
  }

  find(id: string): Promise<CareCase | null> {
    return this.cares.find(id);
  }

  findByContact(contactId: string, limit: number): Promise<readonly CareCase[]> {
    return this.cares.list({ contactId }, limit);
  }

  pageOpen(afterId: string | null, limit: number): Promise<readonly CareCase[]> {
    const after = afterId === null ? {} : { _id: { $gt: afterId } };
    return this.cares.list({ status: "open", ...after }, limit, { _id: 1 });
  }

  save(care: CareCase): Promise<SaveResult<CareCase>> {
    return this.cares.save<never>(care, noClash);
  }

  async moveContact(from: string, to: string): Promise<void> {
    await this.cares.documents.updateMany({ contactId: from }, { $set: { contactId: to }, $inc: { revision: 1 } });
  }

  async removeByContact(contactId: string): Promise<void> {
    await this.cares.documents.remove({ contactId });
  }
}
