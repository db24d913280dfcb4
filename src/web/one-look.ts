/** How a look is shared. */
export interface OneLookOptions {
  /** For how long what was seen is given to whoever asks next. Milliseconds; 0 unless told. */
  readonly keptMs?: number;
  /** Tells how time goes by, whatever happens to the clock. Milliseconds. */
  readonly stopwatch?: () => number;
}

/** A look that takes longer may never end, as on a connection that is dead: the next who asks begins another. Milliseconds. */
const longestMs = 30_000;

/**
 * The same look, of which only one goes on at a time: whoever asks meanwhile is given what it sees. However slow it is and
 * however often it is asked for, the database has one in hand. One that fails is not kept.
 */
export function oneLook<T>(look: () => Promise<T>, options: OneLookOptions = {}): () => Promise<T> {
  const { keptMs = 0, stopwatch = () => performance.now() } = options;
  let lately: { readonly seen: Promise<T>; until: number } | undefined;
  const begin = (): Promise<T> => {
    const begun = { seen: look(), until: stopwatch() + longestMs };
    const end = (until: number): void => {
      begun.until = until;
    };
    begun.seen.then(
      () => end(stopwatch() + keptMs),
      () => end(Number.NEGATIVE_INFINITY),
    );
    lately = begun;
    return begun.seen;
  };
  return () => (lately === undefined || stopwatch() >= lately.until ? begin() : lately.seen);
}
