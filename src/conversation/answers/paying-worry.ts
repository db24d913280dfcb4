import { wordsOf } from "./normalize";

const mostWords = 14;
const NOT = "(?:tidak|tdk|gak|ga|nggak|ngga|enggak|ndak|belum|blm|ora|mboten|boten|durung|dereng)";
const NOT_YET = "(?:belum|blm|durung|dereng)";
const MONEY = "(?:uang|duit|dhuwit|duwit|arto|arta|yatra)(?:nya|ku|e|ne|ipun)?";
/** Other money is named by what follows it: "uang santunan", "uang muka". */
const FOR_NOTHING_ELSE =
  "(?= (?:buat|untuk|utk|kangge|kanggo|nggo|bayar|mbayar|iuran|cukup|lagi|sama|sekarang|saiki|saat|bulan|dulu|saya|jadi|gimana|bagaimana|piye|pripun|pak|bu|mas|mbak|ya|je)\\b|$)";
const NO_MONEY = new RegExp(
  [
    `\\b${NOT} (?:lagi )?(?:punya|pny|ada|pegang|duwe|nduwe|gadhah|gadah|ana|ono|wonten) ${MONEY}${FOR_NOTHING_ELSE}`,
    `\\b${MONEY} (?:saya |kulo |kula )?(?:lagi |memang )?(?:habis|entek|telas|${NOT} (?:ada|ana|ono|wonten))$`,
    `\\b${NOT} (?:mampu|sanggup|kuat|kuwat) (?:m|mem|n)?bayar`,
    `\\b${NOT_YET} (?:bisa|iso|isa|saged) (?:m|mem|n)?bayar`,
    "\\bkeberatan (?:m|mem)?bayar|\\bno money\\b|\\bcannot (?:pay|afford)\\b",
  ].join("|"),
  "u",
);
/** What is asked in general, and what somebody else or something else is meant by. */
const SOMETHING_ELSE =
  /\b(?:kalau|kalo|klo|jika|misal\w*|seandainya|umpama\w*|nek|yen|menawi|if|apa|apakah|berapa|kenapa|mengapa|yang|sing|orang|warga|santunan|klaim|pemakaman|rumah sakit|rs|berobat|dokter|obat|sakit|kecelakaan|meninggal|sekolah|aplikasi|error|lewat|via|kode|nik)\b/u;

/** Whether somebody says of herself that there is no money to pay with: "belum ada uang buat bayar", "ora kuat mbayar". */
export function saysCannotPay(typed: string): boolean {
  const words = wordsOf(typed);
  const text = words.join(" ");
  return words.length <= mostWords && NO_MONEY.test(text) && !SOMETHING_ELSE.test(text);
}

const SPONSOR = /\bsponsor(?:nya|ku|e|ne|ipun)?\b/u;
const PAYS = /\b(?:(?:m|mem|n|di)?bayar\w*|byr|kabar\w*|transfer)\b/u;
const SILENT = new RegExp(`\\b(?:${NOT}|kok|kapan|kenapa|apa|apakah|opo|napa|kapankah)\\b`, "u");
/** About sponsors in general, by one of them, by somebody who seeks one, or of what comes when one stops. */
const ANY_SPONSOR =
  /\b(?:kalau|kalo|klo|jika|misal\w*|seandainya|umpama\w*|nek|yen|menawi|if|boleh|harus|wajib|perlu|cara|berapa|yang|sing|lagi|lg|maneh|malih|berhenti|mandeg|\w*(?:cari|pados|golek)\w*|saya sponsor|aku sponsor|(?:sebagai|jadi|menjadi|dadi|para|seorang) sponsor)\b/u;

/** Whether somebody asks whether the sponsor pays, or says that none of it is seen: "sponsor saya belum bayar". */
export function asksOfSponsor(typed: string): boolean {
  const words = wordsOf(typed);
  const text = words.join(" ");
  return (
    words.length <= mostWords && [SPONSOR, PAYS, SILENT].every((said) => said.test(text)) && !ANY_SPONSOR.test(text)
  );
}
