import { EngineError } from "./errors";

/** Documents to come, as BSON. */
export type DocumentSource = Iterator<Uint8Array>;

interface OpenCursor {
  readonly namespace: string;
  readonly source: DocumentSource;
  /** Read already, and kept because it did not fit the last answer. */
  waiting: Uint8Array | undefined;
  usedAt: number;
}

/** One batch, and the cursor that has the rest; 0 when there is no rest. */
export interface Batch {
  readonly id: bigint;
  readonly documents: Uint8Array[];
}

const MOST_BYTES = 16 * 1024 * 1024;
const IDLE_MS = 10 * 60 * 1000;

/** Open cursors of all connections. Those that nobody asked for ten minutes are forgotten, as in MongoDB. */
export class Cursors {
  private readonly open = new Map<bigint, OpenCursor>();
  private nextId = 1n;

  constructor(private readonly now: () => number) {}

  /** The first batch of a result. `single`: the rest is not wanted. */
  start(namespace: string, source: DocumentSource, batchSize: number, single = false): Batch {
    this.forgetIdle();
    const cursor: OpenCursor = { namespace, source, waiting: undefined, usedAt: this.now() };
    const { documents, finished } = fill(cursor, batchSize);
    if (finished || single) return { id: 0n, documents };
    const id = this.nextId++;
    this.open.set(id, cursor);
    return { id, documents };
  }

  /** The next batch; 43 when the cursor is not (or no longer) open. `batchSize` 0: as much as an answer holds. */
  more(namespace: string, id: bigint, batchSize: number): Batch {
    const cursor = this.open.get(id);
    if (cursor?.namespace !== namespace) throw new EngineError(43, `cursor id ${id} not found`);
    cursor.usedAt = this.now();
    const { documents, finished } = fill(cursor, batchSize === 0 ? Number.POSITIVE_INFINITY : batchSize);
    if (finished) this.open.delete(id);
    return { id: finished ? 0n : id, documents };
  }

  /** Closes a cursor; false when it was not open. */
  kill(id: bigint): boolean {
    return this.open.delete(id);
  }

  private forgetIdle(): void {
    const oldest = this.now() - IDLE_MS;
    for (const [id, cursor] of this.open) if (cursor.usedAt < oldest) this.open.delete(id);
  }
}

function fill(cursor: OpenCursor, batchSize: number): { documents: Uint8Array[]; finished: boolean } {
  const documents: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const next = cursor.waiting ?? read(cursor.source);
    cursor.waiting = undefined;
    if (!next) return { documents, finished: true };
    if (documents.length >= batchSize || (documents.length > 0 && bytes + next.length > MOST_BYTES)) {
      cursor.waiting = next;
      return { documents, finished: false };
    }
    documents.push(next);
    bytes += next.length;
  }
}

function read(source: DocumentSource): Uint8Array | undefined {
  const { done, value } = source.next();
  return done ? undefined : value;
}
