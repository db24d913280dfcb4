import { type IsoDay, startOfDay } from "../../src/domain/shared/calendar";
import type { Period } from "../../src/domain/shared/period";
import { createI18n } from "../../src/i18n";
import { ladderOf } from "../support/memory-ladder";
import { memoryRepositories } from "../support/memory-repositories";
import { dinas, reportOf } from "../support/office-town";
import { DAY, Town, wishOf } from "../support/town";

const { render } = createI18n();

/** How an officer decides: nothing of what is said to be paid is found, or not all of it. */
const decisions = {
  none: (town: Town, proofId: string) => town.does("Officer", "reject-proof", { proofId, reason: "not-found-at-bpjs" }),
  less: (town: Town, proofId: string) => town.does("Officer", "confirm-proof", { proofId, amount: 1_000 }),
} as const;

/** Rini, whose sponsor Tono pays November; December is reported by one of them, and then Tono pauses or leaves. */
async function abandoned(reporter: "Rini" | "Tono", how: "pause" | "end", found: keyof typeof decisions = "none") {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  const workerId = await town.insured("Rini", 1);
  const pledgeId = await town.sponsors("Tono", wishOf());
  await town.does("Officer", "confirm-proof", { proofId: await town.pays("Tono") });
  town.now = startOfDay("2026-12-01" as IsoDay);
  const ladder = ladderOf(town);
  await ladder.pass(9);
  const dues = await town.sees(reporter, reporter === "Rini" ? "sponsored-dues" : "reportable-dues", {});
  const dueItemIds = dues.map(({ dueItemId }) => dueItemId);
  await town.does(reporter, "report-payment", { dueItemIds, reference: "R" }, { effectId: "report" });
  const until = town.now + 90 * DAY;
  await town.does("Tono", "change-pledge", {
    pledgeId,
    change: how === "pause" ? { type: how, until } : { type: how },
  });
  // The officer looks only after the month has ended.
  await ladder.pass(25);
  const proofId = town.deps.ids.derive("report", "proof");
  const before = new Set(town.notices.keys());
  for (let time = 0; time < 2; time += 1) expect(await decisions[found](town, proofId)).toBe("done");
  const news = [...town.notices.values()].filter(({ id }) => !before.has(id));
  const heard = async (who: string): Promise<readonly string[]> => {
    const { id } = await town.contact(who);
    return news
      .filter(({ contactId }) => contactId === id)
      .map(({ texts }) => texts.map((text) => render(text, "id")).join("\n"));
  };
  return { town, workerId, heard };
}

describe("a proof that does not hold after the sponsor has paused or left", () => {
  it.each([
    ["Rini", "pause", "none"],
    ["Rini", "end", "none"],
    ["Tono", "pause", "none"],
    ["Tono", "end", "none"],
    ["Rini", "end", "less"],
    ["Tono", "pause", "less"],
  ] as const)("sent by %s before the %s leaves its month to the worker (found: %s)", async (reporter, how, found) => {
    const { town, workerId } = await abandoned(reporter, how, found);
    const december = (await town.itemsOf(workerId)).find(({ period }) => period === "2026-12");
    expect(december).toMatchObject({ status: "overdue", dueDay: "2026-12-15", payer: { type: "worker" } });
    expect(december).not.toHaveProperty("pledgeId");
    // Whoever sent it is asked for another proof, and can send one.
    for (const who of ["Rini", "Tono"] as const) {
      const asked = (await town.sees(who, "reportable-dues", {})).map(({ period }) => period);
      expect(asked.includes(december?.period ?? ("" as Period))).toBe(who === "Rini" || who === reporter);
    }
  });

  it("tells the worker once which month is hers, and to ask before she pays it", async () => {
    const { heard } = await abandoned("Tono", "end");
    const [told, ...more] = await heard("Rini");
    expect(more).toEqual([]);
    expect(told).toContain("Bukti bayar dari sponsor untuk Sumarni1 belum bisa dipastikan petugas");
    expect(told).toContain("Desember 2026");
    expect(told).toContain("tanyakan dulu: ketik PETUGAS");
    expect(await heard("Tono")).toEqual([expect.stringContaining("belum bisa kami cocokkan")]);
  });

  it.each(["pause", "end"] as const)("over the whole asks no more of the sponsor, and tells both (%s)", async (how) => {
    const { heard } = await abandoned("Tono", how, "less");
    const [told, ...more] = await heard("Rini");
    expect(more).toEqual([]);
    expect(told).toContain("Pembayaran dari sponsor untuk Sumarni1 belum cukup");
    expect(told).toMatch(/Desember 2026.*7\.400/u);
    const [payer, ...others] = await heard("Tono");
    expect(others).toEqual([]);
    expect(payer).toMatch(/masih kurang Rp\s7\.400, untuk:\n• Sumarni1, Desember 2026/u);
    expect(payer).toContain("bukan tanggungan Bapak/Ibu tidak perlu dilunasi");
    expect(payer).not.toContain("Silakan dilunasi");
  });

  it("tells the worker who sent it only that it did not hold", async () => {
    const { heard } = await abandoned("Rini", "pause");
    expect(await heard("Rini")).toEqual([expect.stringContaining("belum bisa kami cocokkan")]);
    expect(await heard("Tono")).toEqual([]);
  });
});

