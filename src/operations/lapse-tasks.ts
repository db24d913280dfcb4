import type { DueItem } from "../domain/contribution/due-item";
import { nearingLapse, OFFICER_DAYS, unbegunProtection } from "../domain/contribution/lapse";
import type { Task } from "../domain/officer/officer";
import { dayOf, daysBetween, dueDayOf, type IsoDay } from "../domain/shared/calendar";
import { groupBy } from "../domain/shared/group";
import { ok } from "../domain/shared/result";
import type { TaskCase } from "./catalog-views";
import type { Deps } from "./deps";
import { itemsOfWorkers, mostItems } from "./dues";
import { addMonthTasks, monthTaskId } from "./month-tasks";
import { batchesOf, change, changeMany } from "./saving";
import { type Danger, dangerOf } from "./stand-by-offers";

/** For so many of her latest months a worker's tasks are looked for. */
const mostMonths = 24;
/** So many tasks are looked for at once. */
const mostTasks = 2_000;

/** Puts each of these months' workers on the officers' list of her kecamatan, once a month however often it is asked for. */
export const openLapseTasks = (deps: Deps, items: readonly DueItem[], now: number): Promise<void> =>
  addMonthTasks(deps, "lapse", items, now);

/** Takes workers off that list where a confirmed month has averted the lapse that they were put on it for. */
export async function closeLapseTasks(deps: Deps, workerIds: readonly string[], now: number): Promise<void> {
  for (const batch of batchesOf(workerIds)) {
    const items = await deps.repositories.dueItems.findByWorkers(batch, mostItems * batch.length);
    const averted = [...groupBy(items, ({ workerId }) => workerId).values()].flatMap((own) => avertedIn(own, now));
    const ids = averted.map(({ id }) => taskId(deps, id));
    // There is a task for hardly any of them.
    for (const some of batchesOf(ids, mostTasks)) await closeTasks(deps, some);
  }
}

/**
 * Puts workers on that list, or back on it, whose lapse is near again because a confirmation was taken back or a proof did not
 * hold: the planner looks back two days only, and to it a task that was closed is done.
 */
export async function reopenLapseTasks(deps: Deps, workerIds: readonly string[], now: number): Promise<void> {
  const items = groupBy(await itemsOfWorkers(deps, workerIds), ({ workerId }) => workerId);
  const near = [...items.values()].flatMap((own) => thirdOf(own, dayOf(now)));
  await openLapseTasks(deps, near, now);
  const ids = near.map(({ id }) => taskId(deps, id));
  await changeMany(
    deps.repositories.tasks,
    ids,
    (task): Task => (task.status === "done" ? { ...task, status: "open" } : task),
  );
}

/** The month of one worker that it is an officer's turn to ask for, where it is. */
function thirdOf(items: readonly DueItem[], today: IsoDay): readonly DueItem[] {
  const danger = dangerOf(items, today) ?? unbegunOf(items, today);
  return danger === null || daysBetween(today, danger.lastDay) > OFFICER_DAYS ? [] : [danger.item];
}

/**
 * The month for which officers are asked to look at a protection that never began, as one that is not paid; null where nobody is
 * asked to on the next last day.
 */
export function unbegunOf(items: readonly DueItem[], today: IsoDay): Danger | null {
  const unbegun = unbegunProtection(items, today);
  const item = items.find(({ period, status }) => dueDayOf(period) === unbegun?.lastDay && status !== "cancelled");
  return unbegun === null || item === undefined ? null : { item, ...unbegun };
}

/** The latest months of one worker that are no longer the ones by which her protection would end. */
function avertedIn(items: readonly DueItem[], now: number): readonly DueItem[] {
  // What is only said to be paid averts nothing yet; the countdown of the other months goes on as if it did.
  const asUnpaid = items.map((item) => (item.status === "reported" ? { ...item, status: "overdue" as const } : item));
  const today = dayOf(now);
  const stillNear = [items, asUnpaid].map(
    (some) => (nearingLapse(some, today) ?? unbegunProtection(some, today))?.lastDay,
  );
  return items.slice(-mostMonths).filter(({ period }) => !stillNear.includes(dueDayOf(period)));
}

async function closeTasks({ repositories: { tasks } }: Deps, ids: readonly string[]): Promise<void> {
  const found = await tasks.findMany(ids);
  const open = found.filter(({ status }) => status !== "done");
  await changeMany(
    tasks,
    open.map(({ id }) => id),
    (task): Task => (task.status === "done" ? task : { ...task, status: "done" }),
  );
}

/** The open tasks about these months, by the months' ids. */
export async function openTasksOf(
  deps: Deps,
  items: readonly Pick<DueItem, "id">[],
): Promise<ReadonlyMap<string, Task>> {
  const months = new Map(items.map(({ id }) => [taskId(deps, id), id]));
  const found = await deps.repositories.tasks.findMany([...months.keys()]);
  return new Map(found.flatMap((task) => (task.status === "open" ? [[months.get(task.id) ?? "", task]] : [])));
}

/** Closes the task about one month, where there is one that is open. Done again it does nothing more. */
export async function closeLapseTask(deps: Deps, dueItemId: string): Promise<void> {
  const { tasks } = deps.repositories;
  await change(
    () => tasks.find(taskId(deps, dueItemId)),
    (task) => ok<Task>(task.status === "done" ? task : { ...task, status: "done" }),
    (task) => tasks.save(task),
  );
}

const taskId = (deps: Deps, dueItemId: string): string => monthTaskId(deps, dueItemId, "lapse");

/** What an officer who reads of a lapse has to know of stand-by sponsors: one is being asked, has stepped in, or nobody has. */
export async function standByOf(
  { repositories: { pledges } }: Pick<Deps, "repositories">,
  workerId: string,
): Promise<NonNullable<TaskCase["standBy"]>> {
  const current = await pledges.findByWorker(workerId);
  if (current?.status === "active" && current.standBy?.acceptedAt !== undefined) return "took-over";
  const isAsked = current?.status === "held" && current.standBy !== undefined;
  return isAsked || (await pledges.findOffer(workerId)) !== null ? "asked" : "nobody";
}
