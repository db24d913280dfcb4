import { wordsOf } from "./normalize";

const PHRASES = new Set(
  (
    "hak keluarga,hak keluarga saya,keluarga dapat apa,keluarga saya dapat apa,apa yang didapat keluarga,hake keluarga," +
    "apa yang didapat keluarga hari ini,keluarga dapat apa hari ini,family today"
  ).split(","),
);
const IF_I_DIE =
  /\b(?:kalau|kalo|klo|jika|misal|misalnya|seandainya|umpama|nek|yen|menawi) (?:saya|aku|kulo|kula) (?:\w+ )?(?:meninggal|wafat|mati|sedo|seda|pejah)\b/;
const OWN_TODAY = /\b(?:hari ini|sekarang|saiki|sakniki|dino iki|besok)\b/;
const FAMILY = /\b(?:keluarga|anak|istri|suami|bojo|ahli waris)\b/;

/** Whether somebody asks what the own family would receive after a death today: "kalau saya meninggal hari ini keluarga dapat apa". */
export function asksForFamilyToday(typed: string): boolean {
  const words = wordsOf(typed);
  if (words.length > 25) return false;
  const text = words.join(" ");
  return PHRASES.has(text) || (IF_I_DIE.test(text) && (OWN_TODAY.test(text) || FAMILY.test(text)));
}
