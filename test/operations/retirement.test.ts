import type { IsoDay } from "../../src/domain/shared/calendar";
import type { Period } from "../../src/domain/shared/period";
import { createI18n } from "../../src/i18n";
import { carryOutRetirements, warnOfRetirements } from "../../src/operations/retirement";
import { memoryRepositories } from "../support/memory-repositories";
import { dyingAfter, Town, wishOf } from "../support/town";
import { withUnreadable } from "../support/unreadable-workers";

const at = (text: string) => Date.parse(`${text}+07:00`);
const day = "2027-11-01" as IsoDay;

async function retiring(plan: "continue" | "successor" | null = null): Promise<{ town: Town; pledgeId: string }> {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  await town.verified("Asih", 1);
  const pledgeId = await town.sponsors("Retno", { retiresOn: day });
  if (plan !== null) await town.does("Retno", "plan-retirement", { plan });
  return { town, pledgeId };
}
const warnings = (town: Town): string[] =>
  [...town.notices.values()]
    .filter(({ rule }) => rule === "notice.rule.retirement")
    .flatMap(({ texts }) => texts.map(({ key }) => key));

describe("a sponsor who retires", () => {
  it("is asked a year, six months and a month ahead, each once, and again only while nothing is decided", async () => {
    const { town } = await retiring();
    for (const moment of ["2026-10-31", "2026-11-02", "2026-11-30", "2027-01-10", "2027-05-01", "2027-10-20"])
      await warnOfRetirements(town.deps, at(`${moment}T09:00`));
    expect(warnings(town)).toEqual(
      [12, 6, 1].flatMap((months) => [`notice.retirement.${months}`, "notice.retirement.ask"]),
    );
  });

  it("who goes on is left alone; who hands over is reminded a month ahead", async () => {
    const { town } = await retiring("continue");
    const { town: other } = await retiring("successor");
    for (const one of [town, other])
      for (const moment of ["2026-11-02", "2027-05-02", "2027-10-02"])
        await warnOfRetirements(one.deps, at(`${moment}T09:00`));
    expect(warnings(town)).toEqual([]);
    expect(warnings(other)).toEqual(["notice.retirement.1", "notice.retirement.successor"]);
    expect(createI18n().render({ key: "notice.retirement.successor" }, "id")).toContain("ketik PEKERJA SAYA");
  });

  it("hands over on the day and not before, to whoever waits; what is promised later is another promise", async () => {
    const { town, pledgeId } = await retiring("successor");
    await town.does("Joko", "make-pledges", wishOf({ name: "Joko" }));
    expect(await carryOutRetirements(town.deps, at("2027-10-31T23:00"))).toEqual({ handedOver: 0 });
    town.now = at("2027-11-01T07:00");
    expect(await carryOutRetirements(town.deps, town.now)).toEqual({ handedOver: 1 });
    expect(await town.repositories.pledges.find(pledgeId)).toMatchObject({ endReason: "sponsor-retired" });
    expect(town.told("Joko")).toEqual(["notice.rule.matched"]);
    expect(town.told("Retno")).toContain("notice.rule.sponsor.retired");
    expect(town.told("Asih")).toContain("notice.rule.worker.ended");
    await town.verified("Budi", 2);
    const later = await town.sponsors("Retno");
    expect(await carryOutRetirements(town.deps, town.now)).toEqual({ handedOver: 0 });
    expect((await town.repositories.pledges.find(later))?.status).toBe("active");
  });

  const farewell = async (monthsAhead: number) => {
    const town = new Town(memoryRepositories());
    await town.officer("Officer");
    await town.insured("Asih", 1);
    const startPeriod = "2026-12" as Period;
    await town.sponsors("Retno", { retiresOn: "2027-06-01" as IsoDay, monthsAhead, startPeriod });
    await town.does("Officer", "confirm-proof", { proofId: await town.pays("Retno") });
    await town.does("Retno", "plan-retirement", { plan: "successor" });
    await carryOutRetirements(town.deps, at("2027-06-01T06:35"));
    return (rule: string) => [...town.notices.values()].find((one) => one.rule === `notice.rule.${rule}`)?.texts;
  };

  it("reads what was given and until when it stays, and the worker until when she is paid for", async () => {
    const told = await farewell(12);
    expect(told("sponsor.retired")?.slice(1)).toEqual([
      { key: "pledges.goodbye.given", params: { name: "Sumarni1", months: 12, total: 8_400 + 11 * 16_800 } },
      { key: "pledges.paid-stays", params: { month: "2027-11" } },
      { key: "pledges.goodbye.return" },
    ]);
    expect(told("worker.ended")).toContainEqual({ key: "notice.worker.paid-until", params: { month: "2027-11" } });
  });

  it("reads which month was paid last where that is over, not that it still holds", async () => {
    const told = (await farewell(3))("sponsor.retired");
    expect(told).toContainEqual({ key: "notice.worker.paid-last", params: { month: "2027-02" } });
    expect(told?.map(({ key }) => key)).not.toContain("pledges.paid-stays");
  });

  it.each([null, "continue"] as const)("loses nobody's protection by a silence: %s", async (plan) => {
    const { town, pledgeId } = await retiring(plan);
    expect(await carryOutRetirements(town.deps, at("2027-12-01T07:00"))).toEqual({ handedOver: 0 });
    expect((await town.repositories.pledges.find(pledgeId))?.status).toBe("active");
  });

  it("hands over as a whole, wherever the process dies", async () => {
    const { town: undisturbed } = await retiring("successor");
    const now = at("2027-11-01T07:00");
    await carryOutRetirements(undisturbed.deps, now);
    const expected = await undisturbed.snapshot();
    for (let writes = 1; ; writes += 1) {
      const { town } = await retiring("successor");
      const died = await carryOutRetirements(dyingAfter(town.deps, writes), now).then(
        () => false,
        () => true,
      );
      if (!died) break;
      await carryOutRetirements(town.deps, now);
      expect(await town.snapshot()).toEqual(expected);
    }
  });

  it("hands over all others where one record cannot be read, and that one as soon as it can be", async () => {
    const { town } = await retiring("successor");
    const bad = (await town.repositories.workers.findByContact((await town.contact("Asih")).id))[0]!.id;
    const good = await town.verified("Budi", 2);
    await town.sponsors("Retno");
    const other = await town.verified("Joko", 3);
    await town.sponsors("Wati", { name: "Wati", retiresOn: day });
    await town.does("Wati", "plan-retirement", { plan: "successor" });
    const now = at("2027-11-01T07:00");
    await expect(carryOutRetirements(withUnreadable(town, bad), now)).rejects.toThrow("1 of 2 failed");
    for (const workerId of [good, other]) expect(await town.repositories.pledges.findByWorker(workerId)).toBeNull();
    expect(town.told("Asih")).not.toContain("notice.rule.worker.ended");
    await carryOutRetirements(town.deps, now);
    expect(town.told("Asih")).toContain("notice.rule.worker.ended");
  });

  it("is warned although the pledges of another cannot be read", async () => {
    const { town } = await retiring();
    await town.verified("Joko", 3);
    await town.sponsors("Wati", { name: "Wati", retiresOn: day });
    const { pledges, sponsors } = town.repositories;
    const bad = (await sponsors.findByContact((await town.contact("Retno")).id))?.id;
    const findBySponsor = async (id: string) =>
      id === bad ? Promise.reject(new Error("unreadable")) : pledges.findBySponsor(id);
    const repositories = { ...town.repositories, pledges: Object.assign(Object.create(pledges), { findBySponsor }) };
    const now = at("2027-10-02T09:00");
    await expect(warnOfRetirements({ ...town.deps, repositories }, now)).rejects.toThrow("1 of 2 failed");
    expect(town.told("Wati")).toContain("notice.rule.retirement");
  });

  it("leaves neither the day nor the wish in the log, and may take both back", async () => {
    const { town } = await retiring("successor");
    const entry = await town.repositories.audit.entry("act-6");
    expect(JSON.stringify(entry)).not.toMatch(/2027|successor/u);
    expect((await town.sees("Retno", "own-affairs", {})).sponsor).toMatchObject({
      retiresOn: day,
      retirementPlan: "successor",
    });
    await town.does("Retno", "plan-retirement", { retiresOn: null });
    expect((await town.sees("Retno", "own-affairs", {})).sponsor).toEqual({ name: "Bu Retno", kind: "person" });
    expect(await town.does("Stranger", "plan-retirement", { plan: "continue" })).toBe("not-allowed");
  });
});
