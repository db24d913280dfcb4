import { atHour, type IsoDay } from "../../../src/domain/shared/calendar";
import { holdMs } from "../../../src/domain/sponsor/sponsor";
import { remindOfHolds } from "../../../src/operations/scheduled";
import { offerToStandBys } from "../../../src/operations/stand-by-offers";
import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";
import { monthsGoBy } from "../../support/silent-town";
import { wishOf } from "../../support/town";

let people: People;
let siti: Chatter;

beforeEach(async () => {
  people = await openPeople("2026-11-05T09:00:00+07:00");
  await people.agrees("Siti");
  siti = people.town.person("Siti");
});

const becomesSponsor = (who: string) =>
  people.acts.does(who, "make-pledges", wishOf({ name: who, wishes: { occupationId: "nobody-does-this" } }));
const ready = async () => (await people.acts.sees("Siti", "own-affairs", {})).sponsor?.standsBy;

describe("SIAGA", () => {
  it("is for sponsors, and says to others how to become one", async () => {
    expect(await siti.says("siaga")).toMatch(/Siaga itu untuk sponsor.*ketik JADI SPONSOR/su);
  });

  it("asks whether, for how many and whose village first, and bears with wrong answers", async () => {
    await becomesSponsor("Siti");
    expect(await siti.says("SIAGA")).toContain("Ini belum janji membayar");
    expect(await siti.says("mungkin")).toContain("1. Ya");
    expect(await siti.says("kenapa")).toContain("perlindungan pekerja berhenti");
    expect(await siti.says("1")).toContain("Paling banyak untuk berapa pekerja sekaligus?");
    expect(await siti.says("nol")).toContain("Paling sedikit 1");
    await siti.says("500");
    expect(await siti.says("banyak")).not.toContain("Terima kasih banyak");
    expect(await siti.says("dua")).toContain("Desa mana yang didahulukan?");
    expect(await siti.says("desa antah berantah")).not.toContain("Terima kasih banyak");
    expect(await siti.says("kopeng")).toContain("siaga untuk paling banyak 2 pekerja");
    expect(await ready()).toEqual({ most: 2, villageId: "33.22.01-kopeng" });
    expect(await siti.says("status")).toContain("Bapak/Ibu siaga untuk paling banyak 2 pekerja");
  });

  it("is changed and given up by the same word, or at once", async () => {
    await becomesSponsor("Siti");
    expect(await siti.says("status")).toContain("Ketik SIAGA");
    await siti.saysAll("siaga", "ya", "1", "1");
    expect(await ready()).toEqual({ most: 1 });
    expect(await siti.says("siaga")).toContain("Sekarang Bapak/Ibu siaga untuk paling banyak 1 pekerja");
    expect(await siti.says("tidak")).toContain("sekarang Bapak/Ibu tidak siaga");
    expect(await ready()).toBeUndefined();
    await siti.saysAll("siaga", "1", "3", "mana saja");
    expect(await ready()).toEqual({ most: 3 });
    expect(await siti.says("berhenti siaga")).toContain("sekarang Bapak/Ibu tidak siaga");
    expect(await ready()).toBeUndefined();
  });
});

