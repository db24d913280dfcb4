import type { Employee } from "../domain/office/office";
import { bareName, mayBeSame } from "../domain/office/staff-name";
import { firstNameOf } from "../domain/person/person";
import { foldWords } from "../domain/shared/folded-text";
import { villageById } from "../domain/shared/region";
import { ok } from "../domain/shared/result";
import type { Text } from "../domain/shared/text";
import type { Pledge } from "../domain/sponsor/sponsor";
import { officerOf } from "./access";
import type { Effects } from "./catalog";
import type { Act, Deps } from "./deps";
import { announce, contactSubject, type Done, type EffectsOf, plainEffect, wasAnnounced } from "./effect";
import type { LookupsOf } from "./lookup";
import { employeesOf, type OwnOffice, officeNamed, officeOf } from "./office-access";
import type { FoundEmployee, StoodBy } from "./office-catalog";
import { officeByCode } from "./office-codes";
import { change, pagesOf } from "./saving";
import { personsById } from "./views";

/** How many employees or offices are offered at once. */
const mostFound = 8;
/** How many offices are looked through by name. */
const officePage = 200;
/** So much of a staff number is shown to whoever may be its owner. */
const shownDigits = 4;
/** How many workers of one employee are named. */
const mostNamed = 5;

/** What is looked up of an office's people. */
export const officePeopleLookups: LookupsOf<"office-standing" | "find-employees" | "employees-like" | "find-offices"> =
  {
    "office-standing": async (deps, _input, { contact }) => {
      const own = await officeOf(deps, contact.id);
      const employee = await employedAs(deps, contact.id);
      const office = employee === null ? null : await officeNamed(deps, employee.officeId);
      return {
        ...(own === null ? {} : { coordinates: own.name }),
        ...(employee === null || office === null
          ? {}
          : { employed: { office: office.name, workers: await stoodBy(deps, employee) } }),
      };
    },
    "find-employees": async (deps, { text, officeId }, { contact }) => {
      const own = await officeInCharge(deps, contact.id, officeId);
      if (own === null) return [];
      const found = (await employeesOf(deps, own.office.id)).filter((one) => fits(one, text)).slice(0, mostFound);
      const pledges = await deps.repositories.pledges.findBySponsor(own.office.id);
      return Promise.all(found.map((one) => shown(deps, one, pledges)));
    },
    "employees-like": async (deps, { code, name }, { now }) => {
      const own = await officeByCode(deps, code, now);
      if (own?.mark.kind !== "join") return [];
      const { like } = namedLike(await employeesOf(deps, own.office.id), name);
      return like.map(({ id, name: known, staffNumber }) => ({
        employeeId: id,
        name: known,
        ...(staffNumber === undefined ? {} : { ending: staffNumber.slice(-shownDigits) }),
      }));
    },
    "find-offices": async (deps, { text }, { contact }) => {
      const officer = await officerOf(deps, contact.id);
      return officer?.role === "admin" ? officesNamed(deps, foldWords(text)) : [];
    },
  };

/** What an employee, or the coordinator with her, does. */
export const officePeopleEffects: EffectsOf<"leave-office" | "remove-employee"> = {
  "leave-office": plainEffect(leave),
  "remove-employee": plainEffect(removeEmployee),
};

/** The own office, or for an admin the one that is named; null for anybody else. */
export async function officeInCharge(deps: Deps, contactId: string, officeId?: string): Promise<OwnOffice | null> {
  const own = await officeOf(deps, contactId);
  if (officeId === undefined || own?.office.id === officeId) return own;
  const officer = await officerOf(deps, contactId);
  return officer?.role === "admin" ? officeNamed(deps, officeId) : null;
}

/**
 * Whom of those without a chat a name means: the one (`same`) that has it, titles left out, and else those who may be meant
 * (`like`), of whom she is asked.
 */
export function namedLike(
  all: readonly Employee[],
  name: string,
): { readonly same?: Employee; readonly like: readonly Employee[] } {
  const free = all.filter(({ contactId }) => contactId === undefined);
  const named = free.filter((one) => bareName(one.name) === bareName(name));
  const [same, ...others] = named;
  if (same !== undefined && others.length === 0) return { same, like: [same] };
  return { like: (same ? named : free.filter((one) => mayBeSame(one.name, name))).slice(0, mostFound) };
}

/** As what the person of this chat works at an office, or null. */
export async function employedAs({ repositories }: Deps, contactId: string): Promise<Employee | null> {
  const all = await repositories.employees.findByContact(contactId);
  return all.find(({ status }) => status === "active") ?? null;
}

/**
 * Takes an employee off the list, and tells the coordinator what becomes of whom she stood by: the office goes on paying.
 * It is told first, for afterwards nothing would show that it is still to be told.
 */
