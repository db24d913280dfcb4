import type { ChannelName, Identifier, Language } from "./contact";

/** What a person sent, as every channel tells it; a platform's own field names stay in its adapter. */
export type InboundContent =
  | { readonly type: "text"; readonly text: string }
  /** A button of ours was pressed; `value` is what we once offered in `OutboundMessage.options` (or anything forged). */
  | { readonly type: "choice"; readonly value: string }
  | {
      readonly type: "media";
      readonly kind: "photo" | "document";
      /** Names the file to the channel it came from; see `MediaSource`. */
      readonly ref: string;
      readonly mimeType?: string;
      readonly sizeBytes?: number;
      readonly fileName?: string;
      readonly caption?: string;
    }
  /** A shared phone card; `own` is true only where the platform vouches that it is the sender's own number. */
  | { readonly type: "phone-card"; readonly phone: string; readonly own: boolean }
  | { readonly type: "location"; readonly latitude: number; readonly longitude: number }
  /** A message that was sent earlier and has now been changed by its sender. */
  | { readonly type: "edited"; readonly text: string }
  /** Something that we cannot read: a sticker, a voice note, a poll. */
  | { readonly type: "unreadable"; readonly kind: "sticker" | "voice" | "video" | "poll" | "other" }
  /** The person blocked or unblocked us. */
  | { readonly type: "membership"; readonly status: "blocked" | "unblocked" }
  /** Somebody wrote to us in a group, or added us to one. */
  | { readonly type: "group" };

/** One message as it arrives from a channel. */
export interface InboundMessage {
  readonly channel: ChannelName;
  /** Unique within the channel: the same id delivered twice is the same message. */
  readonly providerMessageId: string;
  /** Where a reply to this message goes. */
  readonly address: string;
  /** Every name that the channel gives for the sender, surest first. */
  readonly identifiers: readonly Identifier[];
  /** The platform's own time, in milliseconds. */
  readonly sentAt: number;
  /** Orders messages of the same millisecond; grows with the platform's own order. */
  readonly sequence: number;
  readonly content: InboundContent;
  /** The message that this one quotes, under the id that `Channel.send` returned where it is one of ours. */
  readonly quotedMessageId?: string;
}

/** A choice that a channel may also show as a button; the numbered text is already in the message's text. */
export interface OutboundOption {
  /** Comes back as `choice.value`; at most 64 bytes. */
  readonly value: string;
  readonly label: string;
}

/** Names a kept file that goes with a message. */
export interface ShownFile {
  readonly attachmentId: string;
  /** True where the house made it, so that other words stand in its place once it is gone. */
  readonly isMade?: true;
}

/** A finished message in the person's language. Its text is complete without any button. */
export interface OutboundMessage {
  /** Plain text, any length; the adapter splits it at the platform's limit, on line ends where it can. */
  readonly text: string;
  readonly options?: readonly OutboundOption[];
  /** Offer the platform's "share my phone number" button with this label, where there is one. */
  readonly requestPhone?: { readonly label: string };
  /** A kept file that is shown with the text. Only its name: the bytes are fetched at the moment of sending. */
  readonly file?: ShownFile;
  /** Sent in place of the text where a channel takes approved templates only; other channels send the text. */
  readonly template?: OutboundTemplate;
}

/** A text that the platform has approved beforehand, with what fills its gaps. */
export interface OutboundTemplate {
  /** The name under which it was approved. */
  readonly name: string;
  readonly language: Language;
  /** What fills `{{1}}`, `{{2}}` and so on of the body, in this order. */
  readonly params: readonly string[];
  /** What comes back as `choice.value` when the template's quick reply buttons are pressed, in their order. */
  readonly buttons?: readonly string[];
  /** What goes where the platform does not send this template just now: another that says less. */
  readonly instead?: OutboundMessage;
}
