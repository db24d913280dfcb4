import { setTimeout as sleep } from "node:timers/promises";

/**
 * Lets work that somebody waits for at the door go before work that may wait: a platform that is not answered in time
 * delivers again, and makes a burst larger than it was.
 */
export interface Precedence {
  /** Does what goes first. */
  first<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing that goes first is in hand, or after `longestMs`: nothing waits for ever. */
  clear(): Promise<void>;
}

const lookEveryMs = 5;

/** Makes it. `longestMs` is how long anything may be held up, 1 second unless told. */
export function createPrecedence(longestMs = 1_000): Precedence {
  let inHand = 0;
  return {
    first: async (work) => {
      inHand += 1;
      try {
        return await work();
      } finally {
        inHand -= 1;
      }
    },
    clear: async () => {
      const until = performance.now() + longestMs;
      while (inHand > 0 && performance.now() < until) await sleep(lookEveryMs);
    },
  };
}
