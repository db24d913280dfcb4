import { fail, ok, type Result } from "../../domain/shared/result";
import { isNear, squeeze, tooLong, wordsOf } from "./normalize";
import type { Refusal } from "./refusal";

const words = (list: string): ReadonlySet<string> => new Set(list.split(" ").map(squeeze));

const YES = words(
  "ya y iya iyo iyes iye ye yo yoi yup yep yes yess yaa yha hooh heeh betul btul btl bener benar bnr leres nggih " +
    "inggih njih injih enggih enggeh nggeh ngih ok oke okey okay okeh oks sip siip siap sippp setuju sepakat boleh mau " +
    "bersedia lanjut gas cocok sesuai pas tepat saestu mesti pasti tentu silakan monggo mangga purun gelem true right sure",
);
const NO = words(
  "tidak tdk tida tak ndak ndaak nda gak ga g gk nggak ngga enggak engga kagak kaga ora ra mboten boten mbotn belum blm blum " +
    "dereng durung urung bukan bkn sanes dudu jangan ojo ampun moh emoh wegah no nope not nah never false",
);
/** Words that a "no" before them turns into a "yes": "tidak salah". */
const WRONG = words("salah keliru kleru lepat klentu luput wrong masalah keberatan");
/** Words that say nothing alone. */
const AROUND = words(
  "pak bu ibu bapak mas mbak kak min admin saya aku kulo kula sudah sampun wis udah dah itu niku kuwi kok lah sih dong deh " +
    "aja saja wae mawon sekali banget sanget tenan lha nah kalau data datanya semua semuanya yang that is it correct jadi sido " +
    "terima kasih makasih matur nuwun suwun tolong please perlu usah cukup maaf ngapunten sepurane sorry",
);
const FINE =
  /\b(?:ga|gak|nggak|tidak|ndak|ora|mboten|rapopo) ?(?:apa apa|papa|opo opo|nopo nopo|masalah|keberatan)\b|\b(?:gpp|gapapa|rapopo)\b/;
const THUMBS_UP = /[\u{1F44D}\u{1F44C}\u2705\u2714\u{1F197}]/u;
const THUMBS_DOWN = /[\u{1F44E}\u274C\u2716\u{1F645}\u26D4]/u;

/**
 * Reads yes (true) or no (false) in Indonesian, Javanese, slang, English or a thumb. "1" is yes and "2" is no, as every
 * such question lists them. A sentence with other words in it is refused, because its rest may change the answer.
 */
export function readYesNo(typed: string): Result<boolean, Refusal> {
  const long = tooLong(typed);
  if (long) return fail(long);
  const said = wordsOf(typed);
  const answer = said.length === 0 ? thumb(typed) : (byNumber(said) ?? byWords(said));
  return answer === null ? fail({ key: "answers.yes-no.unclear" }) : ok(answer);
}

function thumb(typed: string): boolean | null {
  const up = THUMBS_UP.test(typed);
  return up === THUMBS_DOWN.test(typed) ? null : up;
}

function byNumber(said: readonly string[]): boolean | null {
  const left = said.filter((word) => !["no", "nomor", "nomer", "pilih", "yang", "sing"].includes(word)).join(" ");
  if (["1", "satu", "siji", "setunggal"].includes(left)) return true;
  return ["2", "dua", "loro", "kalih"].includes(left) ? false : null;
}

function byWords(said: readonly string[]): boolean | null {
  if (FINE.test(said.join(" "))) return true;
  const together = said.join(" ").replace(/\b(ho|he|em) (oh|eh|em)\b/g, "$1$2");
  const kinds = together.split(" ").map((word) => kindOf(squeeze(word)));
  if (kinds.includes("unknown")) return null;
  if (kinds.includes("wrong")) return kinds.includes("no");
  if (kinds.includes("no")) return false;
  return kinds.includes("yes") ? true : null;
}

type Kind = "yes" | "no" | "wrong" | "around" | "unknown";

const VOCABULARY: readonly (readonly [Kind, ReadonlySet<string>])[] = [
  ["yes", YES],
  ["no", NO],
  ["wrong", WRONG],
  ["around", AROUND],
];

function kindOf(word: string): Kind {
  for (const [kind, known] of VOCABULARY) if (known.has(word)) return kind;
  const near = VOCABULARY.filter(([, known]) => [...known].some((meant) => meant !== "bukan" && isNear(word, meant)));
  return near.length === 1 && near[0] ? near[0][0] : "unknown";
}
