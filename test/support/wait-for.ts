type Found<T> = T | undefined | false;

/** Far longer than anything takes, also on a machine that is ten times as slow: only what never comes is given up. */
const usualPatienceMs = 120_000;

/**
 * Waits until `probe` gives something other than undefined or false, or says what was waited for; `what` may be reckoned
 * only then, so that it can tell how things stood. Milliseconds.
 */
export async function waitFor<T>(
  what: string | (() => string),
  probe: () => Found<T> | Promise<Found<T>>,
  withinMs = usualPatienceMs,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline)
      throw new Error(`waited ${withinMs} ms in vain for ${typeof what === "string" ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
