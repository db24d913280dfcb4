import { fail, ok, type Result } from "../../domain/shared/result";
import type { Refusal } from "./refusal";

/** In characters, both included. */
export interface TextLimits {
  readonly least?: number;
  readonly most?: number;
}

/**
 * Takes a text in the person's own words: what cannot be seen is removed, spaces and line breaks become one space, the
 * rest stays as it is. From 2 to 300 characters, unless the question sets other limits.
 */
export function readFreeText(typed: string, { least = 2, most = 300 }: TextLimits = {}): Result<string, Refusal> {
  if (typed.trim().length > most * 4) return fail(tooLong(typed.trim().length, most));
  const text = typed
    .normalize("NFC")
    .replace(/[\u200B\u2060\uFEFF\u202A-\u202E\u2066-\u2069]/g, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  const given = [...text].length;
  if (given > most) return fail(tooLong(given, most));
  if (!/[\p{L}\p{N}]/u.test(text)) return fail({ key: "answers.text.empty" });
  if (given < least) return fail({ key: "answers.text.too-short", params: { least } });
  return ok(text);
}

function tooLong(given: number, most: number): Refusal {
  return { key: "answers.text.too-long", params: { given, most } };
}
