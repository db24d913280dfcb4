/** Waits that grow: the first, and the longest. Milliseconds. */
export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** How far chance moves a wait to either side, so that not everything that failed together tries again together. */
const jitter = 0.2;

/**
 * How long to wait before trying again after so many failures in a row: twice as long each time, up to the longest, moved
 * by a fifth at most. `chance` is at least 0 and less than 1. Milliseconds.
 */
export function backOffMs({ firstMs, longestMs }: BackOff, failures: number, chance: number): number {
  if (failures <= 0) return 0;
  const wait = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(wait * (1 - jitter + 2 * jitter * chance));
}
