/** Characters that are neither misread nor misheard, as in registration numbers; none makes a word. */
const ALPHABET = "23456789CDFGHJKMPQRTWXY";
/** What is written or heard instead of a character of the alphabet. */
const MISREAD: Readonly<Record<string, string>> = { B: "8", S: "5", Z: "2", N: "M" };
const FEWEST_BYTES = 16;

/** So many characters from random bytes, at least 16 of them, so that every code is equally likely. */
export function drawSpoken(bytes: Uint8Array, length: number): string {
  if (bytes.length < FEWEST_BYTES) throw new Error(`a code is drawn from at least ${FEWEST_BYTES} random bytes`);
  let pool = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let plain = "";
  while (plain.length < length) {
    plain += ALPHABET.charAt(Number(pool % BigInt(ALPHABET.length)));
    pool /= BigInt(ALPHABET.length);
  }
  return plain;
}

/** The characters of a code as it is typed, in any case and with any dashes and blanks; null where it is none of that length. */
export function readSpoken(text: string, length: number): string | null {
  const letters = text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
  const plain = [...letters].map((character) => MISREAD[character] ?? character).join("");
  return plain.length === length && [...plain].every((character) => ALPHABET.includes(character)) ? plain : null;
}
