import { type Api, GrammyError, InputFile } from "grammy";
import type { OutgoingFile } from "../../delivery/channel";

/** What goes with a file. */
type FileOptions = NonNullable<Parameters<Api["sendPhoto"]>[2]> & NonNullable<Parameters<Api["sendDocument"]>[2]>;

/**
 * Sends a photo as one that is seen at once, anything else as a document. A photo that Telegram does not take as one (too
 * long and thin, or not to its liking inside) goes as a document, which it does not look into.
 */
export async function sendFile(
  api: Api,
  chat: number,
  file: OutgoingFile,
  options: FileOptions,
): Promise<{ readonly message_id: number }> {
  const upload = (): InputFile => new InputFile(file.bytes, file.name);
  if (!file.mimeType.startsWith("image/")) return api.sendDocument(chat, upload(), options);
  try {
    return await api.sendPhoto(chat, upload(), options);
  } catch (error) {
    if (!(error instanceof GrammyError) || error.error_code !== 400) throw error;
    return api.sendDocument(chat, upload(), options);
  }
}
