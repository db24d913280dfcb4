import { atHour, type IsoDay } from "../../src/domain/shared/calendar";
import { carryCredits } from "../../src/operations/credit";
import type { Deps } from "../../src/operations/deps";
import { markInactive, markOverdue, openDueItems } from "../../src/operations/scheduled";
import { memoryRepositories } from "../support/memory-repositories";
import { monthsGoBy } from "../support/silent-town";
import { DAY, dyingAfter, Town } from "../support/town";

/** Rupiah that Asih, or her sponsor, paid too much. */
const surplus = 3_000;
const at = (day: string) => atHour(day as IsoDay, 8);

/** Somebody has paid November and too much; the one called Officer has found it. */
async function paysTooMuch(town: Town, who: string): Promise<void> {
  const [due] = await town.sees(who, "reportable-dues", {});
  const proofId = await town.pays(who);
  await town.does("Officer", "confirm-proof", { proofId, amount: (due?.amount ?? 0) + surplus });
}

/** Asih pays for herself; her surplus lies on a month that is late. */
async function lateSelfPayer(town: Town, until: string): Promise<string> {
  await town.officer("Officer");
  const workerId = await town.insured("Asih", 1, { payer: "self" });
  await openDueItems(town.deps, town.now);
  await paysTooMuch(town, "Asih");
  await monthsGoBy(town, at(until));
  await carryCredits(town.deps, town.now);
  return workerId;
}

type Moment = (town: Town) => Promise<{ workerId: string; act: (deps: Deps) => Promise<unknown> }>;

const moments: Readonly<Record<string, Moment>> = {
  "a lapse": async (town) => {
    const workerId = await lateSelfPayer(town, "2027-02-16");
    return { workerId, act: (deps) => markInactive(deps, town.now) };
  },
  "the end of a month after a lapse": async (town) => {
    const workerId = await lateSelfPayer(town, "2027-02-16");
    await markInactive(town.deps, town.now);
    town.now = at("2027-03-01");
    await markOverdue(town.deps, town.now);
    await openDueItems(town.deps, town.now);
    return { workerId, act: (deps) => markInactive(deps, town.now) };
  },
  "a pause": async (town) => {
    await town.officer("Officer");
    const workerId = await town.insured("Asih", 1);
    const pledgeId = await town.sponsors("Retno");
    await paysTooMuch(town, "Retno");
    town.now = at("2026-12-01");
    await openDueItems(town.deps, town.now);
    await carryCredits(town.deps, town.now);
    const change = { type: "pause", until: town.now + 90 * DAY } as const;
    return {
      workerId,
      act: (deps) => town.does("Retno", "change-pledge", { pledgeId, change }, { effectId: "pause", deps }),
    };
  },
};

describe("credit on a month that is let go", () => {
  it.each(Object.entries(moments))("is kept wherever the process dies: %s", async (_name, moment) => {
    let deaths = 0;
    for (let writes = 1; ; writes += 1) {
      const town = new Town(memoryRepositories());
      const { workerId, act } = await moment(town);
      const died = await act(dyingAfter(town.deps, writes)).then(
        () => false,
        () => true,
      );
      if (died) await act(town.deps);
      await carryCredits(town.deps, town.now);
      const onMonths = (await town.itemsOf(workerId)).reduce((sum, { credit }) => sum + credit, 0);
      const { credit = 0 } = await town.workerNow(workerId);
      expect({ writes, sum: onMonths + credit }).toEqual({ writes, sum: surplus });
      if (!died) break;
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(0);
  });
});
