import { foldText, foldWords, typoDistance, typosAllowed } from "./folded-text";
import { districtRows } from "./region-data";

/** A kecamatan of Kabupaten Semarang, under its Kemendagri code (F8.07); never the BPS code (F8.04). */
export interface District {
  readonly code: string;
  readonly name: string;
}

/** A desa is led by an elected head, a kelurahan by a civil servant; people say either for both. */
export type VillageKind = "desa" | "kelurahan";

/**
 * A village. Its id is the kecamatan's code and a slug of the name ("33.22.04-gunung-tumpeng"), because names repeat
 * across kecamatan (F8.06) and the four-digit codes are not in the fact sheet.
 */
export interface Village {
  readonly id: string;
  readonly name: string;
  readonly kind: VillageKind;
  readonly district: District;
}

/** A place next to Kabupaten Semarang that people mix up with it (F8.01), by its official name. */
export type OutsideRegion = string;

interface Entry<T> {
  readonly value: T;
  readonly key: string;
  readonly skeleton: string;
}

/** All 19 kecamatan, in the order of their codes. */
export const districts: readonly District[] = districtRows.map(({ code, name }) => ({ code, name }));

/** All 235 villages, by kecamatan; kelurahan before desa. */
export const villages: readonly Village[] = districtRows.flatMap((row, index) => {
  const district = districts[index];
  if (!district) throw new Error(`kecamatan ${row.code} has villages but no entry of its own`);
  return [
    ...row.kelurahan.map((name) => village(district, name, "kelurahan")),
    ...row.desa.map((name) => village(district, name, "desa")),
  ];
});

const byCode = new Map(districts.map((district) => [district.code, district]));
const byId = new Map(villages.map((entry) => [entry.id, entry]));
const districtEntries = districts.map((district) => entryOf(district, district.name));
const villageEntries = villages.map((entry) => entryOf(entry, entry.name));
const districtKeys = new Map(districtEntries.map((entry) => [entry.key, entry.value]));

/** The kecamatan under this code, or null where no kecamatan has it. */
export function districtByCode(code: string): District | null {
  return byCode.get(code) ?? null;
}

/** The village under this id, or null where no village has it. */
export function villageById(id: string): Village | null {
  return byId.get(id) ?? null;
}

/** The villages of a kecamatan, kelurahan first. */
export function villagesOf(district: District): readonly Village[] {
  return villages.filter((entry) => entry.district.code === district.code);
}

/**
 * The kecamatan that the text may mean: one where it is clear, several where the caller must ask ("ungaran"), none
 * where it is none of ours. An exact name beats a beginning, which beats a typing slip. A whole address is read from
 * its end ("kalisidi, ungaran barat").
 */
export function findDistricts(text: string): District[] {
  const address = splitAddress(text);
  if (address.district) return [address.district];
  return bestMatches(districtEntries, address.written);
}

/**
 * The villages that the text may mean, within one kecamatan where it is given or named in the text. A name that
 * repeats across kecamatan returns them all (F8.06), so that the caller asks which one.
 */
export function findVillages(text: string, district?: District): Village[] {
  const address = splitAddress(text);
  const within = district ?? address.district;
  const entries = within ? entriesWithin(within) : villageEntries;
  const whole = entries.filter((entry) => entry.key === keyOf(address.whole));
  if (whole.length > 0 && !address.marked) return whole.map((entry) => entry.value);
  return bestMatches(entries, address.village);
}

/**
 * The villages closest to a text that findVillages or findDistricts did not know, best first, for "did you mean".
 */
export function suggestVillages(text: string, district?: District, most = 3): Village[] {
  const entries = district ? entriesWithin(district) : villageEntries;
  return closest(entries, keyOf(splitAddress(text).village), most);
}

/** The kecamatan closest to a text that findDistricts did not know, best first. */
export function suggestDistricts(text: string, most = 3): District[] {
  return closest(districtEntries, keyOf(splitAddress(text).written), most);
}

/**
 * The neighbour that the text names ("kota semarang", "salatiga"), or null. "Semarang" alone is not outside: it is
 * also our own name.
 */
