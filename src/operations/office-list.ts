import { type EmployeeDraft, type LineFault, partsOfLine, readEmployeeLine } from "../domain/office/employee-line";
import { type Employee, mostEmployees } from "../domain/office/office";
import { bareName } from "../domain/office/staff-name";
import { type StaffRow, staffRowsOf } from "../domain/office/staff-sheet";
import { spreadsheetKind } from "../domain/payment/proof";
import { foldWords } from "../domain/shared/folded-text";
import type { Text } from "../domain/shared/text";
import type { Effects } from "./catalog";
import type { Act, Deps } from "./deps";
import { contactSubject, type Done, type EffectsOf } from "./effect";
import { keepMade } from "./made-file";
import { employeesOf, officeOf } from "./office-access";
import type { StaffListReading, StaffListSource } from "./office-catalog";
import { changeMany } from "./saving";

/** How many lines of a typed list are read at once. */
const mostLines = 200;
/** How many of those who were read are shown before they are entered. */
const mostShown = 20;
/** What a list may complete of somebody who is there already. */
const completable = ["phone", "retiresOn"] as const;

type Entered = Effects["add-employees"]["outcome"];

/** How employees come onto the list of an office, typed or as a spreadsheet. */
export const officeListEffects: EffectsOf<"add-employees" | "make-staff-template"> = {
  "add-employees": {
    run: add,
    recall: async (_act, { details = {} }) => ({
      added: Number(details["added"] ?? 0),
      completed: Number(details["completed"] ?? 0),
      left: Number(details["left"] ?? 0),
    }),
  },
  "make-staff-template": {
    run: async (act) => ({ outcome: await template(act), subject: contactSubject(act) }),
    recall: (act) => template(act),
  },
};

interface Reading extends StaffListReading {
  readonly drafts: readonly EmployeeDraft[];
  /** Who is there already, as the list completes her. */
  readonly completed: readonly Employee[];
}

const unread: Reading = {
  fits: 0,
  firstRead: [],
  completes: 0,
  isUnreadable: true,
  faults: [],
  drafts: [],
  completed: [],
};

/**
 * What of a staff list can be entered: one employee a line; what cannot be read is told by its line. `again`: who was entered
 * (`isOurs`) or completed (`by`) by the same act before counts as if that were still to be done.
 */
export async function readStaffList(
  deps: Deps,
  of: { readonly officeId: string; readonly contactId: string; readonly source: StaffListSource },
  again: { readonly isOurs: (employee: Employee) => boolean; readonly by: string } = { isOurs: () => false, by: "" },
): Promise<Reading> {
  const rows = await rowsOf(deps, of.contactId, of.source);
  if (rows === null) return unread;
  const known = new Known((await employeesOf(deps, of.officeId)).filter((one) => !again.isOurs(one)));
  const seen = new Known();
  const drafts: EmployeeDraft[] = [];
  const completed: Employee[] = [];
  const faults: { line: number; fault: LineFault }[] = [];
  for (const { line, parts } of rows) {
    const read = readEmployeeLine(parts);
    if (!read.ok) {
      faults.push({ line, fault: read.error });
      continue;
    }
    const there = known.find(read.value);
    const more = there && completedWith(there, read.value, again.by);
    if (seen.find(read.value)) faults.push({ line, fault: there ? "already-there" : "twice" });
    else if (more) completed.push(more);
    else if (there) faults.push({ line, fault: "already-there" });
    else drafts.push(read.value);
    seen.add(read.value);
  }
  const firstRead = drafts.slice(0, mostShown);
  return { fits: drafts.length, firstRead, completes: completed.length, faults, drafts, completed };
}

type Named = Pick<Employee, "name" | "staffNumber">;

/** Employees by what tells them apart: the number, or the name without titles where one of the two has no number. */
class Known<T extends Named = Named> {
  readonly #byNumber = new Map<string, T>();
  readonly #byName = new Map<string, T>();

  constructor(all: readonly T[] = []) {
    for (const one of all) this.add(one);
  }

  add(one: T): void {
    this.#byName.set(bareName(one.name), one);
    if (one.staffNumber !== undefined) this.#byNumber.set(one.staffNumber, one);
  }

  find({ name, staffNumber }: Named): T | undefined {
    return staffNumber === undefined ? this.#byName.get(bareName(name)) : this.#byNumber.get(staffNumber);
  }
}

