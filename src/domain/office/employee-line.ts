import { type IsoDay, parseDay } from "../shared/calendar";
import { parsePhoneNumber } from "../shared/phone";
import { fail, ok, type Result } from "../shared/result";
import { monthOfWord, monthPattern } from "../shared/written-month";
import { cutNumber, noTelephone } from "./staff-sheet";

/** What is entered of an employee. */
export interface EmployeeDraft {
  readonly name: string;
  readonly staffNumber?: string;
  readonly phone?: string;
  readonly retiresOn?: IsoDay;
}

/** Why a line of a staff list could not be read; each has kind words in the locales (`office.line.<fault>`). */
export const lineFaults = [
  "total",
  "no-name",
  "name-too-long",
  "two-names",
  "unreadable-day",
  "unreadable-phone",
  "unreadable-number",
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

const NUMBERED_DAY = String.raw`\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}|\d{4}-\d{2}-\d{2}`;
const NAMED_MONTH = String.raw`${monthPattern}[\s-]+20\d{2}`;
const NAMED_DAY = String.raw`\d{1,2}[\s-]+${monthPattern}[\s-]+\d{4}`;
/** Nothing of a word or a number goes on before it or after it. */
const alone = (pattern: string): RegExp => new RegExp(String.raw`(?<![\p{L}\d])${pattern}(?![\p{L}\d])`, "giu");
/** What is written into the same part as a name, with the words before it that say what it is: a day, a telephone, a number. */
const details: readonly RegExp[] = [
  alone(String.raw`(?:(?:tmt|pensiun|tanggal|tgl|per|pada|mulai)[\s.:]+)*(?<written>${NUMBERED_DAY}|${NAMED_DAY})`),
  // Without a word that says what it is, a month may be a name and a number ("Mei 2031").
  alone(String.raw`(?:(?:tmt|pensiun|tanggal|tgl|bulan|per|pada|mulai)[\s.:]+)+(?<month>${NAMED_MONTH})`),
  alone(String.raw`(?:(?:no|nomor|hp|wa|telp?|telepon|whatsapp)[\s.:]+)*(?<written>(?:\+?62|0)[\s-]?8[\d\s-]{6,}\d)`),
  alone(String.raw`(?:(?:no|nomor|nip|nrp|pegawai)[\s.:]+)+(?<written>\d[\d ]*\d)`),
  alone(String.raw`(?<=,\s*)(?<written>\d[\d ]*\d)`),
  alone(String.raw`(?<written>\d[\d ]{3,}\d)`),
];
/** Who says so and whose day could not be read has no such name. */
const RETIRES = /(?<!\p{L})(?:pensiun|tmt)(?!\p{L})/iu;
/** What a list comes to stands under it and is nobody's name: a word for it, how many they are, or a sum of money. */
const totals: readonly RegExp[] = [
  /^(?:grand\s+)?(?:sub[\s-]*)?(?:total|jumlah|jml)(?:nya)?(?!\p{L})/iu,
  /^\d+\s*(?:orang|org|pegawai|karyawan|anggota|people|employees)$/iu,
  /^(?:rp|idr)[\s.]*\d[\d.,\s-]*$/iu,
  // The sums under the month's list, which may be sent back with names added to it.
  /^(?:lunas|sudah dilaporkan|bukti belum cocok|paid|reported|proof does not fit|to be paid)(?!\p{L}).*\(\d+\)$/iu,
];
/** A longer part is none that a person has typed. Characters. */
const longestPart = 300;
/** Fewer digits that begin as a telephone number does may be a staff number. */
const fewestPhoneDigits = 8;

/**
 * Reads one line of a staff list from its parts in any order: the name has letters, a telephone number begins as one does,
 * a day of retirement is written as one, and any other number is the staff number. What stands beside a name in the same part
 * is taken out of it. A line that begins as a sum does is no employee.
 */
export function readEmployeeLine(parts: readonly string[]): Result<EmployeeDraft, LineFault> {
  let draft: Partial<EmployeeDraft> = {};
  if (isTotal(parts)) return fail("total");
  if (parts.includes(cutNumber)) return fail("number-cut");
  if (parts.includes(noTelephone)) return fail("unreadable-phone");
  const pieces = parts.map(tidy).flatMap(piecesOf);
  for (const piece of pieces.filter((one) => one !== "")) {
    const read = readPart(piece, draft);
    if (!read.ok) return read;
    draft = { ...draft, ...read.value };
  }
  const { name } = draft;
  return name === undefined ? fail("no-name") : ok({ ...draft, name });
}

/** The parts of a typed line; a comma belongs to a name ("Budi, S.Pd."). What only marks or counts the lines is no part of it. */
export function partsOfLine(line: string): readonly string[] {
  return line.replace(/^\s*(?:\d{1,4}\s*[.)](?:\s+|(?=\p{L}))|[-–—•*·]+\s*)/u, "").split(/[;|\t]/u);
}

