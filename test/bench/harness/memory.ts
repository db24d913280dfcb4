import { existsSync, readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const KIB = 1_024;

/**
 * The most memory that this process has held so far, in MiB: all that was resident, and (Linux; read now and then) the
 * private part of it, without the pages of mapped files, which the kernel takes back when they are wanted elsewhere.
 */
export interface PeakMemory {
  readonly residentMiB: number;
  readonly privateMiB?: number;
}

/** Watches the memory of this process until the peak is asked for. */
export function watchMemory(everyMs = 100): () => PeakMemory {
  let privateKib: number | undefined;
  const look = (): void => {
    const now = privateMemory();
    if (now !== undefined) privateKib = Math.max(privateKib ?? 0, now);
  };
  look();
  const timer = setInterval(look, everyMs);
  timer.unref();
  return () => {
    look();
    clearInterval(timer);
    const residentMiB = process.resourceUsage().maxRSS / KIB;
    return privateKib === undefined ? { residentMiB } : { residentMiB, privateMiB: privateKib / KIB };
  };
}

/** In KiB. */
function privateMemory(): number | undefined {
  if (!existsSync("/proc/self/status")) return undefined;
  const found = /RssAnon:\s+(\d+)/u.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return found === undefined ? undefined : Number(found);
}

/** What this process holds on to, in bytes, on the heap and beside it, once everything that nobody holds was let go of. */
export function heldAfterCollection(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let time = 0; time < 3; time += 1) collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
