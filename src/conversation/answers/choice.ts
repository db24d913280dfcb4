import { typoDistance, typosAllowed } from "../../domain/shared/folded-text";
import { fail, ok, type Result } from "../../domain/shared/result";
import { tooLong, wordsOf } from "./normalize";
import { readNumberWords } from "./number-words";
import type { Refusal } from "./refusal";
import { readYesNo } from "./yes-no";

/** One of the numbered choices of a question. Its number is its place in the list, from 1. */
export interface ChoiceOption<T> {
  readonly value: T;
  /** As the person sees it, in the person's language. */
  readonly label: string;
  /** Other words for the same, in any language. */
  readonly synonyms?: readonly string[];
}

interface Spelling<T> {
  readonly value: T;
  readonly label: string;
  readonly text: string;
}

const BEFORE_NUMBER = new Set(
  (
    "no nomor nomer nomer2 nmr pilih pilihan milih opsi angka yang sing ingkang yg saya aku kulo kula mau pengen " +
    "ambil ke the option number choose aja saja wae mawon ya nggih dong deh lah pak bu mas mbak"
  ).split(" "),
);
const ORDINALS = new Map(
  Object.entries({ pertama: 1, kesatu: 1, first: 1, kedua: 2, kepindo: 2, second: 2, ketiga: 3, third: 3 }).concat(
    Object.entries({ keempat: 4, kelima: 5, keenam: 6, ketujuh: 7, kedelapan: 8, kesembilan: 9, kesepuluh: 10 }),
  ),
);
const NEGATORS = /\b(?:tidak|tdk|bukan|ndak|gak|ga|nggak|ora|mboten|jangan|belum|not)\b/;

/**
 * Reads which choice is meant: the label or a synonym, its number ("1", "no 1", "nomor satu", "siji", "yang kedua"), or
 * an unambiguous beginning, part or near miss of a label. A number means the place in the list; one that is no place may be
 * another word for a choice ("yang 2026"), among months the months ("12"), and one that is a place and another choice's months
 * as well is asked back.
 */
export function readChoice<T>(typed: string, options: readonly ChoiceOption<T>[]): Result<T, Refusal> {
  const long = tooLong(typed);
  if (long) return fail(long);
  const words = wordsOf(typed);
  const text = words.join(" ");
  // "-1" is no place in a list.
  if (text === "" || /^\s*[-−–]\s*\d/u.test(typed)) return fail(unknown(options));
  const spellings = options.flatMap(spellingsOf);
  const exact = only(spellings.filter((spelling) => compact(spelling.text) === compact(text)));
  if (exact.length === 1 && exact[0]) return ok(exact[0].value);
  const number = numberIn(words);
  if (number !== null) return byNumber(number, options, words);
  return byLikeness(text, spellings, options);
}

function spellingsOf<T>({ value, label, synonyms = [] }: ChoiceOption<T>): Spelling<T>[] {
  return [label, ...synonyms]
    .map((written) => ({ value, label, text: wordsOf(written).join(" ") }))
    .filter(({ text }) => text !== "");
}

function numberIn(words: readonly string[]): number | null {
  const left = words.filter((word) => !BEFORE_NUMBER.has(word)).map((word) => word.replace(/^ke(?=\d)/, ""));
  const first = left[0];
  if (left.length === 1 && first !== undefined && ORDINALS.has(first)) return ORDINALS.get(first) ?? null;
  return readNumberWords(left)?.value ?? null;
}

/** What says that a number is a place: "nomor 3", "yang ketiga". */
const PLACE_WORDS = /^(?:no|nomor|nomer|nomer2|nmr|opsi|pilihan|number|option|ke\d*)$/u;
const MONTHS = /^(\d+) (?:bulan|months?|wulan|sasi)\b/u;

/** "3 bulan" of "3 bulan, sampai Februari". */
const monthsOf = ({ label }: ChoiceOption<unknown>): string => MONTHS.exec(label)?.[0] ?? label;
const saysPlace = (word: string): boolean => ORDINALS.has(word) || PLACE_WORDS.test(word);

