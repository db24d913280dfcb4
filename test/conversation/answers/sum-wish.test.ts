import { asksForSum, readSumWish, type SumWish } from "../../../src/conversation/answers/sum-wish";
import type { IsoDay } from "../../../src/domain/shared/calendar";
import fc from "../../support/property";
import { quietMs } from "../../support/quiet-machine";

const today = "2026-11-23" as IsoDay;

const wishes: readonly (readonly [typed: string, wish: SumWish])[] = [
  ["hitung", {}],
  ["tolong hitungkan pak", {}],
  ["itung iuran 2 juta ojek", { what: "dues", income: 2_000_000, sector: "transport", period: "2026-11" as never }],
  [
    "hitung iuran petani 1,5 juta januari",
    { what: "dues", income: 1_500_000, sector: "other", period: "2027-01" as never },
  ],
  ["iuran 3jt brp", { what: "dues", income: 3_000_000, period: "2026-11" as never }],
  ["iurane piro nek gaji sejuta", { what: "dues", income: 1_000_000, period: "2026-11" as never }],
  ["berapa santunan kalau cacat 20 persen upah 1 juta", { what: "part", income: 1_000_000, percent: 20 }],
  ["cacat 7,5% dapat berapa?", { what: "part", percent: 7.5 }],
  ["hitung cacat total gaji 2 juta", { what: "total", income: 2_000_000 }],
  ["gak bisa kerja 3 bulan upah 1 juta dapat berapa", { what: "temporary", income: 1_000_000, months: 3 }],
  ["hitung santunan meninggal", { what: "death" }],
  ["kalau meninggal kecelakaan kerja gaji 2 juta dapat berapa", { what: "death", income: 2_000_000, cause: "work" }],
  ["hitung santunan meninggal karena sakit", { what: "death", cause: "other" }],
  ["beasiswa anak SD dan SMA", { what: "school", levels: ["primary", "senior"] }],
  ["beasiswa anak kuliah berapa", { what: "school", levels: ["higher"] }],
  [
    "nabung jht 10 tahun gaji 1 juta hasil 5 persen jadi berapa",
    { what: "savings", income: 1_000_000, months: 120, rate: 5 },
  ],
  ["pajak jht 60 juta berapa", { what: "tax", balance: 60_000_000 }],
  ["STMB 14 bulan gaji 1 juta", { what: "temporary", income: 1_000_000, months: 14 }],
  ["istirahat 4 bulan upah 1 juta dapat berapa", { what: "temporary", income: 1_000_000, months: 4 }],
  ["pajak jht 60 juta", { what: "tax", balance: 60_000_000 }],
  ["kalau nabung jht 5 tahun jadi berapa", { what: "savings", months: 60 }],
  ["STMB 3 bulan", { what: "temporary", months: 3 }],
  ["tidak mampu bekerja 2 bulan, upah 2 juta", { what: "temporary", income: 2_000_000, months: 2 }],
  ["kehilangan jari 10 persen gaji 1 juta", { what: "part", income: 1_000_000, percent: 10 }],
  ["meninggal kecelakaan kerja gaji 1 juta", { what: "death", income: 1_000_000, cause: "work" }],
  [
    "iuran sopir penghasilan 3 juta maret 2027",
    { what: "dues", income: 3_000_000, sector: "transport", period: "2027-03" as never },
  ],
  ["hitung iuran 50 ribu sehari", { what: "dues" }],
  ["hitung iuran 500 ribu", { what: "dues", period: "2026-11" as never }],
];

const questions = [
  "iurannya berapa?",
  "kalau meninggal dapat berapa?",
  "katanya 42 juta dari hari pertama kalau meninggal, berapa yang benar?",
  "beasiswanya buat anak SD ada gak?",
  "bapak saya meninggal",
  "suami saya meninggal kecelakaan kerja, gajinya 1 juta",
  "saya sudah bayar iuran, penghasilan 2 juta",
  "cara bayar iuran gimana",
  "jht 10 tahun bisa diambil berapa persen",
  "saya mau daftar, penghasilan 2 juta",
  "hp saya mati",
  "Sumarni",
  "1",
  "",
];

describe("the wish for a sum", () => {
  it.each(wishes)("is read from %j", (typed, wish) => {
    expect(readSumWish(typed, today)).toEqual(wish);
    expect(asksForSum(typed)).toBe(true);
  });

  it.each(questions)("is not read from %j, which the knowledge answers", (typed) => {
    expect(readSumWish(typed, today)).toBeNull();
  });

  it("is looked for in any text without failing, and soon", () => {
    fc.assert(fc.property(fc.string({ maxLength: 5_000 }), (typed) => void readSumWish(typed, today)));
    for (const text of ["beasiswa ".repeat(5_000), "a".repeat(50_000), "1.".repeat(20_000)])
      expect(quietMs(() => readSumWish(text, today), 300)).toBeLessThan(300);
  });
});
