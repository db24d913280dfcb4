import { type IsoDay, startOfDay } from "../../src/domain/shared/calendar";
import { carryCreditOf } from "../../src/operations/credit";
import type { Deps } from "../../src/operations/deps";
import { openDueItems } from "../../src/operations/scheduled";
import { memoryRepositories } from "../support/memory-repositories";
import { DAY, Town } from "../support/town";

const at = (day: string) => startOfDay(day as IsoDay) + DAY / 3;

/** The same dependencies, where something else happens once between reading a worker's months and writing their shares. */
function afterReading(town: Town, happens: () => Promise<void>): Deps {
  const { dueItems } = town.repositories;
  let isOver = false;
  const findByWorkers: typeof dueItems.findByWorkers = async (ids, limit) => {
    const found = await dueItems.findByWorkers(ids, limit);
    if (!isOver) {
      isOver = true;
      await happens();
    }
    return found;
  };
  const raced = Object.assign(Object.create(dueItems), { findByWorkers });
  return { ...town.deps, repositories: { ...town.repositories, dueItems: raced } };
}

describe("credit that two confirmations bring at once", () => {
  let town: Town;
  let workerId: string;
  let proofs: readonly [string, string];
  beforeEach(async () => {
    town = new Town(memoryRepositories());
    for (const name of ["Officer", "Second"]) await town.officer(name);
    workerId = await town.insured("Asih", 1, { payer: "self" });
    const first = await town.pays("Asih", "1");
    town.now = at("2026-12-02");
    await openDueItems(town.deps, town.now);
    proofs = [first, await town.pays("Asih", "2")];
  });

  const confirms = async (who: string, proofId: string, amount: number, deps: Deps = town.deps): Promise<void> => {
    expect(await town.does(who, "confirm-proof", { proofId, amount }, { deps })).toBe("done");
  };
  const bothConfirm = () =>
    confirms(
      "Officer",
      proofs[0],
      9_400,
      afterReading(town, () => confirms("Second", proofs[1], 11_400)),
    );

  it("lies on the open month to the last rupiah", async () => {
    town.now = at("2027-01-02");
    await openDueItems(town.deps, town.now);
    await bothConfirm();
    expect((await town.itemsOf(workerId)).map(({ status, credit }) => [status, credit])).toEqual([
      ["confirmed", 0],
      ["confirmed", 0],
      ["open", 4_000],
    ]);
    expect(await town.workerNow(workerId)).not.toHaveProperty("credit");
  });

  it("is noted on the registration to the last rupiah where no month is open", async () => {
    await bothConfirm();
    expect((await town.workerNow(workerId)).credit).toBe(4_000);
  });

  it("is told of as a share that moved only where one did", async () => {
    await bothConfirm();
    town.now = at("2027-01-02");
    await openDueItems(town.deps, town.now);
    const moved = await carryCreditOf(town.deps, [workerId], town.now);
    expect(moved.map(({ period, credit }) => [period, credit])).toEqual([["2027-01", 4_000]]);
    expect(await carryCreditOf(town.deps, [workerId], town.now, true)).toEqual([]);
  });

  it("does not go on for ever where it does not come to rest", async () => {
    const { workers } = town.repositories;
    await bothConfirm();
    const saveMany: typeof workers.saveMany = async () => 0;
    const stuck = Object.assign(Object.create(workers), { saveMany });
    const { credit: _credit, ...forgetful } = await town.workerNow(workerId);
    await workers.save(forgetful);
    const deps = { ...town.deps, repositories: { ...town.repositories, workers: stuck } };
    await expect(carryCreditOf(deps, [workerId], town.now, true)).rejects.toThrow("did not come to rest");
  });
});
