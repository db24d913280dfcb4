import type { ChannelName } from "../domain/messaging/contact";
import type { OutboundMessage } from "../domain/messaging/message";
import type { SendFailure } from "./channel";

/**
 * What a message is for, in the order of sending. `reply` answers a message at once, `answer` is what an officer answers
 * later, `urgent` calls an officer to an emergency; `notice` tells of one's own case, `nudge` of unfinished answers.
 */
export const outboxKinds = ["reply", "answer", "urgent", "notice", "reminder", "nudge", "broadcast"] as const;
/** One of the things a message is for. */
export type OutboxKind = (typeof outboxKinds)[number];
/** The order in which kinds are sent; the smallest goes first. */
export const priorityOf: Readonly<Record<OutboxKind, number>> = {
  reply: 0,
  answer: 0,
  urgent: 0,
  notice: 1,
  reminder: 2,
  nudge: 3,
  broadcast: 3,
};

/**
 * What an entry carries: finished words, or what finds its words at the moment of sending: a reminder, or a `knock`, which
 * asks a person to write because there is news that may not be said before.
 */
export type OutboxContent =
  | { readonly type: "knock" }
  | { readonly type: "messages"; readonly messages: readonly OutboundMessage[] }
  | { readonly type: "reminder"; readonly dueItemId: string; readonly rung: string };

/** Whether it was sent without being asked for in that moment, so that KENAPA may be asked of it. */
export function isAutomatic({ kind, rule }: Pick<OutboxEntry, "kind" | "rule">): boolean {
  return kind !== "reply" && rule !== undefined;
}

/** What happened to an entry in the end. */
export type OutboxStatus = "queued" | "sent" | "dropped" | "failed";

/** A message to be sent. Its id is derived from what caused it, so the same cause makes it once. */
export interface OutboxEntry {
  readonly id: string;
  readonly contactId: string;
  /** The further chat of this person that it goes to; the contact's own chat where nothing is said. */
  readonly endpointId?: string;
  readonly channel: ChannelName;
  readonly kind: OutboxKind;
  readonly content: OutboxContent;
  /** Which rule sent it, for KENAPA: a locale key. */
  readonly rule?: string;
  /** Not before this moment. Milliseconds. */
  readonly notBefore: number;
  readonly createdAt: number;
  /** How many of `content.messages` have gone out. */
  readonly sentParts: number;
  readonly attempts: number;
  /** How many of the attempts a defect of ours ended, where any. */
  readonly defects?: number;
  /** Why it was set aside before, where it was. */
  readonly heldFor?: HoldReason;
  /** True where it was leased while nothing else waited for its contact. */
  readonly isAlone?: boolean;
}

/** What an entry that was set aside waits for: that the person writes, or that there is room under the tier. */
export type HoldReason = "window" | "room";

/** What the platform says of a message that it has taken. */
export interface Delivery {
  readonly status: "sent" | "delivered" | "read" | "failed";
  /** The platform's own time. Milliseconds. */
  readonly at: number;
  readonly failure?: DeliveryFailure;
}

/** Why a message that the platform had taken did not arrive. */
export interface DeliveryFailure {
  /** The platform's own code. */
  readonly code: number;
  /** What the code means, in a few words. */
  readonly meaning: string;
  readonly reason: SendFailure["reason"];
  /** True where nothing will arrive at this address, whatever is sent. */
  readonly ofChat?: boolean;
}

/** An entry that a platform tells of: for whom it was, at which of the person's chats, and what for. */
export interface DeliveredEntry {
  readonly contactId: string;
  /** Where the person has several chats. */
  readonly endpointId?: string;
  readonly kind: OutboxKind;
  /** The whole of a reminder whose message failed, so that it can be sent another way. */
  readonly reminder?: OutboxEntry;
}

/** What of a contact's was queued or under way when it was looked for. */
export interface Unfinished {
  /** Whether something of it is to go before this entry at this moment (milliseconds). */
  goesBefore(entry: Omit<OutboxEntry, "sentParts" | "attempts">, now: number): boolean;
}

/**
 * The durable queue of messages to be sent. Content is encrypted at rest and removed when the entry is finished; only a
 * reminder that was sent keeps its own, which names a month and holds no words.
 */
