import { parseLinkCode } from "../../domain/messaging/link-code";
import { parseOfficeCode } from "../../domain/office/office";
import { parseOfficerCode } from "../../domain/officer/officer-code";
import { asksForFamilyToday } from "./family-wish";
import { normalize, wordsOf } from "./normalize";
import { asksWhoPays } from "./payer-wish";
import { looksLikeQuestion } from "./question";
import { readReceiptCode } from "./receipt-code";
import { asksForSum } from "./sum-wish";

/** What a few typed words open when nothing is being asked. */
export type EntryWord =
  | "register"
  | "sponsor"
  | "paid"
  | "status"
  | "ask"
  | "my-data"
  | "my-pledges"
  | "stop-helping"
  | "rest-helping"
  | "officer"
  | "office"
  | "office-coordinator"
  | "opt-in"
  | "link-chat"
  | "let-go"
  | "call-list"
  | "year-report"
  | "be-named"
  | "papers"
  | "stand-by"
  | "stand-by-off"
  | "monthly-list"
  | "monthly-list-off"
  | "check";

/** Words as people type them and as deep links carry them, normalized. */
const words: Readonly<Record<EntryWord, string>> = {
  register:
    "daftar,pendaftaran,mau daftar,daftar pekerja,ndaftar,register,registrasi,ikut daftar,saya mau daftar,daftarkan,mendaftar,daftar saya,mau ikut",
  sponsor: "sponsor,jadi sponsor,mau jadi sponsor,saya mau jadi sponsor,donatur,mau bantu,mau membantu,pledge",
  paid: "sudah bayar,sdh bayar,udah bayar,sampun bayar,wis bayar,saya sudah bayar,lapor bayar,bukti bayar,kirim bukti,kirim bukti lagi,kirim bukti ulang,kirim ulang bukti,konfirmasi bayar,sudah transfer,bayar sudah,paid",
  status: "perlindungan saya,perlindungan saya hari ini,cek perlindungan",
  ask: "tanya,tanya manfaat,manfaat,mau tanya,pertanyaan,takon,tanglet,info manfaat",
  "my-data": "data saya,data ku,dataku,hapus data,hapus data saya,data pribadi,my data",
  "my-pledges": "pekerja saya,pekerja yang saya bantu,binaan,ubah sponsor,ubah bantuan",
  "stop-helping": "berhenti jadi sponsor,berhenti membantu,berhenti bantu,berhenti jadi donatur",
  "rest-helping": "libur dulu membantu,jeda dulu membantu",
  office: "kantor,papan kantor,kantor saya,pegawai kantor,keluar kantor,keluar dari kantor,office",
  "office-coordinator": "ganti koordinator,koordinator baru,ganti koordinator kantor,serahkan kantor",
  officer: "tugas,tugas petugas,menu petugas,verifikasi,periksa",
  "link-chat":
    "sambung,sambungkan,nyambung,sambung chat,sambungkan chat,sambung hp,sambung whatsapp,sambung wa,sambung telegram,pakai whatsapp juga,pakai wa juga,pakai telegram juga,pindah ke whatsapp,pindah ke wa,pindah ke telegram,hubungkan whatsapp,hubungkan telegram,link,link chat",
  "year-report":
    "laporan kebaikan,laporan tahunan,laporan sponsor,laporan saya,minta laporan kebaikan,laporan kebaikan saya",
  "be-named": "nama di laporan,nama boleh,nama boleh ditulis,nama jangan ditulis,nama di laporan sponsor",
  "call-list": "daftar telepon,daftar telpon,daftar telfon",
  check: "cek pesan,cek pesan ini,cek hoax,cek hoaks,cek penipuan,cek pesan penipuan,cek wa,check message",
  papers:
    "berkas,berkas saya,berkasku,surat surat,daftar berkas,daftar surat,cek berkas,lanjut berkas,dokumen klaim,papers",
  "stand-by":
    "siaga,saya siaga,mau siaga,saya mau siaga,jadi siaga,sponsor siaga,jadi sponsor siaga,mau jadi sponsor siaga,siap siaga,siaga aktif,siaga ya,stand by,standby",
  "stand-by-off":
    "berhenti siaga,siaga berhenti,stop siaga,siaga stop,batal siaga,siaga mati,siaga tidak,tidak siaga,tidak mau siaga,ndak siaga,gak siaga,tidak siaga lagi",
  "monthly-list":
    "daftar bulanan,daftar bulanan lagi,daftar bulanan kantor,kirim daftar bulanan,mulai daftar bulanan,monthly list",
  "monthly-list-off":
    "berhenti daftar bulanan,daftar bulanan berhenti,stop daftar bulanan,daftar bulanan stop,matikan daftar bulanan,jangan kirim daftar bulanan,tidak mau daftar bulanan,ndak mau daftar bulanan,gak mau daftar bulanan,stop monthly list",
  "let-go": "lepas,lepaskan,lepas chat,lepaskan chat,lepas sambungan,putus sambungan,putuskan sambungan,unlink",
  "opt-in": "mulai,aktif,terima pesan,terima pesan lagi,start",
};

