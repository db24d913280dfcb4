import { readPersonName } from "../../../src/conversation/answers/person-name";
import fc from "../../support/property";

describe("readPersonName", () => {
  it.each([
    ["Siti Aminah", "Siti Aminah"],
    ["siti aminah", "Siti Aminah"],
    ["SITI AMINAH", "Siti Aminah"],
    ["Sutrisno", "Sutrisno"],
    ["  Siti \n Aminah  ", "Siti Aminah"],
    ["Siti McDonald", "Siti McDonald"],
    ["M. Yusuf", "M. Yusuf"],
    ["m. yusuf", "M. Yusuf"],
    ["NUR'AINI", "Nur'aini"],
    ["nur’aini", "Nur'aini"],
    ["Ma'ruf", "Ma'ruf"],
    ["anak-agung", "Anak-Agung"],
    ["Siti Aminah, S.Pd.", "Siti Aminah, S.Pd."],
    ["nama saya siti aminah", "Siti Aminah"],
    ["Nama: Siti Aminah", "Siti Aminah"],
    ["nama lengkap saya adalah Siti Aminah", "Siti Aminah"],
    ["jenengku Siti Aminah", "Siti Aminah"],
    ["asma kula Siti Aminah", "Siti Aminah"],
    ["saya Siti Aminah", "Siti Aminah"],
    ["Bu Siti Aminah", "Siti Aminah"],
    ["Pak Budi", "Budi"],
    ["Siti Aminah 🙏", "Siti Aminah"],
    ["Siti\u200B Aminah", "Siti Aminah"],
    ["Ｓｉｔｉ", "Siti"],
    ["José", "José"],
    ["Bukhori", "Bukhori"],
    ["Ibut", "Ibut"],
    ["Namara", "Namara"],
  ])("reads %j as %j", (typed, value) => {
    expect(readPersonName(typed)).toEqual({ ok: true, value });
  });

  it.each([
    ["", "empty"],
    ["🙏🙏", "empty"],
    ["...", "empty"],
    ["Siti 2", "digits"],
    ["3322010101900001", "digits"],
    ["https://siti.example", "link"],
    ["siti@contoh.id", "link"],
    ["www.siti.com", "link"],
    ["Siti & Budi", "characters"],
    ["Siti/Budi", "characters"],
    ["S", "too-short"],
  ])("refuses %j as %s", (typed, why) => {
    expect(readPersonName(typed)).toMatchObject({ ok: false, error: { key: `answers.name.${why}` } });
  });

  it("allows 60 letters and says how many too many were given", () => {
    expect(readPersonName("A".repeat(60)).ok).toBe(true);
    expect(readPersonName("A".repeat(61))).toEqual({
      ok: false,
      error: { key: "answers.name.too-long", params: { given: 61, most: 60 } },
    });
    expect(readPersonName("Siti ".repeat(2_000))).toMatchObject({ ok: false, error: { key: "answers.name.too-long" } });
  });

  it("reads its own result as the same name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (typed) => {
        const once = readPersonName(`Siti ${typed}`);
        if (once.ok) expect(readPersonName(once.value)).toEqual(once);
      }),
    );
  });
});
