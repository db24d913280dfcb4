import { houseOfficer } from "../../support/house-officer";
import { openTwoChannels, type TwoChannels } from "../../support/two-channels";

let house: TwoChannels;
const open = async (at?: string): Promise<void> => {
  house = await openTwoChannels(at);
  await houseOfficer(house, "Bu Wati", { type: "all" }, "admin");
  await says("1", "menu");
};
afterEach(() => house.close());

const says = (...texts: readonly string[]): Promise<string> => house.says("Bu Wati", "simulator", ...texts);
const asks = (question: string): Promise<string> => house.says("Asih", "telegram", question);
const marks = () => house.storage.factMarks.all();
const opens = (id: string): Promise<string> => says("verifikasi", "8", id);
const payout = "berapa hari uang santunan kematian cair?";

describe("facts and figures in an admin's chat", () => {
  it("stands at the end of an admin's menu, with the old numbers kept, and in nobody else's", async () => {
    await open();
    const menu = await says("verifikasi");
    expect(menu).toContain("7. Daftar telepon\n8. Fakta dan angka");
    await houseOfficer(house, "Pak Joko");
    const other = await house.says("Pak Joko", "simulator", "1", "menu", "verifikasi");
    expect(other).toContain("7. Daftar telepon");
    expect(other).not.toContain("Fakta dan angka");
    expect(await house.says("Pak Joko", "simulator", "8")).not.toContain("Fakta F");
  });

  it("shows what presses most first: what ends, then what is disputed; and passes it over", async () => {
    await open("2026-12-05T09:00:00+07:00");
    const first = await says("verifikasi", "8");
    for (const part of [
      "Fakta F2.23",
      "Sebentar lagi tidak berlaku",
      "Berlaku sampai 31 Desember 2026",
      "Dasar: PP 50",
    ])
      expect(first).toContain(part);
    expect(first).toMatch(/Yang perlu dipastikan: \d+ fakta/);
    const second = await says("4");
    expect(second).toContain("Sumbernya berbeda-beda");
    expect(second).not.toContain("F2.23");
    expect(await says("5")).toContain("Menu petugas");
  });

  it("opens the fact whose id is typed, however it is typed, and says kindly that one does not exist", async () => {
    await open();
    const shown = await opens("f 4,07");
    for (const part of [
      "Fakta F4.07",
      "Yang kami katakan ke warga:",
      "• 3 hari",
      "• 1 persen",
      "Belum pernah dipastikan",
    ])
      expect(shown).toContain(part);
    expect(await says("F99.1")).toContain("Fakta F99.1 tidak ada");
    expect(await says("fakta 2.16")).toContain("Fakta F2.16");
  });

  it("confirms after a summary, and writes who and when into the log", async () => {
    await open();
    expect(await opens("F4.07")).toContain("1. Pastikan masih benar");
    expect(await says("1")).toContain("Fakta F4.07 masih benar seperti yang tertulis. Simpan?");
    expect(await marks()).toEqual([]);
    expect(await says("ya")).toContain("Fakta F4.07 sudah dicatat");
    const contact = await house.contact("Bu Wati", "simulator");
    const officer = await house.storage.repositories.officers.findByContact(contact.id);
    expect(await marks()).toMatchObject([{ factId: "F4.07", kind: "confirmed", on: "2026-11-23", by: officer?.id }]);
    expect(await house.storage.repositories.audit.find({ type: "fact", id: "F4.07" }, 10)).toMatchObject([
      {
        action: "mark-fact",
        actor: { type: "officer", id: officer?.id },
        details: { kind: "confirmed", outcome: "done" },
      },
    ]);
    expect(await opens("F4.07")).toContain("Dipastikan petugas 23 November 2026");
  });

  it("corrects a figure with the day and the source, and the next answer follows", async () => {
    await open();
    expect(await asks(payout)).toContain("3 hari kerja");
    expect(await opens("F4.07")).toContain("2. Betulkan angkanya");
    expect(await says("2")).toContain("1. 3 hari\n2. 1 persen");
    expect(await says("1")).toContain("Sekarang 3 hari. Yang benar berapa hari?");
    expect(await says("entah")).toContain("belum bisa membacanya");
    expect(await says("5 hari")).toContain("Berlaku mulai tanggal berapa?");
    expect(await says("hari ini")).toContain("Dari mana tahunya?");
    expect(await says("Surat cabang Ungaran")).toContain(
      "Fakta F4.07: dari 3 hari menjadi 5 hari, mulai 23 November 2026. Sumber: Surat cabang Ungaran. Simpan?",
    );
    expect(await asks(payout)).toContain("3 hari kerja");
    await says("1");
    expect(await asks(payout)).toContain("5 hari kerja");
    const [entry] = await house.storage.repositories.audit.find({ type: "fact", id: "F4.07" }, 10);
    expect(entry?.details).toMatchObject({ kind: "corrected", figure: "days", value: 5, from: "2026-11-23" });
    expect(JSON.stringify(entry)).not.toContain("Ungaran");
  });

  it("begins again where the summary is wrong, and saves nothing meanwhile", async () => {
    await open();
    await opens("F4.07");
    expect(await says("2", "1", "50", "besok", "Kata cabang")).toContain("menjadi 50 hari, mulai 24 November 2026");
    expect(await says("2")).toContain("Fakta F4.07");
    expect(await says("2", "1", "5", "besok", "Kata cabang")).toContain("menjadi 5 hari");
    await says("1");
    expect(await marks()).toMatchObject([{ values: { days: { days: 5 } }, from: "2026-11-24" }]);
    expect(await asks(payout)).toContain("3 hari kerja");
  });

  it("ends a fact: its answers are withheld afterwards, and every admin hears of it once a day", async () => {
    await open();
    await opens("F4.07");
    expect(await says("3", "kemarin")).toContain("Fakta F4.07 berlaku sampai 22 November 2026");
    expect(await says("1")).toContain("sudah dicatat");
    expect(await asks(payout)).not.toContain("hari kerja");
    await asks(payout);
    await house.settled();
    const told = house.hears("Bu Wati", "simulator");
    expect(told.match(/jawabannya kami tahan karena fakta F4\.07/g)).toHaveLength(1);
    expect(await says("verifikasi", "3")).toContain("Jawaban yang ditahan karena faktanya sudah berakhir");
    house.now += 86_400_000;
    await asks(payout);
    await house.settled();
    expect(house.hears("Bu Wati", "simulator")).toContain("F4.07");
    const tasks = () => house.storage.repositories.tasks.open({ type: "all" }, 10, { kind: "fact-withheld" });
    expect(await tasks()).toHaveLength(2);
    await says("menu", "verifikasi", "8", "F4.07", "1", "1");
    expect(await tasks()).toEqual([]);
    expect(await asks(payout)).toContain("3 hari kerja");
  });

  it.each([
    ["a question that is open", "F2.18", "1", "masih berupa pertanyaan"],
    ["ending a question that is open", "F2.18", "3", "masih berupa pertanyaan"],
    ["a figure of the tariff", "F2.02", "2", "dipakai untuk menghitung iuran"],
    ["a fact without figures", "F2.11", "2", "tidak punya angka"],
  ])("refuses kindly: %s", async (_what, id, verdict, words) => {
    await open();
    await opens(id);
    expect(await says(verdict)).toContain(words);
    expect(await marks()).toEqual([]);
    expect(await says("5")).toContain("Menu petugas");
  });

  it("takes nothing from whoever is no admin any more", async () => {
    await open();
    await opens("F4.07");
    const { officers } = house.storage.repositories;
    const officer = await officers.findByContact((await house.contact("Bu Wati", "simulator")).id);
    await says("1");
    if (officer) await officers.save({ ...officer, role: "verifier" });
    expect(await says("1")).toContain("khusus admin");
    expect(await marks()).toEqual([]);
  });
});