export function recognizeOutside(text: string): OutsideRegion | null {
  const written = foldWords(text)
    .replace(/\b(?:kab|kabupaten|kec|kecamatan|di|saya|dari)\b/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return outside.get(written) ?? null;
}

/** Common geography: the two cities of F8.01, with those of their kecamatan that border on ours, and the regencies. */
const outside = new Map<string, OutsideRegion>(
  [
    ["Kota Semarang", "kota semarang", "semarang kota", "kodya semarang", "semarang kodya", "kotamadya semarang"],
    ["Kota Semarang", "banyumanik", "tembalang", "gunungpati", "gunung pati", "mijen", "semarang atas"],
    ["Kota Salatiga", "salatiga", "kota salatiga", "salatiga kota", "solotigo", "tingkir", "argomulyo"],
    ["Kota Surakarta", "solo", "kota solo", "surakarta", "kota surakarta"],
    ["Kabupaten Kendal", "kendal", "boja", "limbangan"],
    ["Kabupaten Demak", "demak", "mranggen"],
    ["Kabupaten Grobogan", "grobogan", "purwodadi"],
    ["Kabupaten Boyolali", "boyolali", "ampel"],
    ["Kabupaten Magelang", "magelang", "kota magelang", "grabag", "ngablak"],
    ["Kabupaten Temanggung", "temanggung", "pringsurat"],
  ].flatMap(([name = "", ...spellings]) => spellings.map((spelling): [string, string] => [spelling, name])),
);

function village(district: District, name: string, kind: VillageKind): Village {
  return { id: `${district.code}-${foldWords(name).replaceAll(" ", "-")}`, name, kind, district };
}

function entryOf<T>(value: T, name: string): Entry<T> {
  const key = keyOf(foldWords(name));
  return { value, key, skeleton: skeletonOf(key) };
}

function entriesWithin(district: District): Entry<Village>[] {
  return villageEntries.filter((entry) => entry.value.district.code === district.code);
}

/** One spelling for those that sound alike: no spaces, no doubled letters, and the Javanese "dh" and "th". */
function keyOf(words: string): string {
  return words
    .replaceAll(" ", "")
    .replace(/([dt])h/g, "$1")
    .replace(/(.)\1+/g, "$1");
}

/** What is left of a name in a hurried message: its first letter and its consonants ("bndngn"). */
function skeletonOf(key: string): string {
  return key.slice(0, 1) + key.slice(1).replace(/[aeiou]/g, "");
}

interface Address {
  /** All words, abbreviations written out, without the words that introduce a place. */
  readonly whole: string;
  /** What stands for the village. */
  readonly village: string;
  /** What stands for the kecamatan, where it could not be told which one. */
  readonly written: string;
  readonly district: District | null;
  /** Whether the writer marked the kecamatan as such ("kec."). */
  readonly marked: boolean;
}

const ABBREVIATIONS: Readonly<Record<string, string>> = {
  brt: "barat",
  bar: "barat",
  kulon: "barat",
  tmr: "timur",
  tim: "timur",
  tmur: "timur",
  wetan: "timur",
  ung: "ungaran",
  ungrn: "ungaran",
  ungaranbarat: "ungaran barat",
  ungarantimur: "ungaran timur",
  kdl: "kidul",
  gng: "gunung",
  gn: "gunung",
};

const INTRODUCTIONS = new Set("desa ds dsa kelurahan kel dusun dsn dukuh di ing saya dari tinggal alamat".split(" "));

/** Reads an address from its end: "kec." or a trailing kecamatan says where, the rest is the village. */
function splitAddress(text: string): Address {
  const spelled = writeOut(text);
  const marked = /^(.*?)\b(?:kecamatan|kec|kcmtn)\b ?(.*)$/.exec(spelled);
  if (marked?.[2]) {
    const after = marked[2];
    const found = bestMatches(districtEntries, after);
    const district = found.length === 1 ? (found[0] ?? null) : null;
    return { whole: after, village: introduced(marked[1] ?? ""), written: after, district, marked: true };
  }
  const whole = introduced(spelled);
  const tail = trailingDistrict(whole);
  return { whole, village: tail?.before ?? whole, written: whole, district: tail?.district ?? null, marked: false };
}

function writeOut(text: string): string {
  const bare = foldWords(
    foldText(text).replace(/\b(?:kab(?:upaten)?\.?|kabsemarang) ?semarang\b|\bjawa tengah\b|\bjateng\b/g, " "),
  );
  return bare
    .split(" ")
    .slice(0, 24)
    .map((word) => ABBREVIATIONS[word] ?? word)
    .join(" ");
}

/** Drops "desa", "kel." and the like from the front; the desa called Kelurahan keeps its name. */
function introduced(words: string): string {
  const all = words.trim().split(" ");
  let start = 0;
  while (start < all.length - 1 && INTRODUCTIONS.has(all[start] ?? "")) start++;
  return all.slice(start).join(" ");
}

function trailingDistrict(words: string): { before: string; district: District } | null {
  const all = words.split(" ");
  for (const count of [2, 1]) {
    const district = districtKeys.get(keyOf(all.slice(-count).join(" ")));
    if (district && all.length > count) return { before: all.slice(0, -count).join(" "), district };
  }
  return null;
}

/** The entries of the best kind of likeness that any entry has: the same, a beginning, or few slips. */
function bestMatches<T>(entries: readonly Entry<T>[], words: string): T[] {
  const found = matchesOf(entries, keyOf(words));
  // The old spelling of u comes second: "oe" is more often a letter that was left out ("Bono[m]erto").
  return found.length > 0 || !words.includes("oe") ? found : matchesOf(entries, keyOf(words.replaceAll("oe", "u")));
}

function matchesOf<T>(entries: readonly Entry<T>[], key: string): T[] {
  if (key.length < 2 || key.length > 40) return [];
  const exact = entries.filter((entry) => entry.key === key);
  if (exact.length > 0) return exact.map((entry) => entry.value);
  const begun = key.length >= 3 ? entries.filter((entry) => entry.key.startsWith(key)) : [];
  if (begun.length > 0) return begun.map((entry) => entry.value);
  return slipped(entries, key);
}

function slipped<T>(entries: readonly Entry<T>[], key: string): T[] {
  const scored = entries
    .map((entry) => ({ value: entry.value, slips: slips(entry, key), letters: Math.max(key.length, entry.key.length) }))
    .filter(({ slips: count, letters }) => count <= typosAllowed(letters));
  const fewest = Math.min(...scored.map(({ slips: count }) => count));
  return scored.filter(({ slips: count }) => count === fewest).map(({ value }) => value);
}

/** A name without its vowels counts as one slip, however many letters are missing. */
function slips<T>(entry: Entry<T>, key: string): number {
  const counted = typoDistance(key, entry.key);
  const hurried = key.length < entry.key.length && entry.skeleton.length >= 4 && skeletonOf(key) === entry.skeleton;
  return hurried ? Math.min(1, counted) : counted;
}

function closest<T>(entries: readonly Entry<T>[], key: string, most: number): T[] {
  if (key.length < 2 || key.length > 40) return [];
  return entries
    .map((entry) => ({ value: entry.value, slips: typoDistance(key, entry.key) }))
    .filter(({ slips: count }) => count <= Math.ceil(key.length / 2))
    .sort((a, b) => a.slips - b.slips)
    .slice(0, most)
    .map(({ value }) => value);
}
