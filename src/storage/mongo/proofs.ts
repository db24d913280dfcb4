import type { Connection, QueryFilter } from "mongoose";
import type { Area } from "../../domain/officer/officer";
import type { PicturePrint } from "../../domain/payment/picture-print";
import type { Attachment, Proof } from "../../domain/payment/proof";
import type { Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import type { AttachmentRepository, ProofRepository } from "../../operations/repositories";
import type { Sealed, Vault } from "../vault";
import { Aggregates } from "./aggregates";
import { inDistrictOf, notSkipped } from "./areas";
import {
  anything,
  type CollectionPlan,
  compact,
  contextOf,
  expiry,
  inDays,
  moment,
  number,
  type StoredDocument,
  sealed,
  text,
  texts,
  uniqueWhere,
} from "./collection-plan";
import { Documents, MOST_COUNTED } from "./documents";

interface ProofDocument
  extends StoredDocument,
    Omit<Proof, "id" | "reference" | "text" | "dueItemIds" | "print" | "marks"> {
  revision: number;
  dueItemIds: string[];
  /** The content hash while the same file counts for nothing else. */
  countedHash?: string;
  reference?: Sealed;
  print?: Sealed;
  marks?: string[];
  text?: Sealed;
}

const plan: CollectionPlan = {
  name: "proofs",
  fields: {
    revision: number,
    contactId: text,
    dueItemIds: texts,
    districtCode: text,
    attachmentId: text,
    contentHash: text,
    countedHash: text,
    reference: sealed,
    print: sealed,
    marks: texts,
    resembles: anything,
    text: sealed,
    suggestion: anything,
    status: text,
    reason: text,
    bill: anything,
    found: anything,
    takenBack: anything,
    receiptHash: text,
    createdAt: number,
    replacedAt: number,
  },
  indexes: [
    [{ countedHash: 1 }, uniqueWhere("countedHash")],
    [{ receiptHash: 1 }, uniqueWhere("receiptHash")],
    [{ marks: 1, createdAt: 1 }],
    [{ contactId: 1, createdAt: 1 }],
    [{ status: 1, districtCode: 1, createdAt: 1, _id: 1 }],
  ],
};

/** Proofs, whose typed references are sealed. */
export class MongoProofRepository implements ProofRepository {
  private readonly proofs: Aggregates<Proof, ProofDocument>;

  constructor(connection: Connection, vault: Vault) {
    this.proofs = new Aggregates(connection, plan, {
      toDocument: ({ id, reference, text: words, dueItemIds, print, marks, ...plain }: Proof): ProofDocument =>
        compact<ProofDocument>({
          ...plain,
          _id: id,
          dueItemIds: [...dueItemIds],
          countedHash: plain.status === "rejected" ? undefined : plain.contentHash,
          ...(marks && { marks: [...marks] }),
          print: print === undefined ? undefined : vault.seal(print, contextOf(plan, id, "print")),
          text: words === undefined ? undefined : vault.seal(words, contextOf(plan, id, "text")),
          reference: reference === undefined ? undefined : vault.seal(reference, contextOf(plan, id)),
        }),
      toValue: ({ _id: id, countedHash: _, reference, text: words, print, ...plain }: ProofDocument): Proof => ({
        ...plain,
        id,
        ...(print && { print: vault.open<PicturePrint>(print, contextOf(plan, id, "print")) }),
        ...(words && { text: vault.open<string>(words, contextOf(plan, id, "text")) }),
        ...(reference && { reference: vault.open<string>(reference, contextOf(plan, id)) }),
      }),
      order: { createdAt: 1, _id: 1 },
    });
  }

  add(proof: Proof): Promise<Result<Proof, "same-proof">> {
    return this.proofs.add(proof, async () => ((await this.isTaken(proof)) ? "same-proof" : null));
  }

  find(id: string): Promise<Proof | null> {
    return this.proofs.find(id);
  }

  findByContact(contactId: string, limit: number): Promise<readonly Proof[]> {
    return this.proofs.list({ contactId }, limit);
  }

  findByReceipt(receiptHash: string): Promise<Proof | null> {
    return this.proofs.findOne({ receiptHash });
  }

  findByMarks(marks: readonly string[], limit: number): Promise<readonly Proof[]> {
    return this.latest({ marks: { $in: [...marks] } }, limit);
  }

  latestOf(contactId: string, limit: number): Promise<readonly Proof[]> {
    return this.latest({ contactId }, limit);
  }

  async moveContact(from: string, to: string): Promise<void> {
    await this.proofs.documents.updateMany({ contactId: from }, { $set: { contactId: to }, $inc: { revision: 1 } });
  }

  save(proof: Proof): Promise<Result<Proof, "changed-meanwhile" | "same-proof">> {
    return this.proofs.save(proof, async () => ((await this.isTaken(proof)) ? "same-proof" : null));
  }

  waiting(area: Area, limit: number, skipIds: readonly string[] = []): Promise<readonly Proof[]> {
    return this.proofs.list({ status: "waiting", ...inDistrictOf(area), ...notSkipped(skipIds) }, limit);
  }

  countWaiting(area: Area): Promise<number> {
    return this.proofs.documents.count({ status: "waiting", ...inDistrictOf(area) }, MOST_COUNTED);
  }

  async removeByContact(contactId: string): Promise<void> {
    await this.proofs.documents.remove({ contactId });
  }

  private latest(which: QueryFilter<ProofDocument>, limit: number): Promise<readonly Proof[]> {
    const isKnown: QueryFilter<ProofDocument>[] = [
      { status: { $in: ["waiting", "confirmed"] } },
      { takenBack: { $exists: true } },
    ];
    return this.proofs.list({ ...which, $or: isKnown }, limit, { createdAt: -1 });
  }

  private async isTaken({ id, contentHash, status }: Proof): Promise<boolean> {
    if (contentHash === undefined || status === "rejected") return false;
    const holder = await this.proofs.findOne({ countedHash: contentHash });
    return holder !== null && holder.id !== id;
  }
}

interface AttachmentDocument extends StoredDocument, Omit<Attachment, "id" | "bytes" | "made"> {
  bytes: Sealed;
  /** Where the house made it: its name, which may be that of an office. */
  madeName?: Sealed;
  expiresAt?: Date;
}

/** What the house made is kept longer than news of it can wait for somebody to write (30 days), and then made again if asked for. */
const DAYS_MADE_KEPT = 40;

const attachmentPlan: CollectionPlan = {
  name: "attachments",
  fields: {
    contactId: text,
    mimeType: text,
    bytes: sealed,
    contentHash: text,
    createdAt: number,
    madeName: sealed,
    expiresAt: moment,
  },
  indexes: [[{ contactId: 1 }], expiry],
};

/** Files in documents of their own, sealed; the channels' size limits keep them below BSON's 16 MB. */
export class MongoAttachmentRepository implements AttachmentRepository {
  private readonly attachments: Documents<AttachmentDocument>;

  constructor(
    connection: Connection,
    private readonly vault: Vault,
  ) {
    this.attachments = new Documents(connection, attachmentPlan);
  }

  async add({ id, bytes, made, ...plain }: Attachment): Promise<void> {
    const ofHouse = made && {
      madeName: this.vault.seal(made.name, contextOf(attachmentPlan, id, "name")),
      expiresAt: inDays(DAYS_MADE_KEPT),
    };
    const body = this.vault.seal(bytes, contextOf(attachmentPlan, id));
    await this.attachments.insert({ ...plain, ...ofHouse, _id: id, bytes: body });
  }

  async find(id: string): Promise<Attachment | null> {
    const document = await this.attachments.findOne({ _id: id });
    if (document === null) return null;
    const { _id, bytes, madeName, expiresAt: _expiresAt, ...plain } = document;
    return {
      ...plain,
      id,
      bytes: this.vault.open<Uint8Array>(bytes, contextOf(attachmentPlan, id)),
      ...(madeName && {
        made: { name: this.vault.open<string | Text>(madeName, contextOf(attachmentPlan, id, "name")) },
      }),
    };
  }

  async moveContact(from: string, to: string): Promise<void> {
    await this.attachments.updateMany({ contactId: from }, { $set: { contactId: to } });
  }

  async removeByContact(contactId: string): Promise<void> {
    await this.attachments.remove({ contactId });
  }
}
