import { memoryRepositories } from "../support/memory-repositories";
import { monthsGoBy, paysNow, silentSponsor } from "../support/silent-town";
import { Town } from "../support/town";

const RULE = "notice.rule.paid-by-worker";

describe("a month that the worker pays in her sponsor's place", () => {
  it("is hers, and the sponsor is told once that nothing is left to pay of it, and is not thanked for it", async () => {
    const town = new Town(memoryRepositories());
    await town.officer("Officer");
    const { workerId } = await silentSponsor(town);
    await monthsGoBy(town);
    const before = (await town.sees("Retno", "own-affairs", {})).sponsor?.given;
    const proofId = await town.pays("Asih", "herself");
    const { personId } = await town.workerNow(workerId);
    for (let time = 0; time < 2; time += 1) await town.does("Officer", "confirm-proof", { proofId });
    const items = (await town.itemsOf(workerId)).filter((item) => item.proofId === proofId);
    expect(items.length).toBeGreaterThan(0);
    for (const { payer, status } of items)
      expect({ payer, status }).toEqual({ payer: { type: "worker", personId }, status: "confirmed" });
    expect(town.told("Retno").filter((rule) => rule === RULE)).toHaveLength(1);
    expect((await town.sees("Retno", "own-affairs", {})).sponsor?.given).toEqual(before);
  });

  it("is nobody else's business where the sponsor pays", async () => {
    const town = new Town(memoryRepositories());
    await town.officer("Officer");
    await silentSponsor(town);
    await monthsGoBy(town);
    await paysNow(town, "Retno");
    expect(town.told("Retno")).not.toContain(RULE);
    expect(town.told("Asih")).not.toContain(RULE);
  });
});