function byNumber<T>(
  number: number,
  options: readonly ChoiceOption<T>[],
  words: readonly string[],
): Result<T, Refusal> {
  const chosen = options[number - 1];
  const lasting = options.find(({ label }) => MONTHS.exec(label)?.[1] === String(number));
  if (lasting && !chosen) return ok(lasting.value);
  if (lasting && chosen && lasting !== chosen && !words.some(saysPlace))
    return fail({
      key: "answers.choice.place-or-months",
      params: { label: monthsOf(lasting), place: number, other: monthsOf(chosen) },
    });
  if (chosen) return ok(chosen.value);
  const named = options.find((option) => spellingsOf(option).some(({ text }) => text === String(number)));
  if (named) return ok(named.value);
  return fail({ key: "answers.choice.no-such-number", params: { last: options.length } });
}

function byLikeness<T>(
  text: string,
  spellings: readonly Spelling<T>[],
  options: readonly ChoiceOption<T>[],
): Result<T, Refusal> {
  for (const alike of [beginnings, parts, mentions, nearMisses]) {
    const found = only(alike(text, spellings));
    if (found.length === 1 && found[0]) return ok(found[0].value);
    if (found.length > 1) {
      const labels = found.map(({ label }) => label).join(", ");
      return fail({ key: "answers.choice.several", params: { labels } });
    }
  }
  return fail(unknown(options));
}

/** Those that a yes or a no can be meant for: "ora" is no beginning of "Orang lain". All, where neither was said. */
function ofOneMind<T>(text: string, spellings: readonly Spelling<T>[]): readonly Spelling<T>[] {
  const said = readYesNo(text);
  if (!said.ok) return spellings;
  return spellings.filter((spelling) => {
    const meant = readYesNo(spelling.text);
    return meant.ok && meant.value === said.value;
  });
}

function beginnings<T>(text: string, spellings: readonly Spelling<T>[]): Spelling<T>[] {
  const typed = compact(text);
  if (typed.length < 3) return [];
  return ofOneMind(text, spellings).filter((spelling) => compact(spelling.text).startsWith(typed));
}

/** Words that many labels share and that choose none of them: "kantor" is not "Keluar dari kantor ini". */
const SHARED = new Set("kantor dari untuk dengan pada atau ini itu lagi".split(" "));

/** All typed words stand in the label: "sendiri" for "Saya bayar sendiri". */
function parts<T>(text: string, spellings: readonly Spelling<T>[]): Spelling<T>[] {
  const typed = text.split(" ").filter((word) => !BEFORE_NUMBER.has(word));
  if (typed.join("").length < 4 || typed.every((word) => SHARED.has(word))) return [];
  return spellings.filter((spelling) => {
    const words = new Set(spelling.text.split(" "));
    return typed.every((word) => words.has(word));
  });
}

/** The label stands in the typed sentence, which does not deny it: "saya mau daftar pekerja pak". */
function mentions<T>(text: string, spellings: readonly Spelling<T>[]): Spelling<T>[] {
  if (text.split(" ").length > 8) return [];
  const found = spellings.filter((spelling) => spelling.text.length >= 3 && ` ${text} `.includes(` ${spelling.text} `));
  return found.filter((spelling) => !NEGATORS.test(text) || NEGATORS.test(spelling.text));
}

function nearMisses<T>(text: string, spellings: readonly Spelling<T>[]): Spelling<T>[] {
  const typed = compact(text);
  const scored = ofOneMind(text, spellings)
    .map((spelling) => ({ spelling, slips: typoDistance(typed, compact(spelling.text)) }))
    .filter(({ spelling, slips }) => slips <= typosAllowed(Math.min(typed.length, compact(spelling.text).length)));
  const fewest = Math.min(...scored.map(({ slips }) => slips));
  return scored.filter(({ slips }) => slips === fewest).map(({ spelling }) => spelling);
}

function compact(text: string): string {
  return text.replaceAll(" ", "");
}

/** One spelling for each value. */
function only<T>(found: readonly Spelling<T>[]): Spelling<T>[] {
  return found.filter((spelling, index) => found.findIndex(({ value }) => value === spelling.value) === index);
}

function unknown<T>(options: readonly ChoiceOption<T>[]): Refusal {
  return { key: "answers.choice.unknown", params: { last: options.length } };
}
