import type { ChannelName } from "../domain/messaging/contact";

/** Over how long the platform counts whom a number has written to first. Milliseconds. */
export const countedMs = 24 * 3_600_000;

/**
 * The people to whom we have written first, outside their window, within the 24 hours up to `now` (milliseconds). Kept, so
 * that neither a restart nor a second process forgets them.
 */
export interface FirstWrites {
  /** Moves the moment of a person who is counted already to `now`; false where the person is not counted. */
  renew(person: { channel: ChannelName; contactId: string; now: number }): Promise<boolean>;
  /**
   * Counts one more person, unless `most` are counted already; whether it did. Of several who claim the last room at the
   * same moment perhaps none gets it, and never more than one.
   */
  claim(person: { channel: ChannelName; contactId: string; now: number; most: number }): Promise<boolean>;
  /** The moments of those counted, oldest first. */
  moments(channel: ChannelName, now: number): Promise<readonly number[]>;
}
