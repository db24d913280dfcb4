import { filetypemime } from "magic-bytes.js";
import { fail, ok, type Result } from "../../domain/shared/result";

/** The largest file that may be sent, in bytes. */
export const FILE_LIMIT = 5 * 1024 * 1024;

/** The kinds of file that people send here; what a file is decides its first bytes, never its name. */
const kinds = new Map<string, "photo" | "document">([
  ["image/jpeg", "photo"],
  ["image/png", "photo"],
  ["image/webp", "photo"],
  ["application/pdf", "document"],
  ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "document"],
]);

/** A file that was looked at and may be passed on. */
export interface Upload {
  readonly kind: "photo" | "document";
  readonly mimeType: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** Why a file is refused; each is a locale key that says what to do instead. */
export type UploadFailure = "simulator.error.file-empty" | "simulator.error.file-large" | "simulator.error.file-kind";

/** Accepts a photo (JPEG, PNG, WebP) or a PDF of at most 5 MB, by its first bytes. */
export function readUpload(bytes: Uint8Array, name: string): Result<Upload, UploadFailure> {
  if (bytes.length === 0) return fail("simulator.error.file-empty");
  if (bytes.length > FILE_LIMIT) return fail("simulator.error.file-large");
  const mimeType = mimeTypeOf(bytes);
  const kind = kinds.get(mimeType ?? "");
  if (mimeType === null || kind === undefined) return fail("simulator.error.file-kind");
  return ok({ kind, mimeType, fileName: safeName(name), bytes });
}

/** The type that a file's first bytes show, or null for one that the simulator does not take. */
export function mimeTypeOf(bytes: Uint8Array): string | null {
  return filetypemime(bytes.subarray(0, 1024)).find((mime) => kinds.has(mime)) ?? null;
}

/** A file's own name without folders and invisible characters, at most 100 long. */
function safeName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  return last.replace(/[\p{Cc}\p{Cf}]/gu, "").slice(0, 100) || "file";
}
