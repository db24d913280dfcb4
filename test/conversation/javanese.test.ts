import { soundsJavanese } from "../../src/conversation/answers/javanese";
import { createI18n, readLocale } from "../../src/i18n";
import { openPeople } from "../support/people";

async function asih() {
  const people = await openPeople();
  await people.agrees("Asih");
  const chat = people.town.person("Asih");
  await chat.says("menu");
  return { people, chat };
}

describe("a question in Javanese", () => {
  it.each([
    "iurane piro saben sasi?",
    "menawi tilar donya pikantuk pinten nggih",
    "nek ceblok pas nyambut gawe entuk opo",
  ])("is heard as such: %j", (typed) => expect(soundsJavanese(typed)).toBe(true));

  it.each(["iuran per bulan berapa?", "kok aku belum dapat kartu ya pak", "kalau jatuh waktu kerja dapat apa", "piro"])(
    "is not heard in %j",
    (typed) => expect(soundsJavanese(typed)).toBe(false),
  );

  it("is answered, with the offer of Javanese once; a yes says the answer again in krama", async () => {
    const { people, chat } = await asih();
    const first = await chat.says("iurane piro saben sasi?");
    expect(first).toContain("Iuran JKK dan JKM bulan November 2026 mulai Rp 8.400");
    expect(first).toContain("Menawi kersa, kula saged mangsuli mawi basa Jawa");
    const again = await chat.says("1");
    expect(again).toContain("Iuran JKK lan JKM wulan November 2026 wiwit Rp 8.400 sewulan");
    expect((await people.town.repositories.contacts.find((await chat.contact()).id))?.language).toBe("jv");
    expect(await chat.says("menawi seda, ahli waris pikantuk pinten?")).toContain("ahli waris nampi Rp 42.000.000");
  });

  it("is answered in Indonesian on, where that is wished, and nothing is offered again", async () => {
    const { chat } = await asih();
    expect(await chat.saysAll("iurane piro saben sasi?", "mboten")).toContain("tetap bahasa Indonesia");
    expect(await chat.says("iurane piro saben sasi?")).not.toContain("mawi basa Jawa");
  });
});

describe("Javanese", () => {
  it("is chosen by BAHASA, and what it has no words for is said in Indonesian", async () => {
    const { chat } = await asih();
    expect(await chat.says("bahasa")).toContain("Basa Jawa");
    expect(await chat.says("basa jawa")).toContain("sapunika kula ngginakaken basa Jawa");
    expect(await chat.says("daftar")).toContain("Siapa yang mau didaftarkan?");
  });

  it("has the first steps and the papers of an emergency, in krama", async () => {
    const { chat } = await asih();
    await chat.saysAll("bahasa", "jawa");
    expect(await chat.says("bapak kulo tiba saking wit, kecelakaan")).toContain("Korban dipun tulungi rumiyin");
    expect(await chat.saysAll("1", "berkas")).toContain("Kacilakanipun nalika nyambut damel");
    expect(await chat.saysAll("inggih", "mboten", "1")).toContain("paling telat 2 x 24 jam");
    expect(await chat.says("sampun 2")).toContain("✓ Kertu peserta");
    expect(await chat.says("sampun cekap")).toContain("Daftaripun kula simpen");
  });

  it("stands in nobody's way: every key of Indonesian is said to somebody who chose it", () => {
    const translator = createI18n();
    const bare = Object.entries(readLocale("id")).filter(([, words]) => !words.includes("{{"));
    for (const [key] of bare) expect(translator.render({ key }, "jv")).not.toBe("");
    expect(() => translator.render({ key: "no.such" }, "jv")).toThrow("no text");
  });
});
