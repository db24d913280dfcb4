import type { Worker } from "../../src/domain/worker/worker";
import { markInactive, openDueItems } from "../../src/operations/scheduled";
import { memoryRepositories } from "../support/memory-repositories";
import { paysNow } from "../support/silent-town";
import { DAY, Town, wishOf } from "../support/town";
import { withUnreadable } from "../support/unreadable-workers";

let town: Town;
beforeEach(async () => {
  town = new Town(memoryRepositories());
  await town.officer("Officer");
});

/** Three workers that one chat registered, whose one paid month is long ago; their ids. */
async function threeOfKader(payer: "self" | "sponsor"): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const serial of [1, 2, 3]) ids.push(await town.insured("Kader", serial, { payer }));
  if (payer === "sponsor") {
    const { held } = await town.does("Retno", "make-pledges", wishOf({ count: 3 }));
    await town.does("Retno", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
  } else await openDueItems(town.deps, town.now);
  await paysNow(town, payer === "self" ? "Kader" : "Retno");
  town.now += 250 * DAY;
  return ids;
}

/** How many workers each notice of a lapse to the chat is about. */
const counts = (name = "inactive"): readonly unknown[] =>
  [...town.notices.values()]
    .filter(({ rule }) => rule === `notice.rule.${name}`)
    .map(({ texts }) => texts[0]?.params?.["count"] ?? 1);

/** The house of a process that dies as it stores the second worker. */
function dyingAtSecond(): Town["deps"] {
  let saves = 0;
  const workers = Object.assign(Object.create(town.repositories.workers) as typeof town.repositories.workers, {
    save: async (worker: Worker) => {
      saves += 1;
      if (saves > 1) throw new Error("the process is dead");
      return town.repositories.workers.save(worker);
    },
  });
  return { ...town.deps, repositories: { ...town.repositories, workers } };
}

describe("a chat whose workers lapse in one night", () => {
  it.each(["self", "sponsor"] as const)("is told of all of them in one message, paid by: %s", async (payer) => {
    await threeOfKader(payer);
    expect(await markInactive(town.deps, town.now)).toMatchObject({ inactive: 3 });
    expect(counts()).toEqual([3]);
  });

  it("is told later of one who could not be read in that night", async () => {
    const [bad = ""] = await threeOfKader("self");
    await expect(markInactive(withUnreadable(town, bad), town.now)).rejects.toThrow("failed");
    expect(counts()).toEqual([2]);
    expect(await markInactive(town.deps, town.now + DAY)).toMatchObject({ inactive: 1 });
    expect(counts()).toEqual([2, 1]);
  });

  it("is told later of one whose name could not be read in that night, and not again of the others", async () => {
    const [bad = ""] = await threeOfKader("self");
    const personId = (await town.repositories.workers.find(bad))?.personId;
    const persons = Object.assign(Object.create(town.repositories.persons) as typeof town.repositories.persons, {
      find: async (id: string) => {
        if (id === personId) throw new Error("unreadable");
        return town.repositories.persons.find(id);
      },
    });
    await markInactive({ ...town.deps, repositories: { ...town.repositories, persons } }, town.now).catch(() => null);
    expect(counts()).toEqual([2]);
    await markInactive(town.deps, town.now + DAY);
    expect(counts()).toEqual([2, 1]);
  });

  it("is told once of all where one could be marked only the night after", async () => {
    const [bad = ""] = await threeOfKader("self");
    let isFailing = true;
    const workers = Object.assign(Object.create(town.repositories.workers) as typeof town.repositories.workers, {
      save: async (worker: Worker) => {
        if (isFailing && worker.id === bad) throw new Error("away");
        return town.repositories.workers.save(worker);
      },
    });
    const deps = { ...town.deps, repositories: { ...town.repositories, workers } };
    await expect(markInactive(deps, town.now)).rejects.toThrow("failed");
    isFailing = false;
    expect(await markInactive(deps, town.now + DAY)).toMatchObject({ inactive: 1 });
    expect(counts()).toEqual([3]);
  });

  it("is not told again of those whom a run that died has left", async () => {
    await threeOfKader("self");
    await expect(markInactive(dyingAtSecond(), town.now)).rejects.toThrow("failed");
    expect(await markInactive(town.deps, town.now + DAY)).toMatchObject({ inactive: 2 });
    expect(counts()).toEqual([3]);
  });
});

describe("a sponsor whose workers lapse in one night", () => {
  const counted = () => counts("inactive.sponsor");

  it("is told later of one who could not be read in that night, and not again of the others", async () => {
    const [bad = ""] = await threeOfKader("sponsor");
    await expect(markInactive(withUnreadable(town, bad), town.now)).rejects.toThrow("failed");
    expect(counted()).toEqual([2]);
    expect(await markInactive(town.deps, town.now + DAY)).toMatchObject({ inactive: 1 });
    expect(counted()).toEqual([2, 1]);
  });

  it("is not told again of those whom a run that died has left to the next month", async () => {
    await threeOfKader("sponsor");
    await expect(markInactive(dyingAtSecond(), Date.parse("2027-07-31T06:20+07:00"))).rejects.toThrow("failed");
    expect(await markInactive(town.deps, Date.parse("2027-08-01T06:20+07:00"))).toMatchObject({ inactive: 2 });
    expect(counted()).toEqual([3]);
  });

  it("is told again of one whose protection has run meanwhile, and ends in the same month", async () => {
    const [first = ""] = await threeOfKader("sponsor");
    await markInactive(town.deps, town.now);
    await openDueItems(town.deps, town.now);
    const dues = await town.sees("Retno", "reportable-dues", {});
    const dueItemIds = dues.flatMap(({ workerId, dueItemId }) => (workerId === first ? [dueItemId] : []));
    await town.does("Retno", "report-payment", { dueItemIds, reference: "again" }, { effectId: "again" });
    const proofId = town.deps.ids.derive("again", "proof");
    await town.does("Officer", "confirm-proof", { proofId });
    expect((await town.workerNow(first)).status).toBe("active");
    await town.does("Officer", "take-back-proof", { proofId, reason: "not-found-at-bpjs" });
    expect((await town.workerNow(first)).status).toBe("inactive");
    expect(counted()).toEqual([3, 1]);
  });
});
