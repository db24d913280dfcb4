/**
 * Rewrites every digit that a keyboard or a scan may give (full-width, Arabic) as 0-9, and the letters O, l and I that
 * people copy for 0 and 1 from a card, where they follow a digit and begin no word.
 */
export function withPlainDigits(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/\p{Nd}/gu, plainDigit)
    .replace(/(?<=\d)[oO]+(?![\p{L}])/gu, (letters) => "0".repeat(letters.length))
    .replace(/(?<=\d)[lI]+(?![\p{L}])/gu, (letters) => "1".repeat(letters.length));
}

/** Every script's ten digits stand in a row in Unicode, and each row begins right after something that is no digit. */
function plainDigit(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  if (point < 128) return character;
  let value = 0;
  while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(point - value - 1))) value += 1;
  return String(value);
}
