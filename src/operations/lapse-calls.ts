import type { DueItem } from "../domain/contribution/due-item";
import { OFFICER_DAYS } from "../domain/contribution/lapse";
import type { Officer, Task } from "../domain/officer/officer";
import { dayOf, daysBetween, dueDayOf, type IsoDay, periodOfDay } from "../domain/shared/calendar";
import { groupBy } from "../domain/shared/group";
import type { Deps } from "./deps";
import { itemsOfWorkers } from "./dues";
import { eachSafely, toLog } from "./each-safely";
import { openTasksOf } from "./lapse-tasks";
import { send } from "./notices";
import { dangerOf } from "./stand-by-offers";

/** So many officers of a kecamatan are called. */
const mostOfficers = 1_000;
const callRule = "lapses-near";

/**
 * Calls the officers of a place to the protections on their list that end within days (F2.13): one notice a day to each,
 * however many those are and however often it is asked for, until the last day to pay.
 */
export async function callForLapses(deps: Deps, now: number): Promise<{ readonly called: number }> {
  const today = dayOf(now);
  const lastDay = dueDayOf(periodOfDay(today));
  const daysLeft = daysBetween(today, lastDay);
  if (daysLeft < 0 || daysLeft > OFFICER_DAYS) return { called: 0 };
  let called = 0;
  const call = async ({ officer, count }: Called): Promise<void> => {
    const isNew = await send(deps, {
      ...{ cause: `${officer.id} ${today}`, contactId: officer.contactId ?? "", rule: callRule },
      texts: [{ key: "notice.lapses-near", params: { count, day: lastDay } }],
      options: ["!tasks"],
    });
    called += Number(isNew);
  };
  await eachSafely(await calledTo(deps, await nearTasks(deps, today)), call, toLog(deps.logger, "call-for-lapses"));
  return { called };
}

/** Whether a call that waited may still be sent: on its own day only, since the next day has a call of its own. */
export const isCallStillSo = (
  { rule, createdAt }: { readonly rule?: string | undefined; readonly createdAt: number },
  now: number,
): boolean => rule !== `notice.rule.${callRule}` || dayOf(createdAt) === dayOf(now);

/** The open tasks about protections whose third month has its last day next; one that is said to be paid is none of them. */
async function nearTasks(deps: Deps, today: IsoDay): Promise<readonly Task[]> {
  const { pages } = await deps.repositories.dueItems.unpaidOf([periodOfDay(today)]);
  const near: Task[] = [];
  for await (const page of pages) near.push(...(await nearAmong(deps, page, today)));
  return near;
}

async function nearAmong(deps: Deps, thirds: readonly DueItem[], today: IsoDay): Promise<readonly Task[]> {
  const tasks = await openTasksOf(deps, thirds);
  const asked = thirds.filter(({ id }) => tasks.has(id));
  const items = await itemsOfWorkers(
    deps,
    asked.map(({ workerId }) => workerId),
  );
  const ofWorker = groupBy(items, ({ workerId }) => workerId);
  const near = asked.filter(({ id, workerId }) => dangerOf(ofWorker.get(workerId) ?? [], today)?.item.id === id);
  return near.flatMap(({ id }) => tasks.get(id) ?? []);
}

interface Called {
  readonly officer: Officer;
  readonly count: number;
}

/** Those who see the tasks, each with how many are hers to see. */
async function calledTo({ repositories }: Deps, tasks: readonly Task[]): Promise<readonly Called[]> {
  const called = new Map<string, Called>();
  for (const [districtCode, some] of groupBy(tasks, (task) => task.districtCode)) {
    for (const officer of await repositories.officers.findForPlace(districtCode, mostOfficers)) {
      const before = called.get(officer.id)?.count ?? 0;
      called.set(officer.id, { officer, count: before + some.length });
    }
  }
  return [...called.values()].filter(({ officer }) => officer.contactId !== undefined);
}
