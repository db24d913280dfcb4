import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Chatter } from "../support/chat";
import { openPeople, type People } from "../support/people";
import { answersOf, beginsRegistration, comesTo } from "../support/ways";

const locale = join(__dirname, "../../locales/id");
const told = /\b(?:[Kk]etik|[Tt]ulis|[Bb]alas|[Kk]irim)\s+([A-Z]{2,}(?: [A-Z]{2,})*)\b/gu;

/** What the Indonesian texts tell people to type in capitals, wherever they are read. */
function phrasesTold(): readonly string[] {
  const texts = readdirSync(locale).flatMap((file) =>
    Object.entries<string>(JSON.parse(readFileSync(join(locale, file), "utf8"))),
  );
  const sums = texts.filter(([key]) => key.startsWith("reckon.word.")).map(([, word]) => word);
  const found = texts.flatMap(([, text]) => [...text.matchAll(told)].map(([, phrase = ""]) => phrase));
  return [...new Set([...found, ...sums])].toSorted();
}

const menu = "1. Daftar pekerja";
const income = "Berapa penghasilan sebulan yang dilaporkan ke BPJS?";
/** What is read where each is typed by somebody who is registered and pays herself. */
const opens: Readonly<Record<string, string>> = {
  BAHASA: "Mau pakai bahasa apa?",
  BATAL: menu,
  "BERHENTI DAFTAR BULANAN": "Daftar bulanan hanya untuk koordinator kantor",
  "BERHENTI SIAGA": "Siaga itu untuk sponsor",
  BERKAS: "Tidak ada surat yang sedang disiapkan",
  "CARA BAYAR": "Bayar bisa di bank, kantor pos, Indomaret",
  DAFTAR: "Siapa yang mau didaftarkan?",
  "DAFTAR BULANAN": "Daftar bulanan hanya untuk koordinator kantor",
  "DATA SAYA": "Ini data yang kami simpan",
  "GANTI KOORDINATOR": "KANTOR",
  "HAK KELUARGA": "hari ini keluarga belum menerima apa-apa",
  "HITUNG BEASISWA": "Anaknya sekolah di mana?",
  "HITUNG CACAT": income,
  "HITUNG CACAT TOTAL": income,
  "HITUNG IURAN": "Pekerjaannya apa?",
  "HITUNG PAJAK JHT": "Berapa saldo JHT yang mau diambil?",
  "HITUNG SANTUNAN MENINGGAL": "Meninggalnya karena apa?",
  "HITUNG TABUNGAN": income,
  "HITUNG TIDAK BISA KERJA": income,
  "JADI SPONSOR": "Bapak/Ibu membantu sebagai apa?",
  JEDA: "Pengingat mau dihentikan berapa lama?",
  KANTOR: "Saya koordinator, buat papan kantor",
  KECELAKAAN: "Tolong korban dulu",
  KEMBALI: menu,
  MENINGGAL: "Kami turut berduka cita",
  MENU: menu,
  "NAMA DI LAPORAN": "Bolehkah nama depan dan desa pekerja",
  "PEKERJA SAYA": "Sekarang Bapak/Ibu tidak membantu pekerja",
  PETUGAS: "Apa yang mau disampaikan ke petugas?",
  SAMBUNG: "lalu kirim: SAMBUNG",
  SIAGA: "Siaga itu untuk sponsor",
  STATUS: "Belum ada iuran yang dipastikan lunas",
  STOP: "Jadi Bapak/Ibu tidak mau menerima pesan dari kami lagi?",
  "SUDAH BAYAR": "Tolong kirim foto bukti bayarnya",
};
/**
 * What is no phrase of its own: answers to the question that stands above them, words of which the text means the thing, and
 * what is told only where something was put aside, stopped or joined (LANJUT, MULAI, LEPAS), which those flows' tests hold.
 */
const elsewhere = "BARU BUANG CEK HAPUS LANJUT LEPAS MULAI NIK SELESAI SEMUA SUDAH TK TUTUP YA".split(" ");

let people: People;
let asih: Chatter;
beforeEach(async () => {
  people = await openPeople();
  await people.payer("Asih", 1);
  await people.agrees("Asih");
  asih = people.town.person("Asih");
});

describe("what our texts tell people to type", () => {
  it("is all in this table", () => {
    expect(phrasesTold()).toEqual([...Object.keys(opens), ...elsewhere].toSorted());
  });

  it.each(Object.entries(opens))(
    "%s opens what it says, also after a question and on another subject",
    async (phrase, words) => {
      expect(await asih.says(phrase)).toContain(words);
      for (const before of [
        ["menu", "berapa santunan kematian?"],
        ["menu", "apa itu JHT?", "menu"],
      ]) {
        await asih.saysAll(...before);
        expect(await asih.says(phrase)).toContain(words);
      }
    },
  );

  it.each(["name", "occupation", "income"] as const)("CARA BAYAR is no answer where %s is asked", async (question) => {
    await beginsRegistration(asih);
    await comesTo(asih, question);
    const before = answersOf(asih);
    for (const typed of ["CARA BAYAR", "carane mbayar"]) expect(await asih.says(typed)).toContain("Bayar bisa di bank");
    expect(answersOf(asih)).toEqual(before);
  });

  it("CARA BAYAR is no proof of a payment", async () => {
    await asih.says("SUDAH BAYAR");
    expect(await asih.says("CARA BAYAR")).toContain("Bayar bisa di bank");
  });

  it("CARA BAYAR points whoever has unpaid months to them, and nobody else", async () => {
    const pointed = "Bulan mana, berapa, dan paling lambat kapan: ketik STATUS.";
    expect(await asih.says("CARA BAYAR")).toContain(pointed);
    await people.agrees("Tono");
    expect(await people.town.person("Tono").says("CARA BAYAR")).not.toContain(pointed);
  });

  it("MULAI opens the messages again to whoever stopped them, also after a question", async () => {
    await asih.saysAll("stop", "1", "berapa santunan kematian?");
    expect(await asih.says("MULAI")).toContain("Kabar dan pengingat kami kirim lagi");
  });
});
