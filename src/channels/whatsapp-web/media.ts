import { z } from "zod";
import type { MediaFailure } from "../../delivery/channel";
import { fail, ok, type Result } from "../../domain/shared/result";
import { troubleOf, within } from "./failures";
import type { LinkedClient } from "./linked-client";

const sizeSchema = z.object({ size: z.number().nullish() });

/**
 * Downloads the file of a message by the message's id, refusing more than `maxBytes` before and after. A file that WhatsApp
 * keeps no longer, or that its sender took back, is gone.
 */
export async function fetchMedia(
  client: LinkedClient,
  ref: string,
  maxBytes: number,
  timeoutMs: number,
): Promise<Result<Uint8Array, MediaFailure>> {
  if (!/^(true|false)_[^_]+_[^_]+(_[^_]+)?$/.test(ref)) return fail({ reason: "gone" });
  try {
    const message = await client.messageById(ref);
    if (!message?.hasMedia) return fail({ reason: "gone" });
    const { size } = sizeSchema.parse(message.rawData);
    if ((size ?? 0) > maxBytes) return fail({ reason: "too-large" });
    const media = await within(timeoutMs * 2, message.downloadMedia());
    if (!media) return fail({ reason: "gone" });
    const bytes = new Uint8Array(Buffer.from(media.data, "base64"));
    return bytes.length > maxBytes ? fail({ reason: "too-large" }) : ok(bytes);
  } catch (error) {
    return fail({ reason: troubleOf(error) === "unknown-address" ? "gone" : "unreachable" });
  }
}
