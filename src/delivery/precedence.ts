/**
 * Lets work that somebody waits for at the door go before work that may wait: a platform that is not answered in time
 * delivers again, and makes a burst larger than it was.
 */
export interface Precedence {
  /** Does what goes first. */
  first<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Resolves when no more than `most` that go first are in hand, none where nothing is said, or after `longestMs`: nothing waits
   * for ever.
   */
  clear(most?: number): Promise<void>;
}

/** Makes it. `longestMs` is how long anything may be held up, 1 second unless told. */
export function createPrecedence(longestMs = 1_000): Precedence {
  let inHand = 0;
  /** Those who wait, and how many may be in hand when they go. */
  const waiting = new Map<() => void, number>();
  return {
    first: async (work) => {
      inHand += 1;
      try {
        return await work();
      } finally {
        inHand -= 1;
        for (const [go, most] of waiting) if (inHand <= most) go();
      }
    },
    clear: async (most = 0) => {
      if (inHand <= most) return;
      await new Promise<void>((resolve) => {
        const go = (): void => {
          clearTimeout(late);
          waiting.delete(go);
          resolve();
        };
        const late = setTimeout(go, longestMs);
        waiting.set(go, most);
      });
    },
  };
}
