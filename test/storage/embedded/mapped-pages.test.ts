import fs, { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ResidentLimits } from "../../../src/storage/embedded/mapped-pages";
import { Store } from "../../../src/storage/embedded/store";

const MIB = 2 ** 20;
const entries = 16_384;
const bytesOfEntry = 4_000;
const whole = entries * bytesOfEntry;
const onLinux = existsSync("/proc/self/status") ? it : it.skip;

/** What of mapped files is in memory. Bytes. */
const mapped = (): number =>
  Number(/^RssFile:\s+(\d+) kB/mu.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) * 1_024;

const keyOf = (number: number): Buffer => Buffer.from(String(number).padStart(8, "0"));
const valueAt = (number: number): Buffer => Buffer.alloc(bytesOfEntry, number % 251);

let folder: string;
let store: Store | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pages-"));
});
afterEach(async () => {
  await store?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Opens a file of 64 MiB that nobody has read yet. */
async function openFull(limits: ResidentLimits): Promise<Store> {
  const file = join(folder, "data.mdb");
  const writing = Store.open(file, limits);
  await writing.write(() => {
    for (let number = 0; number < entries; number += 1) writing.put(keyOf(number), valueAt(number));
  });
  await writing.close();
  store = Store.open(file, limits);
  return store;
}

/** Reads everything, here and there, and says how much more was in memory at most. */
function readAll(from: Store): number {
  const before = mapped();
  let most = 0;
  for (let step = 0; step < entries; step += 1) {
    const number = (step * 7_919) % entries;
    const value = from.get(keyOf(number));
    if (!value?.equals(valueAt(number))) throw new Error("an entry is not what was put");
    if (step % 64 === 0) most = Math.max(most, mapped() - before);
  }
  return most;
}

describe("the pages of the embedded engine's file", () => {
  onLinux("leave memory once the process holds too much, and are read again as they were", async () => {
    const most = readAll(await openFull({ resident: 1, leastMapped: 8 * MIB }));
    expect(most).toBeLessThan(28 * MIB);
  });

  onLinux("stay in memory while the process holds little", async () => {
    const most = readAll(await openFull({ resident: 2 ** 40, leastMapped: 8 * MIB }));
    expect(most).toBeGreaterThan(whole * 0.8);
  });

  it("keep no write from its end where the kernel cannot be asked", async () => {
    const from = await openFull({ resident: 1, leastMapped: 0 });
    const read = jest.spyOn(fs, "readFileSync").mockImplementation(() => {
      throw new Error("EMFILE");
    });
    try {
      await from.write(() => {
        for (let number = 0; number < 1_000; number += 1) from.put(keyOf(number), valueAt(number + 1));
      });
      expect(read).toHaveBeenCalled();
    } finally {
      read.mockRestore();
    }
    expect(from.get(keyOf(999))?.equals(valueAt(1_000))).toBe(true);
  });

  onLinux("leave memory while a write reads and changes them, and what was written is there", async () => {
    const from = await openFull({ resident: 1, leastMapped: 8 * MIB });
    await from.write(() => {
      expect(readAll(from)).toBeLessThan(28 * MIB);
      for (let number = 0; number < entries; number += 3) from.put(keyOf(number), valueAt(number + 1));
    });
    for (let number = 0; number < entries; number += 1)
      expect(from.get(keyOf(number))?.equals(valueAt(number % 3 === 0 ? number + 1 : number))).toBe(true);
  });
});
