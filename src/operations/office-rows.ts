import { amountToPay, type DueItem, isOwed, isPaid } from "../domain/contribution/due-item";
import type { Employee } from "../domain/office/office";
import { firstNameOf } from "../domain/person/person";
import { periodOfDay } from "../domain/shared/calendar";
import { groupBy } from "../domain/shared/group";
import { addMonths, comparePeriods, type Period, periodOf } from "../domain/shared/period";
import type { Pledge } from "../domain/sponsor/sponsor";
import type { Worker } from "../domain/worker/worker";
import type { Deps } from "./deps";
import { byName, employeesOf, type OwnOffice } from "./office-access";
import { type BillState, billStates, type OfficeMonth, type OfficeRow, type StateSum } from "./office-catalog";
import { refusalsOf } from "./refusals";
import { personsById } from "./views";

/** How many workers are read at once. */
const chunkSize = 200;
/** How far back and ahead months are looked at: what is older is settled with an officer. */
const monthsLookedAt = 12;

/** A row of the board with what only the office's own list and an officer need. */
export interface FullRow extends OfficeRow {
  readonly employee?: Employee;
  readonly worker?: Worker;
  readonly workerFullName?: string;
  readonly nik?: string;
  readonly item?: DueItem;
}

/**
 * Everything that an office stands for: its employees by name, each with her workers and their months: all that
 * are unpaid, and those paid for this month and later. An employee without a worker, and a worker without an employee, has a row too.
 */
export async function rowsOf(deps: Deps, own: OwnOffice, now: number): Promise<readonly FullRow[]> {
  const employees = await employeesOf(deps, own.office.id);
  const pledges = standing(await deps.repositories.pledges.findBySponsor(own.office.id));
  return rowsFrom(employees, pledges, await paidForBy(deps, pledges, periodOf(now)));
}

/** The rows of several offices, by their ids, in as few calls as those of one. */
export async function rowsOfMany(
  deps: Deps,
  officeIds: readonly string[],
  now: number,
): Promise<ReadonlyMap<string, readonly FullRow[]>> {
  if (officeIds.length === 0) return new Map();
  const { employees, pledges } = deps.repositories;
  const staff = groupBy(await employees.findByOffices(officeIds), ({ officeId }) => officeId);
  const all = standing(await pledges.findBySponsors(officeIds));
  const paidFor = await paidForBy(deps, all, periodOf(now));
  const ofOffice = groupBy(all, ({ sponsorId }) => sponsorId);
  return new Map(
    officeIds.map((id) => {
      const present = (staff.get(id) ?? []).filter(({ status }) => status === "active");
      return [id, rowsFrom(byName(present), ofOffice.get(id) ?? [], paidFor)];
    }),
  );
}

const standing = (pledges: readonly Pledge[]): readonly Pledge[] => pledges.filter(({ status }) => status !== "ended");

function rowsFrom(
  employees: readonly Employee[],
  pledges: readonly Pledge[],
  paidFor: ReadonlyMap<string, PaidFor>,
): readonly FullRow[] {
  const known = new Set(employees.map(({ id }) => id));
  const byEmployee = groupBy(pledges, ({ employeeId = "" }) => (known.has(employeeId) ? employeeId : ""));
  const rows = employees.flatMap((employee): FullRow[] => {
    const own = byEmployee.get(employee.id) ?? [];
    return own.length === 0
      ? [rowOfEmployee(employee)]
      : own.flatMap((pledge) => rowsOfPledge(pledge, paidFor, employee));
  });
  return [...rows, ...(byEmployee.get("") ?? []).flatMap((pledge) => rowsOfPledge(pledge, paidFor))];
}

/** How many months there are of each state and what they come to; of an unpaid one what is still to be paid. */
export function sumsOf(rows: readonly OfficeRow[]): Readonly<Record<BillState, StateSum>> {
  const sum = (state: BillState) => [state, sumOf(rows.filter(({ month }) => month?.state === state))] as const;
  return Object.fromEntries(billStates.map(sum)) as Record<BillState, StateSum>;
}

/** How many months there are in rows and what they come to. */
export function sumOf(rows: readonly OfficeRow[]): StateSum {
  const months = rows.flatMap(({ month }) => month ?? []);
  return { count: months.length, amount: months.reduce((total, { amount }) => total + amount, 0) };
}