function tidy(part: string): string {
  return part
    .normalize("NFKC")
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim();
}

function isTotal(parts: readonly string[]): boolean {
  const first = parts.map(tidy).find((part) => /\p{L}/u.test(part)) ?? "";
  return first.length <= longestPart && totals.some((total) => total.test(first));
}

/** The name of a part and what was written beside it. A month to retire in is its first day, as it is in the chat. */
function piecesOf(part: string): string[] {
  if (!/\p{L}{2}/u.test(part) || part.length > longestPart) return [part];
  const found: string[] = [];
  const name = details.reduce((text, detail) => {
    found.push(...[...text.matchAll(detail)].flatMap(({ groups }) => writtenIn(groups)));
    return text.replace(detail, " ");
  }, part);
  return [found.length === 0 ? part : tidy(name).replace(/^[\s,:()–-]+|[\s,:()–-]+$/gu, ""), ...found];
}

function writtenIn(groups: Readonly<Record<string, string | undefined>> = {}): string | string[] {
  const month = groups["month"];
  return month === undefined ? (groups["written"] ?? []) : `1 ${month}`;
}

function readPart(part: string, draft: Partial<EmployeeDraft>): Result<Partial<EmployeeDraft>, LineFault> {
  const retiresOn = dayIn(part);
  if (retiresOn === "impossible" || (retiresOn !== null && draft.retiresOn !== undefined))
    return fail("unreadable-day");
  if (retiresOn !== null) return ok({ retiresOn });
  if (/\p{L}{2}/u.test(part)) return readName(part, draft);
  const phone = phoneIn(part);
  if (phone?.ok && draft.phone === undefined) return ok({ phone: phone.value });
  if (phone?.ok === false) return fail("unreadable-phone");
  return isStaffNumber(part) && draft.staffNumber === undefined
    ? ok({ staffNumber: part.replace(/\s/gu, "") })
    : fail("unreadable-number");
}

function readName(part: string, draft: Partial<EmployeeDraft>): Result<Partial<EmployeeDraft>, LineFault> {
  if (RETIRES.test(part)) return fail("unreadable-day");
  if (draft.name !== undefined) return fail("two-names");
  const letters = (part.match(/\p{L}/gu) ?? []).length;
  if (letters < LETTERS.fewest) return fail("no-name");
  return letters > LETTERS.most ? fail("name-too-long") : ok({ name: part });
}

/** A part that begins as a telephone number does, read as one; null where it does not. The first zero may have been lost. */
function phoneIn(part: string): ReturnType<typeof parsePhoneNumber> | null {
  if (/^8\d{8,11}$/u.test(part)) return parsePhoneNumber(part);
  const isMeant = /^(?:\+?62|0)[\s-]?8[\d\s-]+$/u.test(part) && part.replace(/\D/gu, "").length >= fewestPhoneDigits;
  return isMeant ? parsePhoneNumber(part) : null;
}

function isStaffNumber(part: string): boolean {
  const digits = part.replace(/\D/gu, "").length;
  return /^[\p{L}\d][\d\s./-]*$/u.test(part) && digits >= STAFF_DIGITS.fewest && digits <= STAFF_DIGITS.most;
}

/** `2035-04-01`, or day before month as it is written here: `1-4-2035`, `01/04/2035`, `1 April 2035`. */
function dayIn(part: string): IsoDay | "impossible" | null {
  const numbers = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/u.exec(part);
  const named = new RegExp(String.raw`^(\d{1,2})[\s-]+${monthPattern}[\s-]+(\d{4})$`, "iu").exec(part);
  const [, day, month, year] = numbers ?? named ?? [];
  const inNumbers = named === null ? month : String(monthOfWord(month ?? ""));
  const text = year === undefined ? part : `${year}-${twoDigits(inNumbers)}-${twoDigits(day)}`;
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return null;
  const read = parseDay(text);
  return read.ok ? read.value : "impossible";
}

function twoDigits(part: string | undefined): string {
  return String(part ?? "").padStart(2, "0");
}
