import type { Brand } from "../shared/brand";
import { fail, ok, type Result } from "../shared/result";
import { withPlainDigits } from "../shared/typed-digits";

/** A participant number of BPJS Ketenagakerjaan: 11 digits (F6.08). */
export type Kpj = Brand<string, "Kpj">;

const DIGITS = 11;

/** Reads a KPJ as people type it, with blanks and dashes; `count` digits were found where it is none. */
export function parseKpj(text: string): Result<Kpj, { readonly code: "kpj.length"; readonly count: number }> {
  const digits = withPlainDigits(text).replace(/\D/g, "");
  return digits.length === DIGITS ? ok(digits as Kpj) : fail({ code: "kpj.length", count: digits.length });
}
