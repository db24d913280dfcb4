import writeXlsxFile, { type Cell } from "write-excel-file/node";
import type { Text } from "../domain/shared/text";

/** What stands in a cell: a number, our own words, or something that a person wrote, which stays text whatever it looks like. */
export type SheetValue = number | string | Text;

/** A spreadsheet in the making. */
export interface SheetTable {
  readonly name: Text;
  /** Above the headings, one a row. */
  readonly title: readonly Text[];
  /** The headings with the width of their columns, in characters. */
  readonly columns: readonly { readonly heading: Text; readonly width: number }[];
  readonly rows: readonly (readonly SheetValue[])[];
  /** Printed bold under the rows. */
  readonly foot: readonly (readonly SheetValue[])[];
}

/** The cells of the first sheet of an `.xlsx` file as texts, or null where it cannot be read or is too much. */
export type ReadCells = (bytes: Uint8Array) => Promise<readonly (readonly string[])[] | null>;

/** Makes spreadsheets, and reads those that people send. */
export interface Sheets {
  readonly read: ReadCells;
  /** An `.xlsx` file; the headings stay in view, amounts are numbers, everything else is text. */
  write(table: SheetTable): Promise<Uint8Array>;
}

const amountFormat = "#,##0";

/** Spreadsheets with the words of one language; `read` is the reader of foreign ones. */
export function createSheets(words: (text: Text) => string, read: ReadCells): Sheets {
  const cellOf = (value: SheetValue, style: { fontWeight?: "bold" } = {}): Cell => {
    if (typeof value === "number") return { value, type: Number, format: amountFormat, ...style };
    return { value: harmless(typeof value === "string" ? value : words(value)), type: String, ...style };
  };
  const bold = { fontWeight: "bold" } as const;
  return {
    read,
    write: async ({ name, title, columns, rows, foot }) => {
      const data = [
        ...title.map((text) => [cellOf(text, bold)]),
        columns.map(({ heading }) => cellOf(heading, bold)),
        ...rows.map((row) => row.map((value) => cellOf(value))),
        ...foot.map((row) => row.map((value) => cellOf(value, bold))),
      ];
      const options = {
        sheet: words(name),
        stickyRowsCount: title.length + 1,
        columns: columns.map(({ width }) => ({ width })),
      };
      return new Uint8Array(await writeXlsxFile(data, options).toBuffer());
    },
  };
}

/** A text cell is no formula, but becomes one where the file is saved as CSV and opened again: an apostrophe stands before it. */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
}
