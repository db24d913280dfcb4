import type { Connection } from "mongoose";
import type { IsoDay } from "../../domain/shared/calendar";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { RetirementPlan, Sponsor } from "../../domain/sponsor/sponsor";
import type { Retiring, SaveResult, SponsorRepository } from "../../operations/repositories";
import type { Sealed, Vault } from "../vault";
import { Aggregates } from "./aggregates";
import { afterId } from "./areas";
import {
  type CollectionPlan,
  compact,
  contextOf,
  number,
  type Order,
  type StoredDocument,
  sealed,
  text,
  truth,
} from "./collection-plan";
import { pickByIds } from "./pick-by-ids";

interface SponsorDocument extends StoredDocument {
  revision: number;
  contactId: string;
  kind: Sponsor["kind"];
  showsName: boolean;
  identity: Sealed;
  retiresOn?: IsoDay;
  retirementPlan?: RetirementPlan;
  standBySince?: number;
  standByMost?: number;
  standByVillageId?: string;
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
    standBySince: number,
    standByMost: number,
    standByVillageId: text,
    createdAt: number,
  },
  indexes: [
    [{ contactId: 1 }, { unique: true }],
    [{ retiresOn: 1, _id: 1 }],
    [{ standBySince: 1, _id: 1 }, { partialFilterExpression: { standBySince: { $exists: true } } }],
  ],
};

const oldestFirst: Order = { createdAt: 1, _id: 1 };

/** Sponsors, whose names are sealed. */
export class MongoSponsorRepository implements SponsorRepository {
  private readonly sponsors: Aggregates<Sponsor, SponsorDocument>;

  constructor(connection: Connection, vault: Vault) {
    this.sponsors = new Aggregates(connection, plan, {
      toDocument: (sponsor: Sponsor) => toDocument(sponsor, vault),
      toValue: (document: SponsorDocument) => toSponsor(document, vault),
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

  async contactsOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = await pickByIds(this.sponsors.documents, ids, ["_id", "contactId"]);
    return new Map(found.map(({ _id, contactId }) => [_id, contactId]));
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

  async page(last: string | null, limit: number): Promise<readonly Pick<Sponsor, "id">[]> {
    const found = await this.sponsors.documents.pick(afterId(last), ["_id"], { _id: 1 }, limit);
    return found.map(({ _id: id }) => ({ id }));
  }

  async retiringBetween(from: IsoDay, to: IsoDay, last: string | null, limit: number): Promise<readonly Retiring[]> {
    const which = { retiresOn: { $gte: from, $lte: to }, ...afterId(last) };
    const fields = ["_id", "contactId", "retiresOn", "retirementPlan"] as const;
    const found = await this.sponsors.documents.pick(which, fields, { _id: 1 }, limit);
    return found.map(({ _id: id, ...rest }) => ({ id, ...rest }));
  }

  standingBy(
    which: { readonly villageId?: string },
    limit: number,
    after?: { readonly since: number; readonly id: string },
  ): Promise<readonly Sponsor[]> {
    const village = which.villageId === undefined ? {} : { standByVillageId: which.villageId };
    const later = after && [
      { standBySince: { $gt: after.since } },
      { standBySince: after.since, _id: { $gt: after.id } },
    ];
    const filter = { standBySince: { $gt: 0 }, ...village, ...(later === undefined ? {} : { $or: later }) };
    return this.sponsors.list(filter, limit, { standBySince: 1, _id: 1 });
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

function toDocument(sponsor: Sponsor, vault: Vault): SponsorDocument {
  const { id, name, officeName, standsBy, ...plain } = sponsor;
  return compact<SponsorDocument>({
    ...plain,
    _id: id,
    standBySince: standsBy?.since,
    standByMost: standsBy?.most,
    standByVillageId: standsBy?.villageId,
    identity: vault.seal({ name, officeName }, contextOf(plan, id)),
  });
}

function toSponsor(document: SponsorDocument, vault: Vault): Sponsor {
  const { _id: id, identity, standBySince: since, standByMost, standByVillageId: villageId, ...plain } = document;
  const village = villageId === undefined ? {} : { villageId };
  return {
    ...plain,
    id,
    ...vault.open<Identity>(identity, contextOf(plan, id)),
    ...(since === undefined ? {} : { standsBy: { since, most: standByMost ?? 1, ...village } }),
  };
}
