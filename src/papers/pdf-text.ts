import { join } from "node:path";
import { Worker } from "node:worker_threads";
import PQueue from "p-queue";

const worker = join(__dirname, "pdf-worker.mjs");
/** A receipt stands on its first pages. */
const pages = 3;
/** A file that takes longer is meant to, or will never be read. Milliseconds. */
const longestMs = 6_000;
/** What reading one file may take; beyond it the thread ends, and nothing else. */
const resourceLimits = { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };

/** One at a time, so that many files at once take no more memory than one. */
const queue = new PQueue({ concurrency: 1 });

/**
 * The words of a PDF's first pages, or null where it has none that can be read. It is read in a thread of its own, with
 * bounded memory and time: a broken or a malicious file ends that thread and harms nothing else.
 */
export function readPdf(bytes: Uint8Array): Promise<string | null> {
  return queue.add(() => readInThread(Uint8Array.from(bytes)));
}

function readInThread(bytes: Uint8Array): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { workerData: { bytes, pages }, resourceLimits, stderr: true, stdout: true, execArgv: [], env: {} };
    const thread = new Worker(worker, options);
    const end = (text: string | null): void => {
      clearTimeout(timer);
      resolve(text);
      void thread.terminate();
    };
    const timer = setTimeout(() => end(null), longestMs);
    thread.once("message", (text: unknown) => end(typeof text === "string" && text.trim() !== "" ? text : null));
    thread.once("error", () => end(null));
    thread.once("exit", () => end(null));
  });
}
