import { addDays, type IsoDay } from "../shared/calendar";
import { foldWords } from "../shared/folded-text";

/** One line of a staff list: where it stands in what was sent, and its parts. */
export interface StaffRow {
  readonly line: number;
  readonly parts: readonly string[];
}

/** What a reader of spreadsheets puts in place of a number that has more digits than a spreadsheet keeps. */
export const cutNumber = "\u2026";
/** What stands in place of a telephone number where its column holds words that are none, so that they are nobody's name. */
export const noTelephone = "\u260e";

type Column = "name" | "staffNumber" | "phone" | "retiresOn";

/** What the columns of a staff list are called, folded; those of the month's list are among them. */
const headings: Readonly<Record<Column, readonly string[]>> = {
  name: ["nama", "nama pegawai", "pegawai", "nama lengkap", "name", "employee"],
  staffNumber: ["nomor pegawai", "no pegawai", "nip", "nrp", "nomor induk pegawai", "staff number"],
  phone: ["hp", "no hp", "nomor hp", "telepon", "no telepon", "whatsapp", "no wa", "phone"],
  retiresOn: ["tanggal pensiun", "pensiun", "tmt pensiun", "day of retirement", "retirement"],
};
/** The day before the first of a spreadsheet, as spreadsheets reckon since a leap year that was none. */
const firstOfSheets = "1899-12-30" as IsoDay;
/** What is put into a column, folded, where there is nothing to say. */
const nothing = ["0", "tidak ada", "tdk ada", "tak ada", "belum ada", "kosong", "nihil", "n a", "none"];
/** What may stand before a telephone number in its own column. */
const beforePhone = /^(?:(?:no|nomor|hp|wa|telp?|telepon|whatsapp)[\s.:]+)+/iu;
/** How far down the headings may stand. */
const headingRows = 10;

/**
 * The lines of a staff list in a spreadsheet. Under headings that we know, only their columns count: so the month's list can be
 * sent back with names added to it. Without headings every cell is a part of its line.
 */
export function staffRowsOf(cells: readonly (readonly string[])[]): readonly StaffRow[] {
  const top = cells.slice(0, headingRows).findIndex((row) => columnsOf(row).has("name"));
  const columns = top < 0 ? null : columnsOf(cells[top] ?? []);
  return cells.flatMap((row, index) => {
    if (index <= top) return [];
    const parts = columns === null ? row.map(tidy) : [...columns].map(([column, place]) => partOf(column, row[place]));
    return parts.some((part) => part !== "") ? [{ line: index + 1, parts }] : [];
  });
}

function columnsOf(row: readonly string[]): ReadonlyMap<Column, number> {
  const folded = row.map(foldWords);
  const found = new Map<Column, number>();
  for (const [column, names] of Object.entries(headings)) {
    const place = folded.findIndex((cell) => names.includes(cell));
    if (place >= 0) found.set(column as Column, place);
  }
  return found;
}

/**
 * A spreadsheet takes a telephone number for a number, and its first zero away; a day without its form is the number of days
 * since 1899. What stands in the column of the retirement is meant as a day, whatever it looks like, and words in that of the
 * telephone are no name. A dash is an empty cell, and so is "tidak ada" but under the names.
 */
function partOf(column: Column, cell: string | undefined): string {
  const text = tidy(cell ?? "");
  const folded = foldWords(text);
  if (text === cutNumber) return text;
  if (folded === "" || (column !== "name" && nothing.includes(folded))) return "";
  if (column === "retiresOn")
    return `pensiun ${/^[2-6]\d{4}$/u.test(text) ? addDays(firstOfSheets, Number(text)) : text}`;
  return column === "phone" ? phoneOf(text) : text;
}

function phoneOf(text: string): string {
  if (/\p{L}/u.test(text.replace(beforePhone, ""))) return noTelephone;
  return /^8\d{7,}$/u.test(text) ? `0${text}` : text;
}

/** The apostrophe is our own, before a text that would be a formula elsewhere. */
function tidy(cell: string): string {
  return cell.trim().replace(/^'(?=[=+\-@])/u, "");
}
