import type { DueItem } from "../domain/contribution/due-item";
import type { Task } from "../domain/officer/officer";
import type { Deps } from "./deps";

/** What officers are asked to do about one month of a worker, and the purpose from which the task's id follows. */
const purposes = { lapse: "lapse-task", "unreadable-month": "unreadable-month" } as const;
type MonthTaskKind = keyof typeof purposes;
type Parts = Pick<Deps, "repositories" | "ids">;

/** The id of the task of a kind about one month: at most one exists. */
export const monthTaskId = ({ ids }: Pick<Deps, "ids">, dueItemId: string, kind: MonthTaskKind): string =>
  ids.derive(dueItemId, purposes[kind]);

/**
 * Puts these months on the list of the officers of their workers' kecamatan, each once however often it is asked for; where no
 * officer sees that kecamatan, on everybody's. Nothing is unsealed for it, so that a worker who cannot be read is on the list as
 * well. `now` is milliseconds.
 */
export async function addMonthTasks(
  deps: Parts,
  kind: MonthTaskKind,
  items: readonly DueItem[],
  now: number,
): Promise<void> {
  const { workers, tasks } = deps.repositories;
  const workerIds = [...new Set(items.map(({ workerId }) => workerId))];
  const [terms, contacts] = await Promise.all([workers.terms(workerIds), workers.contactsOf(workerIds)]);
  const districts = new Map(terms.map(({ id, districtCode }) => [id, districtCode]));
  const seen = await seenDistricts(deps, new Set(districts.values()));
  for (const { id, workerId, period } of items) {
    const [districtCode, contactId] = [districts.get(workerId), contacts.get(workerId)];
    if (districtCode === undefined || contactId === undefined) continue;
    const task: Task = {
      ...{ id: monthTaskId(deps, id, kind), revision: 0, kind, status: "open", workerId, contactId },
      ...(seen.has(districtCode) ? { districtCode } : {}),
      // Of a worker who can be read the month is looked up.
      ...(kind === "unreadable-month" ? { text: period } : {}),
      createdAt: now,
    };
    await tasks.add(task);
  }
}

/** Those of the kecamatan in which an officer would see a task, whoever sees the whole regency among them. */
async function seenDistricts(
  { repositories: { officers } }: Pick<Parts, "repositories">,
  districts: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  for (const district of districts) if ((await officers.findForPlace(district, 1)).length > 0) seen.add(district);
  return seen;
}
