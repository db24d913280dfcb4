import type { Finding } from "./finder";
import type { Hit } from "./search";
import { type Reading, readQuestion } from "./words";

/** What is longer tells how it came to the question. */
const LONGEST_QUESTION = 12;
/** So few words that tell something lean on what stands before them. */
const FEWEST_WORDS = 3;
const borders =
  /[?!;\n]+|\.(?!\d)|,(?!\d)|\b(?:tapi|tetapi|jadi|sehingga|lalu|terus|sekarang|nah|ning|nanging|dados)\b/i;
const asking = new Set(
  "berapa apa bagaimana kapan siapa dimana mengapa berapalama bisa boleh perlu harus apakah benarkah syarat surat ada mau".split(
    " ",
  ),
);
const closing = new Set(["tidak", "belum"]);
/** How much the part that asks counts beside the whole story. */
const ASKING_SHARE = 0.3;

/** The part of a long message that asks, with what leads to it where it is only a few words; `null` for a short one. */
export function askingPartOf(question: string, reading: Reading, spell: (word: string) => string): Reading | null {
  if (reading.plain.length <= LONGEST_QUESTION) return null;
  const parts = question.split(borders).filter((part) => part !== undefined && part.trim() !== "");
  const read = parts.map((part) => readQuestion(part, spell));
  const asks = read.findLastIndex(isAsking);
  const last = asks < 0 ? read.length - 1 : asks;
  for (let first = last; first >= 0; first--) {
    const told = readQuestion(parts.slice(first, last + 1).join(" "), spell);
    if (told.search.filter((word) => !asking.has(word)).length >= FEWEST_WORDS)
      return told.plain.length < reading.plain.length ? told : null;
  }
  return null;
}

function isAsking({ canonical }: Reading): boolean {
  return canonical.some((word) => asking.has(word)) || closing.has(canonical.at(-1) ?? "");
}

/** What a story asks for: the whole tells of whom and of what, the part that asks tells what is wanted. */
export function blended(whole: Finding, part: Finding): Finding {
  return {
    ours: joined(whole.ours, part.ours),
    outside: joined(whole.outside, part.outside),
    answerable: (1 - ASKING_SHARE) * whole.answerable + ASKING_SHARE * part.answerable,
  };
}

function joined(whole: readonly Hit[], part: readonly Hit[]): readonly Hit[] {
  const scores = new Map(whole.map(({ id, score }) => [id, (1 - ASKING_SHARE) * score]));
  for (const { id, score } of part) scores.set(id, (scores.get(id) ?? 0) + ASKING_SHARE * score);
  return [...scores].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score);
}
