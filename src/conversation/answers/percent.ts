import { fail, ok, type Result } from "../../domain/shared/result";
import { normalize, tooLong } from "./normalize";
import { readNumberWords } from "./number-words";
import type { Refusal } from "./refusal";

const UNIT = /\s*(?:%|persen|prosen|percent)(?: setahun| per tahun)?$/;

/** Reads a share in percent, "20", "7,5 %", "dua puluh persen", within the limits, both included. */
export function readPercent(
  typed: string,
  { least, most }: { readonly least: number; readonly most: number },
): Result<number, Refusal> {
  const long = tooLong(typed);
  if (long) return fail(long);
  const text = normalize(typed).replace(UNIT, "");
  const digits = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text);
  const value = digits ? Number(`${digits[1]}.${digits[2] ?? 0}`) : readNumberWords(text.split(" "))?.value;
  if (value === undefined) return fail({ key: "reckon.percent-unreadable" });
  if (value < least || value > most) return fail({ key: "reckon.percent-range", params: { least, most } });
  return ok(value);
}
