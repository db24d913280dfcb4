import { readMonth } from "../../../src/conversation/answers/month";
import type { IsoDay } from "../../../src/domain/shared/calendar";

const today = "2026-11-23" as IsoDay;

describe("readMonth", () => {
  it.each([
    ["januari", "2027-01"],
    ["Januari", "2027-01"],
    ["jan", "2027-01"],
    ["januwari", "2027-01"],
    ["janari", "2027-01"],
    ["november", "2026-11"],
    ["nopember", "2026-11"],
    ["desember", "2026-12"],
    ["mulai desember", "2026-12"],
    ["bulan maret", "2027-03"],
    ["jan 2027", "2027-01"],
    ["januari 27", "2027-01"],
    ["januari tahun 2027", "2027-01"],
    ["01/2027", "2027-01"],
    ["1-27", "2027-01"],
    ["2027-01", "2027-01"],
    ["bulan ini", "2026-11"],
    ["saiki", "2026-11"],
    ["bulan depan", "2026-12"],
    ["bln dpn", "2026-12"],
    ["sasi ngarep", "2026-12"],
    ["wulan ngajeng", "2026-12"],
    ["next month", "2026-12"],
    ["bulan lalu", "2026-10"],
    ["dua bulan lagi", "2027-01"],
    ["3 bulan lagi", "2027-02"],
    ["2 bulan yang lalu", "2026-09"],
  ])("reads %j as %s", (typed, value) => {
    expect(readMonth(typed, { today })).toEqual({ ok: true, value });
  });

  it("takes the last one where it looks back", () => {
    expect(readMonth("desember", { today, towards: "past" })).toEqual({ ok: true, value: "2025-12" });
    expect(readMonth("november", { today, towards: "past" })).toEqual({ ok: true, value: "2026-11" });
  });

  it.each([
    ["", "unreadable"],
    ["entah", "unreadable"],
    ["5", "unreadable"],
    ["jan feb", null],
    ["13/2027", "impossible"],
    ["00/2027", "impossible"],
    ["januari 1900", "impossible"],
  ])("refuses %j", (typed, why) => {
    const read = readMonth(typed, { today });
    expect(read.ok ? read.value : read.error.key).toBe(`answers.month.${why ?? "unreadable"}`);
  });
});
