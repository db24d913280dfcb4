import { isNear } from "./normalize";

/** Indonesian with its abbreviations and everyday spellings, and English; the place in the list is the month. */
const NAMES: readonly string[] = [
  "januari jan january januwari",
  "februari feb pebruari peb febuari pebuari february",
  "maret mar mrt march maert",
  "april apr apil",
  "mei may mey",
  "juni jun june",
  "juli jul july",
  "agustus agt ags agu aug agst agus august augustus",
  "september sep sept",
  "oktober okt oct october octo",
  "november nov nop nopember",
  "desember des dec december dese",
];

const byName = new Map(
  NAMES.flatMap((names, index) => names.split(" ").map((name): [string, number] => [name, index + 1])),
);

/** The month (1-12) that a normalized word names, a slip forgiven; null where it names none. */
export function monthNamed(word: string): number | null {
  const exact = byName.get(word);
  if (exact !== undefined) return exact;
  const near = new Set([...byName].filter(([name]) => isNear(word, name)).map(([, month]) => month));
  const [month] = near;
  return near.size === 1 && month !== undefined ? month : null;
}
