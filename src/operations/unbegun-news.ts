import { MONTHS_UNTIL_INACTIVE } from "../domain/contribution/due-item";
import { unbegunProtection } from "../domain/contribution/lapse";
import { dayOf } from "../domain/shared/calendar";
import { groupBy } from "../domain/shared/group";
import type { Text } from "../domain/shared/text";
import type { Pledge } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import { owesMonths } from "../domain/worker/worker-life";
import type { Deps } from "./deps";
import { eachSafely, readSafely, toLog } from "./each-safely";
import { type Near, nearTasks } from "./lapse-calls";
import { calledOf, send } from "./notices";

/** So many workers the notice to a sponsor names; the others are counted. */
const mostNamed = 20;

interface Unbegun extends Near {
  readonly worker: Worker;
  /** The pledge under which it was to be paid; missing where the worker pays for herself, or it is paused. */
  readonly pledge?: Pledge;
}

/**
 * Tells whoever registered a worker, and the sponsor, once for each round of three months that her protection has never begun,
 * on the days on which officers are asked to look; `now` is milliseconds. It is told of nobody for whom anything is said to be paid.
 */
export async function tellUnbegun(deps: Deps, now: number): Promise<{ readonly told: number }> {
  const found = await unbegunOn(deps, now);
  let told = 0;
  const tellWorker = async (one: Unbegun): Promise<void> => {
    told += Number(await toldWorker(deps, one, now));
  };
  await eachSafely(found, tellWorker, toLog(deps.logger, "tell-unbegun"));
  const tellSponsor = async (some: readonly Unbegun[]): Promise<void> => {
    told += Number(await toldSponsor(deps, some));
  };
  const ofSponsors = groupBy(
    found.filter(({ pledge }) => pledge !== undefined),
    ({ pledge, lastDay }) => `${pledge?.sponsorId} ${lastDay}`,
  );
  await eachSafely([...ofSponsors.values()], tellSponsor, toLog(deps.logger, "tell-unbegun"));
  return { told };
}

async function unbegunOn(deps: Deps, now: number): Promise<readonly Unbegun[]> {
  const near = (await nearTasks(deps, dayOf(now))).filter(({ isUnbegun }) => isUnbegun);
  const ids = near.flatMap(({ task }) => task.workerId ?? []);
  const log = toLog(deps.logger, "tell-unbegun");
  const workers = await readSafely(ids, (some) => deps.repositories.workers.findMany(some), log);
  const pledges = await deps.repositories.pledges.findByWorkers(ids);
  return near.flatMap((one): Unbegun[] => {
    const worker = workers.find(({ id }) => id === one.task.workerId);
    if (worker === undefined || !owesMonths(worker.status)) return [];
    const pledge = pledges.find(({ workerId, status }) => workerId === worker.id && status === "active");
    return [{ ...one, worker, ...(pledge === undefined ? {} : { pledge }) }];
  });
}

async function toldWorker(deps: Deps, { worker, pledge, items, task }: Unbegun, now: number): Promise<boolean> {
  const count = unbegunProtection(items, dayOf(now))?.latePeriods ?? MONTHS_UNTIL_INACTIVE - 1;
  const { name } = await calledOf(deps, worker);
  return send(deps, {
    cause: task.id,
    rule: "unbegun",
    contactId: worker.registeredBy.contactId,
    texts: [
      { key: "notice.unbegun", params: { name, count } },
      ...(pledge === undefined ? [] : [{ key: "notice.unbegun.sponsored" }]),
      { key: "notice.inactive.next" },
    ],
    options: ["!status", "!paid"],
  });
}

async function toldSponsor(deps: Deps, of: readonly Unbegun[]): Promise<boolean> {
  const [first] = of;
  const sponsor = await deps.repositories.sponsors.find(first?.pledge?.sponsorId ?? "");
  if (first === undefined || sponsor === null) return false;
  // Of whom the sponsor's own chat registered it is told of each as such.
  const others = of.filter(({ worker }) => worker.registeredBy.contactId !== sponsor.contactId);
  if (others.length === 0) return false;
  const isOffice = sponsor.kind === "office";
  return send(deps, {
    cause: `${sponsor.id} ${first.lastDay}`,
    rule: "unbegun.sponsor",
    contactId: sponsor.contactId,
    texts: [
      { key: "notice.unbegun.sponsor" },
      ...(await lines(deps, others)),
      { key: "notice.unbegun.sponsor.ask" },
      { key: `notice.inactive.sponsor.next.${isOffice ? "office" : "person"}` },
    ],
    options: isOffice ? ["!office"] : ["!status", "!paid"],
  });
}

async function lines(deps: Deps, of: readonly Unbegun[]): Promise<Text[]> {
  const named = await Promise.all(of.slice(0, mostNamed).map(({ worker }) => calledOf(deps, worker)));
  const count = of.length - named.length;
  return [
    ...named.map((called) => ({ key: "notice.inactive.line", params: called })),
    ...(count > 0 ? [{ key: "reminder.more", params: { count } }] : []),
  ];
}
