import type { ChannelName } from "../domain/messaging/contact";
import { countedMs, type FirstWrites } from "./first-writes";

/** Room under the tier: how many people a day may be written to first. */
export interface Room {
  /**
   * Takes room for this person, who is counted once however often we write. Returns 0, or the moment (milliseconds) to ask
   * again. Who asks `asNext` is told the next moment at which room comes free, everybody else one behind those who wait.
   */
  take(contactId: string, asNext: boolean): Promise<number>;
}

interface Full {
  /** The moments at which room comes free, in their order; it comes again a day after each. */
  readonly slots: readonly number[];
  /** How many have been told to wait for one. */
  told: number;
}

/** The room of one channel. The count is kept in `firstWrites`; the line of those who wait is this process's guess only. */
export function createRoom(parts: {
  readonly firstWrites: FirstWrites;
  readonly channel: ChannelName;
  readonly most: number;
  readonly clock: () => number;
}): Room {
  const { firstWrites, channel, most, clock } = parts;
  let full: Full | undefined;
  let line: Promise<unknown> = Promise.resolve();

  const waitFor = (current: Full, asNext: boolean): number => {
    const { slots } = current;
    const place = asNext ? 0 : current.told++;
    const slot = (slots[place % slots.length] ?? 0) + countedMs * Math.floor(place / slots.length);
    // Whole seconds: a line that is asked at every millisecond is never at rest.
    return Math.ceil(slot / 1_000) * 1_000;
  };
  const take = async (contactId: string, asNext: boolean): Promise<number> => {
    const now = clock();
    if (await firstWrites.renew({ channel, contactId, now })) return 0;
    const isStillFull = full !== undefined && now < (full.slots[0] ?? 0);
    if (full && isStillFull) return waitFor(full, asNext);
    if (await firstWrites.claim({ channel, contactId, now, most })) return 0;
    const moments = await firstWrites.moments(channel, now);
    const slots = moments.slice(Math.max(0, moments.length - most)).map((at) => at + countedMs);
    full = { slots: slots.length > 0 ? slots : [now + 1_000], told: stillWaiting(full, now) };
    return waitFor(full, asNext);
  };
  return {
    // One after the other: of several who claim the last room at once, none might get it.
    take: (contactId, asNext) => {
      const taken = line.then(() => take(contactId, asNext));
      line = taken.catch(() => undefined);
      return taken;
    },
  };
}

/** Those told to wait before and not yet served: as many slots of the former reckoning as have passed are taken off. */
function stillWaiting(before: Full | undefined, now: number): number {
  if (!before) return 0;
  return Math.max(0, before.told - before.slots.filter((slot) => slot <= now).length);
}
