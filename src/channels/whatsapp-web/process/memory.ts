import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The memory of a process and of all that it started, in MiB: what is shared among them counts once where the kernel
 * tells (`Pss`), as a whole otherwise (`Rss`). Undefined where there is no `/proc` (macOS, Windows) or no such process.
 */
export function memoryOf(pid: number, proc = "/proc"): number | undefined {
  const family = familyOf(pid, proc);
  const sizes = family.map((member) => kilobytesOf(join(proc, String(member)))).filter((size) => size !== undefined);
  if (sizes.length === 0) return undefined;
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1024);
}

/** The process and its children, and theirs. A process that is just ending is left out. */
function familyOf(pid: number, proc: string): readonly number[] {
  const children = new Map<number, number[]>();
  for (const member of processesIn(proc)) {
    const parent = parentOf(join(proc, String(member)));
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), member]);
  }
  const family = [pid];
  for (const member of family) family.push(...(children.get(member) ?? []));
  return family;
}

function processesIn(proc: string): readonly number[] {
  try {
    return readdirSync(proc).flatMap((name) => (/^\d+$/u.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
}

/** The fourth word of `stat`, after the program's name, which may itself hold spaces and brackets. */
function parentOf(folder: string): number | undefined {
  const stat = readIfThere(join(folder, "stat"));
  const parent = Number(stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  return Number.isInteger(parent) ? parent : undefined;
}

function kilobytesOf(folder: string): number | undefined {
  const shared = /^Pss:\s+(\d+) kB/mu.exec(readIfThere(join(folder, "smaps_rollup")) ?? "");
  const whole = shared ?? /^VmRSS:\s+(\d+) kB/mu.exec(readIfThere(join(folder, "status")) ?? "");
  return whole?.[1] === undefined ? undefined : Number(whole[1]);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
