import type { Delivery, HoldReason, OutboxContent, OutboxKind, OutboxStatus } from "../../delivery/outbox";
import type { ChannelName } from "../../domain/messaging/contact";
import type { Sealed } from "../vault";
import {
  anything,
  type CollectionPlan,
  expiry,
  inDays,
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

/**
 * What was sent to whom, and by which rule (never the words), stays for 400 days: a year of reminders and the months of a
 * dispute about a lapse (F2.13). The id with it keeps the same cause from sending twice.
 */
const DAYS_KEPT = 400;

/** What an entry has no more once nobody is at it. */
export const noLease = { leaseOwner: 1, leaseToken: 1, leaseUntil: 1 } as const;

/** How an entry ends at this moment (milliseconds): its words go, and what it was stays for the days that it is kept. */
export function ending(state: OutboxStatus, at: number, said: { reason?: string } = {}) {
  return {
    $set: { state, endedAt: at, expiresAt: inDays(DAYS_KEPT), ...said },
    $unset: { content: 1, ...noLease },
  } as const;
}
