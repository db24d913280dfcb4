import { findDistricts, findVillages } from "../../domain/shared/region";
import { readEmergency } from "./emergency";
import { isNear, squeeze, wordsOf } from "./normalize";

/** What a person may say at any step, whatever was asked (design section 4). */
export type UniversalWord =
  | "menu"
  | "cancel"
  | "back"
  | "repeat"
  | "restart"
  | "help"
  | "status"
  | "stop"
  | "pause"
  | "resume"
  | "why"
  | "officer"
  | "language"
  | "accident"
  | "death";

type OrdinaryWord = Exclude<UniversalWord, "accident" | "death">;

/** Phrases in Indonesian, Javanese, slang and English, normalized; words of courtesy around them are dropped before. */
const PHRASES: Readonly<Record<OrdinaryWord, string>> = {
  menu: "menu,menu utama,menu awal,mnu,home,beranda,pilihan menu,daftar menu,kembali ke menu,kembali menu,balik menu,ke menu,lihat menu,main menu",
  cancel:
    "batal,batalkan,dibatalkan,batalin,batalno,cancel,gak jadi,ga jadi,nggak jadi,tidak jadi,ndak jadi,ora sido,ora sida,mboten siyos,mboten sios,gajadi,keluar,exit,quit,wurung",
  back: "kembali,balik,bali,mbalik,wangsul,back,sebelumnya,mundur,kembali ke sebelumnya,balik lagi,undo,go back,baleni,prev,previous",
  repeat:
    "ulang,ulangi,ulang lagi,diulang,diulangi,ulangi lagi,ulangi pertanyaan,ulangi pertanyaannya,mbaleni,balenono,baleni maneh,ambali,repeat,again,sekali lagi,maneh,tanya lagi,dibaleni",
  restart:
    "baru,mulai baru,mulai dari awal,dari awal,ulang dari awal,mulai lagi dari awal,anyar,saking wiwitan,restart,start over,mulai ulang",
  help: "bantuan,bantu,bantu saya,tolong,tolong saya,tolong bantu,tulung,tulungi,pitulungan,help,bingung,panduan,petunjuk,butuh bantuan,minta tolong,gak ngerti,ga ngerti,tidak mengerti,tidak paham,ga paham,gak paham,ora ngerti,ora paham,mboten ngertos,mboten mudheng,ora mudeng,gak mudeng,info",
  status:
    "status,status saya,cek status,status ku,statusku,cek,lihat status,status pendaftaran,status perlindungan,setatus,my status,cek kepesertaan,perlindungan saya hari ini,status iuran",
  stop: "stop,setop,berhenti,brenti,mandeg,mandheg,unsubscribe,unsub,berhenti berlangganan,jangan kirim lagi,jangan kirimi lagi,jangan kirim pesan lagi,jangan chat lagi,stop pesan,stop pengingat,stop kirim,aja ngirimi maneh,udahan",
  pause:
    "jeda,pause,nanti,tunda,ditunda,nanti dulu,nanti lagi,nanti saja dulu,leren,leren disik,istirahat,istirahat dulu,mengko disik,mengko dhisik,mangke rumiyin,jeda dulu,besok lagi,besok lagi ya,snooze",
  resume:
    "lanjut,lanjutkan,lanjut lagi,lanjutin,teruskan,terus,teruske,terusno,lajeng,lajengaken,resume,continue,next,teruskan lagi,aktifkan lagi,mulai lagi",
  why: "kenapa,knp,knapa,mengapa,ngopo,ngapa,kenging napa,kenging nopo,why,alasan,alasannya,apa alasannya,buat apa,untuk apa,kanggo opo,kangge nopo,kenapa ditanya,kenapa harus,kenapa perlu,kenapa minta,kenapa minta itu,kok tanya,kok minta,lha ngopo",
  officer:
    "petugas,admin,cs,operator,officer,agent,petugase,bicara dengan petugas,bicara petugas,bicara sama petugas,hubungi petugas,chat petugas,panggil petugas,panggil admin,hubungi admin,chat admin,bicara dengan orang,bicara sama orang,ngomong karo petugas,ngomong sama petugas,ngobrol sama petugas,minta petugas,customer service,manusia,orang asli,human",
  language:
    "bahasa,basa,boso,language,lang,english,inggris,bahasa inggris,bahasa indonesia,bahasa jawa,basa jawa,boso jowo,ganti bahasa,pilih bahasa,ubah bahasa,change language,basa inggris",
};

