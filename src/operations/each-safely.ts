import type { Deps } from "./deps";

/** Told of each failure, as it happens. */
export type NoteFailure = (error: unknown) => void;

/**
 * Does the work of each item, one after another, and goes on where one fails: a single record that cannot be read must not
 * stop a job for everybody else. Each failure is told, and at the end it is thrown that there were some, so that the job
 * counts as failed and is done again. What `items` itself throws is thrown at once.
 */
export async function eachSafely<T>(
  items: Iterable<T> | AsyncIterable<T>,
  work: (item: T) => Promise<void>,
  failed: NoteFailure,
): Promise<void> {
  let done = 0;
  let failures = 0;
  for await (const item of items) {
    done += 1;
    try {
      await work(item);
    } catch (error) {
      failures += 1;
      failed(error);
    }
  }
  if (failures > 0) throw new Error(`${failures} of ${done} failed; each is in the log, the others are done`);
}

/**
 * Like `eachSafely`, a page at once: only of a page that fails is each item done by itself, so that those fail alone that must.
 * What was done with the page before it failed is done again, so `work` has to be safe to repeat.
 */
export async function pagesSafely<T>(
  pages: AsyncIterable<readonly T[]>,
  work: (items: readonly T[]) => Promise<void>,
  failed: NoteFailure,
): Promise<void> {
  const ofFailingPages = async function* (): AsyncGenerator<T> {
    for await (const page of pages) {
      const isDone = await work(page).then(
        () => true,
        () => false,
      );
      if (!isDone) yield* page;
    }
  };
  await eachSafely(ofFailingPages(), (item) => work([item]), failed);
}

/**
 * What is read of the values: of all at once, and only where that fails of each by itself, without those of which it fails
 * again. Each of these is told and none is thrown: the caller knows what it is worth without them.
 */
export async function readSafely<T, R>(
  values: readonly T[],
  read: (some: readonly T[]) => Promise<readonly R[]>,
  failed: NoteFailure,
): Promise<readonly R[]> {
  try {
    return await read(values);
  } catch {
    const found: R[] = [];
    for (const value of values) found.push(...(await read([value]).catch((error: unknown) => noteOne(error, failed))));
    return found;
  }
}

function noteOne(error: unknown, failed: NoteFailure): readonly never[] {
  failed(error);
  return [];
}

/** Writes failures of a task to the log, without saying about whom. */
export function toLog(logger: Deps["logger"], task: string): NoteFailure {
  return (err) => logger?.error({ err, task }, "one of many failed; the others go on");
}
