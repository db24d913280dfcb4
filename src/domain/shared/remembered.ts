/** How many answers are kept of each function. */
const MOST_KEPT = 2_000;

/**
 * The same function, which keeps its last answers: a plan of a million months asks for the same few days again and again,
 * and a calendar's answer takes long and never changes. A call that throws keeps nothing.
 */
export function remembered<A extends readonly (string | number)[], R>(answer: (...of: A) => R): (...of: A) => R {
  const kept = new Map<string, R>();
  return (...of) => {
    const key = of.join(" ");
    const known = kept.get(key);
    if (known !== undefined) return known;
    const found = answer(...of);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, found);
    return found;
  };
}
