/** Waits that all end together when there is nothing to wait for any more. */
export interface Waits {
  /** True once `end` was called. */
  readonly areOver: boolean;
  /** Resolves after so many milliseconds with true, or at `end` with false. */
  wait(ms: number): Promise<boolean>;
  /** Ends those that are under way, and every later one at once. */
  end(): void;
}

/** Makes them. */
export function createWaits(): Waits {
  const ends = new Set<() => void>();
  let areOver = false;
  return {
    get areOver() {
      return areOver;
    },
    wait: (ms) =>
      new Promise((resolve) => {
        if (areOver) return resolve(false);
        const finish = (isWhole: boolean): void => {
          clearTimeout(timer);
          ends.delete(stop);
          resolve(isWhole);
        };
        const stop = (): void => finish(false);
        const timer = setTimeout(() => finish(true), ms);
        ends.add(stop);
      }),
    end: () => {
      areOver = true;
      for (const stop of ends) stop();
    },
  };
}
