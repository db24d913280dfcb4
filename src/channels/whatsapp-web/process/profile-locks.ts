import { readdir, readlink, rm } from "node:fs/promises";
import { join } from "node:path";

/** Chromium's marks that somebody uses a profile; `SingletonLock` is a link to `<host>-<pid>`. */
const marks = ["SingletonLock", "SingletonCookie", "SingletonSocket"];

/** The processes of this computer, as far as freeing a profile needs them. */
export interface Processes {
  /** The name of this computer. */
  readonly host: string;
  readonly isLive: (pid: number) => boolean;
  /** How it was started, as one text; none where nobody can tell. */
  readonly commandOf: (pid: number) => string | undefined;
  /** Ends it, in peace where it can. */
  readonly end: (pid: number) => Promise<void>;
}

/**
 * Makes a profile usable again after a crash, or where the folder came from another computer or container: removes the
 * marks whose holder is not live here, and first ends a browser of ours that outlived its process. Only whoever holds the
 * channel may call it: then no other live browser can be at the profile. `in-use` where a live process holds it that
 * cannot be told to be ours.
 */
export async function freeProfile(profile: string, processes: Processes): Promise<"free" | "freed" | "in-use"> {
  const names: readonly string[] = await readdir(profile).catch(() => []);
  const found = marks.filter((mark) => names.includes(mark));
  if (found.length === 0) return "free";
  const pid = holderHere(await readlink(join(profile, "SingletonLock")).catch(() => ""), processes.host);
  if (pid !== undefined && processes.isLive(pid)) {
    const command = processes.commandOf(pid);
    if (command === undefined) return "in-use";
    // Another program that was given the number of a browser that died is left alone.
    if (command.includes(profile)) await processes.end(pid);
  }
  for (const mark of found) await rm(join(profile, mark), { force: true });
  return "freed";
}

function holderHere(holder: string, host: string): number | undefined {
  const dash = holder.lastIndexOf("-");
  const pid = Number(holder.slice(dash + 1));
  return dash > 0 && holder.slice(0, dash) === host && Number.isInteger(pid) && pid > 0 ? pid : undefined;
}
