import { join } from "node:path";
import PQueue from "p-queue";
import type { PicturePrint } from "../domain/payment/picture-print";
import { inThread } from "./thread";

const script = join(__dirname, "print-worker.mjs");
/** What looking at one picture may take. */
const most = { longestMs: 30_000, mostMegabytes: 256 };

/** One at a time, so that many pictures at once take no more memory than one. */
const queue = new PQueue({ concurrency: 1 });

/**
 * By what a picture is known again, or null where it cannot be opened. It is looked at in a thread of its own, so that
 * nobody waits for an answer meanwhile.
 */
export async function readPrint(bytes: Uint8Array): Promise<PicturePrint | null> {
  const print = await queue.add(() => inThread({ script, data: Uint8Array.from(bytes), ...most }));
  return (print ?? null) as PicturePrint | null;
}
