import { refusalsOf } from "../../src/operations/refusals";
import { memoryRepositories } from "../support/memory-repositories";
import { dinas, reportOf } from "../support/office-town";
import { Town } from "../support/town";

it("says why a month of a bill did not hold that an officer named as not paid, and of none that it confirmed", async () => {
  const town = new Town(memoryRepositories());
  const { bill } = await dinas(town);
  await town.does("Retno", "report-bill", reportOf(bill), { effectId: "bill" });
  const proofId = town.deps.ids.derive("bill", "proof");
  const proof = await town.repositories.proofs.find(proofId);
  await town.does("Officer", "confirm-bill", { proofId, found: bill - 8_400, unpaid: [2] });
  const items = await town.repositories.dueItems.findMany(proof?.dueItemIds ?? []);
  expect([...(await refusalsOf(town.deps, items))]).toMatchObject([
    [proof?.dueItemIds[1], { reason: "not-found-at-bpjs" }],
  ]);
});
