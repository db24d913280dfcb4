import { warnOfRetirements } from "../../../src/operations/retirement";
import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";

let people: People;
let retno: Chatter;
beforeEach(async () => {
  people = await openPeople();
  await people.payer("Asih", 1, { payer: "sponsor" });
  await people.agrees("Retno");
  retno = people.town.person("Retno");
});

const sponsor = async () => (await people.acts.sees("Retno", "own-affairs", {})).sponsor;

describe("retirement", () => {
  it("is asked of a civil servant who becomes a sponsor, may be left out, and stands in the summary", async () => {
    expect(await retno.saysAll("sponsor", "3", "Retno Wulandari")).toContain("pensiun mulai bulan apa?");
    expect(await retno.says("kenapa")).toContain("tidak tiba-tiba kehilangan perlindungan");
    expect(await retno.says("maret 2020")).toContain("sudah lewat atau terlalu jauh");
    await retno.saysAll("maret 2031", "ya", "1", "1", "1", "1", "1", "1", "1", "1");
    expect(retno.heard.at(-1)?.text).toContain("• Sebagai: pribadi, ASN");
    expect(retno.heard.at(-1)?.text).toContain("• Pensiun mulai: Maret 2031");
    await retno.saysAll("1", "1");
    expect(await sponsor()).toMatchObject({ kind: "person", retiresOn: "2031-03-01" });
  });

  it("not known yet is no hindrance", async () => {
    await retno.saysAll("sponsor", "3", "Retno Wulandari", "belum tahu", "ya", "1", "1", "1", "1", "1", "1", "1", "1");
    expect(retno.heard.at(-1)?.text).toContain("• Pensiun mulai: belum disebut");
    await retno.saysAll("1", "1");
    expect(await sponsor()).not.toHaveProperty("retiresOn");
  });

  it.each([
    ["1", "tetap berjalan seperti sekarang", "continue"],
    ["2", "Mulai Juli 2030 kami carikan sponsor lain", "successor"],
    ["3", "kami tanya lagi menjelang pensiun", undefined],
  ])("is planned among one's pledges: %s", async (choice, words, plan) => {
    await people.acts.sponsors("Retno");
    expect(await retno.says("pekerja saya")).toContain("2. Bulan pensiun saya");
    expect(await retno.says("2")).toContain("pensiun mulai bulan apa?");
    expect(await retno.says("juli 2030")).toContain(
      "Bapak/Ibu pensiun mulai Juli 2030. Sesudah itu bantuannya bagaimana?",
    );
    expect(await retno.says(choice)).toContain(words);
    expect((await sponsor())?.retirementPlan).toBe(plan);
    expect((await sponsor())?.retiresOn).toBe("2030-07-01");
  });

  it("may be changed and taken back", async () => {
    await people.acts.sponsors("Retno");
    await retno.saysAll("pekerja saya", "2", "juli 2030", "2");
    expect(await retno.saysAll("pekerja saya", "2")).toContain("pensiun mulai Juli 2030");
    expect(await retno.says("bulannya salah")).toContain("pensiun mulai bulan apa?");
    expect(await retno.says("lewati dulu")).toContain("bulan pensiun tidak kami simpan");
    expect(await sponsor()).toEqual({ name: "Bu Retno", kind: "person" });
  });

  it("is answered from the warning itself", async () => {
    await people.acts.sponsors("Retno");
    await retno.saysAll("pekerja saya", "2", "juli 2030", "3");
    const heard = await retno.sends({ type: "choice", value: "!retirement" });
    expect(heard).toContain("pensiun mulai Juli 2030");
  });

  const asks = "Bapak/Ibu pensiun mulai Juli 2030. Sesudah itu bantuannya bagaimana?";

  it.each(["carikan sponsor lain", "golekke sponsor liyane mawon", "diteruskan sendiri", "saya teruskan sendiri saja"])(
    "is answered later at the menu in the words of the warning: %p",
    async (text) => {
      await people.acts.sponsors("Retno");
      await retno.saysAll("pekerja saya", "2", "juli 2030", "3");
      const heard = await retno.says(text);
      expect(heard).toContain(asks);
      expect(heard).toContain("2. Carikan sponsor lain mulai bulan itu");
    },
  );

  it.each(["ya", "tidak", "nggih saged"])(
    "a bare %p opens it where the warning was read last, and only there",
    async (text) => {
      await people.acts.sponsors("Retno");
      await retno.saysAll("pekerja saya", "2", "juli 2030", "3");
      expect(await retno.says(text)).not.toContain(asks);
      people.town.now = Date.parse("2029-07-02T09:20:00+07:00");
      expect(await warnOfRetirements(people.town.deps, people.town.now)).toEqual({ told: 1 });
      expect(await retno.says(text)).toContain(asks);
    },
  );

  it.each([
    ["who named no month of retirement", []],
    ["who sponsors nobody any more", ["pekerja saya", "2", "juli 2030", "3", "pekerja saya", "1", "3", "5", "ya"]],
  ])("the words mean something else to one %s", async (_who, before) => {
    await people.acts.sponsors("Retno");
    if (before.length > 0) await retno.saysAll(...before);
    expect(await retno.says("carikan sponsor lain")).not.toContain("Sesudah itu bantuannya bagaimana?");
  });

  it("means nothing to whoever sponsors nobody", async () => {
    await retno.says("halo");
    expect(await retno.sends({ type: "choice", value: "!retirement" })).toContain("ketik JADI SPONSOR");
  });
});
