import type { Deps } from "../../src/operations/deps";
import {
  endPauses,
  expireHolds,
  markInactive,
  markOverdue,
  matchWaiting,
  openDueItems,
} from "../../src/operations/scheduled";
import { offerToStandBys } from "../../src/operations/stand-by-offers";
import { memoryRepositories } from "../support/memory-repositories";
import { dinas, reportOf } from "../support/office-town";
import { monthsGoBy, silentSponsor, standsBy } from "../support/silent-town";
import { Crash, DAY, draftOf, dyingAfter, Town, wishOf } from "../support/town";
import { linkedLater, type Prepared, reported, type Scenario, scenarios, sponsored } from "./crash-scenarios";

async function prepared(scenario: Scenario): Promise<{ town: Town; act: Prepared }> {
  const town = new Town(memoryRepositories());
  return { town, act: await scenario(town) };
}

async function run(town: Town, { who, name, input }: Prepared, writes?: number): Promise<unknown> {
  const deps = writes === undefined ? town.deps : dyingAfter(town.deps, writes);
  return town.does(who, name, input, { effectId: "the-effect", deps });
}

describe("an effect whose process dies", () => {
  it("is tried here for every effect of the catalogue", async () => {
    const tried = await Promise.all(
      Object.values(scenarios).map(async (scenario) => (await prepared(scenario)).act.name),
    );
    const { effects } = await import("../../src/operations/operations");
    expect([...new Set(tried)].sort()).toEqual(Object.keys(effects).sort());
  });

  it.each(Object.entries(scenarios))("comes to the same end wherever it dies: %s", async (_name, scenario) => {
    const undisturbed = await prepared(scenario);
    const outcome = await run(undisturbed.town, undisturbed.act);
    const expected = await undisturbed.town.snapshot();
    let deaths = 0;
    for (let writes = 1; ; writes += 1) {
      const { town, act } = await prepared(scenario);
      const died = await run(town, act, writes).then(
        () => false,
        (error: unknown) => {
          if (error instanceof Crash) return true;
          throw error;
        },
      );
      if (!died) break;
      deaths += 1;
      expect(await run(town, act)).toEqual(outcome);
      expect(await town.snapshot()).toEqual(expected);
    }
    expect(deaths).toBeGreaterThan(0);
  });

  it("says nothing of a payment that an officer has refused before the report is finished", async () => {
    const { town, act } = await prepared(scenarios["report-payment"] as Scenario);
    await expect(run(town, act, 1)).rejects.toThrow(Crash);
    const proofId = town.deps.ids.derive("the-effect", "proof");
    await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
    expect(await run(town, act)).toEqual({ status: "reported", count: 3 });
    const dues = await town.sees("Retno", "reportable-dues", {});
    expect(dues.map(({ status }) => status)).toEqual(["open", "open", "open"]);
  });

  it.each(Object.entries(scenarios))("is told alike when it is finished later: %s", async (_name, scenario) => {
    const undisturbed = await prepared(scenario);
    const outcome = await run(undisturbed.town, undisturbed.act);
    for (let writes = 1; ; writes += 1) {
      const { town, act } = await prepared(scenario);
      const died = await run(town, act, writes).then(
        () => false,
        () => true,
      );
      if (!died) break;
      town.now += 90_000;
      expect(await run(town, act)).toEqual(outcome);
      expect(town.heard()).toEqual(undisturbed.town.heard());
    }
  });

  it("links one chat only with a code that another chat takes while it is dead", async () => {
    for (let writes = 1; ; writes += 1) {
      const { town, act } = await prepared(linkedLater);
      const died = await run(town, act, writes).then(
        () => false,
        () => true,
      );
      if (!died) break;
      await town.does("Budi", "link-chat", act.input as { code: string; agreed: boolean });
      await run(town, act);
      const both = [await town.contact("Dwi"), await town.contact("Budi")];
      expect(both.filter(({ principalId }) => principalId !== undefined)).toHaveLength(1);
    }
  });

  it.each(Object.entries(scenarios))("changes nothing when it is asked for again: %s", async (_name, scenario) => {
    const { town, act } = await prepared(scenario);
    const outcome = await run(town, act);
    const before = await town.snapshot();
    town.now += 3_000;
    expect(await run(town, act)).toEqual(outcome);
    expect(await town.snapshot()).toEqual(before);
  });
});

type Job = (deps: Deps, now: number) => Promise<Readonly<Record<string, number>>>;

