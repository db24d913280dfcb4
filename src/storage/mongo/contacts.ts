import { randomBytes } from "node:crypto";
import type { Connection, QueryFilter, UpdateQuery } from "mongoose";
import type { ChatOutline, Consent, Contact, Identifier } from "../../domain/messaging/contact";
import type { ContactChange, ContactRepository } from "../../operations/repositories";
import type { Sealed, Vault } from "../vault";
import {
  type CollectionPlan,
  compact,
  inOrder,
  number,
  type StoredDocument,
  sealed,
  text,
  texts,
} from "./collection-plan";
import { Documents } from "./documents";
import { pickByIds } from "./pick-by-ids";

interface ContactDocument extends StoredDocument {
  channel: Contact["channel"];
  principalId?: string;
  language: Contact["language"];
  address: Sealed;
  /** Sealed, because the message id in it may hold a phone number. */
  consent?: Sealed;
  optedOutAt?: number;
  pausedUntil?: number;
  blockedAt?: number;
  undeliverableAt?: number;
  /** Keyed hash of the code by which another chat may be linked, and until when it is open. */
  linkCodeHash?: string;
  linkCodeUntil?: number;
  /** The act that used the code up: done again, it still finds it. */
  linkCodeUsedBy?: string;
  lastInboundAt?: number;
  windowClosedAt?: number;
  forgetAt?: number;
  identifierHashes: string[];
  createdAt: number;
}

const plan: CollectionPlan = {
  name: "contacts",
  fields: {
    channel: text,
    principalId: text,
    language: text,
    address: sealed,
    consent: sealed,
    optedOutAt: number,
    pausedUntil: number,
    blockedAt: number,
    undeliverableAt: number,
    linkCodeHash: text,
    linkCodeUntil: number,
    linkCodeUsedBy: text,
    lastInboundAt: number,
    windowClosedAt: number,
    forgetAt: number,
    identifierHashes: texts,
    createdAt: number,
  },
  indexes: [
    [{ identifierHashes: 1 }, { unique: true }],
    [{ forgetAt: 1 }, { sparse: true }],
    [{ principalId: 1 }, { sparse: true }],
    [{ linkCodeHash: 1 }, { sparse: true }],
    [{ blockedAt: 1 }, { sparse: true }],
    [{ undeliverableAt: 1 }, { sparse: true }],
  ],
};

const outlineFields = [
  "_id",
  "principalId",
  "channel",
  "language",
  "blockedAt",
  "undeliverableAt",
  "lastInboundAt",
] as const;

const toOutline = ({ _id: id, ...rest }: Pick<ContactDocument, (typeof outlineFields)[number]>): ChatOutline => ({
  ...rest,
  id,
});

const oldestFirst = inOrder<ContactDocument>({ createdAt: 1, _id: 1 });

/** How often finding and making a contact is tried while others make it at the same time. */
const TRIES = 5;

/** Contacts, found by keyed hashes of their identifiers; the identifiers themselves are not kept. */
export class MongoContactRepository implements ContactRepository {
  private readonly contacts: Documents<ContactDocument>;
  private readonly knownBy: (hashes: readonly string[]) => Promise<readonly ContactDocument[]>;

  constructor(
    connection: Connection,
    private readonly vault: Vault,
  ) {
    this.contacts = new Documents(connection, plan);
    this.knownBy = this.contacts.gathering((asked: readonly (readonly string[])[]) => this.knownByEach(asked));
  }

