import { type Suggestion, suggestFrom } from "../domain/payment/paper-text";
import { dayOf } from "../domain/shared/calendar";
import type { Deps } from "./deps";

/** What the words of a proof seem to say: those that were sent, or those of a PDF of this contact; nothing where there are none. */
export async function suggestionFor(
  deps: Deps,
  of: { readonly contactId: string; readonly attachmentId?: string | undefined; readonly text?: string | undefined },
  now: number,
): Promise<Suggestion> {
  const words = of.text ?? (of.attachmentId === undefined ? null : await pdfWords(deps, of.attachmentId, of.contactId));
  return words === null ? {} : suggestFrom(words, dayOf(now));
}

async function pdfWords(deps: Deps, attachmentId: string, contactId: string): Promise<string | null> {
  const file = await deps.repositories.attachments.find(attachmentId);
  if (file === null || file.contactId !== contactId || file.mimeType !== "application/pdf") return null;
  return (await deps.papers?.readPdf(file.bytes)) ?? null;
}
