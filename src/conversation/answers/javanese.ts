import { wordsOf } from "./normalize";

/** Words of Javanese, ngoko and krama, that Indonesian does not have. */
const JAVANESE = new Set(
  (
    "piro pira pinten piye pripun kepiye kados opo napa nopo punapa menapa kulo kula nggih inggih njih mboten ora iso isa saged nek yen " +
    "menawi wis sampun durung dereng sing ingkang kanggo kangge karo kaliyan badhe arep kuwi niku iki niki punika entuk angsal bojo " +
    "bojoku njaluk nyuwun tulung tiba ceblok dhawah seda mati lara gerah dinten dino sasi wulan taun mbayar iurane regane duwit arta " +
    "sopo sinten endi pundi wonten ono kok lha wae mawon panjenengan sampeyan kowe aku bapakku iurane iuranipun piyambak dewe sesuk " +
    "benjing wingi saiki sakniki mangke mengko dados dadi olehe oleh gaweyan pedamelan nyambut gawe damel sawah tegal"
  ).split(" "),
);
/** "Kok", "aku" and "oleh" are said in Indonesian too: one word proves nothing, two or a third of the text do. */
const LEAST = 2;
const LEAST_SHARE = 1 / 3;

/** Whether a question is asked in Javanese, ngoko or krama. */
export function soundsJavanese(typed: string): boolean {
  const words = wordsOf(typed);
  const javanese = words.filter((word) => JAVANESE.has(word)).length;
  return javanese >= LEAST && javanese / words.length >= LEAST_SHARE;
}
