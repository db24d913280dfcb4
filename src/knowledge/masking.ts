import { foldWords } from "../domain/shared/folded-text";
import { districts, villages } from "../domain/shared/region";

/** Takes out of a text what tells who is meant: names, numbers of people, addresses below the kecamatan. */
export type Mask = (text: string) => string;

/** What stands in the place of what was taken out. */
const gaps = { name: "[nama]", number: "[nomor]", place: "[tempat]", address: "[alamat]", day: "[tanggal]" } as const;

/** No question is longer; what follows is not kept at all. */
const LONGEST = 500;

const honorific =
  "pak|bapak|bpk|bp|bu|ibu|ibuk|mas|mbak|mbk|mba|kak|mbah|pakde|pakdhe|bude|budhe|paklik|paklek|bulik|bulek|kang|haji|hj|ustad|ustadz|ustadzah|gus|sdr|sdri|tn|ny|alm|almarhum|almarhumah|suami|istri|ayah|anak|adik|kakak|bojo|tetangga|teman|kakek|nenek|paman|sepupu";
const naming =
  "nama|namanya|namaku|bernama|dipanggil|panggilan|jeneng|jenenge|jenengku|asma|asmane|asmanipun|nami|naminipun|atas nama|a\\.n\\.?|a\\/n|an\\.|my name is";
/** Between what announces a name and the name. */
const between =
  "(?:\\s+(?:saya|kami|kulo|kula|aku|lengkap|panggilan|itu|adalah|niku|punika|yaiku|nggih))*\\s*[:=]?\\s+";
const word = "[\\p{L}'’.-]+";
const named = new RegExp(`(?<![\\p{L}\\p{N}])(${naming})(${between})((?:${word}\\s*){1,4})`, "giu");
const addressed = new RegExp(
  `(?<![\\p{L}\\p{N}])(${honorific})((?:\\s+(?:saya|kami|kulo|kula|aku|nya))?\\.?\\s+)((?:${word}\\s*){1,3})`,
  "giu",
);
const placed =
  /(?<![\p{L}\p{N}])(jl|jalan|jln|gang|gg|perum|perumahan|blok|dusun|dsn|dukuh|dk|lingkungan|kampung|kampong|kp|desa|ds|kelurahan|kel|alamat|omahe|griya)(\.?\s*:?\s+)((?:[\p{L}\d'’./-]+\s*){1,3})/giu;
const hamlet = /(?<![\p{L}\p{N}])(?:rt|rw)\s*\.?\s*\d{1,3}(?:\s*\/\s*\d{1,3})?/giu;
const house = /(?<![\p{L}\p{N}])(no(?:mor|mer)?)(\.?\s*(?:rumah)?\s+)\d{1,4}\b/giu;
const mail = /[\p{L}\d._%+-]+@[\p{L}\d.-]+|(?:https?:\/\/|www\.)\S+|(?<![\p{L}\d])@[\p{L}\d_]{3,}/giu;
const born = /(?<![\p{L}])((?:tgl|tanggal)?\s*lahir(?:nya)?\s*:?\s*)(\d[\d\s./-]*(?:\p{L}{3,9}\s*)?\d{0,4})/giu;
const digits = /(?<![\p{L}\d])\+?\d(?:[\s.\-–]?\d){5,}/gu;

const districtNames = new Set(districts.map(({ name }) => foldWords(name)));
const villageNames = new Set(villages.map(({ name }) => foldWords(name)).filter((name) => !districtNames.has(name)));
/** Words after which a place is named. */
const whereabouts = /^(?:di|ing|teng|ning|neng|dari|saking|seko|soko|wong|orang|warga|asli|tinggal|ke|dhateng)$/iu;

/** Makes a mask; `isKnown` says of a folded word whether it is an ordinary one, such as people ask with. */
export function createMask(isKnown: (word: string) => boolean): Mask {
  const hideNames = (text: string, most: number): string => hideWords(text, gaps.name, most, isName(isKnown));
  return (text) => {
    const plain = text
      .slice(0, LONGEST)
      .replace(mail, gaps.address)
      .replace(born, (_all, cue: string) => `${cue}${gaps.day} `)
      .replace(hamlet, gaps.place)
      .replace(digits, (found) => (isMoney(found) ? found : gaps.number))
      .replace(named, (_all, cue: string, gap: string, rest: string) => `${cue}${gap}${hideNames(rest, 4)}`)
      .replace(addressed, (_all, cue: string, gap: string, rest: string) => `${cue}${gap}${hideNames(rest, 3)}`)
      .replace(placed, (_all, cue: string, gap: string, rest: string) => {
        return `${cue}${gap}${hideWords(rest, gaps.place, 2, (typed) => isPlace(typed, isKnown))}`;
      })
      .replace(house, `$1$2${gaps.number}`);
    return hideLoose(plain, isKnown).replace(/\s+/gu, " ").trim();
  };
}

/** "Rp 16.800", "42.000.000" and "1500000" are sums of money; a number of a person, a phone or an account is not. */
function isMoney(found: string): boolean {
  const bare = found.trim();
  if (/^[1-9]\d{0,2}(?:\.\d{3})+$/u.test(bare)) return bare.length <= 13;
  return /^[1-9]\d{0,5}0{3}$/u.test(bare.replace(/\s/gu, ""));
}

/** A word that nobody asks with, or one that is written like a name although it might be another word. */
const isName =
  (isKnown: (word: string) => boolean) =>
  (typed: string): boolean => {
    const folded = foldWords(typed);
    return folded !== "" && (isCapital(typed) || !isKnown(folded));
  };

function isPlace(typed: string, isKnown: (word: string) => boolean): boolean {
  const folded = foldWords(typed);
  return folded !== "" && !districtNames.has(folded) && (villageNames.has(folded) || !isKnown(folded));
}

const isCapital = (typed: string): boolean => /^(?!Rp\b)\p{Lu}\p{Ll}/u.test(typed);

/** Hides the first words for as long as they are of the kind, at most so many, as one gap. */
function hideWords(text: string, gap: string, most: number, isMeant: (typed: string) => boolean): string {
  const parts = text.split(/(\s+)/u);
  let hidden = 0;
  let end = 0;
  for (let at = 0; at < parts.length && hidden < most; at += 2) {
    if (!isMeant(parts[at] ?? "")) break;
    hidden += 1;
    end = at + 1;
  }
  return hidden === 0 ? text : gap + parts.slice(end).join("");
}

/** Names that nothing announces: capitals in the middle of a sentence, and villages after a word of place. */
function hideLoose(text: string, isKnown: (word: string) => boolean): string {
  const parts = text.split(/(\s+)/u);
  return parts
    .map((part, at) => {
      const folded = foldWords(part);
      if (folded === "" || /^[[\d]/u.test(part)) return part;
      const before = parts[at - 2] ?? "";
      const opens = at < 2 || /[.!?:]$/u.test(before);
      if (villageNames.has(folded) && (whereabouts.test(before) || (isCapital(part) && !opens))) return gaps.place;
      return isCapital(part) && !opens && !isKnown(folded) && !districtNames.has(folded) ? gaps.name : part;
    })
    .join("");
}
