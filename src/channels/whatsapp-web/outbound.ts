import type { OutgoingFile } from "../../delivery/channel";
import type { OutboundMessage } from "../../domain/messaging/message";
import { splitText } from "../split-text";

/** WhatsApp takes 65,536; what is longer than this nobody reads in one piece on a small phone. */
const textLimit = 4_096;
const captionLimit = 1_024;

/** One message as WhatsApp takes it: words, or a file with words under it, perhaps none. */
export interface WebPart {
  readonly text: string;
  readonly file?: OutgoingFile;
}

/**
 * Puts a message into parts. Choices are in the text with their numbers already, and `*bold*` is WhatsApp's own sign, so the
 * words go as they are. A file comes first: with the text where it is short enough to stand under it, else before it.
 */
export function toParts(message: OutboundMessage, file?: OutgoingFile): readonly WebPart[] {
  const text = message.text.trim() === "" ? "" : message.text;
  if (file && text.length <= captionLimit) return [{ text, file }];
  const parts = splitText(text, textLimit).map((part) => ({ text: part }));
  return file ? [{ text: "", file }, ...parts] : parts;
}
