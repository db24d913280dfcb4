/** A span of time that a clock which is set back lets begin once more, and never last as long as the jump. */
export interface Span {
  /** Lasts `ms` from `now` on, both milliseconds, whatever was left of it. */
  begin(ms: number, now: number): void;
  /** How much of it is left, 0 where it is over or has not begun. Milliseconds. */
  leftMs(): number;
}

/** Makes one that is over. `clock` tells milliseconds. */
export function createSpan(clock: () => number): Span {
  let [lasts, until] = [0, 0];
  return {
    begin: (ms, now) => {
      [lasts, until] = [ms, now + ms];
    },
    leftMs: () => {
      const now = clock();
      until = Math.min(until, now + lasts);
      return Math.max(0, until - now);
    },
  };
}
