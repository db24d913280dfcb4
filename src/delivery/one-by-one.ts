import PQueue from "p-queue";

/** Does the work of one key one after the other, in the order in which it came; that of different keys at the same time. */
export interface OneByOne {
  /** Resolves with what the work gives, and rejects where it does; what comes after it goes on all the same. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Resolves when all that is there now is done. */
  idle(): Promise<void>;
}

/** Makes it. A key that nothing waits for is forgotten. */
export function createOneByOne(): OneByOne {
  const queues = new Map<string, PQueue>();
  return {
    run: async (key, work) => {
      const queue = queues.get(key) ?? new PQueue({ concurrency: 1 });
      queues.set(key, queue);
      try {
        return await queue.add(work);
      } finally {
        if (queue.size + queue.pending === 0 && queues.get(key) === queue) queues.delete(key);
      }
    },
    idle: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.onIdle()));
    },
  };
}
