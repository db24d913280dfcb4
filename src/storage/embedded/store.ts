import { open, type RootDatabase } from "lmdb";
import { type KeyRange, successor } from "./keys";
import { MappedPages, residentLimits } from "./mapped-pages";

/** An entry of the store. */
export interface Entry {
  readonly key: Buffer;
  readonly value: Buffer;
}

const FIRST_CHUNK = 16;
const LARGEST_CHUNK = 512;
/**
 * So much address space is kept for the file from the first on, in bytes; nothing is taken up by it, but a limit on address
 * space (`ulimit -v`) must leave room for it. Without it a file that
 * grows is mapped anew ever again, and what was read through the former maps stays in memory twice. A larger file goes on
 * growing in that way.
 */
const ADDRESS_SPACE = 2 ** 34;

/**
 * The ordered, durable bytes under the engine: an LMDB file. A write is a function that runs alone, sees its own
 * changes, and whose promise resolves when they are committed; writes that wait together are committed together.
 */
export class Store {
  private constructor(
    private readonly lmdb: RootDatabase<Buffer, Buffer>,
    private readonly pages: MappedPages,
  ) {}

  /** Opens or creates the file; `file` is its path. Its pages leave memory once there is too much (`limits`). */
  static open(file: string, limits = residentLimits): Store {
    const lmdb = open<Buffer, Buffer>({
      path: file,
      noSubdir: true,
      keyEncoding: "binary",
      encoding: "binary",
      compression: false,
      mapSize: ADDRESS_SPACE,
      maxReaders: 64,
    });
    return new Store(lmdb, MappedPages.of(file, limits));
  }

  get(key: Buffer): Buffer | undefined {
    this.pages.look();
    return this.lmdb.get(key);
  }

  /** Entries in order, read in chunks: the caller may pause between two of them for as long as it likes, and sees what is there when it goes on. */
  *entries(range: KeyRange): Generator<Entry> {
    let { start } = range;
    for (let limit = FIRST_CHUNK; ; limit = Math.min(limit * 2, LARGEST_CHUNK)) {
      this.pages.look();
      const chunk = [...this.lmdb.getRange({ start, end: range.end, limit })];
      yield* chunk;
      const last = chunk.at(-1);
      if (!last || chunk.length < limit) return;
      start = successor(last.key);
    }
  }

  /** The keys of {@link entries}, without what is kept under them. */
  *keys(range: KeyRange, reverse = false): Generator<Buffer> {
    let { start, end } = range;
    for (let limit = FIRST_CHUNK; ; limit = Math.min(limit * 2, LARGEST_CHUNK)) {
      this.pages.look();
      const chunk = reverse ? this.keysFromEnd(start, end, limit) : [...this.lmdb.getKeys({ start, end, limit })];
      yield* chunk;
      const last = chunk.at(-1);
      if (!last || chunk.length < limit) return;
      if (reverse) end = last;
      else start = successor(last);
    }
  }

  private keysFromEnd(start: Buffer, end: Buffer, limit: number): Buffer[] {
    const found = [...this.lmdb.getKeys({ start: end, end: start, reverse: true, limit: limit + 1 })];
    const first = found[0];
    if (first && Buffer.compare(first, end) >= 0) found.shift();
    // A range that has been read to its beginning is empty.
    const hasStart = Buffer.compare(start, end) < 0 && this.lmdb.get(start) !== undefined;
    if (found.length < limit && hasStart) found.push(start);
    return found.slice(0, limit);
  }

  /** Whether any key lies in the range. */
  some(range: KeyRange): boolean {
    return this.firstKey(range) !== undefined;
  }

  firstKey(range: KeyRange): Buffer | undefined {
    for (const key of this.lmdb.getKeys({ ...range, limit: 1 })) return key;
    return undefined;
  }

  lastKey(range: KeyRange): Buffer | undefined {
    for (const key of this.keys(range, true)) return key;
    return undefined;
  }

  /** How many keys lie in the range; counted as far as `most` (1 or more), where that is given. */
  count(range: KeyRange, most?: number): number {
    this.pages.look();
    // LMDB counts to the end of a range whatever its limit, but goes as far as an offset says and no further.
    if (most !== undefined) for (const _ of this.lmdb.getKeys({ ...range, offset: most - 1, limit: 1 })) return most;
    return this.lmdb.getKeysCount({ ...range });
  }

  /** Runs a write alone. What it throws rejects the promise; it must throw before its first change. */
  async write<T>(work: () => T): Promise<T> {
    let outcome: { value: T } | { error: unknown } | undefined;
    await this.lmdb.transaction(() => {
      try {
        outcome = { value: work() };
      } catch (error) {
        outcome = { error };
      }
    });
    if (outcome === undefined) throw new Error("the store did not run a write; restart the service");
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }

  /** Only inside {@link write}. */
  put(key: Buffer, value: Uint8Array): void {
    const bytes = value instanceof Buffer ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    this.pages.look();
    this.lmdb.putSync(key, bytes);
  }

  /** Only inside {@link write}. */
  remove(key: Buffer): void {
    this.pages.look();
    this.lmdb.removeSync(key);
  }

  /** Only inside {@link write}: removes every entry of a range. */
  clear(range: KeyRange): void {
    for (const key of this.keys(range)) this.remove(key);
  }

  /** Resolves when everything acknowledged so far has reached the disk, which a loss of power then spares as well. */
  async flush(): Promise<void> {
    await this.lmdb.flushed;
  }

  async close(): Promise<void> {
    this.pages.close();
    await this.lmdb.close();
  }
}
