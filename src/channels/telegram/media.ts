import type { Api } from "grammy";
import type { MediaFailure } from "../../delivery/channel";
import { fail, ok, type Result } from "../../domain/shared/result";
import { readUpTo } from "../read-up-to";
import { toMediaFailure } from "./failures";

/** Where files lie, and how long to wait for one. */
export interface MediaSource {
  readonly api: Api;
  /** `<root>/file/bot<token>`: a secret, never logged. */
  readonly fileRoot: string;
  readonly timeoutMs: number;
}

/**
 * Asks Telegram where the file lies and downloads it, giving up as soon as it is larger than `maxBytes`. The Bot API
 * itself gives no file over 20 MB, which is "too-large" as well.
 */
export async function fetchFile(
  source: MediaSource,
  fileId: string,
  maxBytes: number,
): Promise<Result<Uint8Array, MediaFailure>> {
  const file = await source.api.getFile(fileId).then(ok, (error: unknown) => fail(toMediaFailure(error)));
  if (!file.ok) return file;
  const { file_path: path, file_size: size } = file.value;
  if (path === undefined) return fail({ reason: "gone" });
  if (size !== undefined && size > maxBytes) return fail({ reason: "too-large" });
  return download(`${source.fileRoot}/${path}`, maxBytes, AbortSignal.timeout(source.timeoutMs));
}

async function download(url: string, maxBytes: number, signal: AbortSignal): Promise<Result<Uint8Array, MediaFailure>> {
  try {
    const response = await fetch(url, { signal });
    if (response.ok && response.body) return await readUpTo(response.body, maxBytes);
    await response.body?.cancel();
    return fail({ reason: [400, 404, 410].includes(response.status) ? "gone" : "unreachable" });
  } catch {
    // The connection broke or was too slow. The error names the URL, and with it the token: it goes no further.
    return fail({ reason: "unreachable" });
  }
}