/** The rows whose month is unpaid, whether a proof of it did not hold or none was sent. */
export const toBill = (rows: readonly FullRow[]): readonly FullRow[] =>
  rows.filter(({ month }) => month?.state === "unpaid" || month?.state === "refused");

/** A row as it is shown: nothing in it that names the worker further than first name and village. */
export function shownRow({
  employee: _e,
  worker: _w,
  workerFullName: _f,
  nik: _n,
  item: _i,
  ...row
}: FullRow): OfficeRow {
  return row;
}

interface PaidFor {
  readonly worker: Worker;
  readonly name: string;
  readonly nik?: string;
  readonly items: readonly DueItem[];
  /** The ids of those whose proof did not hold. */
  readonly refused: ReadonlySet<string>;
}

async function paidForBy(
  { repositories }: Deps,
  pledges: readonly Pledge[],
  period: Period,
): Promise<ReadonlyMap<string, PaidFor>> {
  const ids = [...new Set(pledges.flatMap(({ workerId }) => workerId ?? []))];
  const found = new Map<string, PaidFor>();
  for (let start = 0; start < ids.length; start += chunkSize) {
    const some = ids.slice(start, start + chunkSize);
    const workers = await repositories.workers.findMany(some);
    const persons = await personsById(repositories, workers);
    const range = [addMonths(period, -monthsLookedAt), addMonths(period, monthsLookedAt)] as const;
    const items = (await repositories.dueItems.findBetween(some, ...range)).filter((item) => isShown(item, period));
    const shown = groupBy(items, ({ workerId }) => workerId);
    const refused = new Set((await refusalsOf({ repositories }, items)).keys());
    for (const worker of workers) {
      const person = persons.get(worker.personId);
      const nik = person?.nik === undefined ? {} : { nik: person.nik };
      found.set(worker.id, { worker, name: person?.name ?? "", ...nik, items: shown.get(worker.id) ?? [], refused });
    }
  }
  return found;
}

/** Whether an item is on a board: everything that is asked for and unpaid, and what is paid for this month and later. */
function isShown(item: DueItem, period: Period): boolean {
  return isOwed(item) || (isPaid(item) && comparePeriods(periodOfDay(item.dueDay), period) >= 0);
}

const isOf = ({ payer, pledgeId }: DueItem, pledge: Pledge): boolean =>
  payer.type === "sponsor" && payer.sponsorId === pledge.sponsorId && (pledgeId ?? pledge.id) === pledge.id;

function rowOfEmployee(employee: Employee): FullRow {
  return { employee, employeeId: employee.id, employeeName: employee.name };
}

function rowsOfPledge(pledge: Pledge, paidFor: ReadonlyMap<string, PaidFor>, employee?: Employee): FullRow[] {
  const known = paidFor.get(pledge.workerId ?? "");
  const row: FullRow = {
    ...(employee === undefined ? {} : rowOfEmployee(employee)),
    pledgeId: pledge.id,
    ...(pledge.status === "waiting" || pledge.status === "held" ? { isWaiting: true } : {}),
    ...(known === undefined ? {} : workerPart(known, pledge)),
  };
  const items = (known?.items ?? []).filter((item) => isOf(item, pledge));
  return items.length === 0
    ? [row]
    : items.map((item) => ({ ...row, item, month: monthOf(item, known?.refused.has(item.id) === true) }));
}

function workerPart({ worker, name, nik }: PaidFor, { status }: Pledge): Partial<FullRow> {
  const pays = status === "active" || status === "paused";
  return {
    worker,
    workerId: worker.id,
    workerName: firstNameOf(name),
    workerFullName: name,
    villageId: worker.villageId,
    ...(nik !== undefined && pays && worker.sharesNikWithSponsor ? { nik } : {}),
  };
}

function monthOf(item: DueItem, isRefused: boolean): OfficeMonth {
  const unpaid = isRefused ? "refused" : "unpaid";
  const state = isPaid(item) ? "paid" : item.status === "reported" ? "reported" : unpaid;
  const amount = isOwed(item) ? amountToPay(item) : item.amount;
  return { dueItemId: item.id, period: item.period, amount, state };
}
