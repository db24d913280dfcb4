import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";

/** When pages of a mapped file are given back. Bytes. */
export interface ResidentLimits {
  /** Once this process holds more in memory than this, pages of the file are given back. */
  readonly resident: number;
  /** As long as less than this of mapped files is in memory, none is: there is too little to gain. */
  readonly leastMapped: number;
}

const MIB = 2 ** 20;

/** For a small server: with what comes on top between two looks, a process stays below 300 MiB. */
export const residentLimits: ResidentLimits = { resident: 264 * MIB, leastMapped: 16 * MIB };

/** So many looks into the file go by before memory is looked at again: each brings 64 KiB into memory at most, as a rule. */
const looksBetween = 128;
const dontNeed = 4;

type Advise = (address: bigint, bytes: number, advice: number) => number;

/**
 * Keeps a file that is read through a map from filling the memory of its process: what was read stays in it as long as the
 * kernel wants it for nothing else, so that a process that has walked through a large file counts as one that needs all of it.
 * Pages that are given back stay in the system's file cache and come again by themselves when they are read; nothing of the
 * file is lost or changed. Linux only, where the system's library can be called; elsewhere nothing happens.
 */
export class MappedPages {
  private looks = 0;
  private advise: Advise | undefined;
  private range: { readonly address: bigint; readonly bytes: number } | undefined;

  private constructor(
    private readonly inode: string,
    /** What is mapped when nothing of the file is. */
    private mappedWithout: number,
    private readonly limits: ResidentLimits,
    private isOpen: boolean,
  ) {}

  /** Of a file that is there and that this process maps once, to be read and shared. */
  static of(file: string, limits: ResidentLimits): MappedPages {
    const now = process.platform === "linux" ? memory() : null;
    return new MappedPages(String(statSync(file).ino), now?.mapped ?? 0, limits, now !== null);
  }

  /** Told before each look into the file; now and then gives back what is too much. Never throws: it is called within writes. */
  look(): void {
    this.looks += 1;
    if (!this.isOpen || this.looks % looksBetween !== 0) return;
    // Asked first, because it costs a small part of what the whole account does.
    if (process.memoryUsage.rss() <= this.limits.resident) return;
    const now = memory();
    const { limits, mappedWithout } = this;
    if (now && now.resident > limits.resident && now.mapped - mappedWithout > limits.leastMapped) this.giveBack();
  }

  /** Told before the file is closed: what lies at its addresses afterwards is somebody else's. */
  close(): void {
    this.isOpen = false;
  }

  private giveBack(): void {
    this.advise ??= systemAdvise();
    this.range ??= sharedMapOf(this.inode);
    const { advise, range } = this;
    if (advise === undefined || range === undefined) return this.close();
    advise(range.address, range.bytes, dontNeed);
    this.mappedWithout = memory()?.mapped ?? this.mappedWithout;
  }
}

/** What this process holds in memory, and how much of that are pages of mapped files (bytes); null where it cannot be read now. */
function memory(): { readonly resident: number; readonly mapped: number } | null {
  const status = readIfPossible("/proc/self/status");
  if (status === null) return null;
  const bytesOf = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "mu").exec(status)?.[1] ?? 0) * 1_024;
  return { resident: bytesOf("VmRSS"), mapped: bytesOf("RssFile") };
}

/** A file of the kernel; null where it is not there, or no more files can be opened at the moment. */
function readIfPossible(file: string): string | null {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return null;
  }
}

/** Where a file is mapped to be read and shared. Only of such a map may pages be given back without loss. */
function sharedMapOf(inode: string): { readonly address: bigint; readonly bytes: number } | undefined {
  for (const line of (readIfPossible("/proc/self/maps") ?? "").split("\n")) {
    const [span = "", rights, , , foundInode] = line.split(/\s+/u);
    if (rights !== "r--s" || foundInode !== inode) continue;
    const [from = 0n, to = 0n] = span.split("-").map((address) => BigInt(`0x${address}`));
    return { address: from, bytes: Number(to - from) };
  }
  return undefined;
}

/** The system's `madvise`; undefined where it cannot be called from here. */
function systemAdvise(): Advise | undefined {
  try {
    const koffi = createRequire(__filename)("koffi") as typeof import("koffi");
    return koffi.load(null).func("int madvise(uintptr_t address, size_t bytes, int advice)");
  } catch {
    return undefined;
  }
}
