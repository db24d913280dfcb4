/** How a batch is done: an outcome for each that was asked, in the same order. */
type RunBatch<A, R> = (asked: readonly A[]) => Promise<readonly (Outcome<R> | R)[]>;

/** What became of one of a batch where others of it fared differently. */
export class Outcome<R> {
  private constructor(
    readonly value: R | undefined,
    readonly error: unknown,
  ) {}

  /** This one alone failed. */
  static failed(error: unknown): Outcome<never> {
    return new Outcome<never>(undefined, error);
  }
}

interface Waiting<A, R> {
  readonly asked: A;
  readonly resolve: (value: R) => void;
  readonly reject: (error: unknown) => void;
}

/** Batches of a kind that are under way at once: the next is gathered meanwhile. */
const mostUnderWay = 2;
/** What one command is given at most. */
const most = 100;

/**
 * Gathers what many ask for at the same time into one command: while batches are under way, the next fills up. Whoever
 * asks alone waits for nobody. Where `keyOf` is given, what has the same key goes one after the other. A command costs far more than one more document in it, so a busy house does with a few
 * what would otherwise take hundreds; every caller still learns of its own outcome, and not before it is durable.
 */
export function gathering<A, R>(run: RunBatch<A, R>, keyOf?: (asked: A) => string): (asked: A) => Promise<R> {
  let waiting: readonly Waiting<A, R>[] = [];
  const keysUnderWay = new Set<string>();
  let underWay = 0;
  let isPlanned = false;

  /** The next batch; what has a key that is under way stays for a later one. */
  const takeBatch = (): readonly Waiting<A, R>[] => {
    const batch: Waiting<A, R>[] = [];
    const later: Waiting<A, R>[] = [];
    for (const one of waiting) {
      const key = keyOf?.(one.asked);
      const isFree = batch.length < most && (key === undefined || !keysUnderWay.has(key));
      if (isFree && key !== undefined) keysUnderWay.add(key);
      (isFree ? batch : later).push(one);
    }
    waiting = later;
    return batch;
  };
  const runNext = (): void => {
    isPlanned = false;
    const batch = takeBatch();
    if (batch.length === 0) return;
    underWay += 1;
    void settle(run, batch).finally(() => {
      underWay -= 1;
      for (const { asked } of keyOf ? batch : []) keysUnderWay.delete(keyOf?.(asked) ?? "");
      plan();
    });
    plan();
  };
  const plan = (): void => {
    if (isPlanned || waiting.length === 0 || underWay >= mostUnderWay) return;
    isPlanned = true;
    // Whatever the answers that arrived together ask for next is asked for together.
    setImmediate(runNext);
  };
  return (asked) =>
    new Promise((resolve, reject) => {
      waiting = [...waiting, { asked, resolve, reject }];
      plan();
    });
}

async function settle<A, R>(run: RunBatch<A, R>, batch: readonly Waiting<A, R>[]): Promise<void> {
  try {
    const outcomes = await run(batch.map(({ asked }) => asked));
    batch.forEach(({ resolve, reject }, place) => {
      const outcome = outcomes[place];
      if (outcome instanceof Outcome) reject(outcome.error);
      else resolve(outcome as R);
    });
  } catch (error) {
    if (batch.length > 1 && isUnsent(error)) {
      await Promise.all(batch.map((one) => settle(run, [one])));
      return;
    }
    for (const { reject } of batch) reject(error);
  }
}

/** What cannot be put into words of the database never left: it is one caller's defect, and harms no other. */
function isUnsent(error: unknown): boolean {
  return error instanceof Error && !error.name.startsWith("Mongo");
}
