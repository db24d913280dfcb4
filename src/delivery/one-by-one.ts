/** Does the work of one key one after the other, in the order in which it came; that of different keys at the same time. */
export interface OneByOne {
  /** Resolves with what the work gives, and rejects where it does; what comes after it goes on all the same. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** Makes it. A key that nothing waits for is forgotten. */
export function createOneByOne(): OneByOne {
  const last = new Map<string, Promise<unknown>>();
  return {
    run: (key, work) => {
      const before = last.get(key) ?? Promise.resolve();
      const done = before.then(work);
      const settled = done
        .catch(() => undefined)
        .then(() => {
          if (last.get(key) === settled) last.delete(key);
        });
      last.set(key, settled);
      return done;
    },
  };
}
