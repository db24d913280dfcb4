import type { IsoDay } from "../../../src/domain/shared/calendar";
import {
  ageOn,
  maskNik,
  type Nik,
  nikWarnings,
  PROVINCE_CODES,
  parseNik,
  readNik,
} from "../../../src/domain/shared/nik";
import fc from "../../support/property";

const TODAY = "2026-11-23" as IsoDay;
const day = (text: string) => text as IsoDay;
const nik = (text: string): Nik => {
  const read = parseNik(text);
  if (!read.ok) throw new Error(`refused: ${read.error.code}`);
  return read.value;
};

describe("reading a NIK as people type it", () => {
  it.each([
    "3322045708900001",
    "NIK: 3322045708900001",
    "nik saya 3322 0457 0890 0001 ya",
    "3322.04.570890.0001",
    "33-22-04-570890-0001",
    "3322–0457–0890–0001",
    "  3322045708900001\n",
    "３３２２０４５７０８９０００01",
    "٣٣٢٢٠٤٥٧٠٨٩٠٠٠٠١",
    "332204570890OO01",
    "332204570890000l",
    "3322045708900001, HP 0812 3456 7890",
  ])("takes %j", (text) => {
    expect(parseNik(text)).toEqual({ ok: true, value: "3322045708900001" });
  });

  it.each([
    ["", { code: "nik.empty" }],
    ["saya tidak hafal", { code: "nik.empty" }],
    ["332204570890000", { code: "nik.length", count: 15 }],
    ["33220457089000011", { code: "nik.length", count: 17 }],
    ["3322045708900001 dan 3322045708900002", { code: "nik.length", count: 32 }],
    ["9922045708900001", { code: "nik.province", provinceCode: "99" }],
    ["0022045708900001", { code: "nik.province", provinceCode: "00" }],
    ["3322040008900001", { code: "nik.date", part: "day" }],
    ["3322043208900001", { code: "nik.date", part: "day" }],
    ["3322044008900001", { code: "nik.date", part: "day" }],
    ["3322047208900001", { code: "nik.date", part: "day" }],
    ["3322041700900001", { code: "nik.date", part: "month" }],
    ["3322041713900001", { code: "nik.date", part: "month" }],
    ["3322043002900001", { code: "nik.date", part: "calendar" }],
    ["3322042902900001", { code: "nik.date", part: "calendar" }],
    ["3322047104900001", { code: "nik.date", part: "calendar" }],
    ["3322041708900000", { code: "nik.serial" }],
  ])("refuses %j and says why", (text, error) => {
    expect(parseNik(text)).toEqual({ ok: false, error });
  });

  it("takes 29 February of leap years, and of the year 00 because 2000 had one", () => {
    expect(parseNik("3322042902960001").ok).toBe(true);
    expect(parseNik("3322042902000001").ok).toBe(true);
  });

  it("never refuses by region: every province, any regency, and the code 332214 of the time before the split", () => {
    expect(PROVINCE_CODES.size).toBe(38);
    for (const province of PROVINCE_CODES) expect(parseNik(`${province}99991708900001`).ok).toBe(true);
    expect(parseNik("3322141708900001").ok).toBe(true);
  });

  it("repeats no birth date and no serial when it refuses", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{12,20}$/), (text) => {
        const read = parseNik(text);
        if (!read.ok) expect(JSON.stringify(read.error)).not.toMatch(/\d{3}/);
      }),
    );
  });
});

describe("what a NIK says", () => {
  it.each([
    ["3322041708900001", "male", "1990-08-17", 36],
    ["3322045708900001", "female", "1990-08-17", 36],
    ["3322042311100001", "male", "2010-11-23", 16],
    ["3322042311110001", "male", "2011-11-23", 15],
    ["3322042311260001", "male", "1926-11-23", 100],
    ["3322042411250001", "male", "1925-11-24", 100],
    ["3322042902000001", "male", "2000-02-29", 26],
    ["3322040101000001", "male", "2000-01-01", 26],
    ["3322043112300001", "male", "1930-12-31", 95],
  ])("of %s is %s, born %s, %i years old", (text, sex, bornOn, age) => {
    expect(readNik(nik(text), TODAY)).toEqual({ sex, bornOn, age, provinceCode: "33", regencyCode: "3322" });
  });

  it.each([
    ["3322042411110001", "2011-11-24", 14],
    ["3322040101200001", "2020-01-01", 6],
    ["3322042311250001", "2025-11-23", 1],
  ])("of %s is a child's, because no century makes 15 to 100 years", (text, bornOn, age) => {
    expect(readNik(nik(text), TODAY)).toMatchObject({ bornOn, age });
    expect(nikWarnings(nik(text), TODAY)).toEqual([{ code: "nik.warning.age", age }]);
  });

  it("warns, and only warns, where the person states another birth day or sex (F9.03)", () => {
    const woman = nik("3322045708900001");
    expect(nikWarnings(woman, TODAY, { statedBirthDay: day("1990-08-17"), statedSex: "female" })).toEqual([]);
    expect(nikWarnings(woman, TODAY, { statedBirthDay: day("1990-07-17"), statedSex: "male" })).toEqual([
      { code: "nik.warning.birth-day", bornOn: "1990-08-17" },
      { code: "nik.warning.sex", sex: "female" },
    ]);
  });

  it("is shown without the birth date (F9.09)", () => {
    expect(maskNik(nik("3322045708900001"))).toBe("3322••••••••0001");
  });

  it("gives back what it was made of, however it was typed", () => {
    const born = fc.date({ min: new Date("1927-01-01"), max: new Date("2011-01-01"), noInvalidDate: true });
    const serials = fc.integer({ min: 1, max: 9999 });
    const places = fc.tuple(fc.constantFrom(...PROVINCE_CODES), fc.integer({ min: 0, max: 9999 }));
    const separators = fc.array(fc.constantFrom("", " ", ".", "-", "  "), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(born, serials, places, fc.boolean(), separators, (date, serial, place, female, between) => {
        const bornOn = date.toISOString().slice(0, 10);
        const [year, month, dayOfMonth] = bornOn.split("-");
        const written = String(Number(dayOfMonth) + (female ? 40 : 0)).padStart(2, "0");
        const digits = `${place[0]}${String(place[1]).padStart(4, "0")}${written}${month}${year?.slice(2)}${String(serial).padStart(4, "0")}`;
        const typed = [...digits].map((digit, index) => digit + (between[index] ?? "")).join("");
        expect(nik(`NIK ${typed}`)).toBe(digits);
        expect(readNik(nik(typed), TODAY)).toEqual({
          sex: female ? "female" : "male",
          bornOn,
          age: ageOn(day(bornOn), TODAY),
          provinceCode: place[0],
          regencyCode: digits.slice(0, 4),
        });
      }),
    );
  });
});

describe("an age", () => {
  it.each([
    ["1990-11-23", "2026-11-23", 36],
    ["1990-11-24", "2026-11-23", 35],
    ["2000-02-29", "2026-02-28", 25],
    ["2000-02-29", "2026-03-01", 26],
  ])("of somebody born on %s is on %s %i", (bornOn, today, age) => {
    expect(ageOn(day(bornOn), day(today))).toBe(age);
  });
});
