import { fail, ok, type Result } from "../../domain/shared/result";
import { wordsOf } from "./normalize";
import type { Refusal } from "./refusal";

/** Letters in a name as the KTP prints it. */
const LETTERS = { fewest: 2, most: 60 } as const;

const INTRODUCTION =
  /^(?:(?:nama|nami|jeneng|asma|nm|name)(?:\s?(?:ku|nya|ne|e))?(?:\s+(?:lengkap|saya|kulo|kula|aku|dia|beliau|ibu|bapak)){0,2}(?:\s+(?:adalah|yaiku|inggih|is))?\s*[:=]?\s+|(?:saya|kulo|kula|my name is)\s+)(?=\p{L})/iu;
const COURTESY = /^(?:(?:ibu|bu|bapak|bpk|pak|mbak|sdr|sdri|ny|tn)\.?\s+)(?=\p{L})/iu;
/** Words of the talk itself. Alone they answer something else than "what is the name". */
const TALK = new Set(
  (
    "nama namanya jeneng jenenge asma lengkap saya aku kulo kula sudah udah sdh sampun wis belum blm dereng durung iya ya iyo nggih " +
    "inggih tidak tdk gak ndak ora mboten bener benar betul leres salah nik ktp kk hp oke ok lanjut baru apa siapa itu ini pak bu mas mbak " +
    "sama yang tadi seperti di lupa tahu tau yes no name done kantor"
  ).split(" "),
);
const LINK = /https?:|www\.|@|\.(?:com|id|net|org|co)\b/i;

/**
 * Reads a person's name as the KTP has it: 2 to 60 letters, one word is enough, dots, commas, apostrophes and hyphens
 * allowed; "nama saya" and "Bu" before it are dropped. A spelling in small and capital letters is kept as it is. One in
 * only small or only capital letters carries no spelling (the KTP prints capitals), so each word gets its capital, which
 * reads kinder; names must therefore be compared without regard to case.
 */
export function readPersonName(typed: string): Result<string, Refusal> {
  const name = tidy(typed);
  const letters = (name.match(/\p{L}/gu) ?? []).length;
  if (LINK.test(name)) return fail({ key: "answers.name.link" });
  if (/\d/.test(name)) return fail({ key: "answers.name.digits" });
  if (letters === 0) return fail({ key: "answers.name.empty" });
  if (!/^[\p{L}\p{M}\s.,'-]+$/u.test(name)) return fail({ key: "answers.name.characters" });
  if (isOnlyTalk(typed)) return fail({ key: "answers.name.talk" });
  if (letters < LETTERS.fewest) return fail({ key: "answers.name.too-short", params: { least: LETTERS.fewest } });
  if (letters > LETTERS.most)
    return fail({ key: "answers.name.too-long", params: { given: letters, most: LETTERS.most } });
  return ok(capitalized(name));
}

function isOnlyTalk(typed: string): boolean {
  const words = wordsOf(typed);
  return words.every((word) => TALK.has(word));
}

function tidy(typed: string): string {
  const plain = typed
    .slice(0, 500)
    .normalize("NFKC")
    .replace(/\u20E3|\uFE0F|[\p{Cf}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]/gu, "")
    .replace(/[’‘`´ʼ]/g, "'")
    .replace(/[‐‑–—]/g, "-")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return plain
    .replace(INTRODUCTION, "")
    .replace(COURTESY, "")
    .replace(/[\s,-]+$/, "")
    .replace(/^[\s.,'-]+/, "");
}

function capitalized(name: string): string {
  if (name !== name.toLowerCase() && name !== name.toUpperCase()) return name;
  return name.toLowerCase().replace(/(?<![\p{L}\p{M}'])\p{L}/gu, (letter) => letter.toUpperCase());
}
