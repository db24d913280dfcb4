import { contributionsFor } from "../../../src/domain/contribution/contribution";
import type { Period } from "../../../src/domain/shared/period";
import { districts } from "../../../src/domain/shared/region";
import { holdMs } from "../../../src/domain/sponsor/sponsor";
import { expireHolds, matchWaiting } from "../../../src/operations/scheduled";
import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";

let people: People;
let retno: Chatter;
beforeEach(async () => {
  people = await openPeople();
  retno = people.town.person("Retno");
  await people.agrees("Retno");
});

const seeker = (who: string, serial: number, changes: Parameters<People["payer"]>[2] = {}) =>
  people.payer(who, serial, { payer: "sponsor", name: `${who} Rahayu`, ...changes });
const toldTo = async (who: string): Promise<string[]> => {
  const { id } = await people.town.person(who).contact();
  return people.town.notices.filter(({ contactId }) => contactId === id).map(({ text }) => text);
};
/** What the first payment for one worker of the lowest band comes to. */
const total = (from: string, months: number): string => {
  const terms = { base: 1_000_000, sector: "other", funding: "private", programmes: "JKK+JKM" } as const;
  return `Rp ${new Intl.NumberFormat("id-ID").format(contributionsFor(terms, from as Period, months).total)}`;
};

/** The questions from "sponsor" to the summary; a test changes one. */
const asked = {
  ...{ kind: "1", name: "Retno Wulandari", showsName: "ya", whom: "1", count: "1", district: "1", occupation: "1" },
  ...{ programmes: "1", months: "1", start: "1", route: "1" },
};
/** Where a kecamatan is wished for, a village is asked too. */
const comesToReview = (changes: Partial<typeof asked> = {}, village = "mana saja"): Promise<string> => {
  const answers = Object.entries({ ...asked, ...changes });
  const said = answers.flatMap(([key, value]) => (key === "district" && value !== "1" ? [value, village] : [value]));
  return retno.saysAll("sponsor", ...said);
};