describe("a proof that does not hold", () => {
  const evening = startOfDay("2026-11-20" as IsoDay) + 18 * 3_600_000;
  let town: Town;
  let workerId: string;
  let pledgeId: string;
  /** Tono pays three months at once, November, December and January. */
  beforeEach(async () => {
    town = new Town(memoryRepositories());
    await town.officer("Officer");
    workerId = await town.insured("Rini", 1);
    pledgeId = await town.sponsors("Tono", wishOf({ monthsAhead: 3 }));
  });

  /** Tono reports the months from one on, and then an officer does not find them. */
  const reports = async (from: string): Promise<string> => {
    const dues = (await town.sees("Tono", "reportable-dues", {})).filter(({ period }) => period >= from);
    const dueItemIds = dues.map(({ dueItemId }) => dueItemId);
    await town.does("Tono", "report-payment", { dueItemIds, reference: "R" }, { effectId: "report" });
    return town.deps.ids.derive("report", "proof");
  };
  const rejects = (proofId: string) => town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });

  it("leaves its months to the sponsor who pays one at a time since", async () => {
    const proofId = await reports("2026-11");
    await town.does("Tono", "change-pledge", { pledgeId, change: { type: "months", monthsAhead: 1 } });
    town.now = evening;
    await rejects(proofId);
    const asked = await town.sees("Tono", "reportable-dues", {});
    expect(asked.map(({ period }) => period)).toEqual(["2026-11", "2026-12", "2027-01", "2027-02"]);
    expect(town.told("Rini").filter((rule) => rule.includes("ended"))).toEqual([]);
  });

  it("gives a month that the next sponsor pays to him", async () => {
    const proofId = await reports("2027-01");
    await town.does("Tono", "change-pledge", { pledgeId, change: { type: "end" } });
    const next = await town.sponsors("Wati", wishOf({ name: "Wati", monthsAhead: 3 }));
    await rejects(proofId);
    const [, , january] = await town.itemsOf(workerId);
    expect(january).toMatchObject({ period: "2027-01", status: "open", pledgeId: next, dueDay: "2026-11-16" });
  });

  it.each([
    ["withdrawn", "none"],
    ["deceased", "none"],
    ["withdrawn", "less"],
    ["deceased", "less"],
  ] as const)("asks nothing of a worker who is %s, and tells her nothing (found: %s)", async (how, found) => {
    const proofId = await reports("2026-11");
    if (how === "withdrawn") await town.does("Rini", "withdraw-worker", { workerId });
    else {
      await town.does("Tono", "change-pledge", { pledgeId, change: { type: "end" } });
      await town.repositories.workers.save({ ...(await town.workerNow(workerId)), status: how });
    }
    town.now = evening;
    const before = town.told("Rini");
    expect(await decisions[found](town, proofId)).toBe("done");
    expect((await town.itemsOf(workerId)).map(({ status }) => status)).toEqual(["cancelled", "cancelled", "cancelled"]);
    expect(town.told("Rini")).toEqual(before);
  });

  it("asks nothing of a worker who paid for herself and has withdrawn since", async () => {
    const herself = await town.insured("Sari", 2, { payer: "self" });
    const proofId = await town.pays("Sari");
    await town.does("Sari", "withdraw-worker", { workerId: herself });
    town.now = evening;
    await rejects(proofId);
    expect((await town.itemsOf(herself)).map(({ status }) => status)).toEqual(["cancelled"]);
  });
});

describe("a bill of an office", () => {
  it("leaves what was not found of a worker whom the office has left to her", async () => {
    const town = new Town(memoryRepositories());
    const { bill } = await dinas(town);
    await town.does("Retno", "report-bill", reportOf(bill), { effectId: "bill" });
    const proofId = town.deps.ids.derive("bill", "proof");
    const { bill: sent } = (await town.repositories.proofs.find(proofId)) ?? {};
    const [left] = await town.repositories.dueItems.findMany(sent?.listIds.slice(1, 2) ?? []);
    await town.does("Retno", "change-pledge", { pledgeId: left?.pledgeId ?? "", change: { type: "end" } });
    town.now = startOfDay("2026-11-20" as IsoDay);
    const input = { proofId, found: bill - 8_400, unpaid: [2] };
    for (let time = 0; time < 2; time += 1) expect(await town.does("Officer", "confirm-bill", input)).toBe("done");
    const [item] = await town.repositories.dueItems.findMany([left?.id ?? ""]);
    expect(item).toMatchObject({ status: "overdue", payer: { type: "worker" } });
    const texts = [...town.notices.values()].flatMap((notice) => notice.texts.map(({ key }) => key));
    expect(texts.filter((key) => key === "notice.worker.refused.short")).toHaveLength(1);
  });
});
