import { readDate } from "../../../src/conversation/answers/date";
import { addDays, type IsoDay } from "../../../src/domain/shared/calendar";
import fc from "../../support/property";

const today = "2026-11-23" as IsoDay;

describe("readDate", () => {
  it.each([
    ["17 agustus 1990", "1990-08-17"],
    ["17 Agustus 1990", "1990-08-17"],
    ["17agustus1990", "1990-08-17"],
    ["17-8-90", "1990-08-17"],
    ["17/08/1990", "1990-08-17"],
    ["17.08.1990", "1990-08-17"],
    ["17 8 1990", "1990-08-17"],
    ["17 / 8 / 1990", "1990-08-17"],
    ["17 agt 90", "1990-08-17"],
    ["17 ags 1990", "1990-08-17"],
    ["17 agustuss 1990", "1990-08-17"],
    ["17 agutsus 1990", "1990-08-17"],
    ["17-agu-1990", "1990-08-17"],
    ["tgl 17 bulan agustus tahun 1990", "1990-08-17"],
    ["lahir tanggal 17 agustus 1990", "1990-08-17"],
    ["august 17, 1990", "1990-08-17"],
    ["1990-08-17", "1990-08-17"],
    ["17081990", "1990-08-17"],
    ["170890", "1990-08-17"],
    ["tujuh belas agustus seribu sembilan ratus sembilan puluh", "1990-08-17"],
    ["pitulas agustus 1990", "1990-08-17"],
    ["1 peb 2000", "2000-02-01"],
    ["29 februari 2000", "2000-02-29"],
    ["5 nopember 1985", "1985-11-05"],
    ["3 mei 2027", "2027-05-03"],
    ["3-5-27", "2027-05-03"],
    ["hari ini", "2026-11-23"],
    ["saiki", "2026-11-23"],
    ["besok", "2026-11-24"],
    ["sesuk", "2026-11-24"],
    ["lusa", "2026-11-25"],
    ["kemarin", "2026-11-22"],
    ["wingi", "2026-11-22"],
    ["minggu depan", "2026-11-30"],
    ["3 hari lagi", "2026-11-26"],
    ["dua minggu lagi", "2026-12-07"],
    ["telung dina maneh", "2026-11-26"],
    ["5 hari yang lalu", "2026-11-18"],
    ["bulan depan", "2026-12-23"],
    ["tanggal 5 bulan depan", "2026-12-05"],
    ["tgl 5 bulan ini", "2026-11-05"],
  ])("reads %j as %s", (typed, value) => {
    expect(readDate(typed, { today })).toEqual({ ok: true, value });
  });

  it.each([
    ["17-8-30", "past", "1930-08-17"],
    ["17-8-20", "past", "2020-08-17"],
    ["17 agustus", "past", "2026-08-17"],
    ["24 desember", "past", "2025-12-24"],
    ["24 desember", "future", "2026-12-24"],
    ["17 agustus", "future", "2027-08-17"],
    ["17/8", "future", "2027-08-17"],
    ["tgl 20", "past", "2026-11-20"],
    ["tgl 20", "future", "2026-12-20"],
    ["tanggal 25", "past", "2026-10-25"],
    ["29 februari", "future", "2028-02-29"],
    ["23 november", "past", "2026-11-23"],
    ["23 november", "future", "2026-11-23"],
    ["tgl 31", "future", "2026-12-31"],
  ] as const)("reads %j towards the %s as %s", (typed, towards, value) => {
    expect(readDate(typed, { today, towards })).toEqual({ ok: true, value });
  });

  it.each([
    ["", "unreadable"],
    ["bulan ini", "unreadable"],
    ["entah", "unreadable"],
    ["1990", "unreadable"],
    ["tgl 20", "unreadable"],
    ["agustus 1990", "unreadable"],
    ["17 agustus", "no-year"],
    ["17/8", "no-year"],
    ["30 februari 1990", "impossible"],
    ["29-2-1990", "impossible"],
    ["08/17/1990", "impossible"],
    ["32 januari 1990", "unreadable"],
    ["00-00-0000", "impossible"],
    ["17 agustus 1066", "impossible"],
  ])("refuses %j as %s", (typed, why) => {
    expect(readDate(typed, { today })).toEqual({ ok: false, error: { key: `answers.date.${why}` } });
  });

  it("refuses a day on the other side of today", () => {
    expect(readDate("besok", { today, towards: "past" })).toEqual({
      ok: false,
      error: { key: "answers.date.not-yet" },
    });
    expect(readDate("17-8-2030", { today, towards: "past" })).toEqual({
      ok: false,
      error: { key: "answers.date.not-yet" },
    });
    expect(readDate("kemarin", { today, towards: "future" })).toEqual({
      ok: false,
      error: { key: "answers.date.gone" },
    });
  });

  it("reads back every day of 1930 to 2035 in every usual form", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 38_000 }), (offset) => {
        const day = addDays("1930-01-01" as IsoDay, offset);
        const [year, month, date] = day.split("-") as [string, string, string];
        const name = new Intl.DateTimeFormat("id-ID", { month: "long", timeZone: "UTC" }).format(new Date(day));
        const forms = [
          day,
          `${date}-${month}-${year}`,
          `${Number(date)}/${Number(month)}/${year}`,
          `${date}${month}${year}`,
        ];
        for (const typed of [...forms, `${Number(date)} ${name} ${year}`, `${date} ${name.slice(0, 3)} ${year}`])
          expect(readDate(typed, { today })).toEqual({ ok: true, value: day });
      }),
    );
  });
});
