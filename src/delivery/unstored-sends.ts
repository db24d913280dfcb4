import { LRUCache } from "lru-cache";
import type { Outbox, OutboxEntry } from "./outbox";

/** What the platform has taken of an entry. */
export interface Taken {
  /** How many of the entry's messages have gone with this one. */
  readonly sentParts: number;
  readonly isLast: boolean;
  /** The platform's ids for it, where somebody will ask for them. */
  readonly messageIds: readonly string[];
  /** Milliseconds. */
  readonly at: number;
}

/** Stores what has gone, and remembers it where that fails, so that this process sends none of it again. */
export interface UnstoredSends {
  /** Stores that this went for all of these entries. Rejects where it cannot: then it is remembered. */
  took(entries: readonly OutboxEntry[], taken: Taken): Promise<void>;
  /**
   * Stores what is remembered of these entries, which are leased, and returns those of which something is still to be sent, as
   * they are now. Rejects where it cannot be stored; it is remembered on.
   */
  stillToSend(entries: readonly OutboxEntry[]): Promise<readonly OutboxEntry[]>;
  /** Whether something of an entry has gone that is not stored. */
  has(id: string): boolean;
  /** Tries once more to store all that is remembered; rejects where some of it cannot be. */
  storeAll(): Promise<void>;
}

/** So many are remembered at most: far more than go out between two looks at a database that takes nothing. */
const mostRemembered = 10_000;

/** Makes it for one sender. A part that is stored keeps its entry leased for `leaseMs` more. */
export function createUnstoredSends(
  outbox: Pick<Outbox, "finish" | "partSent">,
  clock: () => number,
  leaseMs: number,
): UnstoredSends {
  const unstored = new LRUCache<string, Taken & { readonly isReminder: boolean }>({ max: mostRemembered });
  const store = async (id: string, isLeased: boolean): Promise<void> => {
    const taken = unstored.get(id);
    if (!taken) return;
    const { sentParts, messageIds, at, isReminder } = taken;
    if (taken.isLast) await outbox.finish(id, { status: "sent", providerMessageIds: messageIds, at, isReminder });
    else await outbox.partSent(id, sentParts, messageIds, isLeased ? clock() + leaseMs : undefined);
    unstored.delete(id);
  };
  /** Each by itself: what can be stored is, whatever becomes of the others. */
  const storeEach = async (ids: readonly string[], isLeased: boolean): Promise<void> => {
    const stored = await Promise.allSettled(ids.map((id) => store(id, isLeased)));
    for (const one of stored) if (one.status === "rejected") throw one.reason;
  };
  return {
    took: async (entries, taken) => {
      // All of them before anything can fail: one message went for them all.
      for (const { id, content } of entries) unstored.set(id, { ...taken, isReminder: content.type === "reminder" });
      await storeEach(idsOf(entries), true);
    },
    stillToSend: async (entries) => {
      const found = entries.map((entry) => ({ entry, taken: unstored.get(entry.id) }));
      await storeEach(idsOf(entries), true);
      return found.flatMap(({ entry, taken }) => {
        if (taken?.isLast) return [];
        return taken ? [{ ...entry, sentParts: Math.max(entry.sentParts, taken.sentParts) }] : [entry];
      });
    },
    has: (id) => unstored.has(id),
    storeAll: () => storeEach([...unstored.keys()], false),
  };
}

function idsOf(entries: readonly OutboxEntry[]): string[] {
  return entries.map(({ id }) => id);
}
