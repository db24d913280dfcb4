import type { RetirementPlan } from "../../domain/sponsor/sponsor";
import { wordsOf } from "./normalize";
import { looksLikeQuestion } from "./question";

const mostWords = 8;
const SUCCESSOR =
  /\b(?:cari|carikan|cariin|golekke|golekno|padosaken|padoske) sponsor (?:lain|baru|pengganti|liyane|sanes)\b/u;
const ONESELF = /\b(?:di)?(?:terus|lanjut)(?:kan|ke|no|aken|in)? (?:sendiri|dewe|dhewe|piyambak)\b/u;
/** What turns a plan round or leaves it open: "saya tidak bisa teruskan sendiri", "mungkin". */
const IN_DOUBT =
  /\b(?:tidak|tdk|bukan|ndak|gak|ga|nggak|ora|mboten|jangan|ojo|belum|durung|dereng|usah|mungkin|kalau|kalo|yen|menawi|atau)\b/u;
const GOES_ON =
  /^(?:(?:ya|nggih|saya|aku|kula|kulo|mau) )*(?:di)?(?:terus|lanjut)(?:kan|ke|no|aken|in)(?: (?:saja|aja|wae|mawon|ya|nggih|pak|bu|mas|mbak))*$/u;

/**
 * Whether a text answers the question what is to become of the help, where that was read last; at any other time "teruskan"
 * takes up something else.
 */
export function answersRetirement(typed: string): boolean {
  return GOES_ON.test(wordsOf(typed).join(" ")) || saysRetirementPlan(typed);
}

/** Whether somebody says, in the words in which it was asked, what is to become of the help after retirement. */
export function saysRetirementPlan(typed: string): boolean {
  const said = wordsOf(typed);
  const text = said.join(" ");
  return said.length <= mostWords && !looksLikeQuestion(typed) && (SUCCESSOR.test(text) || ONESELF.test(text));
}

/** Which plan such words name, where they name one alone and without a doubt; else null, and the question itself is to be asked. */
export function readRetirementPlan(typed: string): RetirementPlan | null {
  const text = wordsOf(typed).join(" ");
  if (!saysRetirementPlan(typed) || IN_DOUBT.test(text) || (SUCCESSOR.test(text) && ONESELF.test(text))) return null;
  return ONESELF.test(text) ? "continue" : "successor";
}
