import type { ChannelName } from "../domain/messaging/contact";
import type { InboundMessage, OutboundMessage } from "../domain/messaging/message";
import type { Attachment } from "../domain/payment/proof";
import type { Result } from "../domain/shared/result";

/** Every failure of sending that we act on. Anything else is a defect and is thrown. */
export type SendFailure =
  /**
   * `ofPerson` where only this person or this message must wait, so that the others go on; `ofTemplate` where it is the
   * message's template that is not sent just now.
   */
  | {
      readonly reason: "throttled";
      readonly retryAfterMs: number;
      readonly ofPerson?: boolean;
      readonly ofTemplate?: boolean;
    }
  | { readonly reason: "unreachable" }
  | { readonly reason: "blocked-by-person" }
  | { readonly reason: "window-closed" }
  /** `ofChat` where nothing will ever arrive at this address, whatever is sent. */
  | { readonly reason: "rejected"; readonly detail: string; readonly ofChat?: boolean };

/** Why a file could not be had: try again later, or never. */
export type MediaFailure =
  | { readonly reason: "unreachable" }
  | { readonly reason: "too-large" }
  | { readonly reason: "gone" };

/** A photo, PDF or spreadsheet on its way out. */
export interface OutgoingFile {
  readonly bytes: Uint8Array;
  readonly mimeType: Attachment["mimeType"];
  /** What it is called where the platform shows a name, for example `bukti.jpg`. */
  readonly name: string;
}

/** What the platform calls a message that it has taken. */
export interface SentMessage {
  readonly messageId: string;
  /** The ids of the parts before the last one, where somebody may ask for them. */
  readonly earlierIds?: readonly string[];
}

/** One messaging platform. An adapter translates; it decides nothing about the conversation. */
export interface Channel {
  readonly name: ChannelName;
  /** Whether the platform tells later, by the ids that it gave them, what became of messages; it does not where nothing is said. */
  readonly tellsDelivery?: boolean;
  /**
   * Begins to hand over what people send. An adapter acknowledges a message to its platform only after `receive`
   * has resolved: it is durable then.
   */
  start(receive: (message: InboundMessage) => Promise<void>): Promise<void>;
  /**
   * Sends one message; a long text in parts, of which the last one's id is returned, and the others' where the platform
   * tells later what became of each, or a person may quote any of them. `file` holds the bytes of
   * `message.file` and stands above the text; without it the text goes alone.
   */
  send(address: string, message: OutboundMessage, file?: OutgoingFile): Promise<Result<SentMessage, SendFailure>>;
  /** Fetches a file named by `media.ref`, refusing more than `maxBytes`. */
  fetchMedia(ref: string, maxBytes: number): Promise<Result<Uint8Array, MediaFailure>>;
  /** Shows that an answer is coming, where the platform can; never fails. */
  showTyping(address: string): Promise<void>;
  /** How the channel is, in a word: `on`, or what is the matter. */
  condition?(): string;
  /** Stops receiving, and waits for what is in hand. */
  stop(): Promise<void>;
}
