import type { Connection } from "mongoose";
import type { IsoDay } from "../../domain/shared/calendar";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { RetirementPlan, Sponsor } from "../../domain/sponsor/sponsor";
import type { SaveResult, SponsorRepository } from "../../operations/repositories";
import type { Sealed, Vault } from "../vault";
import { Aggregates } from "./aggregates";
import { afterId } from "./areas";
import {
  type CollectionPlan,
  contextOf,
  number,
  type Order,
  type StoredDocument,
  sealed,
  text,
  truth,
} from "./documents";

interface SponsorDocument extends StoredDocument {
  revision: number;
  contactId: string;
  kind: Sponsor["kind"];
  showsName: boolean;
  identity: Sealed;
  retiresOn?: IsoDay;
  retirementPlan?: RetirementPlan;
  createdAt: number;
}
type Identity = Pick<Sponsor, "name" | "officeName">;

const plan: CollectionPlan = {
  name: "sponsors",
  fields: {
    revision: number,
    contactId: text,
    kind: text,
    showsName: truth,
    identity: sealed,
    retiresOn: text,
    retirementPlan: text,
    createdAt: number,
  },
  indexes: [[{ contactId: 1 }, { unique: true }], [{ retiresOn: 1, _id: 1 }]],
};

const oldestFirst: Order = { createdAt: 1, _id: 1 };

/** Sponsors, whose names are sealed. */
export class MongoSponsorRepository implements SponsorRepository {
  private readonly sponsors: Aggregates<Sponsor, SponsorDocument>;

  constructor(connection: Connection, vault: Vault) {
    this.sponsors = new Aggregates(connection, plan, {
      toDocument: ({ id, name, officeName, ...plain }: Sponsor): SponsorDocument => ({
        ...plain,
        _id: id,
        identity: vault.seal({ name, officeName }, contextOf(plan, id)),
      }),
      toValue: ({ _id: id, identity, ...plain }: SponsorDocument): Sponsor => ({
        ...plain,
        id,
        ...vault.open<Identity>(identity, contextOf(plan, id)),
      }),
      order: oldestFirst,
    });
  }

  add(sponsor: Sponsor): Promise<Result<Sponsor, "contact-has-sponsor">> {
    return this.sponsors.add(sponsor, async () => ((await this.isTaken(sponsor)) ? "contact-has-sponsor" : null));
  }

  find(id: string): Promise<Sponsor | null> {
    return this.sponsors.find(id);
  }

  findMany(ids: readonly string[]): Promise<readonly Sponsor[]> {
    return this.sponsors.findMany(ids);
  }

  findByContact(contactId: string): Promise<Sponsor | null> {
    return this.sponsors.findOne({ contactId });
  }

  async findByContacts(contactIds: readonly string[]): Promise<readonly Sponsor[]> {
    return contactIds.length === 0 ? [] : this.sponsors.list({ contactId: { $in: [...contactIds] } });
  }

  async moveContact(from: string, to: string): Promise<Result<void, "contact-has-sponsor">> {
    const change = { $set: { contactId: to }, $inc: { revision: 1 } };
    const isFree = (await this.findByContact(from)) === null;
    if (isFree || (await this.sponsors.documents.updateUnlessTaken({ contactId: from }, change))) return ok(undefined);
    return (await this.findByContact(from)) === null ? ok(undefined) : fail("contact-has-sponsor");
  }

  page(last: string | null, limit: number): Promise<readonly Sponsor[]> {
    return this.sponsors.list(afterId(last), limit, { _id: 1 });
  }

  retiringBetween(from: IsoDay, to: IsoDay, last: string | null, limit: number): Promise<readonly Sponsor[]> {
    return this.sponsors.list({ retiresOn: { $gte: from, $lte: to }, ...afterId(last) }, limit, { _id: 1 });
  }

  /** Fails with `changed-meanwhile` too where the contact has another sponsor by now. */
  save(sponsor: Sponsor): Promise<SaveResult<Sponsor>> {
    return this.sponsors.save(sponsor, async () => ((await this.isTaken(sponsor)) ? "changed-meanwhile" : null));
  }

  remove(id: string): Promise<void> {
    return this.sponsors.remove(id);
  }

  private async isTaken({ id, contactId }: Sponsor): Promise<boolean> {
    const holder = await this.findByContact(contactId);
    return holder !== null && holder.id !== id;
  }
}
