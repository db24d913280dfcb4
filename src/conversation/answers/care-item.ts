import type { CareItem } from "../../domain/care/care-case";
import { fail, ok, type Result } from "../../domain/shared/result";
import { wordsOf } from "./normalize";
import { readNumberWords } from "./number-words";
import type { Refusal } from "./refusal";

/** What somebody says of the list of papers. */
export type CareAnswer =
  | { readonly type: "ticked"; readonly items: readonly CareItem[] }
  | { readonly type: "leave" }
  | { readonly type: "close" };

/** How people call the things on the list; the first that fits is meant. */
const names: readonly (readonly [CareItem, RegExp])[] = [
  ["second-report", /\b(?:lapor\w*|laporan) (?:tahap )?(?:dua|kedua|ii|kaping kalih)\b/u],
  ["report", /\b(?:lapor|laporan|dilaporkan|nglapor|melapor)\b/u],
  ["marriage-book", /\b(?:buku|surat) (?:nikah|kawin)\b/u],
  ["bank-book", /\b(?:rekening|tabungan|buku bank)\b/u],
  ["heir-letter", /\bsurat (?:keterangan )?(?:ahli )?waris\b/u],
  ["ktp-heir", /\bktp (?:ahli )?waris\b/u],
  ["ktp", /\bktp\b/u],
  ["family-card", /\b(?:kk|kartu keluarga)\b/u],
  ["card", /\bkartu(?: peserta)?\b/u],
  ["death-certificate", /\b(?:akta|akte)\b/u],
  ["chronology", /\b(?:kronologi|kronologis|cerita|kejadian)\b/u],
  ["witnesses", /\bsaksi\b/u],
  ["police", /\bpolisi\b/u],
  ["doctor", /\b(?:dokter|visum)\b/u],
  ["receipts", /\b(?:kuitansi|kwitansi|nota)\b/u],
  ["form", /\b(?:formulir|formulire|form)\b/u],
  ["tax-number", /\bnpwp\b/u],
];
const LEAVE =
  /^(?:(?:sudah |sampun |wis )?(?:cukup|cekap|selesai|rampung)(?: dulu| rumiyin| disik)?|nanti(?: lagi| saja)?|mangke(?: malih)?|belum(?: ada)?|dereng|durung|enough|later)(?: (?:pak|bu|nggih|ya|terima kasih|matur nuwun))*$/u;
const CLOSE = /^(?:tutup|ditutup|hapus daftar|tidak jadi diurus|batal diurus|close)$/u;
/** "Belum ada KTP" ticks nothing off. */
const DENIED = /\b(?:belum|dereng|durung|tidak|ndak|gak|ora|mboten|hilang|ilang|not)\b/u;

/** Reads "sudah 2", "2 dan 4", "KTP sudah", "selesai" over the numbered list; refuses what is not on it. */
export function readCareItems(typed: string, list: readonly CareItem[]): Result<CareAnswer, Refusal> {
  const words = wordsOf(typed);
  const text = words.join(" ");
  if (CLOSE.test(text)) return ok({ type: "close" });
  if (LEAVE.test(text)) return ok({ type: "leave" });
  if (DENIED.test(text)) return fail({ key: "papers.which-done" });
  const numbers = words.flatMap(numberOf);
  if (numbers.length > 0) return byNumber(numbers, list);
  const found = names.filter(([item, name]) => list.includes(item) && name.test(text)).map(([item]) => item);
  const [first] = found;
  return first === undefined ? fail({ key: "papers.which-done" }) : ok({ type: "ticked", items: [first] });
}

function numberOf(word: string): number[] {
  if (/^\d{1,2}$/u.test(word)) return [Number(word)];
  const read = /^\d/u.test(word) ? null : readNumberWords([word]);
  return read !== null && read !== undefined && read.lastScale === 1 ? [read.value] : [];
}

/** The number after the last thing leaves the list. */
function byNumber(numbers: readonly number[], list: readonly CareItem[]): Result<CareAnswer, Refusal> {
  if (numbers.length === 1 && numbers[0] === list.length + 1) return ok({ type: "leave" });
  const items = numbers.map((number) => list[number - 1]);
  if (items.some((item) => item === undefined)) return fail({ key: "papers.no-such", params: { last: list.length } });
  return ok({ type: "ticked", items: items.filter((item) => item !== undefined) });
}
