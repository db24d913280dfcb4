import { openPeople, type People } from "../../support/people";

const NAMED = "Iuran dibayarkan oleh sponsor: Bu Retno.";
const ASKED = ["siapa sponsor saya", "Siapa sponsor saya ya pak?", "sponsorku sopo", "siapa yang membayar iuran saya"];

let people: People;
beforeEach(async () => {
  people = await openPeople();
  await people.payer("Asih", 1, { payer: "sponsor" });
  await people.agrees("Asih");
  await people.agrees("Retno");
  await people.acts.sponsors("Retno");
});

describe("who pays", () => {
  it.each(ASKED)("is told of the own worker, also in the middle of something else: %p", async (text) => {
    const asih = people.town.person("Asih");
    expect(await asih.says(text)).toContain(NAMED);
    await asih.saysAll("daftar", "2");
    expect(await asih.says(text)).toContain(NAMED);
  });

  it.each(ASKED)("is told of sponsors at large to whoever is registered by nobody: %p", async (text) => {
    await people.agrees("Tono");
    expect(await people.town.person("Tono").says(text)).not.toContain("Belum ada data atas nama Bapak/Ibu");
  });
});
