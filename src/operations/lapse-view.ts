import { amountToPay, type DueItem, isPaid } from "../domain/contribution/due-item";
import { endedProtection, nearingLapse, unbegunProtection } from "../domain/contribution/lapse";
import { mayHandle } from "../domain/officer/area";
import type { Officer, Task } from "../domain/officer/officer";
import { dayOf, type IsoDay, periodOfDay } from "../domain/shared/calendar";
import type { Worker } from "../domain/worker/worker";
import { owesMonths } from "../domain/worker/worker-life";
import type { LapseView, MonthToPay, TaskCase } from "./catalog-views";
import type { Deps } from "./deps";
import { itemsOfWorkers } from "./dues";
import { readSafely, toLog } from "./each-safely";
import { standByOf } from "./lapse-tasks";
import { dangerOf } from "./stand-by-offers";

/** Whom to call, or why that is not told. */
type Called = "person" | "isOutsideArea" | "isUnreadable";

/**
 * What of a task about a lapse is true at this moment (milliseconds); nothing of any other task. Name and phone are for whoever
 * may see the registration itself: a task is seen in the whole kecamatan, and by all where that has no officer, a registration in its
 * village. Anybody else learns that it is not open, and writes through the task.
 */
export async function lapseOfTask(
  deps: Deps,
  { kind, workerId }: Task,
  to: { readonly officer: Officer; readonly worker: Worker | null; readonly now: number },
): Promise<Pick<TaskCase, "lapse" | "standBy" | Called>> {
  if (kind !== "lapse" || workerId === undefined) return {};
  // Of whoever cannot be read it is not known, and her months still tell.
  if (to.worker !== null && !owesMonths(to.worker.status)) return { lapse: { state: "gone" } };
  const lapse = lapseOn(await itemsOfWorkers(deps, [workerId]), dayOf(to.now));
  if (lapse.state === "ended" || lapse.state === "unbegun") return { lapse, ...(await personFor(deps, to)) };
  if (lapse.state !== "near" && lapse.state !== "counting") return { lapse };
  return { lapse, ...(await personFor(deps, to)), standBy: await standByOf(deps, workerId) };
}

/** What has become of one worker's lapse by a day. */
function lapseOn(items: readonly DueItem[], today: IsoDay): LapseView {
  const danger = dangerOf(items, today);
  if (danger !== null) {
    const { item, latePeriods, lastDay } = danger;
    return { state: "near", latePeriods, lastDay, ...monthToPay(item, items) };
  }
  if (endedProtection(items, today) !== null) return { state: "ended", ...presentMonth(items, today) };
  const unbegun = unbegunProtection(items, today);
  if (unbegun !== null) return { state: "unbegun", latePeriods: unbegun.latePeriods, ...presentMonth(items, today) };
  if (items.some(({ status }) => status === "reported")) {
    return { state: items.some(isPaid) ? "reported" : "unbegun-reported" };
  }
  const lapse = nearingLapse(items, today);
  return lapse === null ? { state: "averted" } : { state: "counting", ...lapse };
}

/** What one payment is for, and whether it may be made already. */
function monthToPay(item: DueItem, items: readonly DueItem[]): MonthToPay {
  const credit = item.credit > 0 ? { credit: item.credit } : {};
  const isRefused = items.some(isRefusedYet) ? { isRefused: true as const } : {};
  return { period: item.period, amount: amountToPay(item), ...credit, ...isRefused };
}

/** The month with which an ended protection can run again (F2.15), where it is open. */
function presentMonth(items: readonly DueItem[], today: IsoDay): { toPay?: MonthToPay } {
  const present = items.find(({ period, status }) => period === periodOfDay(today) && isUnpaid(status));
  return present === undefined ? {} : { toPay: monthToPay(present, items) };
}

const isUnpaid = (status: DueItem["status"]): boolean => status === "open" || status === "overdue";

/** Whether a proof of a month did not hold, and nobody has said since that it is paid. */
export const isRefusedYet = ({ status, refusedProofId }: DueItem): boolean =>
  refusedProofId !== undefined && isUnpaid(status);

async function personFor(
  { repositories: { persons }, logger }: Deps,
  { officer, worker }: { readonly officer: Officer; readonly worker: Worker | null },
): Promise<Pick<TaskCase, Called>> {
  if (worker === null) return {};
  if (!mayHandle(officer, worker)) return { isOutsideArea: true };
  const [found] = await readSafely([worker.personId], (some) => persons.findMany(some), toLog(logger, "next-task"));
  if (found === undefined) return { isUnreadable: true };
  const { name, phone } = found;
  return { person: { name, ...(phone === undefined ? {} : { phone }) } };
}
