import { fail, ok, type Result } from "../../domain/shared/result";
import { normalize, tooLong, wordsOf } from "./normalize";
import { readNumberWords } from "./number-words";
import type { Refusal } from "./refusal";

/** The smallest and the largest number that the question allows, both included. */
export interface NumberLimits {
  readonly least?: number;
  readonly most?: number;
}

const AROUND = new Set(
  (
    "orang org wong tiyang jiwa bulan bln sasi wulan kali ping tahun thn taun hari minggu buah pekerja people months " +
    "sekitar kira kurang lebih cuma hanya mung namung aja saja ae wae mawon ya lah nggih ada wonten ono saya mau untuk"
  ).split(" "),
);

/**
 * Reads a whole number in digits or words, Indonesian, Javanese or English ("12", "dua belas", "rolas", "3 orang").
 * Refuses a fraction, several numbers, and what lies outside the limits.
 */
export function readNumber(typed: string, limits: NumberLimits = {}): Result<number, Refusal> {
  const long = tooLong(typed);
  if (long) return fail(long);
  const value = readWhole(typed);
  if (value === null) return fail({ key: "answers.number.unreadable" });
  if (!Number.isInteger(value)) return fail({ key: "answers.number.whole" });
  const { least = 0, most = Number.MAX_SAFE_INTEGER } = limits;
  if (value < least) return fail({ key: "answers.number.too-small", params: { least } });
  if (value > most) return fail({ key: "answers.number.too-large", params: { most } });
  return ok(value);
}

function readWhole(typed: string): number | null {
  const text = normalize(typed);
  if (/^[-−–]\s*\d/.test(text)) return null;
  const fraction = /^(\d{1,9})[.,](\d{1,2})$/.exec(text);
  if (fraction) return Number(`${fraction[1]}.${fraction[2]}`);
  if (/\d[-–/]\d/.test(text)) return null;
  const grouped = text.replace(/(\d)[.,](?=\d{3}(?!\d))/g, "$1").replace(/(\d)(?=[a-z])/g, "$1 ");
  const words = wordsOf(grouped).filter((word) => !AROUND.has(word));
  return readNumberWords(words)?.value ?? null;
}
