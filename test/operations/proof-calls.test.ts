import { proofCallsDue } from "../../src/domain/payment/proof-wait";
import { atHour, type IsoDay } from "../../src/domain/shared/calendar";
import { callForProofs } from "../../src/operations/proof-calls";
import { memoryRepositories } from "../support/memory-repositories";
import { places, Town } from "../support/town";

const at = (day: string) => atHour(day as IsoDay, 9);
const inDistrict = (place: { districtCode: string }) =>
  ({ type: "district", districtCode: place.districtCode }) as const;

let town: Town;
beforeEach(async () => {
  town = new Town(memoryRepositories());
  await town.officer("Officer", inDistrict(places.getasan));
  await town.officer("Far", inDistrict(places.tengaran));
  await town.officer("Admin", { type: "all" }, "admin");
  await town.insured("Asih", 1);
  await town.sponsors("Retno");
});

/** Who was called by that morning, in all. */
async function calledBy(day: string): Promise<string[]> {
  await callForProofs(town.deps, at(day));
  await callForProofs(town.deps, at(day));
  return town.heard().filter((one) => one.includes("proofs-wait"));
}
const [officer, admin] = ["Officer notice.rule.proofs-wait", "Admin notice.rule.proofs-wait"];

describe("a proof that waits", () => {
  it("is called for after three working days, each week again, and then at the admins too", async () => {
    // A Thursday; Friday, Monday and Tuesday are worked.
    const proofId = await town.pays("Retno");
    expect(await calledBy("2026-11-09")).toEqual([]);
    expect(await calledBy("2026-11-10")).toEqual([officer]);
    expect(await calledBy("2026-11-16")).toEqual([officer]);
    expect(await calledBy("2026-11-17")).toEqual([admin, officer, officer]);
    await town.does("Officer", "confirm-proof", { proofId });
    expect(await calledBy("2026-12-30")).toHaveLength(3);
  });

  it("is called for at the admins at once where nobody else may decide", async () => {
    const own = await town.repositories.officers.findByContact((await town.contact("Officer")).id);
    await town.repositories.officers.save({ ...own!, active: false });
    await town.pays("Retno");
    expect(await calledBy("2026-11-10")).toEqual([admin]);
  });

  it("is due for so many calls by a day", () => {
    const due = (day: string) => proofCallsDue({ createdAt: at("2026-11-05") }, day as IsoDay);
    expect(["2026-11-09", "2026-11-10", "2026-11-16", "2026-11-17", "2026-11-24"].map(due)).toEqual([0, 1, 1, 2, 3]);
  });
});