  /**
   * Where the identifiers belong to more than one contact, the surest one's decides, and the others' stay theirs. A
   * contact that writes from another address or channel than before (WhatsApp knows a person by number and by id, and both
   * WhatsApp channels know the same phone) is answered there.
   */
  async resolve(seen: {
    channel: Contact["channel"];
    address: string;
    identifiers: readonly Identifier[];
    now: number;
  }): Promise<Contact> {
    const hashes = this.hashesOf(seen.identifiers);
    if (hashes.length === 0) throw new Error("a contact needs at least one identifier; the channel gave none");
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const known = await this.knownBy(hashes);
      const surest = hashes.map((hash) => known.find((one) => one.identifierHashes.includes(hash))).find(Boolean);
      if (surest !== undefined) return this.toContact(await this.refresh(surest, hashes, seen));
      const made = this.newDocument(seen, hashes);
      if (await this.contacts.insert(made)) return this.toContact(made);
    }
    throw new Error("a contact could not be made, because others kept claiming its identifiers; try the message again");
  }

  /** Oldest first, for each of those who ask at this moment. */
  private async knownByEach(asked: readonly (readonly string[])[]): Promise<readonly (readonly ContactDocument[])[]> {
    const hashes = [...new Set(asked.flat())];
    // Put in order here: an engine would order everybody's together.
    const known = (await this.contacts.find({ identifierHashes: { $in: hashes } }, {})).sort(oldestFirst);
    return asked.map((own) =>
      known.filter(({ identifierHashes }) => own.some((one) => identifierHashes.includes(one))),
    );
  }

  async find(id: string): Promise<Contact | null> {
    const document = await this.contacts.findById(id);
    return document && this.toContact(document);
  }

  async findMany(ids: readonly string[]): Promise<readonly Contact[]> {
    const documents = await this.contacts.findByIds(ids, { _id: 1 });
    return documents.map((document) => this.toContact(document));
  }

  async update(id: string, fields: ContactChange): Promise<void> {
    const set: Record<string, unknown> = {};
    const unset: Record<string, 1> = {};
    for (const [field, value] of Object.entries(fields)) {
      if (value === undefined) continue;
      if (value === null) unset[field] = 1;
      else set[field] = field === "address" || field === "consent" ? this.seal(id, field, value) : value;
    }
    if (Object.keys(set).length + Object.keys(unset).length === 0) return;
    const change = compact<UpdateQuery<ContactDocument>>({
      $set: Object.keys(set).length > 0 ? set : undefined,
      $unset: Object.keys(unset).length > 0 ? unset : undefined,
    });
    await this.contacts.change({ _id: id }, change);
  }

  async endpoints(principalId: string): Promise<readonly Contact[]> {
    const documents = await this.contacts.find({ principalId }, { createdAt: 1, _id: 1 });
    return documents.map((document) => this.toContact(document));
  }

  async endpointsOf(principalIds: readonly string[]): Promise<readonly Contact[]> {
    if (principalIds.length === 0) return [];
    const documents = await this.contacts.find({ principalId: { $in: [...principalIds] } }, { _id: 1 });
    return documents.map((document) => this.toContact(document));
  }

  async outlines(ids: readonly string[]): Promise<readonly ChatOutline[]> {
    return (await pickByIds(this.contacts, ids, outlineFields)).map(toOutline);
  }

  async outlinesOf(principalIds: readonly string[]): Promise<readonly ChatOutline[]> {
    if (principalIds.length === 0) return [];
    const principalId = { $in: [...principalIds] };
    return (await this.contacts.pickMany({ principalId }, outlineFields)).map(toOutline);
  }

  async openLinkCode(id: string, { hash, until }: { readonly hash: string; readonly until: number }): Promise<void> {
    const opened = { linkCodeHash: hash, linkCodeUntil: until };
    await this.contacts.update({ _id: id }, { $set: opened, $unset: { linkCodeUsedBy: 1 } });
  }

  async findByLinkCode(hash: string, by: string, now: number): Promise<Contact | null> {
    const document = await this.contacts.findOne(withLinkCode(hash, by, now));
    return document && this.toContact(document);
  }

  spendLinkCode(hash: string, by: string, now: number): Promise<boolean> {
    return this.contacts.update(withLinkCode(hash, by, now), {
      $set: { linkCodeUsedBy: by },
      $unset: { linkCodeUntil: 1 },
    });
  }

  async outOfReach(afterId: string | null, limit: number): Promise<readonly Contact[]> {
    const failing = { $or: [{ blockedAt: { $gt: 0 } }, { undeliverableAt: { $gt: 0 } }] };
    const filter = afterId === null ? failing : { ...failing, _id: { $gt: afterId } };
    const documents = await this.contacts.find(filter, { _id: 1 }, limit);
    return documents.map((document) => this.toContact(document));
  }

  async toForget(now: number, limit: number): Promise<readonly string[]> {
    const due = await this.contacts.pick({ forgetAt: { $lte: now } }, ["_id"], { forgetAt: 1, _id: 1 }, limit);
    return due.map(({ _id }) => _id);
  }

  async answerAt(
    id: string,
    seen: { channel: Contact["channel"]; address: string; identifiers: readonly Identifier[] },
  ): Promise<Contact | null> {
    const [surest] = this.hashesOf(seen.identifiers);
    if (surest === undefined) return null;
    const own = { _id: id, identifierHashes: surest };
    const moved = await this.contacts.updateAndFind(own, { $set: this.movedTo(id, seen) });
    return moved && this.toContact(moved);
  }

  async dropIdentifiers(id: string, identifiers: readonly Identifier[]): Promise<void> {
    const dropped = this.hashesOf(identifiers);
    await this.contacts.update({ _id: id }, { $pull: { identifierHashes: { $in: dropped } } });
  }

  async remove(id: string): Promise<void> {
    await this.contacts.remove({ _id: id });
  }

  private async refresh(
    known: ContactDocument,
    hashes: readonly string[],
    seen: { channel: Contact["channel"]; address: string },
  ): Promise<ContactDocument> {
    for (const hash of hashes) {
      if (known.identifierHashes.includes(hash)) continue;
      await this.claim(known._id, hash);
    }
    const address = this.vault.open<string>(known.address, contextOf(known._id, "address"));
    if (known.channel === seen.channel && address === seen.address) return known;
    return (await this.contacts.updateAndFind({ _id: known._id }, { $set: this.movedTo(known._id, seen) })) ?? known;
  }

  private movedTo(id: string, { channel, address }: { channel: Contact["channel"]; address: string }) {
    return { channel, address: this.seal(id, "address", address) };
  }

  /** Adds an identifier that nobody has; somebody else's stays theirs. */
  private async claim(id: string, hash: string): Promise<void> {
    if ((await this.contacts.count({ identifierHashes: hash }, 1)) > 0) return;
    await this.contacts.updateUnlessTaken({ _id: id }, { $addToSet: { identifierHashes: hash } });
  }

  private newDocument(
    seen: { channel: Contact["channel"]; address: string; now: number },
    identifierHashes: string[],
  ): ContactDocument {
    const _id = randomBytes(16).toString("base64url");
    return {
      _id,
      channel: seen.channel,
      language: "id",
      address: this.seal(_id, "address", seen.address),
      identifierHashes,
      createdAt: seen.now,
    };
  }

  private toContact(document: ContactDocument): Contact {
    const {
      _id: id,
      identifierHashes: _hashes,
      createdAt: _made,
      linkCodeHash: _code,
      linkCodeUntil: _until,
      linkCodeUsedBy: _used,
      ...rest
    } = document;
    const { consent, address, ...plain } = rest;
    return compact<Contact>({
      ...plain,
      id,
      address: this.vault.open<string>(address, contextOf(id, "address")),
      consent: consent && this.vault.open<Consent>(consent, contextOf(id, "consent")),
    });
  }

  private seal(id: string, field: string, value: unknown): Sealed {
    return this.vault.seal(value, contextOf(id, field));
  }

  private hashesOf(identifiers: readonly Identifier[]): string[] {
    return [...new Set(identifiers.map(({ kind, value }) => this.vault.hash(`${kind}:${value}`, "identifier")))];
  }
}

function withLinkCode(linkCodeHash: string, linkCodeUsedBy: string, now: number): QueryFilter<ContactDocument> {
  return { linkCodeHash, $or: [{ linkCodeUntil: { $gt: now } }, { linkCodeUsedBy }] };
}

function contextOf(id: string, field: string): string {
  return `contacts:${id}:${field}`;
}
