import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { Processes } from "./profile-locks";

/** How long a browser may take to end in peace. Milliseconds. */
const peaceMs = 5_000;
const lookEveryMs = 100;

/** Whether a process with this number runs on this computer. */
export function isLive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's is live too.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Ends a browser at once with all its children: it leads a process group of its own. */
export function killBrowser(pid: number): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, "SIGKILL");
    } catch {
      // It is gone, or leads no group.
    }
  }
}

async function endBrowser(pid: number): Promise<void> {
  process.kill(pid, "SIGTERM");
  for (let waited = 0; waited < peaceMs && isLive(pid); waited += lookEveryMs) await sleep(lookEveryMs);
  if (isLive(pid)) killBrowser(pid);
}

/** The processes of this computer. */
export const processesHere: Processes = {
  host: hostname(),
  isLive,
  commandOf: (pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    } catch {
      return undefined;
    }
  },
  end: endBrowser,
};

/** Whether a program that may be run lies at a path. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
