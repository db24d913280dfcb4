import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";

let people: People;
let retno: Chatter;
let pledgeId: string;

/** Retno helps Sumarni and is asked on the 14th, the day before December falls due. */
beforeEach(async () => {
  people = await openPeople();
  await people.payer("Asih", 1, { payer: "sponsor" });
  pledgeId = await people.acts.sponsors("Retno");
  await people.agrees("Retno");
  retno = people.town.person("Retno");
});

const isDay = (day: string): void => {
  people.town.now = Date.parse(`${day}T09:00:00+07:00`);
};
const pledge = () => people.town.repositories.pledges.find(pledgeId);
const pauses = () => retno.saysAll("pekerja saya", "1", "jeda dulu", "1", "2");

describe("a question about a pledge that is answered when its month can no longer be paid in time", () => {
  it.each([
    ["LANJUT", ["lanjut"], "ya"],
    ["PEKERJA SAYA", ["pekerja saya", "1"], "1"],
  ])("%s tells the month and the day that are asked now", async (_way, asked, answer) => {
    await pauses();
    isDay("2026-12-14");
    await retno.saysAll(...asked);
    isDay("2026-12-20");
    const heard = await retno.says(answer);
    expect(heard).toContain("Iuran Sumarni1 berjalan lagi mulai Januari 2027");
    expect(heard).toContain("Yang dibayar: Rp 16.800 untuk Januari 2027, paling lambat 15 Januari 2027.");
    expect(await pledge()).toMatchObject({ status: "active", startPeriod: "2027-01" });
  });

  it("names the month from which so many are paid at once", async () => {
    isDay("2026-12-14");
    await retno.saysAll("pekerja saya", "1", "2");
    isDay("2026-12-20");
    expect(await retno.says("3 bulan")).toContain("Mulai Januari 2027, sekali bayar untuk 3 bulan.");
    expect(await pledge()).toMatchObject({ monthsAhead: 3, startPeriod: "2027-01" });
  });

  it("thanks for nothing where the pledge has ended meanwhile", async () => {
    await pauses();
    await retno.says("lanjut");
    await people.acts.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } });
    const heard = await retno.says("ya");
    expect(heard).toContain("Mungkin keadaannya sudah berubah");
    expect(heard).not.toContain("berjalan lagi");
  });
});
