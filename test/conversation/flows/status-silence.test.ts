import { openPeople, type People } from "../../support/people";

let people: People;
beforeEach(async () => {
  people = await openPeople();
});

describe("status while nothing is sent", () => {
  const paused = "Pengingat berhenti dulu sampai 30 November 2026. Kalau mau diingatkan lagi sekarang, ketik LANJUT.";

  it("says until when reminders pause, and no more once they come again", async () => {
    await people.payer("Asih", 1);
    await people.agrees("Asih");
    const asih = people.town.person("Asih");
    await asih.saysAll("JEDA", "1");
    expect(await asih.says("STATUS")).toContain(paused);
    await asih.says("LANJUT");
    expect(await asih.says("STATUS")).not.toContain("Pengingat berhenti");
    await asih.saysAll("JEDA", "1");
    people.town.now += 8 * 86_400_000;
    expect(await asih.says("STATUS")).not.toContain("Pengingat berhenti");
  });

  it("says it to whoever has nothing here, too", async () => {
    await people.agrees("Tono");
    const tono = people.town.person("Tono");
    await tono.saysAll("JEDA", "1");
    expect(await tono.says("STATUS")).toContain(paused);
  });

  it("says after STOP how messages come again, which is not by LANJUT alone", async () => {
    await people.payer("Asih", 1);
    await people.agrees("Asih");
    const asih = people.town.person("Asih");
    await asih.saysAll("JEDA", "1", "STOP", "1");
    const heard = await asih.says("STATUS");
    expect(heard).toContain("kami tidak mengirim pesan. Kalau mau menerima kabar lagi, ketik MULAI.");
    expect(heard).not.toContain("LANJUT");
    expect(await asih.saysAll("MULAI", "STATUS")).not.toContain("kami tidak mengirim pesan");
  });
});