describe("PEKERJA SAYA of whoever stands by", () => {
  beforeEach(async () => {
    await becomesSponsor("Siti");
    await siti.saysAll("siaga", "ya", "3", "1");
  });

  it("shows that she stands by, for how many and how to stop, beside those whom she helps", async () => {
    const heard = await siti.says("pekerja saya");
    expect(heard).toContain("Bapak/Ibu siaga untuk paling banyak 3 pekerja");
    expect(heard).toContain("Untuk berhenti, ketik BERHENTI SIAGA");
    expect(heard).toMatch(/1\. Masih dicarikan.*\n.*2\. Siaga saya/su);
    const again = await siti.says("yang biru");
    expect(again).toContain("2. Siaga saya");
    expect(await siti.says("berhenti siaga")).toContain("sekarang Bapak/Ibu tidak siaga");
    expect(await ready()).toBeUndefined();
    expect(await siti.says("pekerja saya")).not.toContain("siaga");
  });

  it("leads to the question whether and for how many", async () => {
    expect(await siti.saysAll("pekerja saya", "2")).toContain("Mau tetap siaga?");
    expect(await siti.saysAll("ya", "5", "1")).toContain("siaga untuk paling banyak 5 pekerja");
  });

  it("shows it as well where she helps nobody else", async () => {
    const [pledge] = (await people.acts.sees("Siti", "own-affairs", {})).pledges;
    await people.acts.does("Siti", "decline-pledges", { pledgeIds: [pledge?.pledgeId ?? ""] });
    const heard = await siti.says("pekerja saya");
    expect(heard).toContain("Bapak/Ibu siaga untuk paling banyak 3 pekerja");
    expect(heard).toContain("1. Siaga saya");
    expect(await siti.says("1")).toContain("Mau tetap siaga?");
    await siti.saysAll("tidak");
    expect(await siti.says("pekerja saya")).toContain("tidak membantu pekerja");
  });
});

