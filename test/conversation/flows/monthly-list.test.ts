import { sendMonthlyLists } from "../../../src/operations/office-month";
import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";
import { wishOf } from "../../support/town";

/** Monday, 9 November 2026: within the days of the list. */
const MORNING = "2026-11-09T09:45:00+07:00";
let people: People;
let retno: Chatter;

/** A coordinator whose office owes for one worker. */
beforeEach(async () => {
  people = await openPeople(MORNING);
  await people.payer("Asih", 1, { payer: "sponsor" });
  await people.agrees("Retno");
  retno = people.town.person("Retno");
  await retno.saysAll("kantor", "1", "1", "Dinas Contoh", "Retno Dewi");
  const wish = wishOf({ kind: "office", officeName: "Dinas Contoh", count: 1, route: "coordinator" });
  const { held } = await people.acts.does("Retno", "make-pledges", wish);
  await people.acts.does("Retno", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
  await retno.says("menu");
});

const rings = () => sendMonthlyLists(people.town.deps, 1, people.town.now);
const news = () => people.town.notices.filter(({ rule }) => rule === "office.rule.monthly-list");

describe("the monthly list that comes by itself", () => {
  it("reads well, says to KENAPA which rule sent it and how to stop it, and is stopped so", async () => {
    expect(await rings()).toEqual({ listed: 1 });
    expect(news()[0]?.text).toBe(
      [
        "Daftar iuran Dinas Contoh, November 2026, ada di berkas ini. Keadaannya menurut catatan kami 9 November 2026.",
        "Belum dibayar: 1 iuran, jumlahnya Rp 8.400.",
        "Batas bayarnya 16 November 2026.",
        "Kalau sudah dibayar, kirim buktinya lewat KANTOR. Di sana juga ada daftar terbaru, dengan NIK pekerja yang mengizinkan.",
        "Daftar ini datang sebulan sekali. Isinya data pribadi, jadi tolong disimpan baik-baik. Kalau tidak mau lagi, ketik BERHENTI DAFTAR BULANAN.",
      ].join("\n\n"),
    );
    const why = await retno.says("kenapa?");
    expect(why).toContain("Karena kantor yang Bapak/Ibu koordinasi punya iuran yang belum dibayar");
    expect(why).toContain("ketik BERHENTI DAFTAR BULANAN");
    expect(await retno.says("Berhenti daftar bulanan")).toContain("daftar bulanan tidak kami kirim lagi");
    people.town.now = Date.parse("2026-12-01T09:45:00+07:00");
    expect(await rings()).toEqual({ listed: 0 });
    expect(await retno.says("DAFTAR BULANAN")).toContain("kami kirim otomatis, sebulan sekali");
    expect(await rings()).toEqual({ listed: 1 });
    expect(news()).toHaveLength(2);
  });

  it("is stopped and begun again on the board, which says the other of what is", async () => {
    expect(await retno.says("kantor")).toContain("7. Jangan kirim daftar tiap bulan");
    const off = await retno.says("7");
    expect(off).toContain("daftar bulanan tidak kami kirim lagi");
    expect(off).toContain("7. Kirim daftar otomatis tiap bulan");
    expect(await rings()).toEqual({ listed: 0 });
    expect(await retno.says("7")).toContain("7. Jangan kirim daftar tiap bulan");
    expect(await rings()).toEqual({ listed: 1 });
  });

  it("is for coordinators only, and stopping it stops nothing else", async () => {
    await people.agrees("Siti");
    expect(await people.town.person("Siti").saysAll("berhenti daftar bulanan")).toContain(
      "hanya untuk koordinator kantor",
    );
    await retno.says("berhenti daftar bulanan");
    expect((await retno.contact()).optedOutAt).toBeUndefined();
  });

  it("is stopped in the middle of something else, which goes on afterwards", async () => {
    await people.agrees("Dwi");
    await people.acts.does("Dwi", "open-office", { kind: "company", officeName: "PT Contoh", name: "Bu Dwi" });
    const dwi = people.town.person("Dwi");
    const asked = await dwi.saysAll("jadi sponsor");
    const heard = await dwi.says("stop daftar bulanan");
    expect(heard).toContain("daftar bulanan tidak kami kirim lagi");
    expect(heard).toContain(asked.split("\n---\n").at(-1) ?? "nothing");
  });
});
