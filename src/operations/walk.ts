/** Told how far a long walk is: what it does, how many it has been through, and how many there are about. */
export type Progress = (at: { readonly task: string; readonly done: number; readonly total: number }) => void;

/**
 * A walk through many values, page by page, each of them once, in no promised order. One that is changed meanwhile may be
 * met as it was or as it is, or not at all where it no longer belongs.
 */
export interface Walk<T> {
  /** How many there are at the start. Counted only when it is asked for. */
  count(): Promise<number>;
  readonly pages: AsyncIterable<readonly T[]>;
}

/** How many values a page of a walk holds: so few that most of what is made of them is gone when the collector comes by. */
export const walkPageSize = 250;
/** How many it holds where what is planned of one page goes out together: a payer's reminders in one message. */
export const largePageSize = 1_000;

/**
 * Does the work of each page while the next is read, several at once, so that reading and writing do not wait for each
 * other. With more than a thousand values in hand no further page is begun, so that memory is bounded. After a failure nothing
 * more is begun; what was begun ends, and the failure is thrown.
 */
export async function workThrough<T>(
  pages: AsyncIterable<readonly T[]>,
  work: (page: readonly T[]) => Promise<void>,
): Promise<void> {
  const inHand = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let values = 0;
  try {
    for await (const page of pages) {
      values += page.length;
      const one = work(page)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => {
          inHand.delete(one);
          values -= page.length;
        });
      inHand.add(one);
      while (values > mostInHand) await Promise.race(inHand);
      if (failures.length > 0) break;
    }
  } finally {
    await Promise.all(inHand);
  }
  if (failures.length > 0) throw failures[0];
}

/** A page may go beyond it, so that large ones go by twos. */
const mostInHand = 1_000;

/** Works through a walk like `workThrough` and tells how far it is. */
export async function workThroughWalk<T>(
  walk: Walk<T>,
  work: (page: readonly T[]) => Promise<void>,
  told: { readonly task: string; readonly progress?: Progress | undefined },
): Promise<void> {
  const { task, progress } = told;
  const total = progress === undefined ? 0 : await walk.count();
  let done = 0;
  await workThrough(walk.pages, async (page) => {
    await work(page);
    done += page.length;
    progress?.({ task, done, total });
  });
}