/** What a list adds to what is known of her; undefined where it adds nothing. */
function completedWith(employee: Employee, draft: EmployeeDraft, by: string): Employee | undefined {
  const news = completable.filter((key) => draft[key] !== undefined && draft[key] !== employee[key]);
  if (news.length === 0) return by !== "" && employee.completedBy === by ? employee : undefined;
  return { ...employee, ...Object.fromEntries(news.map((key) => [key, draft[key]])) };
}

async function rowsOf(deps: Deps, contactId: string, source: StaffListSource): Promise<readonly StaffRow[] | null> {
  if ("text" in source)
    return source.text
      .split("\n")
      .slice(0, mostLines)
      .flatMap((text, index) => (text.trim() === "" ? [] : [{ line: index + 1, parts: partsOfLine(text) }]));
  const file = await deps.repositories.attachments.find(source.attachmentId);
  if (file === null || file.contactId !== contactId || file.mimeType !== spreadsheetKind) return null;
  const cells = (await deps.sheets?.read(file.bytes)) ?? null;
  return cells === null ? null : staffRowsOf(cells);
}

/** Entered under ids that follow from the act and the employee; done again, or sent again, nobody is entered twice. */
async function add(act: Act, source: Effects["add-employees"]["input"]): Promise<Done<"add-employees">> {
  const { deps, contact, now } = act;
  const own = await officeOf(deps, contact.id);
  if (own === null) return entered(act, { added: 0, completed: 0, left: 0 }, true);
  const idOf = ({ name, staffNumber }: Named): string =>
    deps.ids.derive(`${act.effectId} ${staffNumber ?? foldWords(name)}`, "employee");
  const isOurs = (one: Employee): boolean => one.id === idOf(one);
  const of = { officeId: own.office.id, contactId: contact.id, source };
  const by = deps.ids.derive(act.effectId, "completed");
  const { drafts, completed } = await readStaffList(deps, of, { isOurs, by });
  const others = (await employeesOf(deps, own.office.id)).filter((one) => !isOurs(one));
  const fresh = drafts.slice(0, Math.max(0, mostEmployees - others.length)).map((draft): Employee => {
    return { ...draft, id: idOf(draft), revision: 0, officeId: own.office.id, status: "active", createdAt: now };
  });
  if (fresh.length > 0) await deps.repositories.employees.addMissing(fresh);
  const count = (await deps.repositories.employees.findMany(fresh.map(({ id }) => id))).length;
  const left = drafts.length - fresh.length;
  return entered(act, { added: count, completed: await complete(act, completed, by), left });
}

function entered(act: Act, outcome: Entered, refused = false): Done<"add-employees"> {
  return { outcome, subject: contactSubject(act), details: { ...outcome }, ...(refused ? { refused } : {}) };
}

/** Marked with the act that did it, so that the same act done again counts it as its own. */
async function complete({ deps }: Act, employees: readonly Employee[], completedBy: string): Promise<number> {
  const wanted = new Map(employees.map((one) => [one.id, one]));
  await changeMany(deps.repositories.employees, [...wanted.keys()], (one) => {
    const { phone, retiresOn } = wanted.get(one.id) ?? {};
    if (one.completedBy === completedBy) return one;
    return { ...one, completedBy, ...(phone ? { phone } : {}), ...(retiresOn ? { retiresOn } : {}) };
  });
  return employees.length;
}

async function template(act: Act): Promise<Effects["make-staff-template"]["outcome"]> {
  const { deps, contact, effectId, now } = act;
  const own = await officeOf(deps, contact.id);
  if (own === null || deps.sheets === undefined) return {};
  const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });
  const widths = { name: 32, number: 24, phone: 18, retires: 18 };
  const bytes = await deps.sheets.write({
    name: say("office.template.sheet"),
    title: [say("office.template.title", { office: own.name }), say("office.template.how")],
    columns: Object.entries(widths).map(([name, width]) => ({ heading: say(`office.template.${name}`), width })),
    rows: [],
    foot: [],
  });
  const file = { mimeType: spreadsheetKind, bytes, name: "daftar-pegawai" } as const;
  return { file: await keepMade(deps, { cause: effectId, contactId: contact.id, file, now }) };
}
