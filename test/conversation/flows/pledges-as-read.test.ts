import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";

let people: People;
let retno: Chatter;
let sumarni: string;

/** Retno helps Sumarni. */
beforeEach(async () => {
  people = await openPeople();
  await people.payer("Asih", 1, { payer: "sponsor" });
  sumarni = await people.acts.sponsors("Retno");
  await people.agrees("Retno");
  retno = people.town.person("Retno");
});

/** What somebody else, or Retno in another chat, does to the pledge meanwhile. */
const changes = (change: "resume" | "end" | "pause") =>
  people.acts.does("Retno", "change-pledge", {
    pledgeId: sumarni,
    change: change === "pause" ? { type: "pause", until: Date.parse("2027-02-01T00:00:00+07:00") } : { type: change },
  });

const pledge = () => people.town.repositories.pledges.find(sumarni);

describe("an answer about a pledge that has changed since the question", () => {
  it("means the act that was read under its number", async () => {
    expect(await retno.saysAll("pekerja saya", "1")).toContain("4. Biarkan saja");
    await changes("pause");
    expect(await retno.says("3")).toContain("Boleh tahu kenapa berhenti?");
  });

  it("says that an act is none any more, and asks anew with those that are", async () => {
    await retno.saysAll("pekerja saya", "1");
    await changes("pause");
    const heard = await retno.says("1");
    expect(heard).toContain("pilihan itu sudah tidak berlaku");
    expect(heard).toContain("Bapak/Ibu mau apa?\n\n1. Lanjutkan lagi\n2. Ubah akhir jeda");
    expect(await pledge()).toMatchObject({ status: "paused" });
    expect(await retno.says("1")).toContain("berjalan lagi");
  });

  it("knows an act that is gone by its words and by its button", async () => {
    await retno.saysAll("pekerja saya", "1");
    await changes("pause");
    expect(await retno.says("jeda dulu")).toContain("sudah tidak berlaku");
    await changes("resume");
    expect(await retno.presses("Lanjutkan lagi")).toContain("sudah tidak berlaku");
  });

  it("shows what may be done by now where the question is asked again", async () => {
    await retno.saysAll("pekerja saya", "1");
    await changes("pause");
    expect(await retno.says("ulang")).toContain("1. Lanjutkan lagi");
    expect(await retno.says("1")).toContain("berjalan lagi");
  });

  it("thanks and tells the way back where the pledge has ended and there is no other", async () => {
    await retno.saysAll("pekerja saya", "1");
    await changes("end");
    const heard = await retno.says("1");
    expect(heard).toContain("sudah tidak berlaku");
    expect(heard).not.toContain("Jeda");
  });
});

describe("the list of whom one helps, when one of them has gone since it was read", () => {
  beforeEach(async () => {
    await people.payer("Tono", 2, { payer: "sponsor", name: "Tono Wijaya" });
    await people.acts.sponsors("Retno");
    const heard = await retno.says("pekerja saya");
    expect(heard).toMatch(/1\. Sumarni1.*2\. Tono.*3\. Bulan pensiun/su);
    await changes("end");
  });

  it("means the one that stood under the number", async () => {
    expect(await retno.says("2")).toContain("Bapak/Ibu mau apa?");
    expect(retno.session().state.position?.answers).toMatchObject({ was: { name: "Tono" } });
  });

  it("says so where it was that one, and lists the others", async () => {
    const heard = await retno.says("1");
    expect(heard).toContain("sudah tidak berlaku");
    expect(heard).toMatch(/Yang mana\?\s+1\. Tono/u);
  });
});

describe("LANJUT where what may be done with a paused pledge is asked", () => {
  it.each(["lanjut", "Lanjut pak", "lanjutkan", "lajeng", "terusno"])("%p lets it go on", async (said) => {
    await changes("pause");
    expect(await retno.saysAll("pekerja saya", "1")).toContain("1. Lanjutkan lagi");
    expect(await retno.says(said)).toContain("berjalan lagi");
    expect(await pledge()).toMatchObject({ status: "active" });
  });
});
