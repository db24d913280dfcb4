import { typoDistance } from "../../domain/shared/folded-text";
import { wordsOf } from "./normalize";
import { looksLikeQuestion } from "./question";

const ACCIDENT =
  "kecelakaan kcelakaan kecelakan kclakaan laka celaka cilaka kacilakan tabrakan ketabrak ditabrak tertabrak nabrak accident".split(
    " ",
  );
const DEATH =
  "meninggal meninggl mninggal meningal mninggl wafat seda sedo tilar berpulang kapundut died death passed".split(" ");

const FAMILY =
  "bapak|bapakku|bpk|ayah|ayahku|ibu|ibuk|ibuku|mamak|simbok|mbok|suami|suamiku|istri|istriku|bojo|bojoku|anak|anakku|adik|adek|kakak|" +
  "mas|mbak|mbah|kakek|nenek|paman|pakde|pakdhe|bude|budhe|paklik|bulik|saudara|teman|temanku|kanca|kancaku|konco|rencang|" +
  "tetangga|tonggo|karyawan|beliau";
const SOMEBODY = new RegExp(
  `\\b(?:${FAMILY}|orang|wong|tiyang|pekerja|anggota|saya|aku|kulo|kula|ada|habis|baru|tadi|barusan|mau)\\b`,
);
const OWN = new RegExp(
  `\\b(?:(?:${FAMILY}) (?:saya|kami|kulo|kula|aku|tadi|baru|barusan|kemarin|wingi|sudah)|\\w+ku|barusan|tadi)\\b`,
);
const SUPPOSING =
  /\b(?:kalau|kalo|klo|kl|jika|jikalau|misal|misalnya|misale|umpama|umpamane|apabila|bila|bilamana|seandainya|andai|nek|yen|menawi|semisal|if|belum|tidak|tdk|bukan|gak|ga|nggak|ndak|ora|mboten|pernah|takut|cegah|mencegah|hitung|hitungkan|itung|etung)\b/;
const OF_THE_SCHEME =
  /\b(?:jaminan|program|santunan|manfaat|asuransi|klaim|iuran|biaya|uang|dana|perlindungan|definisi|arti|risiko|resiko) (?:kecelakaan|meninggal)/;
const BENEFITS = /\b(?:jaminan|program|manfaat|santunan|klaim|asuransi|jkk|jkm|iuran|bpjs|premi|dapat|oleh|entuk)\b/;
const LONGEST = 40;

/** What somebody tells us has happened and must be answered before anything else. */
export type Emergency = "accident" | "death";

/**
 * Hears an accident or a death in a word or a sentence ("ada yang kecelakaan", "bapak saya meninggal"); null where it is
 * only supposed or denied ("kalau", "belum"), or where the benefits are asked about. At most 40 words.
 */
export function readEmergency(typed: string): Emergency | null {
  const words = wordsOf(typed);
  if (words.length === 0 || words.length > LONGEST) return null;
  const text = words.join(" ");
  const isDeath = says(words, DEATH) || /\b(?:tutup usia|tilar donya)\b/.test(text);
  if (!isDeath && !says(words, ACCIDENT)) return null;
  if (!hasHappened(text, typed)) return null;
  return isDeath ? "death" : "accident";
}

/** One slip at most: two lie between "meninggal" and "meningkat". */
function says(words: readonly string[], known: readonly string[]): boolean {
  return words.some((word) =>
    known.some((meant) => word === meant || (Math.min(word.length, meant.length) > 6 && typoDistance(word, meant) < 2)),
  );
}

/** Somebody is named and nothing is only supposed; or the word stands nearly alone. */
function hasHappened(text: string, typed: string): boolean {
  if (SUPPOSING.test(text) || OF_THE_SCHEME.test(text)) return false;
  if (OWN.test(text)) return true;
  if (looksLikeQuestion(typed) || BENEFITS.test(text)) return false;
  return SOMEBODY.test(text) || text.split(" ").length <= 4;
}
