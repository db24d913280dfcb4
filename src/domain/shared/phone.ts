import { type ParseError, parsePhoneNumberWithError } from "libphonenumber-js/min";
import type { Brand } from "./brand";
import { fail, ok, type Result } from "./result";
import { withPlainDigits } from "./typed-digits";

/** An Indonesian mobile number in E.164, `+628…`. Contact data, never the identity of a person (F9.08). */
export type PhoneNumber = Brand<string, "PhoneNumber">;

/** Why a text is no mobile number. */
export type PhoneFault =
  | { readonly code: "phone.empty" }
  /** `digits` as written with the leading 0; there are 10 to 13 (F9.07). */
  | { readonly code: "phone.length"; readonly digits: number }
  /** A number of another country. */
  | { readonly code: "phone.foreign" }
  /** An Indonesian number that does not begin with 08: a house or an office telephone. */
  | { readonly code: "phone.not-mobile" };

/** Digits after the leading 0 (F9.07). */
const NATIONAL_DIGITS = { fewest: 9, most: 12 } as const;

/**
 * Reads a mobile number as people write it: 08…, 8…, 62 8…, +62 8…, with blanks, dots, dashes, words before it. Judged by
 * its length alone, never by the operator's prefix, because new prefixes appear all the time (F9.07).
 */
export function parsePhoneNumber(text: string): Result<PhoneNumber, PhoneFault> {
  const typed = tidy(text);
  const digits = typed.replace(/\D/g, "");
  if (digits === "") return fail({ code: "phone.empty" });
  const { country, national } = split(typed, digits);
  if (country !== "62") return fail({ code: "phone.foreign" });
  const { fewest, most } = NATIONAL_DIGITS;
  if (national.length < fewest || national.length > most)
    return fail({ code: "phone.length", digits: national.length + 1 });
  if (!national.startsWith("8")) return fail({ code: "phone.not-mobile" });
  return ok(`+62${national}` as PhoneNumber);
}

/** A number as it may be shown to others: the first digits and the last three. */
export function maskPhone(phone: PhoneNumber): string {
  return `${phone.slice(0, 6)}${"•".repeat(phone.length - 9)}${phone.slice(-3)}`;
}

/** The link that opens a WhatsApp chat with a number, which must stand without its plus (F9.07). */
export function waMeLink(phone: PhoneNumber): string {
  return `https://wa.me/${phone.slice(1)}`;
}

/**
 * The letter O before an 8 is a zero, 0062 is dialled for +62, and a leading 62 before an 8 is +62. The library settles
 * the last one by the lengths and prefixes that it knows, which the rule of F9.07 does not want.
 */
function tidy(text: string): string {
  return withPlainDigits(text)
    .replace(/(?<![\p{L}\d])[oO](?=\s?8)/u, "0")
    .replace(/(?<!\d)00\s?62/, "+62")
    .replace(/^([^\d+]*)62(?=[\s.(-]*0?[\s.)-]*8)/, "$1+62");
}

interface Split {
  readonly country: string;
  readonly national: string;
}

function split(typed: string, digits: string): Split {
  try {
    const read = parsePhoneNumberWithError(typed, { defaultCountry: "ID" });
    return { country: read.countryCallingCode, national: withoutTrunk(read.nationalNumber) };
  } catch (error) {
    if (!isParseError(error)) throw error;
    if (error.message === "INVALID_COUNTRY") return { country: "", national: "" };
    // Too short or too long for any country: counted as an Indonesian number, so that the length can be told.
    return { country: "62", national: withoutTrunk(digits.replace(/^62/, "")) };
  }
}

function withoutTrunk(national: string): string {
  return national.replace(/^0+/, "");
}

function isParseError(error: unknown): error is ParseError {
  return (
    error instanceof Error &&
    ["NOT_A_NUMBER", "INVALID_COUNTRY", "TOO_SHORT", "TOO_LONG", "INVALID_LENGTH"].includes(error.message)
  );
}