const known = new Map(
  Object.entries(words).flatMap(([word, list]) =>
    list.split(",").map((one): [string, EntryWord] => [one, word as EntryWord]),
  ),
);

/** The thing to be opened that a short text names, or null; the whole text must be the name. */
export function readEntryWord(typed: string): EntryWord | null {
  if (typed.length > 60) return null;
  return known.get(normalize(typed)) ?? null;
}

const WITH_YEAR = /^(.+?)(?: untuk)?(?: tahun| taun| thn)? (20\d\d)$/u;

/** The year in "laporan kebaikan 2026", in its four digits; null where no yearly report is named before it. */
export function readReportYear(typed: string): string | null {
  const [, name = "", year] = WITH_YEAR.exec(wordsOf(typed.slice(0, 60)).join(" ")) ?? [];
  return year !== undefined && readEntryWord(name) === "year-report" ? year : null;
}

/**
 * What a sentence wants, in the order in which it is looked for: "berhenti jadi sponsor" is about leaving, "sudah bayar
 * pendaftaran" about paying.
 */
const wishes: readonly (readonly [EntryWord, RegExp])[] = [
  [
    "stop-helping",
    /\b(?:berhenti|mandeg|stop) (?:saya |aku |dulu )?(?:(?:jadi|menjadi|dadi) (?:sponsor|donatur)|m?(?:em)?bantu(?:in|ne)?)\b/u,
  ],
  [
    "rest-helping",
    /\b(?:libur|leren|jeda)(?: dulu| dhisik| disik| rumiyin| sementara)+ m?(?:em)?(?:bantu|bayar)(?:kan|i|in|ne|nya)?\b/u,
  ],
  [
    "sponsor",
    /\b(?:jadi|menjadi|dadi|dados|sebagai) (?:seorang )?(?:sponsor|donatur)\b|\b(?:mau|ingin|pengen|arep|badhe) (?:\w+ )?(?:mensponsori|nyeponsori|sponsorin|(?:bantu|membantu|nanggung|menanggung|ikut) (?:bayar\w*|iuran))\b/u,
  ],
  [
    "paid",
    /\b(?:sudah|sdh|udah|udh|dah|sampun|wis|wes|barusan|baru saja) (?:\w+ )?(?:bayar|byr|dibayar|membayar|mbayar|transfer|ditransfer|tf|setor|lunas|bayarkan)\b/u,
  ],
  [
    "register",
    /\b(?:n|men)?daftar(?:in|kan|ke|no|ne|aken)?\b|\bdidaftar(?:kan|in|ke|no)?\b|\b(?:register|registrasi)\b/u,
  ],
];
/** What only sounds like a wish: a list of something, something denied, asked or past. */
const NO_WISH =
  /\b(?:tanya|takon|tanglet|cara|carane|caranya|syarat|info|batal|terdaftar)\b|\bdaftar (?:harga|iuran|menu|nama|isi|manfaat|penerima)\b|\b(?:tidak|tdk|gak|ga|nggak|ndak|ora|mboten|belum|blm|dereng|durung|jangan|bukan|sudah|sdh|udah|sampun|wis|pernah) (?:jadi |mau |bisa |usah |ingin |pernah |saya )?(?:(?:n|men|di)?daftar\w*|bayar|byr|dibayar|transfer|jadi sponsor)\b/u;
/** Who says it of the past, or that she does not want to, wants to go on. */
const NO_LEAVING =
  /\b(?:tidak|tdk|gak|ga|nggak|ndak|ora|mboten|belum|blm|jangan|bukan|sudah|sdh|udah|sampun|wis|pernah) (?:mau |ingin |pernah |saya )?(?:berhenti|mandeg|stop|libur|leren|jeda)\b/u;
