import { type Employee, mostEmployees, type Office } from "../domain/office/office";
import { foldWords } from "../domain/shared/folded-text";
import type { Sponsor } from "../domain/sponsor/sponsor";
import type { Deps } from "./deps";
import { readSafely, toLog } from "./each-safely";
import { pagesOf } from "./saving";

/** An office with the sponsor that it is. */
export interface OwnOffice {
  readonly office: Office;
  readonly sponsor: Sponsor;
  /** What the office is called. */
  readonly name: string;
}

const pageSize = 500;

/** The office that this contact coordinates, or null. */
export async function officeOf(deps: Deps, contactId: string): Promise<OwnOffice | null> {
  const office = await deps.repositories.offices.findByCoordinator(contactId);
  return office === null ? null : withSponsor(deps, office);
}

/**
 * The sponsor that is the office whose board this contact opens with KANTOR; null where there is none, or where it cannot be
 * read: what is said without it holds as well.
 */
export async function boardOf(
  { repositories: { offices }, logger }: Pick<Deps, "repositories" | "logger">,
  contactId: string,
): Promise<string | null> {
  const find = (ids: readonly string[]) => Promise.all(ids.map((id) => offices.findByCoordinator(id)));
  const [office] = await readSafely([contactId], find, toLog(logger, "board-of"));
  return office?.id ?? null;
}

/** An office with its sponsor; null where the sponsor is gone, and the office with it. */
export async function withSponsor({ repositories }: Deps, office: Office): Promise<OwnOffice | null> {
  const sponsor = await repositories.sponsors.find(office.id);
  return sponsor === null ? null : { office, sponsor, name: sponsor.officeName ?? sponsor.name };
}

/** The office of this id, or null. */
export async function officeNamed(deps: Deps, id: string): Promise<OwnOffice | null> {
  const office = await deps.repositories.offices.find(id);
  return office === null ? null : withSponsor(deps, office);
}

/** The employees who have not left, by name. */
export async function employeesOf({ repositories }: Deps, officeId: string): Promise<readonly Employee[]> {
  const found: Employee[] = [];
  for await (const page of pagesOf((after) => repositories.employees.page(officeId, after, pageSize))) {
    found.push(...page.filter(({ status }) => status === "active"));
    if (found.length >= mostEmployees) break;
  }
  return byName(found);
}

/** Employees by name. */
export function byName(employees: readonly Employee[]): readonly Employee[] {
  const keyed = employees.map((employee) => ({ employee, key: foldWords(employee.name) }));
  return keyed
    .sort((a, b) => a.key.localeCompare(b.key) || (a.employee.id < b.employee.id ? -1 : 1))
    .map((one) => one.employee);
}
