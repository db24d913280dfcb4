import { type Suggestion, suggestFrom } from "../domain/payment/paper-text";
import { dayOf } from "../domain/shared/calendar";
import type { Deps } from "./deps";

/** What somebody sent as a proof: a file of this contact, or words. */
export interface SentPaper {
  readonly contactId: string;
  readonly attachmentId?: string | undefined;
  readonly text?: string | undefined;
}

/** What the words of a proof seem to say; nothing where there are none. */
export async function suggestionFor(deps: Deps, of: SentPaper, now: number): Promise<Suggestion> {
  const words = await wordsOf(deps, of);
  return words === null ? {} : suggestFrom(words, dayOf(now));
}

/** The words of a proof: those that were sent, or those of a PDF of this contact; null where there are none to read. */
export async function wordsOf(deps: Deps, { contactId, attachmentId, text }: SentPaper): Promise<string | null> {
  if (text !== undefined || attachmentId === undefined) return text ?? null;
  const file = await deps.repositories.attachments.find(attachmentId);
  if (file === null || file.contactId !== contactId || file.mimeType !== "application/pdf") return null;
  return (await deps.papers?.readPdf(file.bytes)) ?? null;
}
