import { createKnowledge } from "../../src/knowledge";
import { noonOf, topicOf } from "./support";

const knowledge = createKnowledge();
const at = noonOf("2026-11-22");
const asked = (question: string) => knowledge.ask(question, at);

describe("a long story", () => {
  it.each([
    [
      "jkm.amount",
      "saya janda, suami penjual cilok meninggal karena demam berdarah minggu lalu, sempat dirawat di puskesmas, dia peserta sudah tiga tahun, keluarga saya dapat uang berapa",
    ],
    [
      "jkm.papers",
      "mbah saya petani, lama berobat jalan ke puskesmas lalu dirujuk dan meninggal, beliau peserta BPJS Ketenagakerjaan, surat apa saja yang harus saya siapkan",
    ],
    [
      "scholarship.amount",
      "cicilan motor masih banyak dan suami sudah meninggal, anak saya satu SMP satu SD, beasiswanya berapa setahun",
    ],
    [
      "payment.channels",
      "tadi hujan deras, kantor pos tutup, saya mau bayar iuran BPJS Ketenagakerjaan bulan ini, bisa lewat Alfamart tidak",
    ],
  ])("is answered by what it asks: %s", (topic, question) => {
    expect(topicOf(asked(question))).toBe(topic);
  });

  it("is out of scope where what it asks is, whatever it mentions of us", () => {
    const story =
      "saya sudah ikut BPJS Ketenagakerjaan dua tahun dan lancar bayar, cuma mau tanya, STNK motor saya hilang waktu banjir kemarin, mengurusnya di mana";
    expect(asked(story).reaction).toBe("out-of-scope");
  });
});

describe("what only sounds like an accident of now", () => {
  it.each([
    "gigi saya patah waktu kerja",
    "kacamata saya pecah kejatuhan kayu",
    "yang lapor kecelakaan harus saya sendiri",
    "lapor kecelakaan boleh istri saya atau harus saya",
    "saksi kecelakaan saya cuma satu orang",
  ])("does not raise the emergency: %p", (question) => {
    expect(asked(question).reaction).not.toBe("emergency");
  });

  it.each([
    "bapak saya jatuh dari pohon kelapa",
    "mau lapor, teman saya kecelakaan",
    "barusan gigi saya patah kena batu, darahnya mengucur",
    "anak saya kena gergaji",
    "tolng kakk sya kcelakaan di sawh bru sja",
  ])("still raises it: %p", (question) => {
    expect(asked(question).reaction).toBe("emergency");
  });
});

describe("what is not for us or says too little", () => {
  it.each(["pajak motor telat setahun kena berapa", "25 kali 13", "98 dibagi 7 berapa", "pajek mobil bayar nang endi"])(
    "declines %p",
    (question) => expect(asked(question).reaction).toBe("out-of-scope"),
  );

  it.each(["Lewat mana?", "liwat endi", "Ditanggung tidak?", "dijamin opo ora", "Harus bawa apa?"])(
    "asks what %p is about",
    (question) => {
      const reply = asked(question);
      expect(reply.reaction === "clarify" && reply.options.length).toBe(3);
    },
  );

  it("still knows our own tax and our own sums", () => {
    expect(topicOf(asked("pajak JHT berapa persen"))).toBe("jht.tax");
    expect(topicOf(asked("santunan 24 kali 500 ribu itu apa"))).toBe("jkm.periodic");
  });
});
