import { atHour, type IsoDay } from "../../src/domain/shared/calendar";
import { openDueItems } from "../../src/operations/scheduled";
import { memoryRepositories } from "../support/memory-repositories";
import { dinas, reportOf } from "../support/office-town";
import { askedIn, monthsGoBy, nightsIn, silentSponsor } from "../support/silent-town";
import { Town } from "../support/town";

const at = (day: string) => atHour(day as IsoDay, 8);
/** The morning after the third month that nobody paid is over. */
const END = "2027-02-16";

let town: Town;
beforeEach(async () => {
  town = new Town(memoryRepositories());
  await town.officer("Officer");
});

const nights = (...days: readonly string[]) => nightsIn(town, ...days);
const asked = (who: string) => askedIn(town, who);

describe("after a lapse", () => {
  /** December is said to be paid by Retno until protection has ended, and then is not: both months may be reported. */
  async function refusedAfterLapse(): Promise<string> {
    const { workerId } = await silentSponsor(town);
    town.now = at("2026-12-05");
    await openDueItems(town.deps, town.now);
    const proofId = await town.pays("Retno", "not readable");
    await monthsGoBy(town, at(END));
    await nights("2027-03-01", "2027-03-17");
    expect((await town.itemsOf(workerId))[1]).toMatchObject({ period: "2026-12", status: "reported" });
    await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
    await nights("2027-03-18");
    expect(await asked("Retno")).toEqual(["2026-12 2026-12-15", "2027-03 2027-03-15"]);
    return workerId;
  }

  it("a refused month goes after 31 days although protection runs again meanwhile, and no surplus lies on it", async () => {
    const workerId = await refusedAfterLapse();
    town.now = at("2027-03-20");
    const dues = await town.sees("Retno", "reportable-dues", {});
    const dueItemIds = dues.flatMap(({ period, dueItemId }) => (period === "2027-03" ? [dueItemId] : []));
    await town.does("Retno", "report-payment", { dueItemIds, reference: "R 3" }, { effectId: "march" });
    const proofId = town.deps.ids.derive("march", "proof");
    await town.does("Officer", "confirm-proof", { proofId });
    await nights("2027-04-01", "2027-04-16");
    expect((await town.workerNow(workerId)).status).toBe("active");
    expect(await asked("Retno")).toEqual(["2026-12 2026-12-15", "2027-04 2027-04-15"]);
    await nights("2027-04-20", "2027-04-21");
    expect(await asked("Retno")).toEqual(["2027-04 2027-04-15"]);
    expect(town.heard().filter((one) => /proof-over/u.test(one))).toEqual([
      ...["Asih notice.rule.proof-over.worker", "Retno notice.rule.proof-over.sender"],
    ]);
    const found = { proofId: await town.pays("Retno", "R 4"), amount: 10_000 };
    await town.does("Officer", "confirm-proof", found);
    await nights("2027-05-01");
    const [may] = (await town.itemsOf(workerId)).slice(-1);
    expect(may).toMatchObject({ period: "2027-05", amount: 16_800 });
  });

  it("a month that is said to be paid stays, and for 31 days after a proof did not hold another can be sent", async () => {
    await refusedAfterLapse();
    expect(town.heard().join()).not.toMatch(/proof-over/u);
    await nights("2027-04-01", "2027-04-20", "2027-04-21");
    expect(await asked("Retno")).toEqual(["2027-04 2027-04-15"]);
    expect(town.heard().filter((one) => /proof-over/u.test(one))).toEqual([
      ...["Asih notice.rule.proof-over.worker", "Retno notice.rule.proof-over.sender"],
    ]);
    const told = [...town.notices.values()].filter(({ rule }) => rule.startsWith("notice.rule.proof-over"));
    for (const { texts } of told) expect(texts.at(1)?.params).toMatchObject({ month: "2026-12" });
  });

  /** What was told, to whom, of months that are asked for no more although another proof of them was waited for. */
  const toldOver = (): string[] => {
    const heard = town.heard().flatMap((one) => (/proof-over/u.test(one) ? [one.replace(/\d/u, "")] : []));
    const notices = [...town.notices.values()].filter(({ rule }) => rule.startsWith("notice.rule.proof-over"));
    return [...heard, ...notices.map(({ texts }) => texts.slice(0, 2).map(({ key }) => key)).sort()].flat();
  };

  it("of a month that was paid too little both are told when it goes", async () => {
    await silentSponsor(town);
    town.now = at("2026-12-05");
    await openDueItems(town.deps, town.now);
    const proofId = await town.pays("Retno", "too little");
    await monthsGoBy(town, at(END));
    await nights("2027-03-01", "2027-03-17");
    await town.does("Officer", "confirm-proof", { proofId, amount: 1_000 });
    await nights("2027-03-18", "2027-04-01", "2027-04-20");
    expect(toldOver()).toEqual([
      ...["Asih notice.rule.proof-over.worker", "Retno notice.rule.proof-over.sender"],
      ...["notice.proof-over.sender.short", "notice.month", "notice.proof-over.worker.short", "notice.month"],
    ]);
  });

  /** What each was told to do, of months that are asked for no more although another proof of them was waited for. */
  const waysOn = (): string[] =>
    [...town.notices.values()]
      .filter(({ rule }) => rule.startsWith("notice.rule.proof-over"))
      .flatMap(({ rule, texts }) => [
        rule.replace("notice.rule.proof-over.", ""),
        ...texts.slice(-1).map(({ key }) => key),
      ])
      .map((one) => one.replace("notice.proof-over.next.", ""));

  it.each([
    ["pays still", "Retno", ["sender", "pays", "worker", "status"]],
    ["pauses", "", ["sender", "former", "worker", "pays"]],
    ["has left", "", ["sender", "former", "worker", "pays"]],
    ["has left, and another pays", "Siti", ["sender", "former", "worker", "status"]],
  ])("only who pays now is told to, where the sponsor of the old proof %s", async (how, payer, expected) => {
    const workerId = await refusedAfterLapse();
    const pledgeId = (await town.repositories.pledges.findByWorker(workerId))?.id ?? "";
    const type = how === "pauses" ? "pause" : "end";
    if (payer !== "Retno") await town.does("Retno", "change-pledge", { pledgeId, change: { type } });
    if (payer === "Siti") await town.sponsors("Siti");
    await nights("2027-04-01", "2027-04-20", "2027-04-21");
    expect(waysOn()).toEqual(expected);
  });

  it("of months that were taken off a bill its coordinator is told once, and of hers the worker", async () => {
    const { bill } = await dinas(town);
    const reports = async (effectId: string, amount: number): Promise<string> => {
      await town.does("Retno", "report-bill", { ...reportOf(amount), reference: effectId }, { effectId });
      return town.deps.ids.derive(effectId, "proof");
    };
    await town.does("Officer", "confirm-bill", { proofId: await reports("first", bill), found: bill, unpaid: [] });
    town.now = at("2026-12-05");
    await openDueItems(town.deps, town.now);
    const proofId = await reports("second", bill);
    await monthsGoBy(town, at(END));
    await nights("2027-03-01", "2027-03-17");
    const input = { proofId, found: bill - 16_800, unpaid: [1, 2] };
    expect(await town.does("Officer", "confirm-bill", input)).toBe("done");
    await nights("2027-03-18", "2027-04-01", "2027-04-20");
    expect(toldOver()).toEqual([
      "Retno notice.rule.proof-over.sender",
      ...[1, 2].map(() => "Worker notice.rule.proof-over.worker"),
      ...["notice.proof-over.sender.short", "notice.proof-over.next"],
      ...[1, 2].flatMap(() => ["notice.proof-over.worker.short", "notice.month"]),
    ]);
    expect(waysOn().slice(0, 2)).toEqual(["sender", "pays"]);
  });
});
