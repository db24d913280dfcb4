import type { MediaFailure } from "../delivery/channel";
import { fail, ok, type Result } from "../domain/shared/result";

/**
 * Reads a download to its end, or gives it up as "too-large" as soon as it has more than `maxBytes`. Rejects where the
 * connection breaks: the error may name the address, so it must go no further.
 */
export async function readUpTo(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<Result<Uint8Array, MediaFailure>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early cancels the stream, and with it the download.
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return fail({ reason: "too-large" });
    chunks.push(chunk);
  }
  return ok(new Uint8Array(Buffer.concat(chunks)));
}
