import type { Proof } from "../../src/domain/payment/proof";
import { memoryRepositories } from "../support/memory-repositories";
import { dinas, reportOf } from "../support/office-town";
import { Crash, dyingAfter, Town } from "../support/town";

/** The town of an office that has reported its bill of three months; the proof's id, and what was paid (rupiah). */
async function billed(): Promise<{ town: Town; proofId: string; bill: number }> {
  const town = new Town(memoryRepositories());
  const { bill } = await dinas(town);
  await town.officer("Second");
  await town.does("Retno", "report-bill", reportOf(bill), { effectId: "bill" });
  return { town, proofId: town.deps.ids.derive("bill", "proof"), bill };
}

/** How the months of a bill stand, in the order of its list. */
async function statesOf(town: Town, proofId: string): Promise<string[]> {
  const proof = await town.repositories.proofs.find(proofId);
  const ids = proof?.bill?.listIds ?? [];
  const items = new Map((await town.repositories.dueItems.findMany(ids)).map((item) => [item.id, item.status]));
  return ids.map((id) => items.get(id) ?? "none");
}

describe("a bill on which another officer decides", () => {
  it.each([1, 2])("leaves no month reported where its confirmation died after write %i", async (write) => {
    const { town, proofId, bill } = await billed();
    const input = { proofId, found: bill - 8_400, unpaid: [3] };
    const dying = town.does("Officer", "confirm-bill", input, {
      effectId: "confirm",
      deps: dyingAfter(town.deps, write),
    });
    await expect(dying).rejects.toThrow(Crash);
    expect((await town.repositories.proofs.find(proofId))?.dueItemIds).toHaveLength(2);
    expect(await town.does("Second", "reject-proof", { proofId, reason: "unreadable" })).toBe("done");
    expect(await town.does("Officer", "confirm-bill", input, { effectId: "confirm" })).toBe("not-allowed");
    expect(await statesOf(town, proofId)).toEqual(["open", "open", "open"]);
    const told = [...town.notices.values()].find(({ rule }) => rule === "notice.rule.proof-rejected");
    expect(told?.texts.filter(({ key }) => key === "reminder.line")).toHaveLength(3);
  });

  it.each([
    ["rejects it", "open"],
    ["confirms it", "confirmed"],
  ] as const)("is not marked for ever where he %s while it is reported", async (decision, status) => {
    const town = new Town(memoryRepositories());
    const { bill } = await dinas(town);
    const proofId = town.deps.ids.derive("bill", "proof");
    const { proofs } = town.repositories;
    const add = async (proof: Proof) => {
      const added = await proofs.add(proof);
      if (decision === "rejects it") await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
      else await town.does("Officer", "confirm-bill", { proofId, found: bill, unpaid: [] });
      return added;
    };
    const raced = { ...town.repositories, proofs: Object.assign(Object.create(proofs), { add }) };
    const deps = { ...town.deps, repositories: raced };
    await town.does("Retno", "report-bill", reportOf(bill), { effectId: "bill", deps });
    expect(await statesOf(town, proofId)).toEqual([status, status, status]);
  });
});
