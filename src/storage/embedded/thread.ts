import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { EmbeddedEngine, EmbeddedEngineOptions } from "./index";

const script = join(__dirname, "engine-thread.mjs");

/**
 * Starts the engine on a folder as `startEmbeddedEngine` does, in a thread of its own: what it computes holds up nothing
 * else in this process. Should the thread die of a defect, the process does so too, as it would without a thread.
 */
export async function startEngineThread(options: EmbeddedEngineOptions): Promise<EmbeddedEngine> {
  // Where stacks tell the lines of the sources, they do so there too; nothing else that this process was given is its own.
  const execArgv = process.execArgv.filter((option) => option === "--enable-source-maps");
  const thread = new Worker(script, { workerData: options, execArgv });
  // Listened for from the first on: whoever closes a thread that is gone already would wait for its end for ever.
  const ended = new Promise<void>((resolve) => {
    thread.once("exit", () => resolve());
  });
  const { uri, owned } = await firstWords(thread);
  thread.on("error", (error) => {
    throw error;
  });
  return {
    ...{ uri, owned },
    close: () => {
      thread.postMessage("close");
      return ended;
    },
  };
}

/** Where the engine is; what kept it from starting is thrown. */
function firstWords(thread: Worker): Promise<Pick<EmbeddedEngine, "uri" | "owned">> {
  return new Promise((resolve, reject) => {
    const failed = (cause: unknown): void => reject(cause instanceof Error ? cause : new Error(`ended with ${cause}`));
    thread.once("error", failed);
    thread.once("exit", failed);
    thread.once("message", (said) => {
      thread.off("error", failed);
      thread.off("exit", failed);
      resolve(said as Pick<EmbeddedEngine, "uri" | "owned">);
    });
  });
}
