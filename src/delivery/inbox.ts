import type { ChannelName } from "../domain/messaging/contact";
import type { InboundMessage } from "../domain/messaging/message";

/** A received message on its way to being answered. */
export interface InboxEntry {
  /** `<channel>:<provider message id>`: unique, so a second delivery has no effect. */
  readonly id: string;
  /** Whose talk it belongs to: the principal of the chat that it came from. */
  readonly contactId: string;
  /** The further chat that it came from; the contact's own where nothing is said. */
  readonly endpointId?: string;
  readonly message: InboundMessage;
  /** When we received it. Milliseconds. */
  readonly receivedAt: number;
}

/** The durable queue of messages received. Content is encrypted at rest and removed when the entry is closed. */
export interface Inbox {
  /** Stores the message; false when it was there already. */
  add(entry: InboxEntry): Promise<boolean>;
  /**
   * The contacts that have waiting messages and are not parked, oldest message first. With `channels`, only the messages
   * of those count: a process answers what came by the channels that it has, because no other can fetch their files.
   */
  contactsWaiting(limit: number, channels?: readonly ChannelName[]): Promise<readonly string[]>;
  /**
   * The waiting messages of one contact, by the platform's own time, then sequence; with `channels`, only those' ones. One that
   * cannot be read is left out, and parked with an officer's task.
   */
  waiting(contactId: string, limit: number, channels?: readonly ChannelName[]): Promise<readonly InboxEntry[]>;
  /** Hands a waiting message to whom its chat belongs by now: a chat may be linked or let go while messages wait. */
  readdress(id: string, to: Pick<InboxEntry, "contactId" | "endpointId">): Promise<void>;
  /** Closes the entry and removes its content. */
  close(id: string, now: number): Promise<void>;
  /** Sets the entry aside for an officer; the contact's later messages go on. */
  park(id: string, errorId: string, now: number): Promise<void>;
  /** What waits and what was set aside, counted no further than 100,000 each. Milliseconds. */
  counts(): Promise<{ waiting: number; parked: number; oldestWaitingAt?: number }>;
}
