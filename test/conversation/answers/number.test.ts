import { readNumber } from "../../../src/conversation/answers/number";
import fc from "../../support/property";

describe("readNumber", () => {
  it.each([
    ["3", 3],
    ["3.", 3],
    ["３", 3],
    ["12", 12],
    ["dua belas", 12],
    ["duabelas", 12],
    ["rolas", 12],
    ["sepuluh", 10],
    ["sedasa", 10],
    ["sebelas", 11],
    ["sewelas", 11],
    ["kalihwelas", 12],
    ["pitulas", 17],
    ["dua puluh", 20],
    ["dua puluh lima", 25],
    ["selawe", 25],
    ["selikur", 21],
    ["rong puluh", 20],
    ["telung puluh papat", 34],
    ["seket", 50],
    ["seket siji", 51],
    ["sewidak", 60],
    ["seratus", 100],
    ["satus", 100],
    ["rongatus", 200],
    ["seratus dua puluh tiga", 123],
    ["seribu", 1000],
    ["1.000", 1000],
    ["1,000", 1000],
    ["dua ribu lima ratus", 2500],
    ["3 orang", 3],
    ["3 org", 3],
    ["telu wong", 3],
    ["tiga bulan", 3],
    ["12 bln", 12],
    ["sekitar 5 orang", 5],
    ["lima aja", 5],
    ["limo", 5],
    ["gangsal", 5],
    ["sekawan", 4],
    ["nol", 0],
    ["sembilen", 9],
    ["seratuus", 100],
    ["five", 5],
    ["5️⃣", 5],
  ])("reads %j as %i", (typed, value) => {
    expect(readNumber(typed)).toEqual({ ok: true, value });
  });

  it.each([
    ["", "unreadable"],
    ["banyak", "unreadable"],
    ["-3", "unreadable"],
    ["2-3", "unreadable"],
    ["2 atau 3", "unreadable"],
    ["dua tiga", "unreadable"],
    ["belas", "unreadable"],
    ["ribu", "unreadable"],
    ["puluh dua", "unreadable"],
    ["siti", "unreadable"],
    ["1,5", "whole"],
    ["setengah", "whole"],
    ["99999999999999999999", "unreadable"],
  ])("refuses %j as %s", (typed, why) => {
    expect(readNumber(typed)).toEqual({ ok: false, error: { key: `answers.number.${why}` } });
  });

  it("keeps to the limits, which are allowed themselves", () => {
    const limits = { least: 1, most: 12 };
    expect(readNumber("12", limits)).toEqual({ ok: true, value: 12 });
    expect(readNumber("1", limits)).toEqual({ ok: true, value: 1 });
    expect(readNumber("0", limits)).toEqual({
      ok: false,
      error: { key: "answers.number.too-small", params: { least: 1 } },
    });
    expect(readNumber("13", limits)).toEqual({
      ok: false,
      error: { key: "answers.number.too-large", params: { most: 12 } },
    });
  });

  it("reads back every number that it is told in Indonesian words, joined or apart", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (number) => {
        expect(readNumber(inWords(number))).toEqual({ ok: true, value: number });
      }),
    );
    for (let number = 0; number < 1_000; number++)
      expect(readNumber(inWords(number).replaceAll(" ", ""))).toEqual({ ok: true, value: number });
  });
});

const UNITS = "nol satu dua tiga empat lima enam tujuh delapan sembilan".split(" ");

function inWords(number: number): string {
  if (number < 10) return UNITS[number]!;
  if (number === 10) return "sepuluh";
  if (number === 11) return "sebelas";
  if (number < 20) return `${inWords(number - 10)} belas`;
  if (number < 100) return compose(number, 10, "puluh");
  if (number < 200) return number === 100 ? "seratus" : `seratus ${inWords(number - 100)}`;
  if (number < 1_000) return compose(number, 100, "ratus");
  if (number < 2_000) return number === 1_000 ? "seribu" : `seribu ${inWords(number - 1_000)}`;
  return number < 1_000_000 ? compose(number, 1_000, "ribu") : compose(number, 1_000_000, "juta");
}

function compose(number: number, scale: number, name: string): string {
  const rest = number % scale;
  return `${inWords(Math.floor(number / scale))} ${name}${rest === 0 ? "" : ` ${inWords(rest)}`}`;
}
