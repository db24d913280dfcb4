import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";
import type { RunningProcess } from "./service-process";

/** How long the two pieces of work below take on the quiet machine for which the limits of our tests hold. Milliseconds. */
const quietWorkMs = 20;
const quietStartMs = 500;
const stopMs = 10_000;

const timed = (run: () => unknown): number => {
  const began = performance.now();
  run();
  return performance.now() - began;
};

function work(): void {
  for (let round = 0; round < 200; round += 1)
    `Iuran Désa ${round} `.repeat(60).normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase().split(/\s+/u).sort();
}

/**
 * How long `run` takes, in milliseconds of a quiet machine. What takes less than `enough` is believed at once; anything else
 * is tried again, and reckoned by how slow the machine is at that moment, so that no limit fails by the machine alone.
 */
export function quietMs(run: () => unknown, enough: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 3 && least >= enough; tries += 1) {
    const took = timed(run);
    if (took < enough) return took;
    timed(work);
    least = Math.min(least, took / Math.max(1, timed(work) / quietWorkMs));
  }
  return least;
}

/** How many times as long as on a quiet machine a program of ours takes to begin just now; at least 1. */
export function slownessOfStarts(): number {
  const bare = (): unknown => spawnSync(process.execPath, ["--import", require.resolve("tsx"), "--eval", "0"]);
  return Math.max(1, timed(bare) / quietStartMs);
}

/**
 * Tells a program to stop, which it does in order within ten seconds: how long it took. Milliseconds. It cuts itself off by
 * then; only a machine that is several times as slow may bring it to that.
 */
export async function stopInTime({ child, ended, said }: RunningProcess): Promise<number> {
  const began = performance.now();
  child.kill("SIGTERM");
  const code = await ended;
  const ms = performance.now() - began;
  if (code === 0 && ms < stopMs) return ms;
  const slowness = slownessOfStarts();
  if (slowness < 3 || ms > stopMs * slowness)
    throw new Error(`ended with ${code} after ${ms} ms, on a machine ${slowness} times as slow: ${said()}`);
  return ms;
}
