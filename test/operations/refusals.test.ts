import { refusalsOf } from "../../src/operations/refusals";
import { memoryRepositories } from "../support/memory-repositories";
import { dinas, reportOf } from "../support/office-town";
import { Town } from "../support/town";

it("gives no reason for a month of a bill that an officer named as not paid, and its own once the bill is taken back", async () => {
  const town = new Town(memoryRepositories());
  const { bill } = await dinas(town);
  await town.does("Retno", "report-bill", reportOf(bill), { effectId: "bill" });
  const proofId = town.deps.ids.derive("bill", "proof");
  const proof = await town.repositories.proofs.find(proofId);
  const refusals = async () =>
    refusalsOf(town.deps, await town.repositories.dueItems.findMany(proof?.dueItemIds ?? []));
  await town.does("Officer", "confirm-bill", { proofId, found: bill - 8_400, unpaid: [2] });
  expect(await refusals()).toEqual(new Map());
  await town.does("Officer", "take-back-proof", { proofId, reason: "unreadable" });
  expect([...(await refusals()).values()]).toMatchObject(Array(3).fill({ reason: "unreadable" }));
});
