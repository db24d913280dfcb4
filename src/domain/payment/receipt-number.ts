import { parseNik } from "../shared/nik";

/** A number by which a receipt may be known again: small letters and digits only. */
export interface ReceiptNumber {
  readonly number: string;
  /** Whether the words call it that of a transaction; one that merely stands there may be the same every month. */
  readonly isNamed: boolean;
}

/** So much of a text is looked at, in characters, and so many of its numbers. */
const most = { text: 20_000, numbers: 8 } as const;
/** Numbers with fewer digits are the same by chance. */
const fewestDigits = 8;

/** As it is printed, or in groups as it is copied by hand ("2026 1112 0938 471"). */
const written = String.raw`(\d{3,4}(?: \d{3,4}){1,8}(?!\d)|[a-z\d]{1,40}(?:[-/][a-z\d]{1,40}){0,8})`;
const names = [
  "(?:referensi|reference|reff|ref|rrn|ntb|ntpn|resi|struk|jurnal|journal)(?:[ .]{1,2}(?:no|nomor|number|id|bank))?",
  "(?:nomor|no|id|kode)[ .]{1,3}(?:transaksi|transaction|trx|bukti)",
  "(?:transaksi|transaction|trx)[ .]{1,2}(?:nomor|number|no|id)",
].join("|");
/** On one line: a name that stands alone on its line may belong to any number of the next column. */
const NAMED = new RegExp(String.raw`\b(?:${names})(?![a-z])[ \t.:#=()-]{0,12}${written}`, "gu");
const BARE = new RegExp(String.raw`(?<![a-z\d])${written}`, "gu");

/** Words beside a number that stays the same from month to month: of the bill, the account, the person, the telephone. */
const STAYS =
  /\b(?:kode|va|virtual|rek|rekening|account|akun|pembayaran|billing|tagihan|nik|ktp|kpj|peserta|pelanggan|nasabah|hp|wa|telp|telepon)\b/u;
const PHONE = /^(?:0|62)8\d{8,11}$/u;
/** Up to a thousand million rupiah, without signs between the digits. */
const AMOUNT = /^(?:rp|idr)|^\d{5,7}000$/u;
const DAY = /^(?:20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])20\d\d)$/u;

/** The numbers that the words of a bank, a wallet or a shop call those of the transaction. */
export function numbersInWords(words: string): readonly ReceiptNumber[] {
  return found(words, NAMED).map((number) => ({ number, isNamed: true }));
}

/** The numbers that somebody typed as those of a receipt; beside words of a bill or an account only what is named. */
export function numbersTyped(reference: string): readonly ReceiptNumber[] {
  const named = numbersInWords(reference);
  const isKnown = new Set(named.map(({ number }) => number));
  const bare = STAYS.test(folded(reference)) ? [] : found(reference, BARE).filter((number) => !isKnown.has(number));
  return [...named, ...bare.map((number) => ({ number, isNamed: false }))];
}

function found(text: string, pattern: RegExp): readonly string[] {
  const numbers = [...folded(text).matchAll(pattern)].map(([, number = ""]) => number.replace(/[^a-z\d]/gu, ""));
  return [...new Set(numbers.filter(isOfOneReceipt))].slice(0, most.numbers);
}

const folded = (text: string): string => text.slice(0, most.text).normalize("NFKC").toLowerCase();

/** Never a day, an amount or a telephone, nor a NIK, which is what contributions are paid under (F6.08). */
function isOfOneReceipt(number: string): boolean {
  const digits = number.replace(/\D/gu, "");
  if (digits.length < fewestDigits) return false;
  return ![AMOUNT, PHONE, DAY].some((one) => one.test(number)) && !parseNik(digits).ok;
}
