import { markOverdue } from "../../../src/operations/scheduled";
import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";
import { wishOf } from "../../support/town";

const later = (count: number): string => `Sesudah Bapak/Ibu membayar lagi, ${count} pekerja lagi kami carikan.`;
const wait = "Saat ini belum ada pekerja yang cocok.";
const asked = ["sponsor", "ya", "1", "2", "1", "1", "1", "1", "1", "1", "1"];

let people: People;
let retno: Chatter;

/** Retno helps Asih and waits for one more; the reminders of December are all out, and she has not answered. */
beforeEach(async () => {
  people = await openPeople();
  await people.payer("Asih", 1, { payer: "sponsor" });
  await people.acts.sponsors("Retno");
  await people.acts.does("Retno", "make-pledges", wishOf({ name: "Retno", monthsAhead: 3 }));
  await people.agrees("Retno");
  retno = people.town.person("Retno");
  people.town.now = Date.parse("2026-12-26T09:00:00+07:00");
  people.acts.now = people.town.now;
  await markOverdue(people.acts.deps, people.town.now);
});

describe("a sponsor who is long silent about whom he helps", () => {
  it("reads under PEKERJA SAYA that another is sought once he pays again, and after he said so that one is", async () => {
    const heard = await retno.says("pekerja saya");
    expect(heard).toContain(later(1));
    expect(heard).toContain("Dicarikan sesudah yang terlambat dibayar (bayar 3 bulan)");
    expect(heard).not.toContain("Masih dicarikan");
    await people.acts.pays("Retno");
    const after = await retno.saysAll("batal", "pekerja saya");
    expect(after).toContain("Masih dicarikan (bayar 3 bulan)");
    expect(after).not.toContain("Sesudah Bapak/Ibu membayar lagi");
  });

  it("reads it, too, where he asks for others and there is none", async () => {
    const heard = await retno.saysAll(...asked);
    expect(heard).toContain(wait);
    expect(heard).toContain(later(2));
    expect(heard).not.toContain("Begitu ada");
  });

  it("is offered whom there is when he asks, and reads when the rest is sought", async () => {
    await people.payer("Tono", 2, { payer: "sponsor", name: "Tono Wijaya" });
    const heard = await retno.saysAll(...asked);
    expect(heard).toContain("Kami menemukan seorang pekerja:\n• Tono");
    expect(heard).toContain(later(1));
    expect(heard).not.toContain("masih kami carikan");
  });
});