/** Courtesy and filling words that change nothing around a universal word. */
const AROUND = new Set(
  "mau pengen pingin ingin minta dong donk ya yaa yo deh pak bu mas mbak mba kak min please plis pls aja saja lah sih nih ni wae mawon sek dulu kulo kula aku saya dah deng ah loh lho".split(
    " ",
  ),
);
/** Frequent answers that are one slip away from a universal word. */
const LOOK_ALIKES = new Set(
  "bantal batas batik batuan bantul bahas bahaya kelapa tulang teras udang utang hutan atasan tulangan".split(" "),
);

const spoken = new Map<string, OrdinaryWord>(
  (Object.entries(PHRASES) as [OrdinaryWord, string][]).flatMap(([word, phrases]) =>
    phrases.split(",").map((phrase): [string, OrdinaryWord] => [squeeze(phrase), word]),
  ),
);
/** How STOP is said, without courtesy. */
export const stopPhrases: readonly string[] = PHRASES.stop.split(",");
/** How LANJUT is said, without courtesy. */
export const resumePhrases: readonly string[] = PHRASES.resume.split(",");
const LONGEST_PHRASE = 6;
const DENIED = /^(?:tidak|tdk|ndak|gak|ga|nggak|ngga|enggak|ora|mboten|belum|bukan|jangan|no|not) /u;

/**
 * The universal word that a text says plainly, or null; to be asked before the answer is read. The word must stand alone
 * or nearly so ("batal aja pak"): inside a sentence or a question it is not meant. An accident or a death is heard in a
 * sentence too ("bapak saya meninggal"), but not where somebody asks what the insurance would give.
 */
export function exactWord(typed: string): UniversalWord | null {
  const words = wordsOf(typed);
  return readEmergency(typed) ?? spoken.get(squeeze(words.join(" "))) ?? spoken.get(coreOf(words)) ?? null;
}

/**
 * The universal word that a text says with a slip in it ("kmbali", "bantaun"), or null; to be asked only where the text
 * was no answer, because an answer may look alike.
 */
export function nearWord(typed: string): UniversalWord | null {
  const phrase = coreOf(wordsOf(typed));
  const written = wordsOf(typed)
    .filter((word) => !AROUND.has(word))
    .join(" ");
  // "Tidak ada" is no slip in "tidak jadi": after a "no", every other word is another answer.
  if (DENIED.test(written)) return null;
  if (phrase === "" || phrase.length > 40 || LOOK_ALIKES.has(phrase) || isPlace(phrase)) return null;
  const near = new Set(
    [...spoken].filter(([known]) => isNear(phrase, known) || isNear(written, known)).map(([, word]) => word),
  );
  const [word] = near;
  return near.size === 1 && word ? word : null;
}

/** What `exactWord` reads in a text: the phrase itself, without the courtesy around it. */
export function plainPhrase(typed: string): string {
  const words = wordsOf(typed);
  const whole = squeeze(words.join(" "));
  return spoken.has(whole) ? whole : coreOf(words);
}

/** BUANG, said where nothing is asked: inside a flow it may be a name. */
export function isDiscardWord(typed: string): boolean {
  return ["buang", "buang jawaban", "buang semua", "buang saja", "buang semua jawaban"].includes(
    wordsOf(typed).join(" "),
  );
}

/** Where almost anything is an answer, "admin" and "operator" are occupations: the officer is named, or talked to. */
export function isPlainlyOfficer(typed: string): boolean {
  const words = wordsOf(typed);
  return (
    words.includes("petugas") || words.includes("petugase") || words.filter((word) => !AROUND.has(word)).length > 1
  );
}

/** Either of the two, where no other reading competes. */
export function recognizeUniversalWord(typed: string): UniversalWord | null {
  return exactWord(typed) ?? nearWord(typed);
}

/** What is left without courtesy; nothing where too much is left to be a universal word. */
function coreOf(words: readonly string[]): string {
  if (words.length > LONGEST_PHRASE * 2) return "";
  const left = words.filter((word) => !AROUND.has(word));
  return left.length > LONGEST_PHRASE ? "" : squeeze(left.join(" "));
}

/** The desa Bantal is no "batal". */
function isPlace(phrase: string): boolean {
  const named = [...findVillages(phrase), ...findDistricts(phrase)];
  return named.some(({ name }) => squeeze(wordsOf(name).join(" ")) === phrase);
}
