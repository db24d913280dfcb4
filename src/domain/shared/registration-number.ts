import type { Brand } from "./brand";
import { fail, ok, type Result } from "./result";

/** The number under which a registration is spoken of, `KL-7K3M-9QX`: six characters and a check character. */
export type RegistrationNumber = Brand<string, "RegistrationNumber">;

/** Why a text is no registration number. */
export type RegistrationNumberFault =
  | { readonly code: "registration-number.empty" }
  /** `count` characters were found instead of 7, KL and dashes left out. */
  | { readonly code: "registration-number.length"; readonly count: number }
  /** A character that no registration number has. */
  | { readonly code: "registration-number.character"; readonly character: string }
  /** The check character does not fit: something was misread or swapped. */
  | { readonly code: "registration-number.check" };

/**
 * 23 characters. Left out is what is easily misread (0 O, 1 I L, B for 8, S for 5, Z for 2, U and V for each other),
 * misheard (N for M) or makes words (the vowels). 23 is a prime, which the check needs.
 */
const ALPHABET = "23456789CDFGHJKMPQRTWXY";
const SIZE = ALPHABET.length;
/** What is written or heard instead of a character of the alphabet. */
const MISREAD: Readonly<Record<string, string>> = { B: "8", S: "5", Z: "2", N: "M" };
const PREFIX = "KL";
const PAYLOAD = 6;
const LENGTH = PAYLOAD + 1;
/**
 * The radix of the check, a pure system as in ISO/IEC 7064: its powers up to `LENGTH` differ modulo 23 and none is zero,
 * so that one wrong character, and any two that changed places, are always noticed.
 */
const RADIX = 5;
const FEWEST_BYTES = 8;

/**
 * A number from random bytes, at least 8 of them so that all numbers are equally likely. About 148 million numbers exist:
 * the unique index of the store decides, and the caller draws again where one is taken.
 */
export function makeRegistrationNumber(bytes: Uint8Array): RegistrationNumber {
  if (bytes.length < FEWEST_BYTES)
    throw new Error(`a registration number is drawn from at least ${FEWEST_BYTES} random bytes`);
  let pool = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let payload = "";
  while (payload.length < PAYLOAD) {
    payload += ALPHABET.charAt(Number(pool % BigInt(SIZE)));
    pool /= BigInt(SIZE);
  }
  return written(payload + checkCharacter(payload));
}

/** Reads a number as it is typed or read out: in any case, with or without KL, blanks and dashes, words before KL. */
export function parseRegistrationNumber(text: string): Result<RegistrationNumber, RegistrationNumberFault> {
  const compact = text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
  // No registration number contains an L, so that "KL" can only be the prefix.
  const body = [...compact.slice(compact.lastIndexOf(PREFIX) < 0 ? 0 : compact.lastIndexOf(PREFIX) + PREFIX.length)];
  if (body.length === 0) return fail({ code: "registration-number.empty" });
  if (body.length !== LENGTH) return fail({ code: "registration-number.length", count: body.length });
  const characters = body.map((character) => MISREAD[character] ?? character);
  const strange = characters.find((character) => !ALPHABET.includes(character));
  if (strange !== undefined) return fail({ code: "registration-number.character", character: strange });
  const plain = characters.join("");
  if (checkCharacter(plain.slice(0, PAYLOAD)) !== plain.slice(PAYLOAD))
    return fail({ code: "registration-number.check" });
  return ok(written(plain));
}

/** The character that makes the weighted sum of all seven a multiple of 23. */
function checkCharacter(payload: string): string {
  let sum = 0;
  for (const character of payload) sum = ((sum + ALPHABET.indexOf(character)) * RADIX) % SIZE;
  return ALPHABET.charAt((SIZE - sum) % SIZE);
}

function written(plain: string): RegistrationNumber {
  return `${PREFIX}-${plain.slice(0, 4)}-${plain.slice(4)}` as RegistrationNumber;
}
