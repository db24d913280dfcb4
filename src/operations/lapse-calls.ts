import type { DueItem } from "../domain/contribution/due-item";
import { OFFICER_DAYS } from "../domain/contribution/lapse";
import type { Officer, Task } from "../domain/officer/officer";
import { dayOf, daysBetween, dueDayOf, type IsoDay, periodOfDay } from "../domain/shared/calendar";
import { groupBy } from "../domain/shared/group";
import type { Text } from "../domain/shared/text";
import type { Deps } from "./deps";
import { itemsOfWorkers } from "./dues";
import { eachSafely, toLog } from "./each-safely";
import { openTasksOf, unbegunOf } from "./lapse-tasks";
import { isRefusedYet } from "./lapse-view";
import { send } from "./notices";
import { changeMany } from "./saving";
import { dangerOf } from "./stand-by-offers";

/** So many officers of a kecamatan are called. */
const mostOfficers = 1_000;
const callRule = "lapses-near";

/**
 * Calls the officers of a place to the protections on their list that end within days (F2.13): one notice a day to each,
 * however many those are and however often it is asked for, until the last day to pay. On that day, which no other call
 * follows, one more comes where a proof of theirs did not hold since they were called to it.
 */
export async function callForLapses(deps: Deps, now: number): Promise<{ readonly called: number }> {
  const today = dayOf(now);
  const lastDay = dueDayOf(periodOfDay(today));
  const daysLeft = daysBetween(today, lastDay);
  if (daysLeft < 0 || daysLeft > OFFICER_DAYS) return { called: 0 };
  const near = await nearTasks(deps, today);
  let called = 0;
  const call = async (one: Called): Promise<void> => {
    const mayRepeat = daysLeft === 0 && one.near.some((task) => isRefusedSince(task, today));
    const isNew =
      (await callTo(deps, one, today, lastDay)) || (mayRepeat && (await callTo(deps, one, `${today} again`, lastDay)));
    called += Number(isNew);
  };
  await eachSafely(await calledTo(deps, near), call, toLog(deps.logger, "call-for-lapses"));
  // Once all are called: whoever could not be is called to the same refusals by the next run.
  if (daysLeft === 0 && called > 0) await noteCalled(deps, near, now);
  return { called };
}

/** One call under a cause of its own; whether it is new. */
const callTo = (deps: Deps, { officer, near }: Called, cause: string, lastDay: IsoDay): Promise<boolean> =>
  send(deps, {
    ...{ cause: `${officer.id} ${cause}`, contactId: officer.contactId ?? "", rule: callRule },
    texts: callTexts(near, lastDay),
    options: ["!tasks"],
  });

async function noteCalled({ repositories: { tasks } }: Deps, near: readonly Near[], now: number): Promise<void> {
  const ids = near.map(({ task }) => task.id);
  await changeMany(tasks, ids, (task): Task => ((task.calledAt ?? 0) >= now ? task : { ...task, calledAt: now }));
}

/** Those that can end, and those that never began, of which no count of months is broken off. */
function callTexts(near: readonly Near[], day: IsoDay): readonly Text[] {
  const unbegun = near.filter(({ isUnbegun }) => isUnbegun).length;
  const count = near.length - unbegun;
  return [
    ...(count > 0 ? [{ key: "notice.lapses-near", params: { count, day } }] : []),
    ...(unbegun > 0 ? [{ key: "notice.lapses-unbegun", params: { count: unbegun } }] : []),
  ];
}

/** Whether a call that waited may still be sent: on its own day only, since the next day has a call of its own. */
export const isCallStillSo = (
  { rule, createdAt }: { readonly rule?: string | undefined; readonly createdAt: number },
  now: number,
): boolean => rule !== `notice.rule.${callRule}` || dayOf(createdAt) === dayOf(now);

/** An open task about a protection that is about to end, or has never begun, with all months of its worker. */
export interface Near {
  readonly task: Task;
  readonly isUnbegun: boolean;
  /** The last day of the month it is about. */
  readonly lastDay: IsoDay;
  readonly items: readonly DueItem[];
}

/** Whether a proof of one of these months was refused on a day, after officers were last called to the task. */
const isRefusedSince = ({ task: { calledAt = 0 }, items }: Near, day: IsoDay): boolean =>
  items.some((item) => isRefusedYet(item) && dayOf(item.changedAt) === day && item.changedAt > calledAt);

/** The open tasks about protections whose third month has its last day next; one that is said to be paid is none of them. */
export async function nearTasks(deps: Deps, today: IsoDay): Promise<readonly Near[]> {
  const { pages } = await deps.repositories.dueItems.unpaidOf([periodOfDay(today)]);
  const near: Near[] = [];
  for await (const page of pages) near.push(...(await nearAmong(deps, page, today)));
  return near;
}

async function nearAmong(deps: Deps, thirds: readonly DueItem[], today: IsoDay): Promise<readonly Near[]> {
  const tasks = await openTasksOf(deps, thirds);
  const asked = thirds.filter(({ id }) => tasks.has(id));
  const items = await itemsOfWorkers(
    deps,
    asked.map(({ workerId }) => workerId),
  );
  const ofWorker = groupBy(items, ({ workerId }) => workerId);
  return asked.flatMap(({ id, workerId, period }): Near[] => {
    const [task, own] = [tasks.get(id), ofWorker.get(workerId) ?? []];
    const isUnbegun = unbegunOf(own, today)?.item.id === id;
    const isNear = isUnbegun || dangerOf(own, today)?.item.id === id;
    return task !== undefined && isNear ? [{ task, isUnbegun, lastDay: dueDayOf(period), items: own }] : [];
  });
}

interface Called {
  readonly officer: Officer;
  readonly near: readonly Near[];
}

/** Those who see the tasks, each with the ones that are hers to see. */
async function calledTo({ repositories }: Deps, near: readonly Near[]): Promise<readonly Called[]> {
  const called = new Map<string, Called>();
  for (const [districtCode, some] of groupBy(near, ({ task }) => task.districtCode)) {
    for (const officer of await repositories.officers.findForPlace(districtCode, mostOfficers)) {
      const before = called.get(officer.id)?.near ?? [];
      called.set(officer.id, { officer, near: [...before, ...some] });
    }
  }
  return [...called.values()].filter(({ officer }) => officer.contactId !== undefined);
}
