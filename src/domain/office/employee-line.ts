import { type IsoDay, parseDay } from "../shared/calendar";
import { parsePhoneNumber } from "../shared/phone";
import { fail, ok, type Result } from "../shared/result";
import { cutNumber } from "./staff-sheet";

/** What is entered of an employee. */
export interface EmployeeDraft {
  readonly name: string;
  readonly staffNumber?: string;
  readonly phone?: string;
  readonly retiresOn?: IsoDay;
}

/** Why a line of a staff list could not be read; each has kind words in the locales (`office.line.<fault>`). */
export const lineFaults = [
  "no-name",
  "name-too-long",
  "unreadable-part",
  "number-cut",
  "twice",
  "already-there",
] as const;
/** Why a line of a staff list could not be read. */
export type LineFault = (typeof lineFaults)[number];

/** Letters in a name, as everywhere. */
const LETTERS = { fewest: 2, most: 60 } as const;
/** Fewer digits are no staff number, more are none either. */
const STAFF_DIGITS = { fewest: 2, most: 24 } as const;

/**
 * Reads one line of a staff list from its parts in any order: the name has letters, a telephone number begins as one does,
 * a day of retirement is written as one, and any other number is the staff number.
 */
export function readEmployeeLine(parts: readonly string[]): Result<EmployeeDraft, LineFault> {
  let draft: Partial<EmployeeDraft> = {};
  if (parts.includes(cutNumber)) return fail("number-cut");
  for (const part of parts.map(tidy).filter((one) => one !== "")) {
    const read = readPart(part, draft);
    if (!read.ok) return read;
    draft = { ...draft, ...read.value };
  }
  const { name } = draft;
  return name === undefined ? fail("no-name") : ok({ ...draft, name });
}

/** The parts of a typed line; a comma belongs to a name ("Budi, S.Pd."). A number before the name only counts the lines. */
export function partsOfLine(line: string): readonly string[] {
  return line.replace(/^\s*\d{1,4}\s*[.)]\s+/u, "").split(/[;|\t]/u);
}

function tidy(part: string): string {
  return part
    .normalize("NFKC")
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim();
}

function readPart(part: string, draft: Partial<EmployeeDraft>): Result<Partial<EmployeeDraft>, LineFault> {
  const retiresOn = dayIn(part);
  if (retiresOn === "impossible") return fail("unreadable-part");
  if (retiresOn !== null && draft.retiresOn === undefined) return ok({ retiresOn });
  const phone = /^(?:\+?62|0)8[\d\s-]+$/u.test(part) ? parsePhoneNumber(part) : null;
  if (phone?.ok && draft.phone === undefined) return ok({ phone: phone.value });
  if (isStaffNumber(part) && draft.staffNumber === undefined) return ok({ staffNumber: part.replace(/\s/gu, "") });
  if (!/\p{L}{2}/u.test(part) || draft.name !== undefined) return fail("unreadable-part");
  const letters = (part.match(/\p{L}/gu) ?? []).length;
  if (letters < LETTERS.fewest) return fail("no-name");
  return letters > LETTERS.most ? fail("name-too-long") : ok({ name: part });
}

function isStaffNumber(part: string): boolean {
  const digits = part.replace(/\D/gu, "").length;
  return /^[\p{L}\d][\d\s./-]*$/u.test(part) && digits >= STAFF_DIGITS.fewest && digits <= STAFF_DIGITS.most;
}

/** `2035-04-01`, or day before month as it is written here: `1-4-2035`, `01/04/2035`. */
function dayIn(part: string): IsoDay | "impossible" | null {
  const usual = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/u.exec(part);
  const text = usual === null ? part : `${usual[3]}-${twoDigits(usual[2])}-${twoDigits(usual[1])}`;
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return null;
  const read = parseDay(text);
  return read.ok ? read.value : "impossible";
}

function twoDigits(part: string | undefined): string {
  return String(part ?? "").padStart(2, "0");
}
