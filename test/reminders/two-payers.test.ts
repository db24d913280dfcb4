import type { IsoDay } from "../../src/domain/shared/calendar";
import { startOfDay } from "../../src/domain/shared/calendar";
import { ladderOf, type Told } from "../support/memory-ladder";
import { memoryRepositories } from "../support/memory-repositories";
import { places, Town, wishOf } from "../support/town";

const dayAt = (day: string): number => startOfDay(day as IsoDay);

/** Rini, for whom Tono pays: November is confirmed, and it is the first of December. */
async function sponsoredTown() {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  const workerId = await town.insured("Rini", 1);
  await town.sponsors("Tono", { ...wishOf(), workerId, name: "Tono" });
  await town.does("Officer", "confirm-proof", { proofId: await town.pays("Tono") });
  town.now = dayAt("2026-12-01");
  const ids = { rini: (await town.contact("Rini")).id, tono: (await town.contact("Tono")).id };
  const toRini = (sent: readonly Told[]) => told(sent, ids.rini);
  const toTono = (sent: readonly Told[]) => told(sent, ids.tono);
  return { town, workerId, ladder: ladderOf(town), toRini, toTono };
}

const told = (sent: readonly Told[], contactId: string): string[] =>
  sent.filter((one) => one.contactId === contactId).map(({ day, rungs }) => `${day.slice(5)} ${rungs.join("+")}`);

describe("one due item with two possible payers", () => {
  it("asks the sponsor first, tells the worker that she may pay from five days after on, and counts down to the lapse in turn", async () => {
    const { ladder, toRini, toTono } = await sponsoredTown();
    const sent = await ladder.pass(31);
    expect(toTono(sent)).toEqual(["12-08 d-7", "12-12 d-3", "12-15 d0", "12-20 d+5", "12-25 d+10", "12-30 lapse+15"]);
    expect(toRini(sent)).toEqual(["12-20 d+5", "12-25 d+10", "12-28 lapse+13"]);
    const [first] = sent
      .filter(({ day }) => day === "2026-12-20")
      .filter(({ text }) => text.includes("boleh membayar"));
    expect(first?.text).toMatch(/Sumarni1, Desember 2026: Rp\s?8\.400/u);
    expect(sent.at(-1)?.text).toContain("1 bulan belum dibayar, hari terakhir 15 Februari 2027");
  });

  it("says before the third month is over what ends, to the worker and then to the sponsor, and nothing of it afterwards", async () => {
    const { town, ladder, toRini, toTono } = await sponsoredTown();
    await ladder.pass(31 + 31);
    const sent = await ladder.pass(28 + 31);
    expect(toRini(sent).filter((one) => one.includes("lapse"))).toEqual(["02-10 lapse-5"]);
    expect(toTono(sent).filter((one) => one.includes("lapse"))).toEqual(["02-11 lapse-4"]);
    expect(sent.find(({ rungs }) => rungs.includes("lapse-5"))?.text).toContain("2 bulan belum dibayar");
    expect(town.told("Rini")).toContain("notice.rule.inactive");
  });

  it("puts the worker on the list of an officer of her place before the third month is over, once", async () => {
    const { town, workerId, ladder } = await sponsoredTown();
    await ladder.pass(31 + 31 + 10);
    const tasks = () => town.repositories.tasks.open({ type: "all" }, 10);
    expect(await tasks()).toEqual([]);
    await ladder.pass(20);
    expect(await tasks()).toMatchObject([{ kind: "lapse", workerId, districtCode: places.getasan.districtCode }]);
    expect(await town.sees("Officer", "next-task", { skipIds: [] })).toMatchObject({ kind: "lapse", canAnswer: true });
  });

  it("stops for both once one of them has reported it, until an officer has looked; nobody can pay the month twice", async () => {
    const { town, workerId, ladder, toRini, toTono } = await sponsoredTown();
    await ladder.pass(21);
    const proofId = await town.pays("Rini");
    expect(await town.sees("Tono", "reportable-dues", {})).toEqual([]);
    expect(await ladder.pass(10)).toEqual([]);
    town.now = dayAt("2027-01-02");
    await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
    expect(town.told("Rini").at(-1)).toBe("notice.rule.proof-rejected");
    expect(town.told("Tono")).not.toContain("notice.rule.proof-rejected");
    const january = await ladder.pass(30);
    expect(toTono(january)).toContain("01-08 d-7");
    expect(toRini(january)).toContain("01-20 d+5");
    expect((await town.itemsOf(workerId)).filter(({ period }) => period === "2026-12")).toHaveLength(1);
  });

  it("goes on with the ladder where a proof is rejected in between", async () => {
    const { town, ladder, toTono } = await sponsoredTown();
    await ladder.pass(13);
    const proofId = await town.pays("Tono");
    expect(await ladder.pass(5)).toEqual([]);
    await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
    expect(toTono(await ladder.pass(10))).toEqual(["12-20 d+5", "12-25 d+10"]);
  });

  it("tells whoever is both only once", async () => {
    const town = new Town(memoryRepositories());
    await town.officer("Officer");
    await town.insured("Sari", 2, { payer: "self" });
    await town.does("Officer", "confirm-proof", { proofId: await town.pays("Sari") });
    town.now = dayAt("2026-12-01");
    const { id } = await town.contact("Sari");
    expect(told(await ladderOf(town).pass(31), id)).toEqual([
      "12-08 d-7",
      "12-12 d-3",
      "12-15 d0",
      "12-20 d+5",
      "12-25 d+10",
      "12-28 lapse+13",
    ]);
  });
});
