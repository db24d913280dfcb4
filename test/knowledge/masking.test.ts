import { createKnowledge } from "../../src/knowledge";
import fc from "../support/property";

const { masked } = createKnowledge();

describe("a question that is kept", () => {
  it.each([
    ["nama saya Sumarni Lestari, iuran saya berapa?", "nama saya [nama], iuran saya berapa?"],
    ["nama saya sumarni dari kopeng mau tanya iuran", "nama saya [nama] dari [tempat] mau tanya iuran"],
    ["NIK saya 3322015708900001 kok ditolak", "NIK saya [nomor] kok ditolak"],
    ["nik 3322 0157 0890 0001 kok ditolak", "nik [nomor] kok ditolak"],
    ["hubungi saya di 0812-3456-7890 ya", "hubungi saya di [nomor] ya"],
    ["telepon +62 812 3456 7890 bisa?", "telepon [nomor] bisa?"],
    ["KPJ 12345678901 saldonya berapa", "KPJ [nomor] saldonya berapa"],
    ["pak joko jatuh dari pohon dapat apa", "pak [nama] jatuh dari pohon dapat apa"],
    ["suami saya Wagiman meninggal kemarin bisa klaim?", "suami saya [nama] meninggal kemarin bisa klaim?"],
    ["almarhum Pak Slamet Riyadi dapat santunan?", "almarhum [nama] dapat santunan?"],
    ["rumah saya dusun Krajan rt 3 rw 2 apa bisa ikut", "rumah saya dusun [tempat] [tempat] [tempat] apa bisa ikut"],
    ["saya lahir 17 agustus 1990 bisa daftar?", "saya lahir [tanggal] bisa daftar?"],
    ["kirim ke sri.rahayu@contoh.id ya", "kirim ke [alamat] ya"],
    ["kemarin Yuliana bilang iuran naik", "kemarin [nama] bilang iuran naik"],
  ])("hides who is meant in %j", (typed, kept) => {
    expect(masked(typed)).toBe(kept);
  });

  it.each([
    "pak iurannya berapa",
    "katanya dapat 42 juta dari hari pertama?",
    "iuran Rp 16.800 apa betul",
    "santunan 42.000.000 itu cair kapan",
    "gaji 1500000 iurannya berapa",
    "orang Getasan bisa daftar di mana",
    "KUR sama BPJS apa bisa barengan",
    "bu kalau telat 3 bulan bagaimana",
    "nama di kartu keliru bagaimana",
  ])("leaves what is asked as it is: %j", (typed) => {
    expect(masked(typed)).toBe(typed);
  });

  it("keeps no number of a person, however it is written", () => {
    const spaced = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom("", " ", "-", ".")), {
        minLength: 10,
        maxLength: 16,
      })
      .map((digits) => `08${digits.map(([digit, gap]) => `${gap}${digit}`).join("")}`);
    fc.assert(
      fc.property(spaced, (number) => {
        expect(masked(`nomor saya ${number} tolong dicek`).replace(/\D/g, "")).toBe("");
      }),
    );
  });

  it("is cut where it is too long to be a question", () => {
    expect(masked("iuran ".repeat(500)).length).toBeLessThanOrEqual(500);
  });
});
