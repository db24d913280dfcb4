import { atHour, type IsoDay } from "../../src/domain/shared/calendar";
import type { Deps } from "../../src/operations/deps";
import { endPauses, markInactive, openDueItems } from "../../src/operations/scheduled";
import { memoryRepositories } from "../support/memory-repositories";
import { monthsGoBy, paysNow, silentSelfPayer } from "../support/silent-town";
import { Town } from "../support/town";

const at = (day: string) => atHour(day as IsoDay, 8);

let town: Town;
beforeEach(async () => {
  town = new Town(memoryRepositories());
  await town.officer("Officer");
});

/** The town's dependencies, where something happens once, right after a job has read by one method. */
function afterReading<R extends "pledges" | "dueItems">(name: R, method: string, happens: () => Promise<void>): Deps {
  let isOver = false;
  const repository = new Proxy(town.repositories[name], {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key);
      if (key !== method || typeof member !== "function") return member;
      return async (...args: unknown[]) => {
        const found: unknown = await Reflect.apply(member, target, args);
        if (!isOver) {
          isOver = true;
          await happens();
        }
        return found;
      };
    },
  });
  return { ...town.deps, repositories: { ...town.repositories, [name]: repository } };
}

describe("a pause that is over", () => {
  it.each(["endedPauses", "findByWorkers"])(
    "stays, and is not told, where it is made longer after %s",
    async (method) => {
      const workerId = await town.insured("Asih", 1);
      const pledgeId = await town.sponsors("Retno");
      const pause = (until: number) => ({ pledgeId, change: { type: "pause", until } }) as const;
      await town.does("Retno", "change-pledge", pause(at("2026-12-20")));
      town.now = at("2026-12-20");
      const longer = async () => {
        expect(await town.does("Retno", "change-pledge", pause(at("2027-02-20")))).toBe("done");
      };
      const deps = afterReading(method === "endedPauses" ? "pledges" : "dueItems", method, longer);
      expect(await endPauses(deps, town.now)).toEqual({ resumed: 0 });
      const pledge = await town.repositories.pledges.find(pledgeId);
      expect(pledge).toMatchObject({ status: "paused", pausedUntil: at("2027-02-20") });
      expect((await town.workerNow(workerId)).withoutSponsorSince).toBeDefined();
      if (method === "endedPauses") expect(town.heard().join()).not.toMatch(/pause-over|resumed/u);
    },
  );
});

describe("a lapse", () => {
  /** The morning after the third month that nobody paid is over. */
  const END = at("2027-02-16");

  it("does not come where a month was confirmed while it was looked for", async () => {
    const { workerId } = await silentSelfPayer(town);
    await monthsGoBy(town, END);
    const deps = afterReading("dueItems", "findByWorkers", () => paysNow(town, "Asih"));
    expect(await markInactive(deps, town.now)).toEqual({ inactive: 0, activeAgain: 0 });
    expect((await town.workerNow(workerId)).status).toBe("active");
    expect(town.told("Asih")).not.toContain("notice.rule.inactive");
  });

  it("is undone by the next run where her months say that she is protected", async () => {
    const { workerId } = await silentSelfPayer(town);
    await monthsGoBy(town, END);
    await paysNow(town, "Asih");
    await town.repositories.workers.save({ ...(await town.workerNow(workerId)), status: "inactive" });
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 0, activeAgain: 1 });
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 0, activeAgain: 0 });
    expect((await town.workerNow(workerId)).status).toBe("active");
    expect(await openDueItems(town.deps, at("2027-03-01"))).toMatchObject({ opened: 1 });
  });

  it("is told once to her and her sponsor while her KPJ is not recorded, and says nothing of BPJS", async () => {
    const workerId = await town.verified("Asih", 1);
    await town.sponsors("Retno");
    await paysNow(town, "Retno");
    await monthsGoBy(town, END);
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 1, activeAgain: 0 });
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 0, activeAgain: 0 });
    for (const [who, rule] of [
      ["Asih", "inactive"],
      ["Retno", "inactive.sponsor"],
    ] as const)
      expect(town.told(who).filter((one) => one === `notice.rule.${rule}`)).toHaveLength(1);
    const { workers } = await town.sees("Asih", "own-affairs", {});
    expect(workers).toMatchObject([{ status: "inactive", protection: "inactive" }]);
    await paysNow(town, "Asih");
    expect((await town.workerNow(workerId)).status).toBe("verified");
    await town.does("Officer", "record-kpj", { workerId, kpj: "12345678901" });
    expect((await town.workerNow(workerId)).status).toBe("active");
  });

  it("is no news of a worker for whom nothing was ever paid", async () => {
    const workerId = await town.verified("Asih", 1, { payer: "self" });
    await openDueItems(town.deps, town.now);
    await monthsGoBy(town, END);
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 0, activeAgain: 0 });
    expect((await town.workerNow(workerId)).status).toBe("verified");
  });

  it("comes although an older month is still said to be paid, once three others are unpaid", async () => {
    const { workerId } = await silentSelfPayer(town);
    town.now = at("2026-12-05");
    await openDueItems(town.deps, town.now);
    await town.pays("Asih", "not true");
    await monthsGoBy(town, END);
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 0, activeAgain: 0 });
    for (const day of ["2027-03-01", "2027-03-17"]) {
      town.now = at(day);
      await openDueItems(town.deps, town.now);
    }
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 1, activeAgain: 0 });
    expect((await town.workerNow(workerId)).status).toBe("inactive");
  });

  it("waits a month where a late month is paid after the end, so that the present one can be opened and paid", async () => {
    const { workerId } = await silentSelfPayer(town);
    await monthsGoBy(town, END);
    await markInactive(town.deps, town.now);
    town.now = at("2027-04-20");
    await paysNow(town, "Asih");
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 0, activeAgain: 0 });
    expect((await town.workerNow(workerId)).status).toBe("active");
    town.now = at("2027-05-22");
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 1, activeAgain: 0 });
  });

  it("stays where three months are unpaid", async () => {
    const { workerId } = await silentSelfPayer(town);
    await monthsGoBy(town, END);
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 1, activeAgain: 0 });
    expect(await markInactive(town.deps, town.now)).toEqual({ inactive: 0, activeAgain: 0 });
    expect((await town.workerNow(workerId)).status).toBe("inactive");
  });
});
