import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readChoice } from "../../../src/conversation/answers/choice";
import { readDate } from "../../../src/conversation/answers/date";
import { readFreeText } from "../../../src/conversation/answers/free-text";
import { readMoney } from "../../../src/conversation/answers/money";
import { readMonth } from "../../../src/conversation/answers/month";
import { readNikNumber } from "../../../src/conversation/answers/nik";
import { normalize, wordsOf } from "../../../src/conversation/answers/normalize";
import { readNumber } from "../../../src/conversation/answers/number";
import { readPersonName } from "../../../src/conversation/answers/person-name";
import { readPhoneNumber } from "../../../src/conversation/answers/phone-number";
import { readDistrict, readVillage } from "../../../src/conversation/answers/place";
import { looksLikeQuestion } from "../../../src/conversation/answers/question";
import type { Refusal } from "../../../src/conversation/answers/refusal";
import { readRegistrationNumber } from "../../../src/conversation/answers/registration-number";
import { recognizeUniversalWord } from "../../../src/conversation/answers/universal-words";
import { readYesNo } from "../../../src/conversation/answers/yes-no";
import type { IsoDay } from "../../../src/domain/shared/calendar";
import type { Result } from "../../../src/domain/shared/result";
import fc from "../../support/property";
import { quietMs } from "../../support/quiet-machine";

const today = "2026-11-23" as IsoDay;
const options = [
  { value: "a", label: "Petani" },
  { value: "b", label: "Pedagang keliling" },
];
const readers: Record<string, (typed: string) => Result<unknown, Refusal>> = {
  choice: (typed) => readChoice(typed, options),
  "yes-no": readYesNo,
  number: (typed) => readNumber(typed, { least: 1, most: 12 }),
  money: (typed) => readMoney(typed, { least: 1_000 }),
  date: (typed) => readDate(typed, { today }),
  "date in the past": (typed) => readDate(typed, { today, towards: "past" }),
  "date to come": (typed) => readDate(typed, { today, towards: "future" }),
  month: (typed) => readMonth(typed, { today }),
  name: readPersonName,
  text: (typed) => readFreeText(typed),
  nik: readNikNumber,
  phone: readPhoneNumber,
  "registration number": readRegistrationNumber,
  district: readDistrict,
  village: (typed) => readVillage(typed),
};
const pieces =
  "1 2 17 31 90 1990 2027 - / . , rp jt juta ribu rb setengah satu dua belas puluh ratus sejuta agustus jan bulan depan lagi hari tgl ya tidak kec desa ungaran kalisidi kota semarang nama saya kenapa status ? 👍 \u200B 1️⃣".split(
    " ",
  );
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 250, size: "max" }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc
    .tuple(fc.string({ unit: "binary", minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 1_000 }))
    .map(([piece, times]) => piece.repeat(times).slice(0, 10_000)),
  fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((words) => words.join(" ")),
  fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((words) => words.join("")),
);
/** How long somebody waits at most for all readers together, on a quiet machine. Milliseconds. */
const atOnceMs = 500;
const millisecondsForAll = (typed: string): number =>
  quietMs(() => {
    for (const read of Object.values(readers)) read(typed);
    recognizeUniversalWord(typed);
    looksLikeQuestion(typed);
  }, atOnceMs);
const locale = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(__dirname, "../../../locales", language, "answers.json"), "utf8"));
const languages = ["id", "en"];
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map((match) => match[1]).sort();

describe("any text at all", () => {
  it.each(Object.entries(readers))("is read or refused kindly by the reader of a %s", (_, read) => {
    const words = locale("id");
    fc.assert(
      fc.property(anyText, (typed) => {
        const result = read(typed);
        if (result.ok) return;
        expect(Object.keys(words)).toContain(result.error.key);
        expect(Object.keys(result.error.params ?? {}).sort()).toEqual(placeholders(words[result.error.key]!));
      }),
      { numRuns: 250, endOnFailure: true },
    );
  });

  it("neither stops the recognizers nor the normalization", () => {
    fc.assert(
      fc.property(anyText, (typed) => {
        expect(normalize(normalize(typed))).toBe(normalize(typed));
        expect(wordsOf(typed).every((word) => /^[\p{L}\p{N}]+$/u.test(word))).toBe(true);
        recognizeUniversalWord(typed);
        looksLikeQuestion(typed);
      }),
      { numRuns: 200, endOnFailure: true },
    );
  });

  it("is answered at once by every reader, 10,000 characters long", () => {
    const long = fc.string({ unit: "binary", minLength: 9_900, maxLength: 10_000, size: "max" });
    fc.assert(
      fc.property(long, (typed) => expect(millisecondsForAll(typed)).toBeLessThan(atOnceMs)),
      { numRuns: 10, endOnFailure: true },
    );
  });

  const pastes = [
    "a",
    "1",
    "1 ",
    "-",
    "sa",
    "satu ",
    "dua belas ",
    "\u0301",
    "🙏",
    "1.",
    "\uFDFA",
    "kec ",
    "\n",
    "ya ",
    "ke",
    "nama ",
    "bisa ga ",
    "Ⅷ",
  ];
  it.each(pastes)("is answered at once where 10,000 characters of %j were pasted", (piece) => {
    const paste = piece.repeat(Math.ceil(10_000 / piece.length)).slice(0, 10_000);
    for (const length of [190, 10_000]) {
      expect(millisecondsForAll(paste.slice(0, length))).toBeLessThan(atOnceMs);
    }
  });
});

describe("the words for refusals", () => {
  it.each(languages)("are all there in %s, with the same placeholders", (language) => {
    const ours = locale("id");
    const theirs = locale(language);
    expect(Object.keys(theirs).sort()).toEqual(Object.keys(ours).sort());
    for (const key of Object.keys(ours)) expect(placeholders(theirs[key]!)).toEqual(placeholders(ours[key]!));
  });
});
