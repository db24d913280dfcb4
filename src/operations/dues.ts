import { changeDueItem, type DueItem, type Payer } from "../domain/contribution/due-item";
import type { Deps } from "./deps";
import { adoptDueItem, idsInBlock, onDayToPay, whenPayerLeaves } from "./due-plan";
import { changeMany } from "./saving";

/** How many due items of one worker are looked at: more than ten years of months. */
export const mostItems = 2_000;

/** All due items of these workers, however many they are, oldest first. */
export async function itemsOfWorkers(
  { repositories: { dueItems } }: Pick<Deps, "repositories">,
  workerIds: readonly string[],
): Promise<readonly DueItem[]> {
  return workerIds.length === 0 ? [] : dueItems.findByWorkers(workerIds, mostItems * workerIds.length);
}

/**
 * Opens planned items that do not exist yet and takes over those that had another payer or another day (see `onDayToPay`), with
 * or without the others of their block. `adopt` says what becomes of one that exists. Done again it does nothing.
 */
export async function openDues(
  { repositories: { dueItems } }: Deps,
  planned: readonly DueItem[],
  now: number,
  adopt: typeof adoptDueItem = adoptDueItem,
): Promise<{ readonly opened: number; readonly takenOver: number }> {
  if (planned.length === 0) return { opened: 0, takenOver: 0 };
  const opened = await dueItems.addMissing(planned);
  if (opened === planned.length) return { opened, takenOver: 0 };
  // What was there already may have another payer; how a block's first months were paid tells by which day the others are.
  const stored = await dueItems.findMany([...new Set(planned.flatMap(idsInBlock))]);
  const known = new Map(stored.map((item) => [item.id, item]));
  const wanted = planned.map((plan) => onDayToPay(plan, known));
  const adopted = wanted.filter((plan) => {
    const existing = known.get(plan.id);
    return existing !== undefined && adopt(existing, plan, now) !== null;
  });
  const plans = new Map(adopted.map((plan) => [plan.id, plan]));
  await changeMany(dueItems, [...plans.keys()], (item) => {
    const plan = plans.get(item.id);
    return (plan && adopt(item, plan, now)) ?? item;
  });
  return { opened, takenOver: plans.size };
}

/** Cancels what nobody has paid for a worker who leaves; what is late for good stays as it is. */
export async function cancelDues(deps: Deps, workerId: string, now: number): Promise<void> {
  await letGo(deps, await deps.repositories.dueItems.findByWorkers([workerId], mostItems), undefined, now);
}

/** Changes those of the items whose payer has gone; done again it does nothing more. */
export async function letGo(
  deps: Deps,
  items: readonly DueItem[],
  heir: Payer | undefined,
  now: number,
): Promise<void> {
  const left = items.filter((item) => whenPayerLeaves(item, heir, now) !== item);
  await changeMany(
    deps.repositories.dueItems,
    left.map(({ id }) => id),
    (current) => whenPayerLeaves(current, heir, now),
  );
}

/**
 * Notes of the items which it still holds for that news of them goes to a contact, so that no reminder repeats it at once. Done
 * again it does nothing more.
 */
export async function noteNews(
  deps: Deps,
  of: { readonly contactId: string; readonly dueItemIds: readonly string[]; readonly now: number },
  holds: (item: DueItem) => boolean,
): Promise<void> {
  const { contactId, dueItemIds, now } = of;
  await changeMany(deps.repositories.dueItems, dueItemIds, (item) => {
    if (!holds(item) || (item.news?.contactId === contactId && item.news.at >= now)) return item;
    const told = changeDueItem(item, { type: "tell", contactId }, now);
    return told.ok ? told.value : item;
  });
}