describe("whoever stands by, where a sponsor is silent", () => {
  beforeEach(async () => {
    const workerId = await people.payer("Asih", 1, { payer: "sponsor" });
    await people.acts.does("Pak Lurah", "record-kpj", { workerId, kpj: "10000000001" });
    await people.acts.sponsors("Retno");
    await people.acts.does("Pak Lurah", "confirm-proof", { proofId: await people.acts.pays("Retno") });
    await becomesSponsor("Siti");
    await siti.saysAll("siaga", "1", "1", "1");
    await monthsGoBy(people.acts);
    people.town.now = people.acts.now;
    await offerToStandBys(people.town.deps, people.town.now);
  });

  const noticeTo = async (who: string): Promise<string> => {
    const { id } = await people.town.person(who).contact();
    return people.town.notices.filter(({ contactId }) => contactId === id).at(-1)?.text ?? "";
  };

  it("hears for whom, what one payment averts and by when, and nothing else of her", async () => {
    const told = await noticeTo("Siti");
    expect(told).toContain("Bapak/Ibu siaga, dan ada yang membutuhkan: Sumarni1, Kopeng, Petani");
    expect(told).toContain("2 bulan belum dibayar");
    expect(told).toContain("kami tunggu sampai 7 Februari 2027 pukul 09.30: ketik SIAGA");
    expect(told).toContain("Satu pembayaran Rp 16.800 untuk iuran Februari 2027, paling lambat 15 Februari 2027");
    for (const secret of ["Lestari", "3322", "Retno"]) expect(told).not.toContain(secret);
  });

  it("says yes from the notice: both others are told, and hers is the month", async () => {
    expect(await siti.sends({ type: "choice", value: "!stand-by" })).toContain("Sumarni1, Kopeng");
    expect(await siti.says("mungkin")).toContain("1. Ya");
    expect(await siti.says("kenapa")).toContain("kami tanya Bapak/Ibu lebih dulu");
    expect(await siti.says("ya")).toContain("Mulai sekarang Bapak/Ibu sponsor Sumarni1");
    expect(await noticeTo("Retno")).toContain("tidak perlu membayar lagi untuk Sumarni1");
    expect(await noticeTo("Asih")).toContain("Siti menggantikannya. Ia membayar iuran mulai Februari 2027");
    expect((await noticeTo("Asih")).replaceAll(/\n+/gu, "\n")).toContain(
      "jadi dibayar sendiri:\n• Desember 2026: Rp 8.400\n• Januari 2027: Rp 16.800\nCara membayarnya: ketik CARA BAYAR",
    );
    const hers = await people.town.person("Asih").says("status");
    expect(hers).toMatch(
      /oleh sponsor: Siti\.\n• November 2026: [^\n]*lunas\.\n• Februari 2027: [^\n]*\n\nYang dibayar sendiri/u,
    );
    expect(hers).toMatch(/bukan oleh sponsor:\n• Desember 2026: [^\n]*belum dibayar\.\n• Januari 2027: /u);
    const dues = await people.acts.sees("Siti", "reportable-dues", {});
    expect(dues.map(({ period }) => period)).toEqual(["2027-02"]);
    expect(await siti.says("status")).toContain("berjalan");
  });

  it.each(["sudah bayar", "saya sudah bayar kemarin"])(
    "leaves the former sponsor, who says %j, to ask an officer, and forgets nothing of hers",
    async (typed) => {
      await siti.sends({ type: "choice", value: "!stand-by" });
      await siti.says("1");
      await people.agrees("Retno");
      const heard = await people.town.person("Retno").says(typed);
      expect(heard).toMatch(/tidak sedang membantu pekerja.*ketik PETUGAS, supaya tidak dibayar dua kali/u);
      expect(heard).not.toMatch(/Belum ada iuran atas nama|DAFTAR/u);
    },
  );

  it.each(["ya", "mau bu", "iya", "siap", "belum"])(
    "is asked in full where she writes %j to the notice",
    async (typed) => {
      const heard = await siti.says(typed);
      expect(heard).toContain("Mau membayar iuran Sumarni1 setiap bulan mulai sekarang?");
      expect(heard).toMatch(/1\. Ya\n2\. Tidak/u);
      expect(await siti.says(typed)).toContain(
        typed === "belum" ? "Kami tanya sponsor siaga yang lain" : "Mulai sekarang Bapak/Ibu sponsor Sumarni1",
      );
      expect(await siti.says("ya")).not.toContain("Mau membayar");
    },
  );

  it("is refused by a no to the notice that was read last, without being asked again", async () => {
    expect(await siti.says("tidak, maaf")).toContain("Kami tanya sponsor siaga yang lain");
    expect(await siti.says("siaga")).toContain("Mau tetap siaga?");
  });

  it("is refused as well by a no to the reminder", async () => {
    people.town.now += holdMs / 2;
    await remindOfHolds(people.town.deps, people.town.now);
    expect(await noticeTo("Siti")).toContain("Boleh juga menjawab tidak");
    expect(await siti.says("tidak")).toContain("Kami tanya sponsor siaga yang lain");
    expect(await siti.says("siaga")).toContain("Mau tetap siaga?");
  });

  it("is asked in full where something else was read since", async () => {
    await siti.says("menu");
    expect(await siti.says("tidak")).toContain("Mau membayar iuran Sumarni1");
  });

  it("is not opened by thanks for the notice", async () => {
    expect(await siti.says("makasih ya")).not.toContain("Mau membayar iuran");
  });

  it("says no, and is not asked for her again", async () => {
    expect(await siti.saysAll("siaga", "2")).toContain("Kami tanya sponsor siaga yang lain");
    expect(await siti.says("siaga")).toContain("Mau tetap siaga?");
  });

  it("is heard as well where an older question is open, which is kept; not where she is talking", async () => {
    people.town.now -= 3 * 86_400_000;
    await siti.saysAll("daftar", "1");
    people.town.now += 3 * 86_400_000;
    expect(await siti.says("ya")).toContain("Mau membayar iuran Sumarni1");
    await siti.says("menu");
    await siti.says("daftar");
    expect(await siti.says("tidak")).not.toContain("Mau membayar iuran Sumarni1");
  });

  it("answers as well under PEKERJA SAYA", async () => {
    expect(await siti.says("pekerja saya")).toContain("menunggu jawaban Bapak/Ibu");
    expect(await siti.says("status")).toContain("Untuk menjawab sampai 7 Februari 2027 pukul 09.30, ketik SIAGA");
    people.town.now += holdMs;
    expect(await siti.says("status")).not.toContain("Untuk menjawab");
  });

  it("is thanked where somebody has paid meanwhile, or the time is over", async () => {
    await siti.says("siaga");
    await people.acts.pays("Retno");
    expect(await siti.says("1")).toContain("Ternyata Sumarni1 sudah ada yang membayar");
    expect(people.town.now).toBeLessThan(atHour("2027-02-07" as IsoDay, 9));
  });
});
