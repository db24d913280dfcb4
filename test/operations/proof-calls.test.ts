import { proofCallDay, proofCallsDue } from "../../src/domain/payment/proof-wait";
import { atHour, type IsoDay } from "../../src/domain/shared/calendar";
import { callForProofs } from "../../src/operations/proof-calls";
import { memoryRepositories } from "../support/memory-repositories";
import { DAY, dyingAfter, places, Town } from "../support/town";

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

  it("calls once a week for a backlog, whichever proof is the oldest by then", async () => {
    const proofs = [await town.pays("Retno")];
    for (const [serial, who] of ["Wati", "Lina", "Budi"].entries()) {
      await town.insured(`${who}'s worker`, serial + 2);
      await town.sponsors(who);
      town.now += DAY;
      proofs.push(await town.pays(who));
    }
    // Of Thursday to Sunday: the first is due on Tuesday, the last on Wednesday; one is decided about after each morning.
    for (const [place, day] of ["2026-11-10", "2026-11-11", "2026-11-12"].entries()) {
      expect(await calledBy(day)).toEqual([officer]);
      await town.does("Officer", "confirm-proof", { proofId: proofs[place]! });
    }
    expect(await calledBy("2026-11-16")).toEqual([officer]);
    expect(await calledBy("2026-11-17")).toEqual([officer, officer]);
  });

  it("is called for after three working days although the officer was called to others lately, all of which are decided", async () => {
    const proofId = await town.pays("Retno");
    expect(await calledBy("2026-11-10")).toEqual([officer]);
    await town.does("Officer", "confirm-proof", { proofId });
    await town.insured("Budi", 2);
    await town.sponsors("Wati");
    town.now = at("2026-11-11");
    await town.pays("Wati");
    expect(await calledBy("2026-11-13")).toEqual([officer]);
    expect(await calledBy("2026-11-16")).toEqual([officer, officer]);
  });

  it("calls once, where a process died between the noting and the telling, and where two call at once", async () => {
    await town.pays("Retno");
    await expect(callForProofs(dyingAfter(town.deps, 1), at("2026-11-10"))).rejects.toThrow("1 of 3 failed");
    expect(town.heard().join()).not.toContain("proofs-wait");
    await Promise.all([callForProofs(town.deps, at("2026-11-11")), callForProofs(town.deps, at("2026-11-11"))]);
    expect(await calledBy("2026-11-12")).toEqual([officer]);
  });

  it("is due for the call of a day", () => {
    const day = (last: string | undefined, waitsSince: string, today: string) =>
      proofCallDay(last as IsoDay | undefined, waitsSince as IsoDay, today as IsoDay);
    expect(day(undefined, "2026-11-05", "2026-11-10")).toBe("2026-11-10");
    expect(day("2026-11-10", "2026-11-10", "2026-11-16")).toBe("2026-11-10");
    expect(day("2026-11-10", "2026-11-10", "2026-11-17")).toBe("2026-11-17");
    expect(day("2026-11-10", "2026-11-11", "2026-11-16")).toBe("2026-11-16");
    // Noted before the clock was set back.
    expect(day("2026-12-31", "2026-11-05", "2026-11-16")).toBe("2026-11-16");
  });

  it("is due for so many calls by a day", () => {
    const due = (day: string) => proofCallsDue({ createdAt: at("2026-11-05") }, day as IsoDay);
    expect(["2026-11-09", "2026-11-10", "2026-11-16", "2026-11-17", "2026-11-24"].map(due)).toEqual([0, 1, 1, 2, 3]);
  });
});
