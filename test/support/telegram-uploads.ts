import { filetypemime } from "magic-bytes.js";
import { type Refusal, refusals } from "./telegram-refusals";

/** The fields of a call, as its JSON body had them. */
export type Payload = Readonly<Record<string, unknown>>;

/** A file that the bot sent along with a call. */
export interface UploadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const largestPhoto = 10 * 1024 * 1024;
const largestDocument = 50 * 1024 * 1024;

interface FormPart extends UploadedFile {
  readonly field: string;
  readonly isFile: boolean;
}

/** Reads a call's fields from JSON, or from a form with files, as the Bot API takes both. */
export function readPayload(body: Buffer, contentType = ""): Payload {
  const boundary = /^multipart\/form-data; *boundary=(.+)$/.exec(contentType)?.[1];
  if (boundary === undefined) return JSON.parse(body.toString("utf8") || "{}") as Payload;
  const parts = readParts(body, `--${boundary}`);
  const files = new Map(parts.filter(({ isFile }) => isFile).map(({ field, name, bytes }) => [field, { name, bytes }]));
  const fields = parts.filter(({ isFile }) => !isFile);
  return Object.fromEntries(
    fields.map(({ field, bytes }) => {
      const value = Buffer.from(bytes).toString("utf8");
      const attached = value.startsWith("attach://") ? files.get(value.slice("attach://".length)) : undefined;
      return [field, attached ?? (field === "reply_markup" ? (JSON.parse(value) as unknown) : value)];
    }),
  );
}

/** By hand, because the platform's own reader wants header lines with blanks, which the Bot API's does not. */
function readParts(body: Buffer, boundary: string): readonly FormPart[] {
  const parts: FormPart[] = [];
  let from = body.indexOf(boundary);
  for (;;) {
    const start = from + boundary.length + 2;
    const end = body.indexOf(`\r\n${boundary}`, start);
    if (from < 0 || end < 0) return parts;
    parts.push(readPart(body.subarray(start, end)));
    from = end + 2;
  }
}

function readPart(part: Buffer): FormPart {
  const blank = part.indexOf("\r\n\r\n");
  const head = part.subarray(0, blank).toString("utf8");
  const field = /name="([^"]*)"/.exec(head)?.[1] ?? "";
  const name = /filename="?([^"\r\n]*)/.exec(head)?.[1];
  return { field, isFile: name !== undefined, name: name ?? "", bytes: new Uint8Array(part.subarray(blank + 4)) };
}

/** The file in a field of a call, or how Telegram refuses what stands there. */
export function takeUpload(payload: Payload, kind: "photo" | "document"): UploadedFile | Refusal {
  const file = payload[kind] as UploadedFile | undefined;
  if (!(file?.bytes instanceof Uint8Array) || file.bytes.length === 0) return refusals.emptyFile;
  if (String(payload["caption"] ?? "").length > 1024) return refusals.longCaption;
  if (kind === "document") return file.bytes.length > largestDocument ? refusals.bigUpload : file;
  if (file.bytes.length > largestPhoto) return refusals.bigPhoto;
  return filetypemime(file.bytes.subarray(0, 1024)).some((mime) => mime.startsWith("image/")) ? file : refusals.noPhoto;
}
