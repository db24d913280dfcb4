import type { Brand } from "../shared/brand";
import { fail, ok, type Result } from "../shared/result";

/** A one-time code with which somebody becomes an officer, `7K3M-9QXR`. */
export type OfficerCode = Brand<string, "OfficerCode">;

/** How long a code can be used: 7 days, in milliseconds. */
export const codeLifetimeMs = 7 * 86_400_000;

/** Characters that are neither misread nor misheard, as in registration numbers. */
const ALPHABET = "23456789CDFGHJKMPQRTWXY";
const MISREAD: Readonly<Record<string, string>> = { B: "8", S: "5", Z: "2", N: "M" };
const LENGTH = 8;
const FEWEST_BYTES = 16;

/** A code from random bytes, at least 16 of them: about 78 billion codes exist. */
export function makeOfficerCode(bytes: Uint8Array): OfficerCode {
  if (bytes.length < FEWEST_BYTES)
    throw new Error(`an officer's code is drawn from at least ${FEWEST_BYTES} random bytes`);
  let pool = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let plain = "";
  while (plain.length < LENGTH) {
    plain += ALPHABET.charAt(Number(pool % BigInt(ALPHABET.length)));
    pool /= BigInt(ALPHABET.length);
  }
  return written(plain);
}

/** Reads a code as it is typed: in any case, with or without the dash. */
export function parseOfficerCode(text: string): Result<OfficerCode, "officer-code.unreadable"> {
  const plain = [
    ...text
      .normalize("NFKC")
      .toUpperCase()
      .replace(/[^\p{L}\p{N}]/gu, ""),
  ]
    .map((character) => MISREAD[character] ?? character)
    .join("");
  const readable = plain.length === LENGTH && [...plain].every((character) => ALPHABET.includes(character));
  return readable ? ok(written(plain)) : fail("officer-code.unreadable");
}

function written(plain: string): OfficerCode {
  return `${plain.slice(0, 4)}-${plain.slice(4)}` as OfficerCode;
}
