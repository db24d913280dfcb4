import type { SenderOptions } from "./sender";

/** A clock is put right in steps smaller than this all the time. Milliseconds. */
const smallStepMs = 10_000;

/**
 * Makes what a sender calls before each look at its channel: it shortens the waits there where the clock was set back since it
 * was called last, and the first time, when nobody knows what was before. Never rejects.
 */
export function shorteningWaits(
  { channel, outbox, clock, logger }: Pick<SenderOptions, "channel" | "outbox" | "clock" | "logger">,
  leaseMs: number,
): () => Promise<void> {
  let last = Number.POSITIVE_INFINITY;
  return async () => {
    const now = clock();
    if (now >= last - smallStepMs) {
      last = now;
      return;
    }
    try {
      await outbox.shortenWaits({ channel: channel.name, now, leaseMs });
      last = now;
    } catch (error) {
      logger.error(
        { err: error, channel: channel.name },
        "what waits by a clock that was set back waits on; it is tried again",
      );
    }
  };
}
