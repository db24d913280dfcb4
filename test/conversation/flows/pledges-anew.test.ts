import type { Period } from "../../../src/domain/shared/period";
import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";

const held = "Tono, Kopeng, Kecamatan Getasan (menunggu jawaban Bapak/Ibu)";

let people: People;
let retno: Chatter;

/** Retno helps Sumarni, and for Tono an answer of hers is awaited. */
beforeEach(async () => {
  people = await openPeople();
  await people.payer("Asih", 1, { payer: "sponsor" });
  await people.acts.sponsors("Retno");
  await people.agrees("Retno");
  retno = people.town.person("Retno");
});

async function isOffered(): Promise<void> {
  await people.payer("Tono", 2, { payer: "sponsor", name: "Tono Wijaya" });
  const made = { name: "Bu Retno", kind: "person", showsName: true, count: 1, wishes: {}, monthsAhead: 1 } as const;
  const offer = { ...made, programmes: "JKK+JKM", route: "direct", startPeriod: "2026-12" as Period } as const;
  await people.acts.does("Retno", "make-pledges", offer);
}

describe("PEKERJA SAYA after another wish was left unanswered", () => {
  it.each([
    ["berhenti", "Berhenti membantu pekerja"],
    ["jeda", "2"],
  ])("%s: lists everybody, also whose answer is awaited, and means nothing yet", async (word, meant) => {
    expect(await retno.saysAll(word, meant)).toContain("Yang mana?");
    await isOffered();
    const heard = await retno.says("pekerja saya");
    expect(heard).toContain(held);
    expect(heard).toContain("pensiun");
    expect(await retno.says("1")).toContain("Bapak/Ibu mau apa?");
  });

  it("is as new from the button of a notice and from the menu", async () => {
    await retno.saysAll("berhenti", "2", "batal");
    await isOffered();
    expect(await retno.sends({ type: "choice", value: "!pledges" })).toContain(held);
    await retno.saysAll("berhenti", "2", "menu");
    expect(await retno.says("8")).toContain(held);
  });

  it("BATAL leaves nothing of the wish to go on with", async () => {
    const heard = await retno.saysAll("berhenti", "2", "batal");
    expect(heard).toContain("Baik, dibatalkan.");
    expect(heard).not.toContain("Ada yang belum selesai");
    expect(await retno.says("lanjut")).not.toContain("Yang mana?");
  });

  it("pushes out nothing else that is unfinished, however often it is opened", async () => {
    await retno.saysAll("daftar", "1");
    for (let count = 0; count < 6; count += 1) await retno.saysAll("pekerja saya", "1");
    expect(await retno.says("menu")).toContain("Ada yang belum selesai");
    expect(retno.session().state.aside.map(({ flow }) => flow)).toEqual(["register-worker", "my-pledges"]);
  });
});

describe("berhenti membantu, said as a sentence", () => {
  it.each(["berhenti membantu", "Saya mau berhenti jadi sponsor", "berhenti bantu dulu"])(
    "%p says already what is meant: only who is asked",
    async (said) => {
      const heard = await retno.says(said);
      expect(heard).toContain("Yang mana?\n\n1. Sumarni1");
      expect(heard).not.toContain("pensiun");
      expect(await retno.says("1")).toContain("Boleh tahu kenapa berhenti?");
    },
  );

  it.each(["libur dulu bantunya", "jeda dulu bayarnya"])("%p means a pause", async (said) => {
    expect(await retno.says(said)).toContain("Yang mana?");
    expect(await retno.says("1")).toContain("Boleh tahu kenapa dijeda?");
  });

  it("means the same as the answer to what BERHENTI is about", async () => {
    expect(await retno.saysAll("berhenti", "berhenti membantu")).toContain("Yang mana?\n\n1. Sumarni1");
    expect(await retno.says("1")).toContain("Boleh tahu kenapa berhenti?");
  });
});
