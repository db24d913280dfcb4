import { looksLikeReceipt } from "../../domain/payment/paper-text";
import { readFreeText, type TextLimits } from "./free-text";
import { normalize } from "./normalize";
import { looksLikeQuestion } from "./question";
import { suspicionOf } from "./suspicious";

/** A confirmation that a bank or a wallet wrote, in characters: more than a number, less than a whole history. */
export const forwardedText: TextLimits = { least: 30, most: 2_000 };

/** What a bank or a shop writes of a payment that went through. */
const WENT_THROUGH =
  /\b(?:berhasil|sukses|success|successful)\b|\b(?:telah|sudah) melakukan pembayaran\b|\bpembayaran (?:anda )?(?:telah|sudah) (?:kami )?(?:di)?terima\b|\b(?:no|nomor|id)\b\W{0,3}(?:reff?|referensi|transaksi)\b|\breff?\b\W{0,3}\d/u;
const DID_NOT =
  /\b(?:gagal|failed|pending|ditolak|dibatalkan|menunggu pembayaran|segera bayar)\b|\b(?:tidak|tdk|belum|blm|gak|ga|ndak|ora|mboten|durung|dereng) (?:\w+ )?(?:berhasil|sukses|dibayar|terbayar|diterima|masuk|tercatat)\b/u;
const FOR_DUES = /\b(?:bpjs\w*|iuran|bpu|jamsostek|ketenagakerjaan)\b/u;
/** Money that is promised, or something that is wanted: no receipt, and left to what is known of fraud. */
const BAIT = /\b(?:klik|hadiah|undian|pemenang|bantuan|bsu|dicairkan|pencairan|apk|otp|kode verifikasi)\b/u;
/** Somebody's own words, but for those around a bank's with its long number. */
const OWN_WORDS = /\b(?:saya|sy|aku|kulo|kula)\b(?!.*\d{8})/u;

/**
 * A bank's or a wallet's confirmation of dues that was sent without being asked for, as it is kept, or null: it names an amount,
 * what it was for and that it went through, and asks nothing.
 */
export function readForwardedReceipt(typed: string): string | null {
  const read = readFreeText(typed, forwardedText);
  if (!read.ok || !looksLikeReceipt(read.value) || looksLikeQuestion(typed)) return null;
  const text = normalize(typed);
  if (![WENT_THROUGH, FOR_DUES].every((said) => said.test(text))) return null;
  const isOther = [DID_NOT, BAIT, OWN_WORDS].some((said) => said.test(text)) || suspicionOf(typed) === "hoax";
  return isOther ? null : read.value;
}

/** Named as one, so that a telephone number or an amount is not taken for it. */
const REFERENCE =
  /\b(?:reff?|referensi|no(?:mor)? transaksi)(?:nya)?[\s.:#-]{1,4}((?=[\w-]*\d{4})[\w-]{6,40})(?![\w-])/iu;

/** The reference number in "sudah bayar, ref 20261114900123", or null. */
export function readNamedReference(typed: string): string | null {
  return REFERENCE.exec(typed)?.[1] ?? null;
}
