import { readEmployeeLine } from "../../../src/domain/office/employee-line";
import { staffRowsOf } from "../../../src/domain/office/staff-sheet";

const headings = ["Nama", "NIP", "No HP", "Tanggal Pensiun"];
const number = "198001012005011001";
const phone = "081234567890";

const readRow = (row: readonly string[]): unknown =>
  staffRowsOf([headings, row]).map(({ parts }) => readEmployeeLine(parts))[0];

describe("a row of a staff list under headings", () => {
  const known = { staffNumber: number, phone: "+6281234567890", retiresOn: "2035-06-01" };
  const { phone: _phone, ...phoneless } = known;
  const { retiresOn: _day, ...dayless } = known;
  const { staffNumber: _number, ...numberless } = known;

  it.each([
    [["Joko", number, "-", "1-6-2035"], { name: "Joko", ...phoneless }],
    [["Rina", number, "tidak ada", "1-6-2035"], { name: "Rina", ...phoneless }],
    [["Rina", number, "Belum ada.", "1-6-2035"], { name: "Rina", ...phoneless }],
    [["Rina", number, "0", "1-6-2035"], { name: "Rina", ...phoneless }],
    [["Tri", number, phone, "–"], { name: "Tri", ...dayless }],
    [["Tri", number, phone, "N/A"], { name: "Tri", ...dayless }],
    [["Budi", "-", phone, "1-6-2035"], { name: "Budi", ...numberless }],
    [["Slamet", number, "WA 0812 3456 7890", "Juni 2035"], { name: "Slamet", ...known }],
    [["Mei", number, phone, "TMT Juni 2035"], { name: "Mei", ...known }],
    [["Nihil", "", "", ""], { name: "Nihil" }],
  ])("reads %j", (row, draft) => {
    expect(readRow(row)).toEqual({ ok: true, value: draft });
  });

  it.each([
    [["Sri", number, phone, "2030"], "unreadable-day"],
    [["Sri", number, phone, "31 Juni 2035"], "unreadable-day"],
    [["Sri", number, "lewat Bu Rina", "1-6-2035"], "unreadable-phone"],
    [["Sri", number, "081234567890 (suami)", "1-6-2035"], "unreadable-phone"],
    [["-", number, phone, "1-6-2035"], "no-name"],
  ])("refuses %j: %s", (row, error) => {
    expect(readRow(row)).toEqual({ ok: false, error });
  });

  it("that is empty but for dashes is none", () => {
    expect(staffRowsOf([headings, ["", "-", "-", "-"]])).toEqual([]);
  });
});
