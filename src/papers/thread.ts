import { Worker } from "node:worker_threads";

/** What a thread is given, and what it may take at most. */
export interface ThreadWork {
  readonly script: string;
  readonly data: unknown;
  /** A file that takes longer is meant to, or will never be read. */
  readonly longestMs: number;
  /** Beyond it the thread ends, and nothing else. */
  readonly mostMegabytes: number;
}

/** What a thread of its own says first, or null where it fails, takes too long or too much: that harms nothing else. */
export function inThread({ script, data, longestMs, mostMegabytes }: ThreadWork): Promise<unknown> {
  return new Promise((resolve) => {
    const resourceLimits = { maxOldGenerationSizeMb: mostMegabytes, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };
    const options = { workerData: data, resourceLimits, stderr: true, stdout: true, execArgv: [], env: {} };
    const thread = new Worker(script, options);
    const end = (said: unknown): void => {
      clearTimeout(timer);
      resolve(said);
      void thread.terminate();
    };
    const timer = setTimeout(() => end(null), longestMs);
    thread.once("message", (said: unknown) => end(said));
    thread.once("error", () => end(null));
    thread.once("exit", () => end(null));
  });
}