export interface Outbox {
  /** Adds those whose id is not there yet (whatever became of it); returns how many were new. */
  add(entries: readonly Omit<OutboxEntry, "sentParts" | "attempts">[]): Promise<number>;
  /**
   * Adds an entry that is due and returns it under this owner's lease, to be sent at once; null where it was there already, or
   * something of the contact's goes before it: then it waits for `lease` like any other. `unfinished`: what was found of the
   * contact's a moment ago, so that nobody looks again.
   */
  addLeased(
    entry: Omit<OutboxEntry, "sentParts" | "attempts">,
    lease: { owner: string; now: number; leaseMs: number; unfinished?: Unfinished | undefined },
  ): Promise<OutboxEntry | null>;
  /** What of this contact's is queued or under way now. */
  unfinished(contactId: string): Promise<Unfinished>;
  /**
   * Leases up to `limit` due entries of a channel for this owner: by priority, then age, but what comes into a long queue of
   * reminders and broadcasts may wait ten seconds for its place in it, two minutes where looking through it takes long. An entry is left alone while an
   * older unfinished one of the same contact on this channel with the same or a better priority is due or leased, and also while it waits
   * for a later moment if it is a reply or goes like one, and was not set aside: only among those the order carries the
   * sense. A lease that ran out is free again, except of those `inHand`, which the owner is still at.
   */
  lease(request: {
    channel: ChannelName;
    owner: string;
    now: number;
    leaseMs: number;
    limit: number;
    inHand?: readonly string[];
  }): Promise<readonly OutboxEntry[]>;
  /**
   * Other queued reminders of this contact on this channel that are due too, or wait for room only, leased for the same owner: they go out
   * as one message.
   */
  leaseRemindersOf(request: {
    contactId: string;
    channel: ChannelName;
    owner: string;
    now: number;
    leaseMs: number;
    limit: number;
    inHand?: readonly string[];
  }): Promise<readonly OutboxEntry[]>;
  /**
   * Records that one more part has gone, under these ids of the platform's, as far as they are asked for later; the lease lasts
   * until `leaseUntil` from now on.
   */
  partSent(id: string, sentParts: number, providerMessageIds: readonly string[], leaseUntil?: number): Promise<void>;
  /**
   * Ends an entry; what of it is still to be told later is found by the ids. What was dropped and `mayComeAgain` leaves no trace,
   * so the same id can be added anew.
   */
  finish(
    id: string,
    result:
      | { status: "sent"; providerMessageIds: readonly string[]; at: number; isReminder?: boolean }
      | { status: "dropped" | "failed"; reason: string; at: number; mayComeAgain?: boolean },
  ): Promise<void>;
  /**
   * Records what became of a message, by the platform's id for it; returns the entries that went out under that id, none
   * where it is not known (yet). What is told late changes nothing: read stays read, failed stays failed.
   */
  noteDelivery(providerMessageId: string, delivery: Delivery): Promise<readonly DeliveredEntry[]>;
  /** What the platform last said of an entry; null where it has said nothing. */
  deliveryOf(id: string): Promise<Delivery | null>;
  /** Gives the entry back, to be tried again at `notBefore`. `failed` counts an attempt, `isDefect` a defect. */
  release(id: string, change: { notBefore: number; failed: boolean; isDefect?: boolean }): Promise<void>;
  /**
   * Sets the entry aside, to be tried again at `until` or when it is freed. Meanwhile it holds up no other. It counts no
   * attempt.
   */
  hold(id: string, change: { until: number; reason: HoldReason }): Promise<void>;
  /** The person has written: what is set aside for them on this channel is due now. Returns how many that were. */
  freeHeld(contactId: string, channel: ChannelName, now: number): Promise<number>;
  /** Whether anything but the entry `exceptId` is queued that is an answer, an urgent call or a notice. */
  hasNews(contactId: string, channel: ChannelName, exceptId: string): Promise<boolean>;
  /** Drops the queued entries of a contact, of the named kinds. */
  dropQueued(contactId: string, kinds: readonly OutboxKind[], reason: string, now: number): Promise<number>;
  /** The last automatic message that was sent to the contact, and whether no reply was sent after it; null where there was none. */
  lastAutomatic(contactId: string): Promise<{ readonly rule: string; readonly isNewest: boolean } | null>;
  /** The rule of the automatic message that this contact was sent under the platform's id; null where that is not known. */
  ruleOf(contactId: string, providerMessageId: string): Promise<string | null>;
  /**
   * Shortens what waits on a channel by a clock that has been set back since, so that it waits no longer than it was to:
   * leases end within `leaseMs`, tries again come within the longest wait between two, and what was to go at once goes.
   */
  shortenWaits(by: { channel: ChannelName; now: number; leaseMs: number }): Promise<void>;
  /** What waits and what could not be sent, counted no further than 100,000 each. Milliseconds. */
  counts(): Promise<{ queued: number; failed: number; oldestDueAt?: number }>;
}
