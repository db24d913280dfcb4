import type { Language } from "../domain/messaging/contact";
import type { OutboundMessage } from "../domain/messaging/message";
import { type Attachment, spreadsheetKind } from "../domain/payment/proof";
import type { Text } from "../domain/shared/text";
import type { OutgoingFile } from "./channel";

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
export interface ReadyMessage {
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
export async function withFile(
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

/** The message with words in place of its file. */
export function withoutFile(source: FileSource, language: Language, message: OutboundMessage): OutboundMessage {
  const { file, ...rest } = message;
  const gone = source.words({ key: file?.isMade ? "delivery.file.made-gone" : "delivery.file.gone" }, language);
  return { ...rest, text: `${gone}\n\n${message.text}`.trimEnd() };
}
