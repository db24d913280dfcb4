import { wordsOf } from "./normalize";
import { isNumberWord } from "./number-words";

const ANYWHERE = new Set(
  (
    "apa apakah apaan opo napa nopo punapa menapa berapa brapa brp pira piro pinten kapan kpn kapankah gimana gmn gmna bagaimana " +
    "bgmn pripun kepiye piye kados kenapa knp mengapa ngopo siapa sapa sopo sinten dimana ngendi pundi mana kemana maksudnya " +
    "maksude artinya tegese caranya carane bedanya bedane bisakah bolehkah haruskah adakah what how when why who where which"
  ).split(" "),
);
/** Words that ask only at the beginning: elsewhere they are parts of statements. */
const AT_THE_BEGINNING =
  /^(?:cara|tanya|mau tanya|mo tanya|numpang tanya|badhe tanglet|arep takon|takon|can i|do i|is it|is there|apa itu|arti|maksud) \S/;
const ABILITY =
  /\b(?:bisa|boleh|harus|perlu|wajib|ada|dapat|aman|bayar|gratis|kena|masih|sudah|udah|isa|iso|saged|entuk) (?:ga|gak|nggak|ngga|enggak|ndak|tidak|tdk|ora|mboten|opo ora|kah|apa)\b(?! (?:ada|punya|bisa|tahu|tau|perlu|mau)\b)/;
/** "Nothing wrong" and "anything", which only sound like questions. */
const NOT_ASKING =
  /\b(?:apa apa|apapa|opo opo|nopo nopo|napa napa)\b|\b(?:apa|siapa|mana|kapan|berapa|opo|sopo|di mana|dimana) (?:saja|aja|ae|wae|mawon|pun)\b/g;
const DISCOURSE = new Set(
  "ya iya yo nggih njih inggih ok oke halo hallo hai permisi assalamualaikum p ping tes test".split(" "),
);

/**
 * Whether a typed text asks something: a question word (Indonesian, Javanese, slang, English), "bisa gak", or a question
 * mark after more than a plain short answer. "Siti?", "2?" and "ya?" are answers given with doubt.
 */
export function looksLikeQuestion(typed: string): boolean {
  const words = wordsOf(typed);
  if (words.length === 0) return false;
  const text = words.join(" ");
  const asking = text.replace(NOT_ASKING, " ").split(" ");
  if (asking.some((word) => ANYWHERE.has(word))) return true;
  if (AT_THE_BEGINNING.test(text) || ABILITY.test(text)) return true;
  if (words.length > 2 && words[0] === "kok") return true;
  return hasQuestionMark(typed) && !isDoubtfulAnswer(words);
}

function hasQuestionMark(typed: string): boolean {
  return /[?？¿؟]/.test(typed.slice(0, 2_000));
}

function isDoubtfulAnswer(words: readonly string[]): boolean {
  if (words.every((word) => /^\d+$/.test(word) || DISCOURSE.has(word) || isNumberWord(word))) return true;
  return words.length === 1 && !SUBJECTS.has(words[0] ?? "");
}

/** Single words that, with a question mark, ask about the scheme rather than answer. */
const SUBJECTS = new Set(
  (
    "iuran manfaat santunan klaim syarat biaya bayar gratis jkk jkm jht bpjs premi denda harga jadwal tarif saldo kartu beasiswa " +
    "pencairan pensiun aman resmi penipuan hoax asli"
  ).split(" "),
);

const ABOUT_STEP = /\b(?:maksud|maksudnya|maksude|arti|artinya|tegese|beda|bedanya|bedane|perbedaannya|perbedaan)\b/;
const WITHIN_ABOUT_STEP = new Set(
  (
    "maksud maksudnya maksude arti artinya tegese beda bedanya bedane perbedaannya perbedaan apa apaan apakah opo napa nopo gimana " +
    "gmn bagaimana piye pripun ini itu iki kuwi niki pertanyaan pertanyaannya pilihan pilihannya nomor nomer no yang sing dan sama karo dengan " +
    "antara atau ya pak bu mas mbak min sih dong to"
  ).split(" "),
);

/**
 * Whether a text asks what the open question or its choices mean ("maksudnya apa", "apa bedanya 1 dan 2?"), naming nothing
 * else: whoever names a subject asks about that.
 */
export function asksAboutStep(typed: string): boolean {
  const words = wordsOf(typed);
  if (words.length > 8 || !ABOUT_STEP.test(words.join(" "))) return false;
  return words.every((word) => WITHIN_ABOUT_STEP.has(word) || /^\d+$/.test(word) || isNumberWord(word));
}
