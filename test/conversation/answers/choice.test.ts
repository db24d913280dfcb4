import { type ChoiceOption, readChoice } from "../../../src/conversation/answers/choice";

const payer: ChoiceOption<string>[] = [
  { value: "self", label: "Saya bayar sendiri", synonyms: ["mandiri", "bayar dhewe"] },
  { value: "sponsor", label: "Dicarikan sponsor" },
  { value: "officer", label: "Tanya petugas" },
];
const months: ChoiceOption<number>[] = [1, 3, 6, 12].map((value) => ({ value, label: `${value} bulan` }));
const kinds: ChoiceOption<string>[] = [
  { value: "farmer", label: "Petani", synonyms: ["tani", "buruh tani"] },
  { value: "fisher", label: "Nelayan" },
  { value: "ojek", label: "Ojek / sopir" },
  { value: "trader", label: "Pedagang 🛒" },
  { value: "tailor", label: "Penjahit" },
];

describe("readChoice", () => {
  it.each([
    ["1", "self"],
    ["1.", "self"],
    ["(1)", "self"],
    ["no 1", "self"],
    ["No. 1", "self"],
    ["nomor satu", "self"],
    ["nomer siji", "self"],
    ["1️⃣", "self"],
    ["１", "self"],
    ["pilih 2", "sponsor"],
    ["pilih yang 2 pak", "sponsor"],
    ["yang kedua", "sponsor"],
    ["ke-2", "sponsor"],
    ["sing loro", "sponsor"],
    ["kalih", "sponsor"],
    ["satuuu", "self"],
    ["setunggal", "self"],
    ["tiga", "officer"],
    ["telu", "officer"],
    ["Saya bayar sendiri", "self"],
    ["SAYA BAYAR SENDIRI!!", "self"],
    ["bayar sendiri", "self"],
    ["sendiri", "self"],
    ["mandiri", "self"],
    ["bayar dewe", "self"],
    ["saya mau bayar sendiri ya", "self"],
    ["sponsor", "sponsor"],
    ["dicarikan", "sponsor"],
    ["dicarikan sponser", "sponsor"],
    ["dicrikan sponsor", "sponsor"],
    ["tanya pertugas", "officer"],
  ])("reads %j as %s", (typed, value) => {
    expect(readChoice(typed, payer)).toEqual({ ok: true, value });
  });

  it.each([
    ["ptani", "farmer"],
    ["petni", "farmer"],
    ["buruh tani", "farmer"],
    ["pedagang", "trader"],
    ["dagang", null],
    ["sopir", "ojek"],
    ["ojek", "ojek"],
    ["pe", null],
    ["nelayn", "fisher"],
  ])("reads the occupation %j as %s", (typed, value) => {
    const read = readChoice(typed, kinds);
    expect(read.ok ? read.value : null).toBe(value);
  });

  it("asks back where a bare number is a place in the list and another choice's months", () => {
    expect(readChoice("3", months)).toEqual({
      ok: false,
      error: { key: "answers.choice.place-or-months", params: { label: "3 bulan", place: 3, other: "6 bulan" } },
    });
    for (const typed of ["nomor 3", "no. 3", "yang ketiga"])
      expect(readChoice(typed, months)).toEqual({ ok: true, value: 6 });
    for (const [typed, place, label] of [
      ["2", 2, "3 bulan"],
      ["4", 4, "12 bulan"],
    ] as const)
      expect(readChoice(typed, months)).toEqual({
        ok: false,
        error: { key: "answers.choice.place-of-months", params: { place, label } },
      });
    for (const [typed, value] of [
      ["1", 1],
      ["nomor 2", 3],
      ["yang keempat", 12],
      ["6", 6],
      ["12", 12],
    ] as const)
      expect(readChoice(typed, months)).toEqual({ ok: true, value });
    expect(readChoice("7", months).ok).toBe(false);
  });

  it("takes a whole label for itself", () => {
    expect(readChoice("3 bulan", months)).toEqual({ ok: true, value: 3 });
    expect(readChoice("12 bulan", months)).toEqual({ ok: true, value: 12 });
  });

  it("finds every choice by its number and its label", () => {
    const lists: ChoiceOption<unknown>[][] = [payer, months, kinds];
    for (const options of lists)
      for (const [index, { value, label }] of options.entries()) {
        expect(readChoice(`nomor ${index + 1}`, options)).toEqual({ ok: true, value });
        expect(readChoice(label.toUpperCase(), options)).toEqual({ ok: true, value });
      }
  });

  it.each(["0", "4", "99", "nomor sepuluh"])("refuses %j, which is not in the list", (typed) => {
    expect(readChoice(typed, payer)).toEqual({
      ok: false,
      error: { key: "answers.choice.no-such-number", params: { last: 3 } },
    });
  });

  it("asks which one where several labels begin alike", () => {
    const read = readChoice("pe", [...kinds]);
    expect(read.ok).toBe(false);
    expect(readChoice("pen", [...kinds, { value: "musician", label: "Penyanyi" }])).toEqual({
      ok: false,
      error: { key: "answers.choice.several", params: { labels: "Penjahit, Penyanyi" } },
    });
  });

  it.each(["", "   ", "🙏", "entahlah", "1 2", "saya tidak mau bayar sendiri", "bukan nelayan"])(
    "refuses %j",
    (typed) => {
      expect(readChoice(typed, payer).ok).toBe(false);
      expect(readChoice(typed, kinds).ok).toBe(false);
    },
  );

  it("refuses a pasted text and says how long it was", () => {
    expect(readChoice("1 ".repeat(5_000), payer)).toEqual({
      ok: false,
      error: { key: "answers.too-long", params: { given: 9_999, most: 200 } },
    });
  });
});
