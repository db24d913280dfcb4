import type { DueItem } from "../../src/domain/contribution/due-item";
import { type IsoDay, startOfDay } from "../../src/domain/shared/calendar";
import { rupiah } from "../../src/domain/shared/money";
import { ladderOf } from "../support/memory-ladder";
import { memoryRepositories } from "../support/memory-repositories";
import fc from "../support/property";
import { Town } from "../support/town";

const stale = 9_999;

/** Everything unpaid as an older release had opened it, at another price. */
async function asOfAnOlderTariff(town: Town, workerId: string): Promise<readonly DueItem[]> {
  const unpaid = (await town.itemsOf(workerId)).filter(({ status }) => status === "open" || status === "overdue");
  for (const item of unpaid) await town.repositories.dueItems.save({ ...item, amount: rupiah(stale) });
  return unpaid;
}

describe("planning again after a change of the tariff", () => {
  it("sends every rung once and from then on at the new price, on whichever day it comes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.constantFrom(1, 3), async (day, monthsAhead) => {
        const town = new Town(memoryRepositories());
        await town.officer("Officer");
        const workerId = await town.insured("Rini", 1);
        await town.sponsors("Tono", { workerId, name: "Tono", monthsAhead });
        await town.does("Officer", "confirm-proof", { proofId: await town.pays("Tono") });
        await town.insured("Sari", 2, { payer: "self" });
        town.now = startOfDay("2026-12-01" as IsoDay);
        const ladder = ladderOf(town);
        const before = await ladder.pass(day);
        const [one] = await town.repositories.workers.findByContact((await town.contact("Sari")).id);
        for (const id of [workerId, one!.id]) await asOfAnOlderTariff(town, id);
        const after = await ladder.pass(62 - day);
        const told = [...before, ...after].flatMap(({ contactId, day: on, rungs }) =>
          rungs.map((rung) => `${contactId} ${rung} ${on.slice(0, 7)}`),
        );
        // Each rung falls into another month than the same rung of the month before.
        expect(new Set(told).size).toBe(told.length);
        expect(after.length).toBeGreaterThan(0);
        expect(after.filter(({ text }) => text.includes("9.999"))).toEqual([]);
        const items = [...(await town.itemsOf(workerId)), ...(await town.itemsOf(one!.id))];
        expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
        const current = items.filter(({ period, status }) => period >= "2027-01" && status !== "cancelled");
        expect(current.every(({ amount }) => amount === 16_800)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });
});
