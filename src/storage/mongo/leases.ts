/**
 * When the last of the leases ends that are taken now, for as long as this one, by clocks that differ from ours by no more than
 * that: one that ends later was taken by a clock which has been set back since. Milliseconds.
 */
export function latestEnd({ now, until }: { readonly now: number; readonly until: number }): number {
  return until + (until - now);
}
