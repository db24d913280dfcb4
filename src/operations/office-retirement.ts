import type { Employee } from "../domain/office/office";
import { rungOn, warningDue } from "../domain/office/retirement";
import { addDays, dayOf, type IsoDay } from "../domain/shared/calendar";
import { foldWords } from "../domain/shared/folded-text";
import { groupBy } from "../domain/shared/group";
import { ok } from "../domain/shared/result";
import type { Deps } from "./deps";
import { eachSafely, toLog } from "./each-safely";
import { type OwnOffice, officeNamed } from "./office-access";
import type { RetiringEmployee } from "./repositories";
import { change, pagesOf } from "./saving";

const pageSize = 200;
/** The earliest warning is a year ahead. */
const daysAhead = 366;
/** How many of those who retire are named in one message. */
const mostNamed = 10;

/**
 * Warns of employees who retire in a year, in half a year or in a month: each of them, where she chats with us, and the
 * coordinator of all of them in one message. Each warning is given once; whoever was entered late is warned once. An employee or
 * an office that cannot be read keeps no other from a warning, and fails the run.
 */
export async function warnOfOfficeRetirements(deps: Deps, now: number): Promise<{ readonly told: number }> {
  const today = dayOf(now);
  const log = toLog(deps.logger, "warn-of-office-retirements");
  const due: Employee[] = [];
  const read = async ({ id }: RetiringEmployee): Promise<void> => {
    const employee = await deps.repositories.employees.find(id);
    if (employee !== null && isToWarn(employee, today)) due.push(employee);
  };
  let told = 0;
  const warn = async ([officeId, employees]: readonly [string, readonly Employee[]]): Promise<void> => {
    told += await warnOffice(deps, officeId, employees, today);
  };
  const readAll = () => eachSafely(retiring(deps, today), read, log);
  const warnAll = () =>
    eachSafely(
      groupBy(due, ({ officeId }) => officeId),
      warn,
      log,
    );
  await eachSafely([readAll, warnAll], (step) => step(), log);
  return { told };
}

async function* retiring({ repositories: { employees } }: Deps, today: IsoDay): AsyncGenerator<RetiringEmployee> {
  const last = addDays(today, daysAhead);
  for await (const page of pagesOf((after) => employees.retiringBetween(today, last, after, pageSize)))
    yield* page.filter((one) => isToWarn(one, today));
}

/** Not warned yet, or warned today: perhaps by a run that did not come to its end, whose message has to be the same one. */
const isToWarn = (one: RetiringEmployee, today: IsoDay): boolean =>
  warningDue(one, today) !== null || one.warned?.on === today;

/** Marked last: as long as somebody is not, the warning is found again, and goes out under the same name on the same day. */
async function warnOffice(
  deps: Deps,
  officeId: string,
  employees: readonly Employee[],
  today: IsoDay,
): Promise<number> {
  const own = await officeNamed(deps, officeId);
  if (own === null) return 0;
  for (const employee of employees) await tellEmployee(deps, own, employee, today);
  // Without a coordinator it is told to the next one.
  if (own.office.coordinatorIds.length === 0) return 0;
  await tellCoordinators(deps, own, employees, today);
  const open = employees.filter((one) => warningDue(one, today) !== null);
  for (const { id } of open)
    await change(
      () => deps.repositories.employees.find(id),
      (one) => ok(marked(one, today)),
      (one) => deps.repositories.employees.save(one),
    );
  return open.length;
}

function marked(employee: Employee, today: IsoDay): Employee {
  const rung = warningDue(employee, today);
  if (rung === null || employee.retiresOn === undefined) return employee;
  return { ...employee, warned: { retiresOn: employee.retiresOn, rung, on: today } };
}

async function tellEmployee(deps: Deps, { name, office }: OwnOffice, employee: Employee, today: IsoDay): Promise<void> {
  const { id, contactId, retiresOn } = employee;
  if (contactId === undefined || retiresOn === undefined || office.coordinatorIds.includes(contactId)) return;
  await deps.notify({
    id: deps.ids.derive(`${id} ${retiresOn} ${rungOn(retiresOn, today)}`, "office-retirement"),
    contactId,
    rule: "office.rule.retirement",
    texts: [{ key: "office.retirement.employee", params: { office: name, day: retiresOn } }],
  });
}

async function tellCoordinators(
  deps: Deps,
  { name, office }: OwnOffice,
  employees: readonly Employee[],
  today: IsoDay,
): Promise<void> {
  const inOrder = [...employees].sort(
    (a, b) =>
      (a.retiresOn ?? "").localeCompare(b.retiresOn ?? "") || foldWords(a.name).localeCompare(foldWords(b.name)),
  );
  const more = inOrder.length - mostNamed;
  const cause = `${office.id} ${today} ${inOrder.map(({ id }) => id).join(" ")}`;
  for (const contactId of office.coordinatorIds)
    await deps.notify({
      id: deps.ids.derive(`${cause} ${contactId}`, "office-retirements"),
      contactId,
      rule: "office.rule.retirements",
      texts: [
        { key: "office.retirement.coordinator", params: { office: name } },
        ...inOrder.slice(0, mostNamed).map((one) => ({
          key: "office.retirement.line",
          params: { employee: one.name, day: one.retiresOn ?? "" },
        })),
        ...(more > 0 ? [{ key: "office.retirement.more", params: { count: more } }] : []),
        { key: "office.retirement.next" },
      ],
      options: [{ value: "!office", label: { key: "office.open-board" } }],
    });
}
