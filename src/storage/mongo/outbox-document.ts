import type { Delivery, HoldReason, OutboxContent, OutboxKind, OutboxStatus } from "../../delivery/outbox";
import type { ChannelName } from "../../domain/messaging/contact";
import type { Sealed } from "../vault";
import {
  anything,
  type CollectionPlan,
  expiry,
  moment,
  number,
  type StoredDocument,
  sealed,
  text,
  texts,
  whileIn,
} from "./collection-plan";

/** One message to be sent, as it is stored. */
export interface OutboxDocument extends StoredDocument {
  contactId: string;
  endpointId?: string;
  channel: ChannelName;
  kind: OutboxKind;
  priority: number;
  state: OutboxStatus;
  /** Present until the entry is finished. */
  content?: Sealed;
  rule?: string;
  notBefore: number;
  heldFor?: HoldReason;
  createdAt: number;
  /** The place among entries that were added together, which share their moment. */
  place: number;
  sentParts: number;
  attempts: number;
  defects?: number;
  leaseOwner?: string;
  /** Names one act of leasing, so that it reads back exactly what it got. */
  leaseToken?: string;
  leaseUntil?: number;
  reason?: string;
  /** Keyed hashes: a platform's message id may hold a phone number. */
  providerHashes?: string[];
  delivery?: Delivery;
  deliveryRank?: number;
  endedAt?: number;
  expiresAt?: Date;
}

/** What of it is sealed. */
export interface OutboxSecrets {
  readonly id: string;
  readonly content: OutboxContent;
}

/** The collection of messages to be sent. */
export const outboxPlan: CollectionPlan = {
  name: "outbox",
  fields: {
    contactId: text,
    endpointId: text,
    channel: text,
    kind: text,
    priority: number,
    state: text,
    content: sealed,
    rule: text,
    notBefore: number,
    heldFor: text,
    createdAt: number,
    place: number,
    sentParts: number,
    attempts: number,
    defects: number,
    leaseOwner: text,
    leaseToken: text,
    leaseUntil: number,
    reason: text,
    providerHashes: texts,
    delivery: anything,
    deliveryRank: number,
    endedAt: number,
    expiresAt: moment,
  },
  indexes: [
    [{ channel: 1, state: 1, priority: 1, createdAt: 1, place: 1, _id: 1 }, whileIn("queued")],
    [{ contactId: 1, state: 1, endedAt: -1 }],
    [{ channel: 1, state: 1, notBefore: 1 }, whileIn("queued")],
    [{ state: 1, notBefore: 1 }, whileIn("queued")],
    [{ state: 1 }, whileIn("failed")],
    [{ providerHashes: 1 }, { sparse: true }],
    expiry,
  ],
};
