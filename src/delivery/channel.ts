import type { ChannelName } from "../domain/messaging/contact";
import type { InboundMessage, OutboundMessage } from "../domain/messaging/message";
import type { Attachment } from "../domain/payment/proof";
import type { Result } from "../domain/shared/result";

/** Every failure of sending that we act on. Anything else is a defect and is thrown. */
export type SendFailure =
  | { readonly reason: "throttled"; readonly retryAfterMs: number }
  | { readonly reason: "unreachable" }
  | { readonly reason: "blocked-by-person" }
  | { readonly reason: "window-closed" }
  | { readonly reason: "rejected"; readonly detail: string };

/** Why a file could not be had: try again later, or never. */
export type MediaFailure =
  | { readonly reason: "unreachable" }
  | { readonly reason: "too-large" }
  | { readonly reason: "gone" };

/** A photo or PDF on its way out. */
export interface OutgoingFile {
  readonly bytes: Uint8Array;
  readonly mimeType: Attachment["mimeType"];
  /** What it is called where the platform shows a name, for example `bukti.jpg`. */
  readonly name: string;
}

/** One messaging platform. An adapter translates; it decides nothing about the conversation. */
export interface Channel {
  readonly name: ChannelName;
  /**
   * Begins to hand over what people send. An adapter acknowledges a message to its platform only after `receive`
   * has resolved: it is durable then.
   */
  start(receive: (message: InboundMessage) => Promise<void>): Promise<void>;
  /**
   * Sends one message; a long text in parts, of which the last one's id is returned. `file` holds the bytes of
   * `message.file` and stands above the text; without it the text goes alone.
   */
  send(
    address: string,
    message: OutboundMessage,
    file?: OutgoingFile,
  ): Promise<Result<{ messageId: string }, SendFailure>>;
  /** Fetches a file named by `media.ref`, refusing more than `maxBytes`. */
  fetchMedia(ref: string, maxBytes: number): Promise<Result<Uint8Array, MediaFailure>>;
  /** Shows that an answer is coming, where the platform can; never fails. */
  showTyping(address: string): Promise<void>;
  /** Stops receiving, and waits for what is in hand. */
  stop(): Promise<void>;
}
