import { reckonedAtOnce } from "../../../src/conversation/flows/reckon-at-once";
import { createI18n } from "../../../src/i18n";
import { createKnowledge } from "../../../src/knowledge";

const knowledge = createKnowledge();
const translator = createI18n();
const now = Date.parse("2026-11-22T12:00:00+07:00");
const sumOf = (typed: string) => reckonedAtOnce(typed, { knowledge, now });
const said = (typed: string): string =>
  (sumOf(typed)?.messages ?? []).map((text) => translator.render(text, "id")).join("\n");

/** The worked examples of the fact sheet (after F3.38 and in sections 2 to 5), each by one question. */
const examples: readonly (readonly [typed: string, topic: string, holds: readonly string[]])[] = [
  [
    "meninggal kecelakaan kerja gaji 1 juta dapat berapa",
    "jkk.death",
    ["Rp 70.000.000", "60 persen dari 80 kali Rp 1.000.000: Rp 48.000.000", "Rp 10.000.000", "Rp 12.000.000"],
  ],
  ["cacat total tetap gaji 1 juta berapa", "jkk.total-disability", ["Rp 68.000.000", "Rp 56.000.000", "Rp 12.000.000"]],
  ["STMB 3 bulan gaji 1 juta", "jkk.stmb", ["Rp 3.000.000", "3 bulan, tiap bulan 100 persen dari Rp 1.000.000"]],
  ["STMB 14 bulan gaji 1 juta", "jkk.stmb", ["Rp 13.000.000", "12 bulan", "2 bulan, tiap bulan 50 persen"]],
  ["cacat sebagian 10 persen gaji 1 juta", "jkk.partial-disability", ["Rp 8.000.000", "10 persen dari 80 kali"]],
  ["hitung santunan meninggal karena sakit", "jkm.amount", ["Rp 42.000.000", "Rp 20.000.000", "lunas 3 bulan"]],
  ["iuran petani penghasilan 1 juta desember 2026", "contribution.income-bands", ["Rp 8.400", "Rp 5.000", "Rp 3.400"]],
  ["iuran petani penghasilan 1 juta januari 2027", "contribution.income-bands", ["Rp 16.800", "Rp 10.000", "Rp 6.800"]],
  ["iuran ojek penghasilan 1 juta maret 2027", "contribution.income-bands", ["Rp 8.400", "Mulai April 2027"]],
  ["beasiswa anak SD dan kuliah berapa", "scholarship.amount", ["Rp 69.000.000", "Rp 9.000.000", "Rp 60.000.000"]],
  ["pajak jht 60 juta berapa", "jht.tax", ["Rp 59.500.000", "Rp 500.000"]],
  ["nabung jht 1 tahun gaji 1 juta hasil 5 persen", "jht.what", ["bukan janji", "Rp 245.500", "Rp 240.000"]],
];

describe("a sum by one question", () => {
  it.each(examples)("%s", (typed, topic, holds) => {
    const words = said(typed);
    for (const part of [...holds, "Dasar:"]) expect(words).toContain(part);
    expect(sumOf(typed)?.topic).toBe(topic);
    expect(sumOf(typed)?.factIds.length).toBeGreaterThan(0);
  });

  it.each([
    ["cacat 10 persen dapat berapa", ["penghasilan yang dilaporkan Rp 1.000.000", "bagian tubuhnya hilang"]],
    ["iuran gaji 2 juta berapa", ["selain angkutan"]],
    ["nabung jht 10 tahun gaji 1 juta jadi berapa", ["hanya andaian", "Rp 3.087.868"]],
    ["jht 20 ribu sebulan 5 tahun jadi berapa", ["tiap bulan Rp 20.000", "penghasilan yang dilaporkan"]],
    ["gaji 2 juta meninggal dapat berapa", ["bukan karena kecelakaan kerja", "lunas 3 bulan"]],
  ])("says what it supposes: %s", (typed, supposed) => {
    for (const part of supposed) expect(said(typed)).toContain(part);
  });

  it("says of nothing that it is supposed where it was named", () => {
    expect(said("cacat sebagian 10 persen gaji 1 juta")).not.toContain("yang dilaporkan Rp");
    expect(said("nabung jht 1 tahun gaji 1 juta hasil 5 persen")).not.toContain("hanya andaian");
    expect(said("iuran petani penghasilan 1 juta januari 2027")).not.toContain("selain angkutan");
  });

  it.each([
    "iurannya berapa?",
    "jht 10 tahun bisa diambil berapa persen",
    "hitung",
    "beasiswa anak SD SD SMP dan SMA berapa",
    "iuran gaji 2 juta januari 2010",
    "bapak saya meninggal",
  ])("leaves to the knowledge what names too little, or too much: %s", (typed) => {
    expect(sumOf(typed)).toBeNull();
  });
});
