import { atHour, type IsoDay, startOfDay } from "../../src/domain/shared/calendar";
import { createI18n } from "../../src/i18n";
import { ladderOf, type Told } from "../support/memory-ladder";
import { memoryRepositories } from "../support/memory-repositories";
import { Town, wishOf } from "../support/town";

const december = (day: number): IsoDay => `2026-12-${String(day).padStart(2, "0")}` as IsoDay;
const i18n = createI18n();

/** Rini, for whom Tono pays: November is confirmed, and it is the first of December. */
async function sponsoredTown() {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  const workerId = await town.insured("Rini", 1);
  await town.sponsors("Tono", { ...wishOf(), workerId, name: "Tono" });
  await town.does("Officer", "confirm-proof", { proofId: await town.pays("Tono") });
  town.now = startOfDay(december(1));
  const ladder = ladderOf(town);
  /** Lets the days pass up to the morning of a day. */
  const passTo = (day: number): Promise<Told[]> =>
    ladder.pass(Math.round((startOfDay(december(day)) - town.now) / 86_400_000));
  /** Tono pays on a day, and an officer rejects it at an hour of a later one. */
  const rejected = async (paidOn: number, day: number, hour: number): Promise<void> => {
    await passTo(paidOn);
    const proofId = await town.pays("Tono");
    await passTo(day);
    town.now = atHour(december(day), hour);
    await town.does("Officer", "reject-proof", { proofId, reason: "wrong-amount" });
  };
  return { town, ladder, passTo, rejected };
}

async function rungsOf(town: Town, who: string, sent: readonly Told[]): Promise<string[]> {
  const { id } = await town.contact(who);
  return sent.filter(({ contactId }) => contactId === id).map(({ day, rungs }) => `${day.slice(5)} ${rungs.join("+")}`);
}

describe("a reminder of what the same person has just been told otherwise", () => {
  it.each([
    { when: "missed on the day of the rejection", paid: 7, on: 8, at: 7, left: ["12-12 d-3", "12-15 d0"] },
    { when: "missed the day before it", paid: 7, on: 9, at: 7, left: ["12-12 d-3", "12-15 d0"] },
    { when: "due later on the same day", paid: 9, on: 12, at: 7, left: ["12-15 d0"] },
  ])("is left out where it was $when", async ({ paid, on, at, left }) => {
    const { town, ladder, rejected } = await sponsoredTown();
    await rejected(paid, on, at);
    expect(await rungsOf(town, "Tono", await ladder.pass(16 - on))).toEqual(left);
  });

  it("is sent on the next day, which may be the last to pay", async () => {
    const { town, ladder, rejected } = await sponsoredTown();
    await rejected(9, 14, 15);
    expect(await rungsOf(town, "Tono", await ladder.pass(2))).toEqual(["12-15 d0"]);
  });

  it("goes to the other who may pay, who was told nothing", async () => {
    const { town, ladder, rejected } = await sponsoredTown();
    await rejected(14, 20, 6);
    const sent = await ladder.pass(7);
    expect(await rungsOf(town, "Tono", sent)).toEqual(["12-25 d+10"]);
    expect(await rungsOf(town, "Rini", sent)).toEqual(["12-20 d+5", "12-25 d+10"]);
  });

  it("is left out where a sponsor was told the sum and the day on saying yes", async () => {
    const town = new Town(memoryRepositories());
    await town.officer("Officer");
    const workerId = await town.insured("Rini", 1);
    town.now = atHour(december(8), 7);
    await town.sponsors("Tono", { ...wishOf(), workerId, name: "Tono" });
    expect(town.told("Tono")).toEqual(["notice.rule.how-to-pay"]);
    expect(await rungsOf(town, "Tono", await ladderOf(town).pass(9))).toEqual(["12-12 d-3", "12-15 d0"]);
  });

  it("is left out where less was found than was owed, of the month that is still short", async () => {
    const { town, ladder, passTo } = await sponsoredTown();
    await passTo(7);
    const proofId = await town.pays("Tono");
    await passTo(8);
    await town.does("Officer", "confirm-proof", { proofId, amount: 8_000 });
    expect(await rungsOf(town, "Tono", await ladder.pass(5))).toEqual(["12-12 d-3"]);
  });

  it("is sent all the same where it counts down to the end of the protection", async () => {
    const { town, ladder, rejected } = await sponsoredTown();
    await rejected(14, 30, 7);
    expect(await rungsOf(town, "Tono", await ladder.pass(2))).toEqual(["12-30 lapse+15"]);
  });
});

describe("the news of a rejected proof", () => {
  it("names each month of it, for whom and how much, and its reminder the way on once", async () => {
    const { town, ladder, rejected } = await sponsoredTown();
    await rejected(7, 8, 7);
    const notice = [...town.notices.values()].find(({ rule }) => rule === "notice.rule.proof-rejected");
    const text = (notice?.texts ?? []).map((one) => i18n.render(one, "id")).join("\n");
    expect(text).toContain("Jumlahnya tidak sama dengan iurannya.");
    expect(text).toMatch(/Bukti itu untuk:\n• Sumarni1, Desember 2026: Rp\s?8\.400\n/u);
    const [reminder] = await ladder.pass(5);
    expect(reminder?.text).toContain("jangan dibayar lagi");
    expect(reminder?.text).toContain("bukan ke kami");
    expect(reminder?.text.match(/SUDAH BAYAR/gu)).toHaveLength(1);
  });
});