export async function endEmployee(
  deps: Deps,
  employee: Employee,
  how: { readonly by: "herself" | "coordinator"; readonly erased?: true },
): Promise<void> {
  if (how.by === "herself") await tellLeft(deps, employee, how.erased ?? false);
  if (how.erased) return deps.repositories.employees.remove(employee.id);
  await change(
    () => deps.repositories.employees.find(employee.id),
    (current) => ok<Employee>(current.status === "ended" ? current : withoutChat(current)),
    (current) => deps.repositories.employees.save(current),
  );
}

function withoutChat({ contactId: _chat, ...employee }: Employee): Employee {
  return { ...employee, status: "ended" };
}

/** Announced, because once she has left nothing shows that this act was it. */
async function leave(act: Act): Promise<Done<"leave-office">> {
  const subject = contactSubject(act);
  const employee = await employedAs(act.deps, act.contact.id);
  const isAgain = (await wasAnnounced(act)) !== null;
  if (employee === null && !isAgain) return { outcome: "not-employed", subject, refused: true };
  if (!isAgain) await announce(act, "leave-office", { type: "contact", id: act.contact.id }, subject);
  if (employee !== null) await endEmployee(act.deps, employee, { by: "herself" });
  return { outcome: "done", subject };
}

async function removeEmployee(
  act: Act,
  { employeeId }: Effects["remove-employee"]["input"],
): Promise<Done<"remove-employee">> {
  const own = await officeOf(act.deps, act.contact.id);
  const employee = await act.deps.repositories.employees.find(employeeId);
  if (own === null || employee === null || employee.officeId !== own.office.id)
    return { outcome: "not-allowed", subject: contactSubject(act), refused: true };
  if (employee.contactId !== undefined && employee.contactId !== act.contact.id)
    await act.deps.notify({
      id: act.deps.ids.derive(`${employee.id} ${act.effectId}`, "office-removed"),
      contactId: employee.contactId,
      rule: "office.rule.removed",
      texts: [{ key: "office.removed.told", params: { office: own.name } }],
    });
  await endEmployee(act.deps, employee, { by: "coordinator" });
  return { outcome: "done", subject: { type: "office", id: own.office.id } };
}

async function tellLeft(deps: Deps, employee: Employee, erased: boolean): Promise<void> {
  const office = await officeNamed(deps, employee.officeId);
  if (office === null) return;
  const workers = await stoodBy(deps, employee);
  const who: Text = erased
    ? { key: "office.left-notice.erased", params: { office: office.name } }
    : { key: "office.left-notice", params: { employee: employee.name, office: office.name } };
  for (const contactId of office.office.coordinatorIds)
    await deps.notify({
      id: deps.ids.derive(`${employee.id} ${employee.createdAt} ${contactId}`, "office-left"),
      contactId,
      rule: "office.rule.left",
      texts: [
        who,
        ...workers.slice(0, mostNamed).map((one) => ({ key: "office.left-notice.worker", params: paramsOf(one) })),
        ...(workers.length > 0 ? [{ key: "office.left-notice.stays" }] : []),
      ],
      options: [{ value: "!office", label: { key: "office.open-board" } }],
    });
}

const paramsOf = ({ name, villageId }: StoodBy) => ({ worker: name, village: villageById(villageId)?.name ?? "" });

/** The workers that an employee stands by. */
async function stoodBy(
  { repositories }: Deps,
  { id, officeId }: Employee,
  known?: readonly Pledge[],
): Promise<readonly StoodBy[]> {
  const own = (known ?? (await repositories.pledges.findBySponsor(officeId))).filter(
    ({ employeeId, status }) => employeeId === id && status !== "ended",
  );
  const workers = await repositories.workers.findMany(own.flatMap(({ workerId }) => workerId ?? []));
  const persons = await personsById(repositories, workers);
  return workers.map(({ personId, villageId }) => ({
    name: firstNameOf(persons.get(personId)?.name ?? ""),
    villageId,
  }));
}

async function shown(deps: Deps, employee: Employee, pledges: readonly Pledge[]): Promise<FoundEmployee> {
  const { id, name, staffNumber, contactId } = employee;
  return {
    employeeId: id,
    name,
    ...(staffNumber === undefined ? {} : { staffNumber }),
    hasChat: contactId !== undefined,
    workers: await stoodBy(deps, employee, pledges),
  };
}

function fits({ name, staffNumber }: Employee, text: string): boolean {
  const sought = foldWords(text);
  return sought !== "" && (foldWords(name).includes(sought) || staffNumber?.replace(/\s/gu, "") === text.trim());
}

async function officesNamed({ repositories }: Deps, sought: string) {
  const found: { officeId: string; name: string }[] = [];
  if (sought === "") return found;
  for await (const page of pagesOf((after) => repositories.offices.page(after, officePage))) {
    const sponsors = await repositories.sponsors.findMany(page.map(({ id }) => id));
    for (const { id, name, officeName = name } of sponsors)
      if (foldWords(officeName).includes(sought)) found.push({ officeId: id, name: officeName });
    if (found.length >= mostFound) break;
  }
  return found.slice(0, mostFound);
}
