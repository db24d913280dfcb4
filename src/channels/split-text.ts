const graphemes = new Intl.Segmenter("id", { granularity: "grapheme" });

/** How far before the limit a line end or a space is still worth a shorter part. */
const shortestShare = 0.5;

/** The last place at or before `limit` that cuts neither a line, nor a word, nor a character as people see it. */
function cutAt(text: string, limit: number): number {
  const window = text.slice(0, limit + 1);
  for (const separator of ["\n\n", "\n", " "]) {
    const at = window.lastIndexOf(separator);
    if (at >= limit * shortestShare) return at;
  }
  return lastWholeCharacter(text, limit);
}

/** Counted in graphemes, because a family or a flag is several code points that must stay together. */
function lastWholeCharacter(text: string, limit: number): number {
  const near = text.slice(0, limit + 64);
  const start = graphemes.segment(near).containing(Math.min(limit, near.length - 1))?.index ?? limit;
  if (start > 0) return start;
  // One "character" longer than a whole message: only a code point can be kept together.
  return isSecondHalf(text.charCodeAt(limit)) ? limit - 1 : limit;
}

const isSecondHalf = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/**
 * Splits a text into parts of at most `limit` UTF-16 units: on line ends where it can, else between words, else
 * between characters (an emoji is never cut). Parts that would be blank are left out, so a blank text has none.
 */
export function splitText(text: string, limit: number): readonly string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const at = cutAt(rest, limit);
    parts.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).replace(/^(?: +|\n+)/, "");
  }
  parts.push(rest);
  return parts.filter((part) => part.trim() !== "");
}

/** Shortens a label to `limit` characters as people see them, with an ellipsis in place of what was cut. */
export function shorten(label: string, limit: number): string {
  const characters = [...graphemes.segment(label)].map((part) => part.segment);
  if (characters.length <= limit) return label;
  return `${characters
    .slice(0, limit - 1)
    .join("")
    .trimEnd()}…`;
}

/** The number of characters as people see them. */
export function visibleLength(label: string): number {
  return [...graphemes.segment(label)].length;
}
