import type { SessionState } from "../../src/conversation/session";
import type { InboundContent } from "../../src/domain/messaging/message";
import type { ChatTown, Chatter } from "./chat";
import fc from "./property";

/** Something that a person may do next; numbers choose among what is there at that moment. */
export type Act =
  | { readonly type: "option" | "press"; readonly pick: number }
  /** An answer that the open question takes, where we know one. */
  | { readonly type: "fitting"; readonly pick: number }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "content"; readonly content: InboundContent }
  /** Some time goes by. Milliseconds. */
  | { readonly type: "wait"; readonly ms: number };

const day = 86_400_000;

/** Answers that a step of this name takes, so that random talk comes deep into a flow. */
const fitting: Readonly<Record<string, readonly string[]>> = {
  nik: ["3322015708900001", "33 22 01 570890 0002", "3322011701050003", "3322011701600004", "3322015708900051"],
  nikCheck: ["1", "betul", "differs"],
  bornOn: ["17 Agustus 1990", "17-8-1990"],
  name: ["Sumarni Lestari", "Budi Santoso"],
  phone: ["081234567890", "1", "tidak punya"],
  district: ["17", "Getasan", "Kalisidi", "ungaran brt"],
  village: ["1", "2", "Kalisidi"],
  occupation: ["1", "tukang pijat", "merakit gamelan", "6"],
  income: ["1", "1,5 juta", "2000000"],
  months: ["3", "14 bulan", "2 tahun", "0"],
  percent: ["20", "7,5 persen"],
  usePercent: ["50"],
  levels: ["SD dan SMA", "kuliah"],
  rate: ["5", "4 persen"],
  balance: ["60 juta"],
  officeName: ["Dinas Contoh"],
  retires: ["Maret 2031", "1"],
  month: ["Juli 2030", "belum tahu"],
  pauseMonth: ["Juni 2027", "bulan depan"],
  count: ["1", "dua", "3"],
  wishDistrict: ["1", "Getasan"],
  wishVillage: ["1", "Kopeng", "3"],
  wishOccupation: ["1", "petani"],
  question: ["Nama saya di kartu keliru"],
  detail: ["jatuh dari pohon di Kopeng", "1"],
  proof: ["REF 123456789", "1"],
  which: ["1", "semua"],
  code: ["7K3M-9QXR"],
  kpj: ["12345678901"],
  kpjEntry: ["12345678901"],
  note: ["tolong kirim lagi", "1"],
  taskAnswer: ["Silakan datang ke kantor desa"],
};

/** Steps that ask for a registration number. */
const asksNumber = new Set(["worker", "kpjNumber", "takeBackFind"]);

const words =
  "menu,batal,kembali,ulang,baru,bantuan,status,kenapa,petugas,bahasa,jeda,lanjut,stop,kecelakaan,meninggal,mulai,daftar,sponsor,sudah bayar,data saya,hapus data saya,jadi sponsor,buang,/daftar,/sponsor,/menu,pekerja saya,tugas,tanya,hitung,hitung iuran 2 juta";
const questions = [
  "iurannya berapa?",
  "kalau jatuh waktu kerja dapat apa?",
  "apakah ini resmi?",
  "caranya bayar gimana",
  "siapa presiden?",
];
const nonsense = [
  "asdf qwer",
  "😀😀😀",
  "   ",
  "\u200b",
  "$t(common.yes) {{name}} %s <b>x</b>",
  "0",
  "99",
  "-1",
  "1.",
  "__proto__",
  "constructor",
  "'; DROP TABLE workers; --",
  "a\n\n\nb",
];
const paste = "Ini pesan panjang sekali. ".repeat(400);
const links = [
  "/start",
  "/start daftar",
  "/start sponsor",
  "/start KL-7K3M-9QX",
  "/start x_y",
  "KL-7K3M-9QX",
  "7K3M-9QXR",
];

const text = (text: string): Act => ({ type: "text", text });
const content = (content: InboundContent): Act => ({ type: "content", content });

const contents: readonly InboundContent[] = [
  ...(["sticker", "voice", "video", "poll", "other"] as const).map((kind) => ({ type: "unreadable" as const, kind })),
  { type: "location", latitude: -7.1, longitude: 110.4 },
  { type: "edited", text: "Sumarni" },
  { type: "phone-card", phone: "+6281234567890", own: true },
  { type: "phone-card", phone: "bukan nomor", own: false },
  { type: "media", kind: "photo", ref: "foto-1" },
  { type: "media", kind: "document", ref: "berkas-2", caption: "bukti bayar" },
  { type: "choice", value: "0|yes" },
  { type: "choice", value: "!paid" },
  { type: "choice", value: "!tidak-ada" },
  { type: "choice", value: "zz|register-worker" },
  { type: "choice", value: "" },
  { type: "choice", value: "|".repeat(64) },
];

/** One act of somebody who mostly answers, and now and then does anything at all. */
export const anAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({ type: fc.constantFrom("option", "press"), pick: fc.nat(30) }) as fc.Arbitrary<Act>,
  },
  { weight: 12, arbitrary: fc.nat(30).map((pick): Act => ({ type: "fitting", pick })) },
  { weight: 3, arbitrary: fc.constantFrom(...words.split(",")).map(text) },
  { weight: 1, arbitrary: fc.constantFrom(...questions, ...links).map(text) },
  { weight: 2, arbitrary: fc.constantFrom(...nonsense, paste).map(text) },
  {
    weight: 1,
    arbitrary: fc.oneof(fc.string({ maxLength: 40 }), fc.string({ unit: "binary", maxLength: 20 })).map(text),
  },
  { weight: 2, arbitrary: fc.constantFrom(...contents).map(content) },
  { weight: 1, arbitrary: fc.constantFrom(60_000, day, 3 * day, 31 * day).map((ms): Act => ({ type: "wait", ms })) },
);

/** What is sent for an act as things stand; undefined where only time goes by. */
function contentOf(act: Act, person: Chatter, numbers: readonly string[]): InboundContent | undefined {
  const options = person.heard.flatMap((message) => message.options ?? []);
  switch (act.type) {
    case "wait":
      return undefined;
    case "content":
      return act.content;
    case "text":
      return { type: "text", text: act.text };
    case "press": {
      const option = options[act.pick % Math.max(1, options.length)];
      return option ? { type: "choice", value: option.value } : { type: "text", text: "1" };
    }
    case "option":
      return { type: "text", text: String((act.pick % Math.max(1, options.length)) + 1) };
    default: {
      const { step = "" } = person.session().state.position ?? {};
      const known = asksNumber.has(step) ? numbers : (fitting[step] ?? ["1", "2", "1"]);
      return { type: "text", text: known[act.pick % known.length] ?? "1" };
    }
  }
}

/** Lets somebody do a thing (`numbers`: registration numbers that exist) and returns what was sent, with the session as it was before. */
export async function doNext(
  town: ChatTown,
  person: Chatter,
  act: Act,
  numbers: readonly string[],
): Promise<{ sent: InboundContent; before: SessionState } | undefined> {
  if (act.type === "wait") town.now += act.ms;
  const sent = contentOf(act, person, numbers);
  if (!sent) return undefined;
  const before = person.session().state;
  town.now += 1_000;
  await person.sends(sent);
  return { sent, before };
}
