import { join } from "node:path";
import PQueue from "p-queue";
import { inThread } from "./thread";

const script = join(__dirname, "pdf-worker.mjs");
/** A receipt stands on its first pages. */
const pages = 3;
/** What reading one file may take. */
const most = { longestMs: 6_000, mostMegabytes: 160 };

/** One at a time, so that many files at once take no more memory than one. */
const queue = new PQueue({ concurrency: 1 });

/**
 * The words of a PDF's first pages, or null where it has none that can be read. It is read in a thread of its own, with
 * bounded memory and time: a broken or a malicious file ends that thread and harms nothing else.
 */
export async function readPdf(bytes: Uint8Array): Promise<string | null> {
  const text = await queue.add(() => inThread({ script, data: { bytes: Uint8Array.from(bytes), pages }, ...most }));
  return typeof text === "string" && text.trim() !== "" ? text : null;
}
