import { foldWords } from "../../domain/shared/folded-text";
import known from "./hoaxes.json";

/** What a forwarded message seems to be, apart from whether it is in our words. */
export type Suspicion = "asks" | "hoax" | "none";

/** What none of ours ever asks for: a secret, money to a person, a strange link. */
const asksFor =
  /\b(?:otp|pin|password|kata sandi|kode verifikasi|transfer|rekening pribadi|biaya (?:admin|pencairan|aktivasi)|klik|apk|cvv|kartu atm|nomor atm)\b/u;
const link = /(?:https?:\/\/|www\.|\bbit\.ly|\bt\.me\/|\bwa\.me\/|\.apk\b)/iu;
/** Our own warnings name these things too, and forbid them. */
const forbids = /\b(?:tidak pernah|jangan|mboten nate|sampun|never)\b/u;
/** Known false news, each by all of what it always says; the file tells where and when it was seen. */
const hoaxes = known.map(({ all }) => all.map((said) => new RegExp(said, "u")));
const ASKED =
  /^\s*(?:tolong\s+)?(?:cek|check|periksa|priksa)(?:\s+(?:pesan|hoax|hoaks|penipuan|ini|niki|iki|wa))*\s*[:,-]?\s+/iu;
const leastWords = 5;

/** The message in "cek: Selamat, Anda mendapat ..."; null where nothing is handed over to be checked. */
export function readForwarded(typed: string): string | null {
  const message = ASKED.test(typed) ? typed.replace(ASKED, "") : "";
  return foldWords(message).split(" ").length >= leastWords ? message : null;
}

/** Reads what a forwarded message asks for. */
export function suspicionOf(message: string): Suspicion {
  const folded = foldWords(message);
  if (hoaxes.some((hoax) => hoax.every((said) => said.test(folded)))) return "hoax";
  if (link.test(message)) return "asks";
  return asksFor.test(folded) && !forbids.test(folded) ? "asks" : "none";
}
