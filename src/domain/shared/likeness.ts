import { foldWords } from "./folded-text";

const SIZE = 3;

/** The runs of three letters of a folded text, by which two texts are compared whatever the slips in them. */
export function runsOf(text: string): ReadonlySet<string> {
  const padded = ` ${foldWords(text)} `;
  return new Set(Array.from({ length: Math.max(0, padded.length - SIZE + 1) }, (_, at) => padded.slice(at, at + SIZE)));
}

/** 0 to 1: how much of two texts is the same (the Dice coefficient of their runs). */
export function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size + other.size === 0) return 0;
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  let same = 0;
  for (const run of small) if (large.has(run)) same += 1;
  return (2 * same) / (one.size + other.size);
}
