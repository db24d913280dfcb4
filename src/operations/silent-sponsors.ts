import { dayOf, periodOfDay } from "../domain/shared/calendar";
import { groupBy } from "../domain/shared/group";
import { addMonths } from "../domain/shared/period";
import { isSilent } from "../domain/sponsor/silence";
import type { Deps } from "./deps";
import { batchesOf } from "./saving";

/** So many months back and ahead of the present one tell who is silent. */
const monthsLookedAt = 12;

/** Those of the sponsors who do not pay for somebody whom they help already, and do not say that they did. */
export type SilentAmong = (sponsorIds: readonly string[]) => Promise<ReadonlySet<string>>;

/** Who is silent at a moment (milliseconds); of each sponsor it is read once, however often it is asked. */
export function silentAmong(deps: Pick<Deps, "repositories">, now: number): SilentAmong {
  const [seen, silent] = [new Set<string>(), new Set<string>()];
  return async (sponsorIds) => {
    const unknown = [...new Set(sponsorIds)].filter((id) => !seen.has(id));
    for (const id of await findSilent(deps, unknown, now)) silent.add(id);
    for (const id of unknown) seen.add(id);
    return new Set(sponsorIds.filter((id) => silent.has(id)));
  };
}

async function findSilent(
  { repositories: { pledges, dueItems } }: Pick<Deps, "repositories">,
  sponsorIds: readonly string[],
  now: number,
): Promise<ReadonlySet<string>> {
  const today = dayOf(now);
  const current = periodOfDay(today);
  const running = (await pledges.findBySponsors(sponsorIds)).filter(({ status }) => status === "active");
  const silent = new Set<string>();
  for (const batch of batchesOf(running)) {
    const workerIds = batch.flatMap(({ workerId }) => workerId ?? []);
    const range = [addMonths(current, -monthsLookedAt), addMonths(current, monthsLookedAt)] as const;
    const items = groupBy(await dueItems.findBetween(workerIds, ...range), ({ workerId }) => workerId);
    for (const { id, sponsorId, workerId = "" } of batch)
      if (isSilent(items.get(workerId) ?? [], id, today)) silent.add(sponsorId);
  }
  return silent;
}
