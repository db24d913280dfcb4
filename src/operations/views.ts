import { amountToPay, type DueItem, isOwed } from "../domain/contribution/due-item";
import { firstNameOf, type Person } from "../domain/person/person";
import type { Pledge } from "../domain/sponsor/sponsor";
import { occupiesWorker } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { hasLapsed, mayBeSponsored } from "../domain/worker/worker-life";
import type { DueView, HomeAndWork, WorkerGlimpse } from "./catalog-views";
import type { Deps } from "./deps";

/** Where somebody lives and what the work is, and nothing else of what is known. */
export function homeAndWorkOf({ districtCode, villageId, occupationId, occupationText }: HomeAndWork): HomeAndWork {
  return { districtCode, villageId, occupationId, ...(occupationText === undefined ? {} : { occupationText }) };
}

/** What anybody may see of a worker. `pledge` is the one that occupies her. */
function glimpseOf(worker: Worker, person: Person | null, pledge: Pledge | null): WorkerGlimpse {
  const { id, number, sector, base, funding } = worker;
  return {
    workerId: id,
    number,
    firstName: firstNameOf(person?.name ?? ""),
    ...homeAndWorkOf(worker),
    sector,
    base,
    funding,
    seeksSponsor: mayBeSponsored(worker) && (pledge === null || !occupiesWorker(pledge.status)),
    isVerified: worker.verifiedAt !== undefined && worker.status !== "submitted",
  };
}

/** What anybody may see of several workers, in the same order. */
export async function glimpsesOf({ repositories }: Deps, workers: readonly Worker[]): Promise<WorkerGlimpse[]> {
  const persons = await personsById(repositories, workers);
  const pledges = await repositories.pledges.findByWorkers(workers.map(({ id }) => id));
  return workers.map((worker) =>
    glimpseOf(
      worker,
      persons.get(worker.personId) ?? null,
      pledges.find(({ workerId }) => workerId === worker.id) ?? null,
    ),
  );
}

/** One month as its payer sees it; of a settled month the amount that it cost. */
export function dueViewOf(item: DueItem, worker: Worker, person: Person | null): DueView {
  const { id, period, dueDay, status, payer } = item;
  const amount = isOwed(item) ? amountToPay(item) : item.amount;
  const firstName = firstNameOf(person?.name ?? "");
  const { id: workerId, villageId } = worker;
  const lapsed = hasLapsed(worker) ? { hasLapsed: true as const } : {};
  const whose = payer.type === "worker" ? { isWorkers: true as const } : {};
  const less = isOwed(item) && item.credit > 0 ? { credit: item.credit } : {};
  return {
    dueItemId: id,
    workerId,
    firstName,
    villageId,
    period,
    amount,
    dueDay,
    status,
    ...whose,
    ...less,
    ...lapsed,
  };
}

/** The persons of workers, by their id. */
export async function personsById(
  repositories: Deps["repositories"],
  workers: readonly Worker[],
): Promise<ReadonlyMap<string, Person>> {
  const persons = await repositories.persons.findMany([...new Set(workers.map(({ personId }) => personId))]);
  return new Map(persons.map((person) => [person.id, person]));
}
