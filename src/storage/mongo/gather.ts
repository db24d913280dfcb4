import { peopleAtOnce } from "../../delivery/inbox-worker";

/** How a batch is done: an outcome for each that was asked, in the same order. */
export type RunBatch<A, R> = (asked: readonly A[]) => Promise<readonly (Outcome<R> | R)[]>;

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
  /** Since when. */
  readonly since: number;
}

/** What one command is given at most: half of whom is answered at once, so that one half is thought about while the other is stored. */
const most = peopleAtOnce / 2;
/** So many batches of all kinds are under way at once: what comes meanwhile is gathered into the next. */
const mostUnderWay = 4;
/** What has waited for so long goes before what is more. Milliseconds. */
const longestMs = 2;

/** One kind of question that waits for its turn. */
interface Kind {
  /** Whether anything waits, for its turn or for others to come. */
  readonly isWaiting: boolean;
  /** How many may go now. */
  readonly size: number;
  /** Since when the oldest of them waits. */
  readonly since: number;
  /** Sends them. */
  run(): Promise<void>;
}

/** Lets the kinds of questions to one database take turns. */
export interface Turns {
  /** Says that something of a kind waits. */
  add(kind: Kind): void;
  plan(): void;
  /** The clock by which waiting is reckoned. Milliseconds. */
  now(): number;
}

/**
 * Turns for one database: the kind that most ask for goes first, so that people who are at the same step stay together and
 * the batches stay large; nobody waits long for it, by the given clock in milliseconds.
 */
export function takingTurns(clock = () => performance.now()): Turns {
  /** Those of which something waits: a house has a hundred kinds, and at a moment asks for a few. */
  const kinds = new Set<Kind>();
  let underWay = 0;
  let isPlanned = false;
  const nextKind = (): Kind | undefined => {
    const ready = [...kinds].filter(({ size }) => size > 0);
    const now = clock();
    const late = ready.filter(({ since }) => now - since > longestMs);
    const [first, ...others] = late.length > 0 ? late : ready;
    if (late.length > 0) return others.reduce((one, other) => (other.since < one.since ? other : one), first as Kind);
    return first && others.reduce((one, other) => (other.size > one.size ? other : one), first);
  };
  const runNext = (): void => {
    isPlanned = false;
    const kind = underWay < mostUnderWay ? nextKind() : undefined;
    if (!kind) return;
    underWay += 1;
    const running = kind.run();
    if (!kind.isWaiting) kinds.delete(kind);
    void running.finally(() => {
      underWay -= 1;
      plan();
    });
    plan();
  };
  const plan = (): void => {
    if (isPlanned || underWay >= mostUnderWay) return;
    isPlanned = true;
    // Whatever the answers that arrived together ask for next is asked for together.
    setImmediate(runNext);
  };
  return { add: (kind) => void kinds.add(kind), plan, now: clock };
}

/** Of what may wait, so many need not wait for more. */
const enough = 20;

/**
 * Gathers what many ask for at the same time into one command: while batches are under way, the next fills up. Whoever
 * asks alone waits for nobody, unless it may wait for so long that others come (`lingerMs`, milliseconds). A command costs
 * far more than one more document in it, so a busy house does with a few what would otherwise take hundreds; every caller
 * still learns of its own outcome, and not before it is durable. All that are given the same turns go together.
 */
export function gathering<A, R>(run: RunBatch<A, R>, turns = takingTurns(), lingerMs = 0): (asked: A) => Promise<R> {
  let waiting: Waiting<A, R>[] = [];
  const since = (): number => (waiting[0]?.since ?? Number.POSITIVE_INFINITY) + lingerMs;
  const isReady = (): boolean => lingerMs === 0 || waiting.length >= enough || turns.now() >= since();
  let timer: NodeJS.Timeout | undefined;
  /** Sees to it that what may wait is thought of when it has. */
  const wake = (): void => {
    clearTimeout(timer);
    if (isReady()) turns.plan();
    else if (waiting.length > 0) timer = setTimeout(wake, since() - turns.now());
  };
  const kind: Kind = {
    get isWaiting() {
      return waiting.length > 0;
    },
    get size() {
      return isReady() ? waiting.length : 0;
    },
    get since() {
      return since();
    },
    run: () => {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      wake();
      return settle(run, batch);
    },
  };
  return (asked) =>
    new Promise((resolve, reject) => {
      waiting.push({ asked, resolve, reject, since: turns.now() });
      turns.add(kind);
      if (waiting.length === 1 || isReady()) wake();
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
