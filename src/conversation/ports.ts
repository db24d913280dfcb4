import type { ChannelName, Contact } from "../domain/messaging/contact";
import type { InboundMessage, OutboundMessage } from "../domain/messaging/message";
import type { KeptFile } from "../domain/payment/proof";
import type { LookUp, Perform } from "../operations/catalog";
import type { Knowledge } from "./flow";
import type { House } from "./house";
import type { Words } from "./render";
import type { SessionStore } from "./session";

/** A received message that waits for its answer. */
export interface Received {
  readonly id: string;
  /** Whose talk it belongs to. */
  readonly contactId: string;
  /** The further chat of that person that it came from; the contact's own where nothing is said. */
  readonly endpointId?: string;
  readonly message: InboundMessage;
}

/** The part of the inbox that answering needs. */
export interface WaitingMessages {
  waiting(contactId: string, limit: number, channels?: readonly ChannelName[]): Promise<readonly Received[]>;
  close(id: string, now: number): Promise<void>;
  park(id: string, errorId: string, now: number): Promise<void>;
}

/** Queues the replies of one message; the same id queues them once. */
export type QueueReplies = (replies: {
  readonly id: string;
  readonly contactId: string;
  readonly endpointId?: string;
  readonly channel: ChannelName;
  readonly messages: readonly OutboundMessage[];
  readonly now: number;
  /** Orders the replies to one contact; see `HandledMessage.at`. Milliseconds. */
  readonly at: number;
  /** Who is spoken to, as seen through the chat after its message was noted, where that was looked up in this turn. */
  readonly recipient?: Contact | undefined;
}) => Promise<void>;

/**
 * Fetches a sent file from its channel and keeps it encrypted; the same message keeps one file. A photo or a PDF, or a
 * spreadsheet where that is `wanted`. Files wait for each other: `begin` is awaited when the turn of this one has come.
 */
export type KeepFile = (
  received: Received,
  now: number,
  wanted: "paper" | "sheet",
  begin?: () => Promise<void>,
) => Promise<KeptFile>;

/** An automatic message: its rule, as a locale key, and whether nothing was answered after it, or it was quoted. */
export interface LastAutomatic {
  readonly rule: string;
  readonly isNewest: boolean;
}

/** Everything that handling a message is handed. */
export interface ConversationPorts {
  readonly house: House;
  readonly knowledge: Knowledge;
  readonly words: Words;
  readonly sessions: SessionStore;
  readonly inbox: WaitingMessages;
  /** The channels that this process has; it answers no message of another one. All where nothing is said. */
  readonly channels?: readonly ChannelName[];
  readonly queueReplies: QueueReplies;
  /** Looks at once what goes before the replies to this contact, and gives what queues them with that known. */
  readonly queueRepliesAfter: (contactId: string) => QueueReplies;
  /** Hands a message to the talk that its chat belongs to, or puts one into it that the house itself makes; once for its id. */
  readonly handOver: (
    message: Pick<Received, "id" | "message">,
    to: Pick<Received, "contactId" | "endpointId">,
  ) => Promise<void>;
  /** The person as seen through the chat of this contact. */
  readonly findContact: (id: string) => Promise<Contact | null>;
  /** The person as seen through the chat that a message came from, which is made known where it was not. */
  readonly resolveContact: (message: InboundMessage) => Promise<Contact>;
  /** The person, whose chat is answered from now on where the message came from; null where that is not this chat's (any more). */
  readonly answerAt: (chatId: string, message: InboundMessage) => Promise<Contact | null>;
  /**
   * Notes that the person wrote at that moment (milliseconds), through the chat that it is seen through; the contact as noted.
   * `before` is awaited before anything is written.
   */
  readonly noteInbound: (contact: Contact, at: number, before?: () => Promise<void>) => Promise<Contact>;
  readonly lookUp: LookUp;
  readonly perform: Perform;
  readonly keepFile: KeepFile;
  /** The automatic message that was sent to the contact under the quoted id, otherwise the last one. */
  readonly lastAutomatic: (contactId: string, quotedMessageId?: string) => Promise<LastAutomatic | null>;
  /** Told of a defect, so that it is logged and an officer looks at the message; returns the id that the person may quote. */
  readonly report: (defect: { error: unknown; received: Received; parked: boolean }) => Promise<string>;
  /** Milliseconds. */
  readonly clock: () => number;
}
