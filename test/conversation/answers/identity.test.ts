import { readFreeText } from "../../../src/conversation/answers/free-text";
import { readNikNumber } from "../../../src/conversation/answers/nik";
import { readPhoneNumber } from "../../../src/conversation/answers/phone-number";
import { readRegistrationNumber } from "../../../src/conversation/answers/registration-number";
import { makeRegistrationNumber } from "../../../src/domain/shared/registration-number";

describe("readNikNumber", () => {
  it("reads a NIK, however it is spaced", () => {
    expect(readNikNumber("NIK: 3322 1857 0890 0001")).toEqual({ ok: true, value: "3322185708900001" });
  });

  it.each([
    ["tidak tahu", { key: "answers.nik.empty" }],
    ["332218570890000", { key: "answers.nik.too-short", params: { given: 15 } }],
    ["33221857089000011", { key: "answers.nik.too-long", params: { given: 17 } }],
    ["0022185708900001", { key: "answers.nik.province" }],
    ["3322183502900001", { key: "answers.nik.date" }],
    ["3322185708900000", { key: "answers.nik.serial" }],
  ])("refuses %j with what would help", (typed, error) => {
    expect(readNikNumber(typed)).toEqual({ ok: false, error });
  });
});

describe("readPhoneNumber", () => {
  it("reads a mobile number", () => {
    expect(readPhoneNumber("0812-3456-7890")).toEqual({ ok: true, value: "+6281234567890" });
  });

  it.each([
    ["tidak punya", { key: "answers.phone.empty" }],
    ["0812345", { key: "answers.phone.length", params: { given: 7 } }],
    ["+44 7700 900123", { key: "answers.phone.foreign" }],
    ["024 6921 234", { key: "answers.phone.not-mobile" }],
  ])("refuses %j with what would help", (typed, error) => {
    expect(readPhoneNumber(typed)).toEqual({ ok: false, error });
  });
});

describe("readRegistrationNumber", () => {
  const number = makeRegistrationNumber(Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]));

  it("reads a number back in small letters and with spaces", () => {
    expect(readRegistrationNumber(number.toLowerCase().replaceAll("-", " "))).toEqual({ ok: true, value: number });
  });

  it.each([
    ["", "empty"],
    ["KL-234", "length"],
    ["KL-AAAA-AAA", "character"],
    [`${number.slice(0, -1)}${number.endsWith("2") ? "3" : "2"}`, "check"],
  ])("refuses %j as %s", (typed, why) => {
    expect(readRegistrationNumber(typed)).toMatchObject({
      ok: false,
      error: { key: `answers.registration-number.${why}` },
    });
  });
});

describe("readFreeText", () => {
  it("keeps the person's own words and joins the lines", () => {
    expect(readFreeText("  Buruh tani\n di sawah\u0000 Pak RT 👍 ")).toEqual({
      ok: true,
      value: "Buruh tani di sawah Pak RT 👍",
    });
  });

  it.each([
    ["", { key: "answers.text.empty" }],
    ["🙏🙏🙏", { key: "answers.text.empty" }],
    ["a", { key: "answers.text.too-short", params: { least: 2 } }],
    ["a".repeat(301), { key: "answers.text.too-long", params: { given: 301, most: 300 } }],
    ["a".repeat(10_000), { key: "answers.text.too-long", params: { given: 10_000, most: 300 } }],
  ])("refuses %j", (typed, error) => {
    expect(readFreeText(typed)).toEqual({ ok: false, error });
  });

  it("keeps to other limits", () => {
    expect(readFreeText("abcdef", { most: 5 })).toEqual({
      ok: false,
      error: { key: "answers.text.too-long", params: { given: 6, most: 5 } },
    });
    expect(readFreeText("👨‍👩‍👧 ok", { most: 60 })).toEqual({ ok: true, value: "👨‍👩‍👧 ok" });
  });
});
