import { dueItemId } from "../../src/domain/contribution/due-item";
import type { Period } from "../../src/domain/shared/period";
import { freeWorkers } from "../../src/operations/matching";
import { endPledge } from "../../src/operations/pledge-ends";
import { memoryRepositories } from "../support/memory-repositories";
import { monthsGoBy, nightsIn, paysNow, silentSponsor } from "../support/silent-town";
import { DAY, Town } from "../support/town";

const RULE = "notice.rule.paid-by-worker";

describe("a month that the worker pays in her sponsor's place", () => {
  it("is hers, and the sponsor is told once that nothing is left to pay of it, and is not thanked for it", async () => {
    const town = new Town(memoryRepositories());
    await town.officer("Officer");
    const { workerId } = await silentSponsor(town);
    await monthsGoBy(town);
    const before = (await town.sees("Retno", "own-affairs", {})).sponsor?.given;
    const proofId = await town.pays("Asih", "herself");
    const { personId } = await town.workerNow(workerId);
    for (let time = 0; time < 2; time += 1) await town.does("Officer", "confirm-proof", { proofId });
    const items = (await town.itemsOf(workerId)).filter((item) => item.proofId === proofId);
    expect(items.length).toBeGreaterThan(0);
    for (const { payer, status } of items)
      expect({ payer, status }).toEqual({ payer: { type: "worker", personId }, status: "confirmed" });
    expect(town.told("Retno").filter((rule) => rule === RULE)).toHaveLength(1);
    expect((await town.sees("Retno", "own-affairs", {})).sponsor?.given).toEqual(before);
  });

  it("is nobody else's business where the sponsor pays", async () => {
    const town = new Town(memoryRepositories());
    await town.officer("Officer");
    await silentSponsor(town);
    await monthsGoBy(town);
    await paysNow(town, "Retno");
    expect(town.told("Retno")).not.toContain(RULE);
    expect(town.told("Asih")).not.toContain(RULE);
  });
});

describe("a month that somebody pays who hopes for a sponsor and has none", () => {
  /** Asih hopes for a sponsor, and reports November while nobody has come. */
  async function hoping(): Promise<{ town: Town; workerId: string; proofId: string }> {
    const town = new Town(memoryRepositories());
    await town.officer("Officer");
    const workerId = await town.insured("Asih", 1);
    const dueItemIds = [dueItemId(workerId, "2026-11" as Period)];
    await town.does("Asih", "report-payment", { dueItemIds, reference: "R" }, { effectId: "november" });
    return { town, workerId, proofId: town.deps.ids.derive("november", "proof") };
  }
  const monthsOf = async (town: Town, workerId: string) =>
    (await town.itemsOf(workerId)).map(({ period, status, payer }) => `${period} ${status} ${payer.type}`);

  it("makes the next ones hers to pay, so that she is asked before her protection ends", async () => {
    const { town, workerId, proofId } = await hoping();
    await town.does("Officer", "confirm-proof", { proofId });
    await nightsIn(town, "2026-12-03", "2027-01-03");
    expect(await monthsOf(town, workerId)).toEqual([
      "2026-11 confirmed worker",
      "2026-12 overdue worker",
      "2027-01 open worker",
    ]);
  });

  it("makes none hers where a sponsor pays by then", async () => {
    const { town, workerId, proofId } = await hoping();
    await town.does("Officer", "confirm-proof", { proofId });
    await town.sponsors("Retno");
    await nightsIn(town, "2026-12-03");
    expect(await monthsOf(town, workerId)).toEqual(["2026-11 confirmed worker", "2026-12 open sponsor"]);
    expect(await town.workerNow(workerId)).not.toHaveProperty("withoutSponsorSince");
  });

  it("makes none hers where a sponsor came while an officer looked at it", async () => {
    const { town, workerId, proofId } = await hoping();
    await town.sponsors("Retno");
    for (let time = 0; time < 2; time += 1) await town.does("Officer", "confirm-proof", { proofId });
    expect(await town.workerNow(workerId)).not.toHaveProperty("withoutSponsorSince");
  });

  describe("and turns out to be a mistake", () => {
    const takesBack = (town: Town, proofId: string) =>
      town.does("Officer", "take-back-proof", { proofId, reason: "not-found-at-bpjs" });
    /** Asih, who hopes as well and came before the other. */
    async function comesBefore(): Promise<{ town: Town; first: string; workerId: string; proofId: string }> {
      const town = new Town(memoryRepositories());
      await town.officer("Officer");
      const first = await town.insured("Budi", 2);
      town.now += 60_000;
      const workerId = await town.insured("Asih", 1);
      const dueItemIds = [dueItemId(workerId, "2026-11" as Period)];
      await town.does("Asih", "report-payment", { dueItemIds, reference: "R" }, { effectId: "november" });
      const proofId = town.deps.ids.derive("november", "proof");
      await town.does("Officer", "confirm-proof", { proofId });
      return { town, first, workerId, proofId };
    }
    const nextInLine = async (town: Town): Promise<string | undefined> => {
      for await (const { id } of freeWorkers(town.deps, {})) return id;
      return undefined;
    };

    it("gives her the place in the waiting line that she had before", async () => {
      const { town, first, workerId, proofId } = await comesBefore();
      expect(await nextInLine(town)).toBe(workerId);
      town.now += DAY;
      for (let time = 0; time < 2; time += 1) await takesBack(town, proofId);
      expect(await nextInLine(town)).toBe(first);
      expect(await town.workerNow(workerId)).not.toHaveProperty("withoutSponsorSince");
    });

    it("leaves nothing hers where it is taken back just before her months become her own", async () => {
      const { town, workerId, proofId } = await hoping();
      await town.officer("Second");
      const { workers } = town.repositories;
      let isFirst = true;
      const find = async (id: string) => {
        if (isFirst && (await town.workerNow(workerId)).status === "active") {
          isFirst = false;
          const input = { proofId, reason: "not-found-at-bpjs" } as const;
          expect(await town.does("Second", "take-back-proof", input)).toBe("done");
        }
        return workers.find(id);
      };
      const slow = Object.assign(Object.create(workers), { find });
      const deps = { ...town.deps, repositories: { ...town.repositories, workers: slow } };
      await town.does("Officer", "confirm-proof", { proofId }, { effectId: "slow", deps });
      expect(isFirst).toBe(false);
      expect(await town.workerNow(workerId)).not.toHaveProperty("withoutSponsorSince");
      expect(town.told("Asih")).not.toContain("notice.rule.confirmed.payer");
    });

    it("leaves her the place by another payment of hers, until that is a mistake as well", async () => {
      const { town, first, workerId, proofId } = await comesBefore();
      await nightsIn(town, "2026-12-03");
      const december = await town.pays("Asih", "december");
      await town.does("Officer", "confirm-proof", { proofId: december });
      await takesBack(town, proofId);
      expect(await nextInLine(town)).toBe(workerId);
      await takesBack(town, december);
      expect(await nextInLine(town)).toBe(first);
    });

    it("leaves her the place that she has because a sponsor has left", async () => {
      const { town, workerId, proofId } = await comesBefore();
      const pledgeId = await town.sponsors("Retno");
      town.now += DAY;
      await endPledge(town.deps, pledgeId, { reason: "sponsor-left" }, town.now);
      const { withoutSponsorSince } = await town.workerNow(workerId);
      expect(withoutSponsorSince).toBeDefined();
      await takesBack(town, proofId);
      expect((await town.workerNow(workerId)).withoutSponsorSince).toBe(withoutSponsorSince);
    });
  });
});