const jobs: Record<string, { job: Job; arrange: (town: Town) => Promise<void> }> = {
  expireHolds: {
    job: expireHolds,
    arrange: async (town) => {
      await town.officer("Officer");
      await town.verified("Asih", 1);
      await town.does("Retno", "make-pledges", wishOf());
      await town.does("Joko", "make-pledges", wishOf({ name: "Joko" }));
      town.now = town.afterHold;
    },
  },
  endPauses: {
    job: endPauses,
    arrange: async (town) => {
      const { pledgeId } = await sponsored(town);
      const until = town.now + 30 * DAY;
      await town.does("Retno", "change-pledge", { pledgeId, change: { type: "pause", until } });
      town.now = until;
    },
  },
  matchWaiting: {
    job: matchWaiting,
    arrange: async (town) => {
      await town.officer("Officer");
      const workerId = await town.worker("Asih", draftOf(1));
      await town.does("Joko", "make-pledges", wishOf({ name: "Joko" }));
      const worker = await town.repositories.workers.find(workerId);
      await town.repositories.workers.save({ ...worker!, status: "verified", verifiedAt: town.now });
    },
  },
  offerToStandBys: {
    job: offerToStandBys,
    arrange: async (town) => {
      await town.officer("Officer");
      await silentSponsor(town);
      for (const who of ["Siti", "Budi"]) await standsBy(town, who);
      await monthsGoBy(town);
    },
  },
  "expireHolds, of a stand-by sponsor": {
    job: async (deps, now) => ({ ...(await expireHolds(deps, now)), ...(await offerToStandBys(deps, now)) }),
    arrange: async (town) => {
      await town.officer("Officer");
      await silentSponsor(town);
      for (const who of ["Siti", "Budi"]) await standsBy(town, who);
      await monthsGoBy(town);
      await offerToStandBys(town.deps, town.now);
      town.now = town.afterHold;
    },
  },
  openDueItems: {
    job: openDueItems,
    arrange: async (town) => {
      await sponsored(town);
      await town.verified("Budi", 2, { payer: "self" });
      town.now += 120 * DAY;
    },
  },
  markOverdue: {
    job: markOverdue,
    arrange: async (town) => {
      await sponsored(town);
      town.now += 20 * DAY;
    },
  },
  markInactive: {
    job: markInactive,
    arrange: async (town) => {
      const proofId = await reported(town);
      await town.does("Officer", "confirm-proof", { proofId });
      town.now += 250 * DAY;
    },
  },
  "markInactive, of a month whose proof was rejected": {
    job: markInactive,
    arrange: async (town) => {
      await town.officer("Officer");
      await silentSponsor(town);
      await monthsGoBy(town);
      await town.does("Officer", "reject-proof", { proofId: await town.pays("Retno"), reason: "unreadable" });
      town.now += 200 * DAY;
    },
  },
  "markInactive, of an office": {
    job: markInactive,
    arrange: async (town) => {
      const { bill } = await dinas(town);
      await town.does("Retno", "report-bill", reportOf(bill), { effectId: "bill" });
      const proofId = town.deps.ids.derive("bill", "proof");
      await town.does("Officer", "confirm-bill", { proofId, found: bill, unpaid: [] });
      town.now += 250 * DAY;
    },
  },
};

/** What runs again and again makes up for what a process that died has left. */
async function nextMorning(town: Town): Promise<void> {
  await matchWaiting(town.deps, town.now);
  await openDueItems(town.deps, town.now);
}

describe("a job whose process dies", () => {
  it.each(Object.entries(jobs))("leaves nothing undone or untold: %s", async (_name, { job, arrange }) => {
    const undisturbed = new Town(memoryRepositories());
    await arrange(undisturbed);
    const counts = await job(undisturbed.deps, undisturbed.now);
    expect(Object.values(counts).some((count) => count > 0)).toBe(true);
    await nextMorning(undisturbed);
    const expected = await undisturbed.snapshot();
    for (let writes = 1; ; writes += 1) {
      const town = new Town(memoryRepositories());
      await arrange(town);
      const died = await job(dyingAfter(town.deps, writes), town.now).then(
        () => false,
        () => true,
      );
      if (!died) break;
      await job(town.deps, town.now);
      await nextMorning(town);
      expect(await town.snapshot()).toEqual(expected);
    }
  });

  it.each(Object.entries(jobs))("does everything once on two processes: %s", async (_name, { job, arrange }) => {
    const alone = new Town(memoryRepositories());
    await arrange(alone);
    await job(alone.deps, alone.now);
    const town = new Town(memoryRepositories());
    await arrange(town);
    await Promise.all([job(town.deps, town.now), job(town.deps, town.now)]);
    expect(await town.snapshot()).toEqual(await alone.snapshot());
  });
});
