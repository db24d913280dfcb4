import { asksOfSponsor, saysCannotPay } from "../../../src/conversation/answers/paying-worry";
import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";
import { wishOf } from "../../support/town";

describe("that there is no money to pay with", () => {
  it.each([
    "saya tidak punya uang",
    "belum ada uang buat bayar",
    "maaf bu bulan ini belum ada duit",
    "kulo mboten gadhah arto pak",
    "ora duwe dhuwit",
    "uangnya belum ada",
    "saya tidak sanggup bayar",
    "ora kuat mbayar bu",
    "belum bisa bayar bulan ini",
    "gak punya uang, gimana ya pak",
  ])("is said by %j", (typed) => expect(saysCannotPay(typed)).toBe(true));

  it.each([
    "kalau tidak punya uang bagaimana",
    "apa yang tidak mampu bayar dibantu pemerintah",
    "belum ada uang santunan yang masuk",
    "belum ada uang santunan",
    "tidak punya uang untuk berobat",
    "kenapa tidak bisa bayar",
    "tidak bisa bayar di indomaret",
    "belum bisa bayar lewat aplikasi",
    "tidak ada uang muka",
    "tidak punya bukti",
    "saya belum bayar",
  ])("is not said by %j", (typed) => expect(saysCannotPay(typed)).toBe(false));
});

describe("whether the sponsor pays", () => {
  it.each([
    "sponsor saya belum bayar",
    "kok sponsor belum bayar",
    "kapan sponsor saya bayar",
    "apa sponsornya sudah bayar?",
    "sponsor saya tidak ada kabar",
    "sponsorku durung mbayar",
  ])("is asked by %j", (typed) => expect(asksOfSponsor(typed)).toBe(true));

  it.each([
    "kalau sponsor tidak bayar bagaimana",
    "kapan sponsor harus bayar",
    "apa boleh sponsor bayar dua orang",
    "saya sponsor belum bayar",
    "kok belum dapat sponsor",
    "sponsor saya sudah bayar",
    "sponsor gw ga bayar lg gmn nasib gw",
    "kulo mboten kiyat mbayar, saged dipadosaken sponsor mboten",
  ])("is not asked by %j", (typed) => expect(asksOfSponsor(typed)).toBe(false));
});

describe("a worry about paying", () => {
  let people: People;
  let asih: Chatter;
  beforeEach(async () => {
    people = await openPeople();
    await people.agrees("Asih");
    asih = people.town.person("Asih");
  });
  const hurts = /pemakaman|dikuburkan|Ketik \*sponsor\*|Jangan membayar lagi|ASN/u;

  it.each(["saya tidak punya uang", "belum ada uang buat bayar"])(
    "of whoever pays herself is thanked for, with a way on: %s",
    async (typed) => {
      await people.payer("Asih", 1);
      const heard = await asih.says(typed);
      expect(heard).toContain("tidak perlu sungkan. Kalau berat, ketik PETUGAS");
      expect(heard).not.toMatch(hurts);
    },
  );

  it("of whoever waits for a sponsor says that one is sought", async () => {
    await people.payer("Asih", 1, { payer: "sponsor" });
    expect(await asih.says("saya tidak punya uang")).toContain("Sponsor sedang dicarikan. Kalau berat, ketik PETUGAS");
  });

  it("of whoever has a sponsor says whose part it is, to her and not to her sponsor", async () => {
    await people.payer("Asih", 1, { payer: "sponsor" });
    await people.acts.sponsors("Retno", wishOf({ name: "Retno" }));
    await people.agrees("Retno");
    expect(await asih.says("belum ada uang buat bayar")).toContain("Iurannya bagian sponsor");
    const sponsor = await people.town.person("Retno").says("belum ada uang buat bayar bu");
    expect(sponsor).toContain("bantuan boleh dijeda atau dihentikan: ketik PEKERJA SAYA");
    expect(sponsor).not.toMatch(hurts);
  });

  it("of whoever is registered nowhere tells how a sponsor may be sought", async () => {
    const heard = await asih.says("saya tidak punya uang");
    expect(heard).toContain("boleh minta dicarikan sponsor: ketik DAFTAR. Ada antreannya.");
    expect(heard).not.toMatch(hurts);
  });

  it.each(["sponsor saya belum bayar", "kok sponsor belum bayar", "kapan sponsor saya bayar"])(
    "about the sponsor shows what is noted of her months: %s",
    async (typed) => {
      await people.payer("Asih", 1, { payer: "sponsor" });
      await people.acts.sponsors("Retno", wishOf({ name: "Retno" }));
      const heard = await asih.says(typed);
      expect(heard).toContain("ketik PETUGAS dulu, supaya tidak dibayar dua kali");
      expect(heard).toMatch(/Desember 2026: Rp\s8\.400, belum dibayar/u);
      expect(heard).not.toMatch(hurts);
    },
  );

  it("about the sponsor of whoever pays herself tells only that", async () => {
    await people.payer("Asih", 1);
    const heard = await asih.says("sponsor saya belum bayar");
    expect(heard).toContain("Iuran dibayar sendiri.");
    expect(heard).not.toContain("bagian sponsor");
  });
});
