import { zipSync } from "fflate";
import { cutNumber } from "../../src/domain/office/staff-sheet";
import { readSheet } from "../../src/papers/sheet-reader";
import { sheetOf } from "../support/office-town";

const megabyte = 1024 * 1024;
const named = (sheet: string | Uint8Array): Uint8Array => {
  const rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const text = (xml: string): Uint8Array => Buffer.from(`<?xml version="1.0"?>${xml}`);
  return zipSync({
    "[Content_Types].xml": text("<Types/>"),
    "xl/workbook.xml": text(
      `<workbook xmlns="${main}" xmlns:r="${rels}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    "xl/_rels/workbook.xml.rels": text(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${rels}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    "xl/worksheets/sheet1.xml":
      typeof sheet === "string"
        ? text(`<worksheet xmlns="${main}"><sheetData>${sheet}</sheetData></worksheet>`)
        : sheet,
  });
};
const cell = (place: string): string => `<c r="${place}" t="str"><v>x</v></c>`;

/** Says in its directory that everything in it unpacks to a few bytes. */
function lying(archive: Uint8Array): Uint8Array {
  const bytes = Buffer.from(archive);
  for (let at = bytes.indexOf("PK\u0001\u0002"); at >= 0; at = bytes.indexOf("PK\u0001\u0002", at + 4))
    bytes.writeUInt32LE(Math.min(bytes.readUInt32LE(at + 24), 2_000), at + 24);
  return bytes;
}

describe("a spreadsheet that somebody sent", () => {
  it("is read to its cells: texts, days, and numbers that it has not cut", async () => {
    const rows = [
      ["Nama", "NIP", "Pensiun"],
      ["Siti", 1001, new Date("2041-04-01")],
      ["Budi", 198001012005012000, null],
    ];
    expect(await readSheet(await sheetOf(rows))).toEqual([
      ["Nama", "NIP", "Pensiun"],
      ["Siti", "1001", "2041-04-01"],
      ["Budi", cutNumber, ""],
    ]);
    expect(await readSheet(named(`<row r="1">${cell("A1")}</row>`))).toEqual([["x"]]);
  });

  it.each([
    ["no archive", Uint8Array.from(Buffer.from("selamat pagi"))],
    ["an archive of something else", zipSync({ "a.txt": Buffer.from("x") })],
    ["one that unpacks to far more than a list", named(new Uint8Array(200 * megabyte))],
    ["one that says it is small, and is not", lying(named(new Uint8Array(200 * megabyte)))],
    ["one with a cell at the end of the world", named(`<row r="1048576">${cell("XFD1048576")}</row>`)],
    [
      "one with more rows than people",
      named(Array.from({ length: 20_000 }, (_, at) => `<row r="${at + 1}">${cell(`A${at + 1}`)}</row>`).join("")),
    ],
  ])("that is %s cannot be read, and harms nothing", async (_title, bytes) => {
    const before = process.memoryUsage().rss;
    expect(await readSheet(bytes)).toBeNull();
    expect((process.memoryUsage().rss - before) / megabyte).toBeLessThan(450);
    expect(await readSheet(named(`<row r="1">${cell("A1")}</row>`))).toEqual([["x"]]);
  });
});
