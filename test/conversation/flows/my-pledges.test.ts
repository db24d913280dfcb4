import type { Period } from "../../../src/domain/shared/period";
import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";

let people: People;
let retno: Chatter;
let pledgeId: string;
const DAY = 86_400_000;

beforeEach(async () => {
  people = await openPeople();
  await people.payer("Asih", 1, { payer: "sponsor" });
  pledgeId = await people.acts.sponsors("Retno");
  await people.agrees("Retno");
  retno = people.town.person("Retno");
});

const pledge = () => people.town.repositories.pledges.find(pledgeId);
const toldToAsih = async (): Promise<string> => {
  const { id } = await people.town.person("Asih").contact();
  return (
    people.town.notices
      .filter(({ contactId }) => contactId === id)
      .map(({ text }) => text)
      .at(-1) ?? ""
  );
};

describe("my-pledges", () => {
  it("is on the menu of whoever helps somebody, and of nobody else", async () => {
    expect(await retno.says("menu")).toContain("8. Pekerja yang saya bantu");
    expect(await people.town.person("Asih").saysAll("halo", "menu")).not.toContain("Pekerja yang saya bantu");
  });

  it("says how to begin to somebody who helps nobody", async () => {
    await people.agrees("Budi");
    const heard = await people.town.person("Budi").says("pekerja saya");
    expect(heard).toContain("belum membantu pekerja");
    expect(heard).toContain("ketik JADI SPONSOR");
    expect(await people.town.person("Budi").says("JADI SPONSOR")).toContain("membantu sebagai apa?");
  });

  it("lists every pledge and what may be done with it", async () => {
    expect(await retno.says("pekerja saya")).toContain("1. Sumarni1, Kopeng, Kecamatan Getasan (berjalan)");
    const heard = await retno.says("1");
    for (const act of ["1. Jeda dulu", "2. Ubah lamanya sekali bayar", "3. Berhenti membantu", "4. Biarkan saja"]) {
      expect(heard).toContain(act);
    }
  });

  it.each([
    ["1 bulan", 30 * DAY],
    ["3 bulan", 90 * DAY],
    ["Sampai saya kabari", undefined],
  ])("pauses for %s, tells the worker, and goes on again", async (label, ms) => {
    await retno.saysAll("pekerja saya", "1", "jeda dulu");
    expect(await retno.presses(label)).toContain("sudah kami catat");
    const paused = await pledge();
    expect(paused?.status).toBe("paused");
    expect(paused?.pausedUntil).toBe(ms === undefined ? undefined : people.town.now + ms);
    expect(await toldToAsih()).toContain("berhenti sementara");
    expect(await retno.saysAll("pekerja saya", "1", "1")).toContain("sudah kami catat");
    expect((await pledge())?.status).toBe("active");
    expect(await toldToAsih()).toContain("membayar iuran lagi");
  });

  it("changes for how many months is paid at a time", async () => {
    await retno.saysAll("pekerja saya", "1", "2");
    expect(await retno.presses("6 bulan")).toContain("sudah kami catat");
    expect((await pledge())?.monthsAhead).toBe(6);
  });

  it("asks once more before it ends, says why, and a no changes nothing", async () => {
    expect(await retno.saysAll("pekerja saya", "1", "berhenti membantu")).toContain("Yakin berhenti membantu?");
    expect(await retno.says("kenapa")).toContain("perlindungan pekerja bisa hilang");
    expect(await retno.says("tidak")).toContain("tidak ada yang diubah");
    expect((await pledge())?.status).toBe("active");
  });

  it("ends with thanks; the worker is told and looks for another sponsor", async () => {
    expect(await retno.saysAll("pekerja saya", "1", "3", "ya")).toContain(
      "Terima kasih banyak atas kebaikan Bapak/Ibu",
    );
    expect((await pledge())?.status).toBe("ended");
    expect(await toldToAsih()).toContain("Kami mencarikan sponsor yang baru");
    expect(await people.town.person("Asih").says("status")).toContain("Sponsor sedang dicarikan");
  });

  it("a worker that is held may be accepted or declined here", async () => {
    await people.payer("Tono", 2, { payer: "sponsor", name: "Tono Wijaya" });
    const made = { name: "Bu Retno", kind: "person", showsName: true, count: 1, wishes: {}, monthsAhead: 1 } as const;
    const offer = { ...made, programmes: "JKK+JKM", route: "direct", startPeriod: "2026-12" as Period } as const;
    await people.acts.does("Retno", "make-pledges", offer);
    await retno.says("pekerja saya");
    await retno.presses("Tono, Kopeng, Kecamatan Getasan (menunggu jawaban Bapak/Ibu)");
    const heard = await retno.presses("Ya, saya bantu");
    expect(heard).toContain("Terima kasih banyak");
    expect(heard).toContain("Bapak/Ibu membantu 2 pekerja");
    expect(await people.town.person("Tono").says("status")).toContain("Iuran dibayarkan oleh sponsor: Bu Retno.");
  });

  it("leaving it changes nothing and shows a way on", async () => {
    const heard = await retno.saysAll("pekerja saya", "1", "4");
    expect(heard).toContain("tidak ada yang diubah");
    expect(heard).toContain("MENU");
  });

  it("says so where the pledge has ended meanwhile", async () => {
    await retno.saysAll("pekerja saya", "1", "1");
    await people.acts.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } });
    const heard = await retno.says("1");
    expect(heard).toMatch(/keadaannya sudah berubah|tidak ada yang diubah/u);
  });
});
