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

/** Writes failures of a task to the log, without saying about whom. */
export function toLog(logger: Deps["logger"], task: string): NoteFailure {
  return (err) => logger?.error({ err, task }, "one of many failed; the others go on");
}
