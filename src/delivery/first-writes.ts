import type { ChannelName } from "../domain/messaging/contact";

/** Over how long the platform counts whom a number has written to first. Milliseconds. */
export const countedMs = 24 * 3_600_000;

/** People on one channel, and the moment (milliseconds) at which we write to them. */
export interface FirstWrite {
  readonly channel: ChannelName;
  readonly contactIds: readonly string[];
  readonly now: number;
}

/**
 * The people to whom we have written first, outside their window, within the 24 hours up to `now` (milliseconds). Kept, so
 * that neither a restart nor a second process forgets them.
 */
export interface FirstWrites {
  /** Moves the moment of those who are counted already to `now`, and returns them. */
  renew(people: FirstWrite): Promise<ReadonlySet<string>>;
  /**
   * Counts more people, as long as no more than `most` are counted, and returns those whom it did. Of several who claim the
   * last room at the same moment perhaps none gets it, and never more than there is.
   */
  claim(people: FirstWrite & { readonly most: number }): Promise<ReadonlySet<string>>;
  /** The moments of those counted, oldest first. */
  moments(channel: ChannelName, now: number): Promise<readonly number[]>;
}
