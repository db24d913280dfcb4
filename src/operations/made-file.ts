import { createHash } from "node:crypto";
import type { ShownFile } from "../domain/messaging/message";
import type { Attachment } from "../domain/payment/proof";
import type { Text } from "../domain/shared/text";
import type { Deps } from "./deps";

/** A file that the house has made. */
export interface MadeFile {
  readonly mimeType: Extract<Attachment["mimeType"], "image/png" | "image/jpeg" | `application/vnd${string}`>;
  readonly bytes: Uint8Array;
  /** What it is called where the platform shows a name, without an ending; for example `daftar-iuran-2026-11`. */
  readonly name: string | Text;
}

/**
 * Keeps a file for the one contact that it is for, once for its cause, and returns what a notice or a reply names it by. It
 * is sealed like everything that people send, goes with the contact's data, and is let go of after some weeks.
 */
export async function keepMade(
  deps: Pick<Deps, "repositories" | "ids">,
  of: { readonly cause: string; readonly contactId: string; readonly file: MadeFile; readonly now: number },
): Promise<ShownFile> {
  const { cause, contactId, file, now } = of;
  const { mimeType, bytes, name } = file;
  const id = deps.ids.derive(`${cause} ${contactId}`, "made-file");
  const contentHash = createHash("sha256").update(bytes).digest("hex");
  await deps.repositories.attachments.add({
    id,
    contactId,
    mimeType,
    bytes,
    contentHash,
    createdAt: now,
    made: { name },
  });
  return { attachmentId: id, isMade: true };
}