const PAST =
  /\b(?:sudah|sdh|udah|udh|dah|sampun|wis|wes) (?:\w+ )?(?:bayar|byr|dibayar|membayar|mbayar|transfer|ditransfer|tf|setor|lunas|bayarkan)\b/u;

/**
 * What a sentence wants to open, where it says so and asks nothing ("mau daftarin tetangga saya, gak punya hp"), or null.
 * To be asked only where nothing else is being asked.
 */
export function readEntryWish(typed: string): EntryWord | null {
  if (typed.length > 250 || looksLikeQuestion(typed)) return null;
  const text = wordsOf(typed).join(" ");
  const [wish] = wishes.find(([, pattern]) => pattern.test(text)) ?? [null];
  const denied = wish === "paid" ? text.replace(PAST, "") : text;
  if ((wish === "stop-helping" || wish === "rest-helping") && NO_LEAVING.test(text)) return null;
  return wish === null || NO_WISH.test(denied) ? null : wish;
}

/** Single words that nobody gives as an answer. */
const unmistakable = new Set(
  "siaga dataku tugas berkas berkasku ndaftar registrasi sambung sambungkan lepas lepaskan".split(" "),
);
/** Those that our messages say may be typed at any time, and that few questions have an answer in. */
const mostlyEntries = new Set(["kantor"]);

/** Whether a text is a word that opens something unless the open question takes it for its own answer. */
export const isMostlyEntry = (typed: string): boolean => mostlyEntries.has(normalize(typed));

/**
 * Whether a text is, as a whole, the name of something to be opened, also in the middle of a conversation: "sudah bayar",
 * "data saya", "hitung iuran 2 juta". Single words that may be an answer ("daftar", "mulai") are not.
 */
export function isWholeEntry(typed: string): boolean {
  if (readReceiptCode(typed) !== null || readLinkCode(typed) !== null || readOfficeCode(typed) !== null) return true;
  if (asksForSum(typed) || asksForFamilyToday(typed) || asksWhoPays(typed) || readReportYear(typed) !== null)
    return true;
  const text = normalize(typed);
  return readEntryWord(typed) !== null && (text.includes(" ") || unmistakable.has(text) || mostlyEntries.has(text));
}

/** A code with its word before it, or alone in the shape in which we wrote it: three, a dash, three, never digits only. */
const NAMED_CODE = /^\s*(?:sambung(?:kan|ke|no)?|link|kode)[\s:_-]+(\S{3}[\s-]?\S{3})\s*$/iu;
const BARE_CODE = /^\s*(?=\S*\p{L})([\p{L}\d]{3}-[\p{L}\d]{3})\s*$/u;

/** What was typed for a code, readable or not: one word, or several with a digit. Whoever asks for a person is no such case. */
const MEANT_AS_CODE =
  /^\s*sambung(?:kan|ke|no)?[\s:_-]+(?!(?:ke|dengan|petugas|admin|operator|kantor)\b)((?=\S+\s*$|.*\d)[^?]{1,20})$/iu;

/**
 * The code in `SAMBUNG 4K7-2QX`, or in `4K7-2QX` as we wrote it; after SAMBUNG also one that was mistyped, as it was typed,
 * so that its sender is told. Else null.
 */
export function readLinkCode(typed: string): string | null {
  if (typed.length > 60) return null;
  const [, code] = NAMED_CODE.exec(typed) ?? BARE_CODE.exec(typed) ?? [];
  const read = code === undefined ? null : parseLinkCode(code);
  if (read?.ok) return read.value;
  return readEntryWord(typed) === null ? (MEANT_AS_CODE.exec(typed)?.[1]?.trim() ?? null) : null;
}

/** A text that can be an officer's one-time code (`7K3M-9QXR`), else null; a plain word of eight letters is none. */
export function readOfficerCode(typed: string): string | null {
  const code = /[-\d]/u.test(typed) && typed.length < 20 ? parseOfficerCode(typed) : null;
  return code?.ok ? code.value : null;
}

/** The code of an office in `KANTOR 7K3M-9QXR`, or null. */
export function readOfficeCode(typed: string): string | null {
  const [, written] = /^\s*kantor[\s:_-]+(\S{4}[\s-]?\S{4})\s*$/iu.exec(typed) ?? [];
  const code = written === undefined ? null : parseOfficeCode(written);
  return code?.ok ? code.value : null;
}
