import rows from "./content/outside.json";
import type { Reading } from "./words";

/** Beside one of these, a word of another matter is only mentioned. */
const ABOUT_US = "beda sama podho sami bpjstk jkk jkm jht kamarlindung kecelakaan kerja iuran klaim".split(" ");
/** Beside one of these too, two words that together belong to another matter. */
const OURS_BESIDE_TWO = new Set([...ABOUT_US, "saldo", "tabungan", "santunan", "beasiswa"]);
const SUM = /^(?:kali|dikali|x|bagi|dibagi|tambah|ditambah|plus|kurang|dikurangi|dikurang|pangkat)$/;

interface Row {
  readonly id: string;
  readonly markers: string;
  readonly pairs?: readonly { readonly one: string; readonly with: string }[];
}

const list: readonly Row[] = rows;
const marked = list.map(({ id, markers, pairs = [] }) => ({
  id,
  markers: markers.split(" "),
  pairs: pairs.map((pair) => [pair.one.split(" "), pair.with.split(" ")] as const),
}));

/**
 * The matter to which a word of the question belongs ("prakerja"), or two together ("pajak" with "motor", a number times a
 * number); `null` where there is none, or where our own matter is named beside it.
 */
export function outsideMarkedIn({ plain, canonical }: Reading): string | null {
  const words = new Set([...plain, ...canonical]);
  if (ABOUT_US.some((word) => words.has(word)) || tellsOfDeath(words)) return null;
  const some = (any: readonly string[]) => any.some((word) => words.has(word));
  const single = marked.find(({ markers }) => some(markers));
  if (single !== undefined) return single.id;
  if ([...OURS_BESIDE_TWO].some((word) => words.has(word))) return null;
  if (isSum(plain)) return SMALL_TALK;
  return marked.find(({ pairs }) => pairs.some(([one, other]) => some(one) && some(other)))?.id ?? null;
}

/** Of whatever somebody died, "meninggal pas melahirkan", what the family gets is ours to tell. */
function tellsOfDeath(words: ReadonlySet<string>): boolean {
  return words.has("meninggal") && OF_DEATH.some((word) => words.has(word));
}

const OF_DEATH = ["santunan", "ahliwaris", "beasiswa"];

/** The subject under which plain arithmetic is declined. */
const SMALL_TALK = "smalltalk";

/** "25 kali 13": a number, what to do with it, and another number. */
function isSum(words: readonly string[]): boolean {
  return words.some((word, at) => SUM.test(word) && isNumber(words[at - 1]) && isNumber(words[at + 1]));
}

const isNumber = (word: string | undefined): boolean => word !== undefined && /^\d+$/.test(word);
