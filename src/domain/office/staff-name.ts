import { foldWords, typoDistance, typosAllowed } from "../shared/folded-text";

/** Titles that stand before a name, and how somebody is addressed. */
const before = new Set("dr drs dra drg drh ir h hj kh prof apt ns bapak ibu bpk pak bu sdr sdri".split(" "));
/** Degrees as they stand after a name without dots; with dots inside they are known by these. */
const after = new Set(
  (
    "sp spd spdi sag sth se sei sh shi st stp sstp skm sip ssi ssos skom skep sked skeb ss sst spt spi shut spsi sikom sap " +
    "mm mma mp mt ma mh mhum mpd mpdi msi msc mkes mkom map mip mag msos mkn amd amdkeb amdkep amdkom ba bsc phd dea"
  ).split(" "),
);
const DOTTED = /^\p{L}{1,3}(?:\.\p{L}{1,5})+\.?$/u;

/**
 * A name by which somebody is compared: folded, without what stands after a comma and without titles and degrees ("Dr. Hj.",
 * "S.Pd.", "M.M."). One word is always left.
 */
export function bareName(name: string): string {
  const [main = ""] = name.normalize("NFKC").trim().split(",");
  const words = main.split(/\s+/u).filter((word) => word !== "");
  while (words.length > 1 && before.has(lettersOf(words[0]))) words.shift();
  while (words.length > 1 && isDegree(words.at(-1) ?? "")) words.pop();
  return foldWords(words.join(" "));
}

/**
 * Whether two names that are not the same may be those of one person: one is a part of the other, or a slip of the finger
 * lies between them. It is asked then, never assumed.
 */
export function mayBeSame(one: string, other: string): boolean {
  const [a, b] = [bareName(one), bareName(other)];
  const [few = [], many = []] = [a.split(" "), b.split(" ")].sort((x, y) => x.length - y.length);
  return few.every((word) => many.includes(word)) || typoDistance(a, b) <= typosAllowed(Math.min(a.length, b.length));
}

const lettersOf = (word = ""): string => foldWords(word).replaceAll(" ", "");
const isDegree = (word: string): boolean => DOTTED.test(word) || after.has(lettersOf(word));
