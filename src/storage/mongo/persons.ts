import type { Connection } from "mongoose";
import type { Person } from "../../domain/person/person";
import type { Nik } from "../../domain/shared/nik";
import type { Result } from "../../domain/shared/result";
import type { PersonRepository } from "../../operations/repositories";
import type { Sealed, Vault } from "../vault";
import { Aggregates } from "./aggregates";
import {
  type CollectionPlan,
  compact,
  contextOf,
  number,
  type StoredDocument,
  sealed,
  text,
  texts,
  uniqueWhere,
} from "./collection-plan";

interface PersonDocument extends StoredDocument {
  revision: number;
  nikHash?: string;
  identity: Sealed;
  contactIds: string[];
  createdAt: number;
}
type Identity = Pick<Person, "name" | "nik" | "bornOn" | "sex" | "phone">;

const plan: CollectionPlan = {
  name: "persons",
  fields: { revision: number, nikHash: text, identity: sealed, contactIds: texts, createdAt: number },
  indexes: [[{ nikHash: 1 }, uniqueWhere("nikHash")], [{ contactIds: 1 }]],
};

/** Persons. Who they are is sealed in one piece; the NIK is found through its keyed hash. */
export class MongoPersonRepository implements PersonRepository {
  private readonly persons: Aggregates<Person, PersonDocument>;

  constructor(
    connection: Connection,
    private readonly vault: Vault,
  ) {
    this.persons = new Aggregates(connection, plan, {
      toDocument: (person: Person) => this.toDocument(person),
      toValue: (document: PersonDocument) => this.toPerson(document),
      order: { createdAt: 1, _id: 1 },
    });
  }

  add(person: Person): Promise<Result<Person, "nik-taken">> {
    return this.persons.add(person, () => this.clashOf(person));
  }

  find(id: string): Promise<Person | null> {
    return this.persons.find(id);
  }

  findMany(ids: readonly string[]): Promise<readonly Person[]> {
    return this.persons.findMany(ids);
  }

  findByNik(nik: Nik): Promise<Person | null> {
    return this.persons.findOne({ nikHash: this.hashOf(nik) });
  }

  findByContact(contactId: string): Promise<readonly Person[]> {
    return this.persons.list({ contactIds: contactId });
  }

  /** Two changes, because one cannot take from a list and add to it; done again after the first they end the same. */
  async moveContact(from: string, to: string): Promise<void> {
    const { documents } = this.persons;
    await documents.updateMany({ contactIds: from }, { $addToSet: { contactIds: to }, $inc: { revision: 1 } });
    await documents.updateMany({ contactIds: from }, { $pull: { contactIds: from }, $inc: { revision: 1 } });
  }

  save(person: Person): Promise<Result<Person, "changed-meanwhile" | "nik-taken">> {
    return this.persons.save(person, () => this.clashOf(person));
  }

  remove(id: string): Promise<void> {
    return this.persons.remove(id);
  }

  private async clashOf({ id, nik }: Person): Promise<"nik-taken" | null> {
    if (nik === undefined) return null;
    const holder = await this.findByNik(nik);
    return holder !== null && holder.id !== id ? "nik-taken" : null;
  }

  private toDocument({ id, revision, name, nik, bornOn, sex, phone, contactIds, createdAt }: Person): PersonDocument {
    return compact<PersonDocument>({
      _id: id,
      revision,
      nikHash: nik && this.hashOf(nik),
      identity: this.vault.seal({ name, nik, bornOn, sex, phone }, contextOf(plan, id)),
      contactIds: [...contactIds],
      createdAt,
    });
  }

  private toPerson({ _id: id, revision, identity, contactIds, createdAt }: PersonDocument): Person {
    return { id, revision, ...this.vault.open<Identity>(identity, contextOf(plan, id)), contactIds, createdAt };
  }

  private hashOf(nik: Nik): string {
    return this.vault.hash(nik, "nik");
  }
}
