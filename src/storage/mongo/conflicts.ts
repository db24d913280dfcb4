import { setTimeout as sleep } from "node:timers/promises";

const DUPLICATE_KEY = 11000;
/**
 * Two writes stood in each other's way, and the engine gave one up without writing anything: MongoDB's WriteConflict, and
 * PostgreSQL's 40P01 (deadlock) as the DocumentDB engine packs it, six bits a character.
 */
const CONFLICTS: readonly unknown[] = [112, 16_908_292];
const DEADLOCK = "40P01 ";
const TRIES = 12;
const FIRST_PAUSE_MS = 40;
const LONGEST_PAUSE_MS = 1_000;

/** A duplicate key. Engines agree on the code alone, so nothing else of the error is read. */
export function isDuplicateKey(error: unknown): boolean {
  return codeOf(error) === DUPLICATE_KEY;
}

/**
 * A write that the engine gave up in favour of another, and that may simply be done again. A deadlock of two who build indexes
 * comes without a code of its own, and is known by how its words begin.
 */
export function isConflict(error: unknown): boolean {
  return CONFLICTS.includes(codeOf(error)) || (error instanceof Error && error.message.startsWith(DEADLOCK));
}

/** Does a write again, after a moment of chance that grows, for as long as it is given up in favour of others. */
export async function settle<T>(write: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      if (!isConflict(error) || attempt === TRIES) throw error;
    }
    await sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)));
  }
}

/** How a server says that another has taken over, or that it ends: what it was told may not have been done. */
const TAKEN_OVER: readonly unknown[] = [91, 189, 10_107, 11_600, 11_602, 13_435, 13_436];

/**
 * Does a write once more whose connection broke or whose server gave way to another: drivers do so by themselves with changes
 * of one document, not of many. Only for what may be done twice.
 */
export async function onceMore<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const isAway = error instanceof Error && error.name.startsWith("MongoNetwork");
    if (!isAway && !TAKEN_OVER.includes(codeOf(error))) throw error;
  }
  return write();
}

/** Which of the writes of one unordered command were refused, and why; empty where the command itself failed. */
export function refusedWrites(error: unknown): readonly { readonly index: number; readonly error: unknown }[] {
  if (typeof error !== "object" || error === null || !("writeErrors" in error)) return [];
  const errors: unknown[] = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
  return errors.flatMap((one) => {
    const index = typeof one === "object" && one !== null && "index" in one ? one.index : undefined;
    return typeof index === "number" ? [{ index, error: one }] : [];
  });
}

/**
 * Does many writes in one unordered command; those that were given up in favour of others are done again. Returned is which
 * were refused, by their place, and why. Throws where the command itself failed.
 *
 * They go in the order of what each locks (`lockOf`), those of one lock as they came: whoever writes the same documents at the
 * same time then waits for the other and not each for each, which PostgreSQL would notice only after a second, once a document.
 */
export async function settleEach<T>(
  items: readonly T[],
  lockOf: (item: T) => string,
  write: (left: readonly T[]) => Promise<unknown>,
): Promise<ReadonlyMap<number, unknown>> {
  const refused = new Map<number, unknown>();
  let places = placesInOrder(items.map(lockOf));
  await settle(async () => {
    try {
      await write(places.flatMap((place) => items.slice(place, place + 1)));
    } catch (error) {
      const errors = refusedWrites(error);
      if (errors.length === 0) throw error;
      const failed = errors.flatMap(({ index, error: why }) =>
        places.slice(index, index + 1).map((place) => ({ place, why })),
      );
      for (const { place, why } of failed) if (!isConflict(why)) refused.set(place, why);
      const conflicts = new Map(failed.flatMap(({ place, why }) => (isConflict(why) ? [[place, why] as const] : [])));
      places = places.filter((place) => conflicts.has(place));
      for (const conflict of conflicts.values()) throw conflict;
    }
  });
  return refused;
}

function placesInOrder(locks: readonly string[]): number[] {
  const lockAt = (place: number): string => locks[place] ?? "";
  return [...locks.keys()].sort((one, other) => {
    if (lockAt(one) === lockAt(other)) return one - other;
    return lockAt(one) < lockAt(other) ? -1 : 1;
  });
}

/** The code of a database's failure; undefined for any other. */
function codeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}
