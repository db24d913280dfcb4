import { z } from "zod";
import type { MediaFailure, OutgoingFile } from "../../delivery/channel";
import { fail, ok, type Result } from "../../domain/shared/result";
import { readUpTo } from "../read-up-to";
import type { GraphClient, GraphError } from "./client";

const mediaSchema = z.object({ url: z.string(), file_size: z.coerce.number().optional() });
const uploadedSchema = z.object({ id: z.string().min(1) });

/** The hosts of the platform's that serve files. */
const fileHosts = /(^|\.)(fbsbx\.com|fbcdn\.net|whatsapp\.net|facebook\.com)$/u;

/** What fetching a file works with. */
export interface MediaSource {
  readonly client: GraphClient;
  /** Where the API answers. */
  readonly root: string;
}

/**
 * Asks where a file lies and downloads it from there, giving up as soon as it is larger than `maxBytes`. The address is one
 * of the platform's or the token stays here.
 */
export async function fetchFile(
  { client, root }: MediaSource,
  mediaId: string,
  maxBytes: number,
): Promise<Result<Uint8Array, MediaFailure>> {
  if (!/^[\w-]{1,128}$/u.test(mediaId)) return fail({ reason: "gone" });
  const found = await client.get(mediaId);
  if (!found.ok) return fail(toMediaFailure(found.error));
  const { data } = mediaSchema.safeParse(found.value);
  if (!data || !isOurs(data.url, root)) return fail({ reason: "gone" });
  if ((data.file_size ?? 0) > maxBytes) return fail({ reason: "too-large" });
  return download(client, data.url, maxBytes);
}

/** Whether a token may go there: to the API's own address, or over https to a host of the platform's. */
function isOurs(address: string, root: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.origin === new URL(root).origin) return true;
  return url.protocol === "https:" && url.username === "" && url.port === "" && fileHosts.test(url.hostname);
}

async function download(client: GraphClient, url: string, maxBytes: number): Promise<Result<Uint8Array, MediaFailure>> {
  const opened = await client.open(url);
  if (!opened.ok) return fail(toMediaFailure(opened.error));
  const response = opened.value;
  try {
    if (response.status === 200 && response.body) return await readUpTo(response.body, maxBytes);
    await response.body?.cancel();
    return fail(toMediaFailure({ status: response.status }));
  } catch {
    // The connection broke or was too slow. The error may name the address: it goes no further.
    return fail({ reason: "unreachable" });
  }
}

/** An id that the platform does not know is refused with code 100 or 131006; a file is kept there for some weeks only. */
function toMediaFailure({ status, code }: GraphError): MediaFailure {
  const isGone = status === 404 || status === 410 || (status === 400 && (code === 100 || code === 131_006));
  return { reason: isGone ? "gone" : "unreachable" };
}

/** Hands a file to the platform, and returns the id under which a message may show it. */
export async function uploadFile(
  client: GraphClient,
  phoneNumberId: string,
  file: OutgoingFile,
): Promise<Result<string, GraphError>> {
  const form = new FormData();
  form.set("messaging_product", "whatsapp");
  form.set("type", file.mimeType);
  form.set("file", new Blob([Uint8Array.from(file.bytes)], { type: file.mimeType }), file.name);
  const uploaded = await client.upload(`${phoneNumberId}/media`, form);
  if (!uploaded.ok) return uploaded;
  const { data } = uploadedSchema.safeParse(uploaded.value);
  return data ? ok(data.id) : fail({ cause: "an answer without an id" });
}
