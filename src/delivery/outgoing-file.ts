import type { Contact, Language } from "../domain/messaging/contact";
import type { OutboundMessage } from "../domain/messaging/message";
import { type Attachment, spreadsheetKind } from "../domain/payment/proof";
import type { Result } from "../domain/shared/result";
import type { Text } from "../domain/shared/text";
import type { Logger } from "../logger";
import type { Channel, OutgoingFile, SendFailure, SentMessage } from "./channel";
import { sendOrInstead } from "./send-or-instead";

/** What showing files is handed. */
export interface FileSource {
  /** The kept file, or null where it is gone or not for this contact to see. */
  readonly load: (
    attachmentId: string,
    contactId: string,
  ) => Promise<Pick<Attachment, "bytes" | "mimeType" | "made"> | null>;
  readonly words: (text: Text, language: Language) => string;
}

/** A message as it can go out now: with the bytes of its file, or with words in their place. */
interface ReadyMessage {
  readonly message: OutboundMessage;
  readonly file?: OutgoingFile;
}

const endings: Readonly<Record<Attachment["mimeType"], string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "application/pdf": "pdf",
  [spreadsheetKind]: "xlsx",
};

/** Fetches the file of a message for whom it is sent to. What cannot be shown is told in words, and the rest goes out. */
async function withFile(
  source: FileSource,
  to: { readonly id: string; readonly language: Language },
  message: OutboundMessage,
): Promise<ReadyMessage> {
  if (!message.file) return { message };
  const kept = await source.load(message.file.attachmentId, to.id);
  if (!kept) return { message: withoutFile(source, to.language, message) };
  const { bytes, mimeType, made } = kept;
  const called = made?.name ?? { key: "delivery.file.name" };
  const name = typeof called === "string" ? called : source.words(called, to.language);
  return { message, file: { bytes, mimeType, name: `${name}.${endings[mimeType]}` } };
}

/**
 * Sends a message with its file. One that the platform refuses holds the words back as little as one that is gone, or that
 * cannot be had, for example unsealed, at what would be the last try.
 */
export async function sendWithFile(
  { channel, files, logger }: { readonly channel: Channel; readonly files: FileSource; readonly logger: Logger },
  contact: Pick<Contact, "id" | "address" | "language">,
  message: OutboundMessage,
  isLastTry: boolean,
): Promise<Result<SentMessage, SendFailure>> {
  const ready = await withFile(isLastTry ? orGone(files) : files, contact, message);
  const sent = await sendOrInstead(channel, contact.address, ready.message, ready.file);
  if (sent.ok || sent.error.reason !== "rejected" || !ready.file) return sent;
  logger.warn({ channel: channel.name, detail: sent.error.detail }, "a file was refused; its message goes without it");
  return channel.send(contact.address, withoutFile(files, contact.language, message));
}

/** The same source, for which a file that cannot be loaded is gone. */
function orGone(source: FileSource): FileSource {
  return { ...source, load: (attachmentId, contactId) => source.load(attachmentId, contactId).catch(() => null) };
}

/** The message with words in place of its file. */
function withoutFile(source: FileSource, language: Language, message: OutboundMessage): OutboundMessage {
  const { file, ...rest } = message;
  const gone = source.words({ key: file?.isMade ? "delivery.file.made-gone" : "delivery.file.gone" }, language);
  return { ...rest, text: `${gone}\n\n${message.text}`.trimEnd() };
}