describe("become-sponsor", () => {
  it("asks one question at a time and shows everything before it is done", async () => {
    expect(await comesToReview()).toBe(
      [
        "Tolong periksa dulu, ya:",
        "• Sebagai: pribadi",
        "• Nama: Retno Wulandari",
        "• Nama boleh disebut: Ya",
        "• Jumlah: 1 orang",
        "• Kecamatan: mana saja",
        "• Pekerjaan: mana saja",
        `• Jaminan: kecelakaan kerja dan kematian. Untuk satu orang: ${total("2026-12", 1)} sebulan, mulai Januari 2027 menjadi ${total("2027-01", 1)}`,
        "• Sekali bayar: 1 bulan",
        "• Mulai: Desember 2026",
        "• Bayar lewat: bayar sendiri ke BPJS",
        "",
        "Sudah benar semua?",
        "",
        "1. Sudah benar",
        "2. Ada yang salah",
      ].join("\n"),
    );
  });

  it("offers whoever has waited longest, by first name, village and work only, and begins with the yes", async () => {
    await seeker("Asih", 1);
    people.town.now += 1_000;
    await seeker("Tono", 2);
    await comesToReview();
    const offer = await retno.says("1");
    expect(offer).toContain("Kami menemukan seorang pekerja:\n• Asih, Kopeng, Kecamatan Getasan, Petani");
    expect(offer).not.toContain("Rahayu");
    expect(offer).toContain(`Bayar pertama untuk 1 bulan: ${total("2026-12", 1)}.`);
    expect(await toldTo("Asih")).toEqual([]);
    expect(await retno.says("ya, saya bantu")).toContain("Terima kasih banyak");
    expect((await toldTo("Asih")).at(-1)).toContain("Sudah ada sponsor untuk Asih: Retno Wulandari");
    expect((await toldTo("Retno")).at(-1)).toContain(`pembayaran pertama ${total("2026-12", 1)}`);
  });

  it("asks the coordinator of an office not by which way she pays: it is the bill of the office", async () => {
    await people.acts.does("Retno", "open-office", { kind: "agency", officeName: "Dinas Contoh", name: "Bu Retno" });
    await seeker("Asih", 1);
    const review = await retno.saysAll("sponsor", "ya", "1", "1", "1", "1", "1", "1", "1");
    expect(review).toContain("Sudah benar semua?");
    expect(`${retno.heard.map(({ text }) => text).join("\n")}${review}`).not.toMatch(/lewat/iu);
    await retno.saysAll("1", "ya, saya bantu");
    const { id } = await retno.contact();
    const sponsor = await people.town.repositories.sponsors.findByContact(id);
    expect(await people.town.repositories.pledges.findBySponsor(sponsor?.id ?? "")).toMatchObject([
      { status: "active", route: "coordinator" },
    ]);
  });

  it("keeps the sponsor's name to itself where it may not be told", async () => {
    await seeker("Asih", 1);
    await comesToReview({ showsName: "2" });
    await retno.saysAll("1", "1");
    expect((await toldTo("Asih")).at(-1)).toContain("Sudah ada sponsor untuk Asih.");
    expect(await people.town.person("Asih").says("status")).toContain("Iuran dibayarkan oleh sponsor.");
  });

  it("through an office names the office and its coordinator, a second time without asking again", async () => {
    await seeker("Asih", 1);
    await retno.saysAll("sponsor", "2", "Dinas Contoh", "Retno", "ya", "1", "1", "1", "1", "1", "1", "1", "2");
    expect(retno.heard.at(-1)?.text).toContain("• Sebagai: Dinas Contoh\n• Nama: Retno");
    await retno.saysAll("1", "1");
    expect((await toldTo("Asih")).at(-1)).toContain("Dinas Contoh");
    await seeker("Tono", 2);
    expect(await retno.says("sponsor")).toContain("Bolehkah nama Bapak/Ibu diberitahukan");
    await retno.saysAll("ya", "1", "1", "1", "1", "1", "1", "1", "2", "1", "1");
    expect((await toldTo("Tono")).at(-1)).toContain("Dinas Contoh");
  });

  it("by a number that was given helps that very worker", async () => {
    await seeker("Tono", 2);
    const workerId = await seeker("Asih", 1);
    const number = await people.numberOf(workerId);
    await retno.saysAll("sponsor", "1", "Retno", "ya", "2");
    expect(await retno.says("KL-0000-000")).toContain("Nomor pendaftarannya?");
    expect(await retno.says("KL-7K3M-9QX")).toMatch(/tidak cocok|belum kami temukan/u);
    expect(await retno.says(number.toLowerCase().replaceAll("-", " "))).toContain("Jaminan yang mana untuk Asih?");
    await retno.saysAll("1", "1", "1", "1");
    expect(await retno.says("1")).toContain("• Asih, Kopeng");
  });

  it("of a worker who has a sponsor already says so and goes on with another", async () => {
    const number = await people.numberOf(await seeker("Asih", 1));
    await people.acts.sponsors("Budi");
    await retno.saysAll("sponsor", "1", "Retno", "ya", "2");
    expect(await retno.says(number)).toContain("sudah ada yang membantu");
    expect(await retno.says("kembali")).toContain("Mau membantu siapa?");
    expect(await retno.says("1")).toContain("Mau membantu berapa orang?");
  });

  it("says kindly when the worker was taken meanwhile", async () => {
    const number = await people.numberOf(await seeker("Asih", 1));
    await retno.saysAll("sponsor", "1", "Retno", "ya", "2", number, "1", "1", "1", "1");
    await people.acts.sponsors("Budi");
    const heard = await retno.says("1");
    expect(heard).toContain("Bapak/Ibu bisa membantu pekerja lain");
    expect(heard).toContain("Mau membantu siapa?");
  });

  it("with wishes finds only who fits", async () => {
    await seeker("Asih", 1);
    await seeker("Tono", 2, { occupationId: "ojol-driver", sector: "transport" });
    await comesToReview({ district: "getasan", occupation: "ojek online" });
    expect(await retno.says("1")).toContain("• Tono, Kopeng, Kecamatan Getasan, Ojek / taksi online");
  });

  it("takes whoever lives in the village that comes first, and otherwise whoever has waited longest", async () => {
    await seeker("Asih", 1);
    people.town.now += 1_000;
    await seeker("Tono", 2, { districtCode: "33.22.01", villageId: "33.22.01-batur" });
    expect(await comesToReview({ district: "getasan", count: "2" }, "batur")).toContain("• Desa didahulukan: Batur");
    const offer = await retno.says("1");
    expect(offer.indexOf("Tono")).toBeGreaterThan(0);
    expect(offer.indexOf("Asih")).toBeGreaterThan(offer.indexOf("Tono"));
  });

  it("waits where nobody fits, and is told as soon as somebody does", async () => {
    await comesToReview({ district: "bancak" });
    const heard = await retno.says("1");
    expect(heard).toContain("belum ada pekerja yang cocok");
    expect(heard).toContain("MENU");
    expect(await retno.says("pekerja saya")).toContain("1. Masih dicarikan");
    const bancak = districts.find(({ name }) => name === "Bancak");
    const place = { districtCode: bancak?.code ?? "", villageId: `${bancak?.code}-bancak` };
    await seeker("Asih", 1, place);
    await matchWaiting(people.acts.deps, people.town.now);
    const told = [...people.acts.notices.values()].map(({ rule }) => rule);
    expect(told).toContain("notice.rule.matched");
    await retno.says("menu");
    const heardAgain = await retno.says("iya");
    expect(heardAgain).toMatch(/Asih, .*menunggu jawaban Bapak\/Ibu.*1\. Ya, saya bantu\n2\. Tidak jadi/su);
    expect(await retno.says("ya")).toContain("Terima kasih banyak");
  });

  it.each([
    "ya",
    "injih kula bantu",
    "iya saya mau bantu",
    "saya bantu",
    "mau bantu",
    "saged",
    "belum bisa",
    "ora saged",
  ])("names its price and its last day, and opens in full at %p", async (answer) => {
    await comesToReview();
    await retno.says("1");
    await seeker("Asih", 1);
    await matchWaiting(people.town.deps, people.town.now);
    const price = `Iuran pertama, untuk Desember 2026: ${total("2026-12", 1)}, paling lambat 15 Desember 2026.`;
    expect((await toldTo("Retno")).at(-1)).toContain(price);
    await retno.says("menu");
    const heard = await retno.says(answer);
    expect(heard).toContain(price);
    expect(heard).toMatch(/Asih, .*menunggu jawaban Bapak\/Ibu.*1\. Ya, saya bantu\n2\. Tidak jadi/su);
  });

  it("several months at once are offered with what they cost together", async () => {
    await comesToReview({ months: "3 bulan" });
    await retno.says("1");
    await seeker("Asih", 1);
    await matchWaiting(people.town.deps, people.town.now);
    const price = `untuk 3 bulan mulai Desember 2026: ${total("2026-12", 3)}, paling lambat 15 Desember 2026.`;
    expect((await toldTo("Retno")).at(-1)).toContain(price);
  });

  it.each(["bisa bantu apa saja?", "makasih ya", "saya mau bantu tetangga"])("%p answers no offer", async (text) => {
    await comesToReview();
    await retno.says("1");
    await seeker("Asih", 1);
    await matchWaiting(people.town.deps, people.town.now);
    await retno.says("menu");
    expect(await retno.says(text)).not.toContain("menunggu jawaban");
  });

  it("takes a no for an answer where the offer was read last, and else shows the offer first", async () => {
    await comesToReview({ district: "bancak" });
    await retno.says("1");
    const bancak = districts.find(({ name }) => name === "Bancak");
    await seeker("Asih", 1, { districtCode: bancak?.code ?? "", villageId: `${bancak?.code}-bancak` });
    await matchWaiting(people.town.deps, people.town.now);
    const held = async () => (await people.acts.sees("Retno", "own-affairs", {})).pledges.map(({ status }) => status);
    await retno.says("menu");
    expect(await retno.says("tidak")).toContain("menunggu jawaban Bapak/Ibu");
    expect(await held()).toEqual(["held"]);
    await retno.says("menu");
    const { id: contactId } = await retno.contact();
    await people.town.deps.notify({
      ...{ id: "again", contactId, rule: "notice.rule.matched" },
      texts: [{ key: "engine.menu" }],
    });
    const declined = await retno.says("tidak, maaf");
    expect(declined).toContain("Tidak apa-apa. Terima kasih sudah berniat baik.");
    expect(declined).toContain("ketik JADI SPONSOR");
    expect(await held()).toEqual([]);
  });

  it("more than were found: the found are offered, the others are sought", async () => {
    await seeker("Asih", 1);
    await comesToReview({ count: "3" });
    const heard = await retno.says("1");
    expect(heard).toContain("Kami menemukan seorang pekerja:");
    expect(heard).toContain("2 orang lagi masih kami carikan");
  });

  it("a no frees the worker for others", async () => {
    const workerId = await seeker("Asih", 1);
    await comesToReview();
    await retno.says("1");
    expect(await retno.says("tidak jadi")).toContain("Terima kasih sudah berniat baik");
    expect(await people.town.repositories.pledges.findByWorker(workerId)).toBeNull();
  });

  it("a hold expires by itself, and a yes that comes too late promises nothing", async () => {
    await seeker("Asih", 1);
    await comesToReview();
    await retno.says("1");
    people.town.now += holdMs + 1;
    await expireHolds(people.town.deps, people.town.now);
    expect((await toldTo("Retno")).at(-1)).toContain("Kalau masih ingin membantu, ketik JADI SPONSOR.");
    const heard = await retno.says("1");
    expect(heard).toContain("sudah tidak menunggu jawaban, jadi kami carikan lagi");
    expect(heard).toContain("Kami menemukan seorang pekerja:\n• Asih");
    expect(heard).not.toContain("Terima kasih");
    expect(await people.town.person("Asih").says("status")).not.toContain("Retno");
    expect(await retno.says("1")).toContain("Terima kasih banyak. Pekerja yang dibantu kami kabari.");
    expect((await toldTo("Asih")).at(-1)).toContain("Sudah ada sponsor untuk Asih: Retno Wulandari");
  });

  it.each(["lanjut", "menu, lanjut"])(
    "after a hold has ended %p offers to look again, and nobody as if she waited",
    async (words) => {
      await seeker("Asih", 1);
      await comesToReview();
      await retno.says("1");
      people.town.now += 6 * holdMs;
      await expireHolds(people.town.deps, people.town.now);
      const heard = await retno.saysAll(...words.split(", "));
      expect(heard).toMatch(
        /sudah tidak menunggu jawaban.*Mau kami carikan pekerja lagi\?\n\n1\. Ya, carikan lagi\n2\. Tidak jadi/su,
      );
      expect(heard).not.toContain("Asih");
      expect(await retno.says("1")).toContain("Kami menemukan seorang pekerja:\n• Asih");
    },
  );

  it("seeks no more anew than were offered: who was sought besides is sought still", async () => {
    await seeker("Asih", 1);
    await comesToReview({ count: "3" });
    await retno.says("1");
    people.town.now += holdMs + 1;
    await expireHolds(people.town.deps, people.town.now);
    await retno.says("1");
    const { pledges } = await people.acts.sees("Retno", "own-affairs", {});
    expect(pledges.map(({ status }) => status).sort()).toEqual(["held", "waiting", "waiting"]);
  });

  it("by a number, says so where somebody else has taken the worker since", async () => {
    const number = await people.numberOf(await seeker("Asih", 1));
    await retno.saysAll("sponsor", "1", "Retno", "ya", "2", number, "1", "1", "1", "1", "1");
    people.town.now += holdMs + 1;
    await expireHolds(people.town.deps, people.town.now);
    people.acts.now = people.town.now;
    await people.acts.sponsors("Budi");
    const heard = await retno.says("1");
    expect(heard).toContain("Mau membantu siapa?");
    expect(heard).not.toContain("Terima kasih banyak");
  });

  it.each([
    ["0", "terlalu kecil"],
    ["51", "ketik PETUGAS supaya dibantu"],
    ["banyak", "belum menangkap angkanya"],
  ])("%s workers is asked again", async (count, words) => {
    await retno.saysAll("sponsor", "1", "Retno", "ya", "1");
    const heard = await retno.says(count);
    expect(heard).toContain(words);
    expect(heard).toContain("Mau membantu berapa orang?");
  });

  it("offers no month that cannot be paid in time any more", async () => {
    const offered = async (at: string): Promise<string[]> => {
      people.town.now = Date.parse(at);
      const budi = people.town.person(`Budi ${at}`);
      await people.agrees(`Budi ${at}`);
      await budi.saysAll("sponsor", "1", "Budi", "ya", "1", "1", "1", "1", "1", "1");
      return budi.heard.flatMap(({ options = [] }) => options.map(({ label }) => label));
    };
    expect(await offered("2026-12-15T09:00:00+07:00")).toEqual(["Desember 2026", "Januari 2027"]);
    expect(await offered("2026-12-16T09:00:00+07:00")).toEqual(["Januari 2027", "Februari 2027"]);
  });

  it("months over the change in January are summed at the price of each, and the change is named", async () => {
    await seeker("Asih", 1);
    await comesToReview({ months: "2" });
    const offer = await retno.says("1");
    expect(total("2026-12", 3)).not.toBe(total("2027-01", 3));
    expect(offer).toContain(`Bayar pertama untuk 3 bulan: ${total("2026-12", 3)}.`);
    expect(offer).toContain("Harganya berubah di tengah bulan-bulan yang dibayar");
  });

  it("what is offered is what is billed", async () => {
    await seeker("Asih", 1);
    await comesToReview({ months: "2" });
    const offered = /Rp [\d.]+\./u.exec(await retno.says("1"))?.[0];
    await retno.says("1");
    expect((await toldTo("Retno")).at(-1)).toContain(offered?.slice(0, -1));
  });

  it("correcting whom to help forgets the worker that was named", async () => {
    const number = await people.numberOf(await seeker("Asih", 1));
    await retno.saysAll("sponsor", "1", "Retno", "ya", "2", number, "1", "1", "1", "1", "2");
    await retno.presses("Yang dibantu");
    await retno.saysAll("1", "2", "1", "1");
    expect(retno.heard.at(-1)?.text).toContain("• Jumlah: 2 orang");
    expect(retno.heard.at(-1)?.text).not.toContain("Asih");
  });
});
