import { atHour, type IsoDay } from "../../src/domain/shared/calendar";
import type { Period } from "../../src/domain/shared/period";
import { openDueItems } from "../../src/operations/scheduled";
import { memoryRepositories } from "../support/memory-repositories";
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

/** The sums that sponsors were told with the news of a lapse. */
const sums = () =>
  [...town.notices.values()].flatMap(({ texts }) =>
    texts.flatMap(({ key, params }) => (key === "notice.inactive.sponsor.sum" ? [params] : [])),
  );

describe("a lapse", () => {
  it("leaves a pledge that begins later as it is, and her own late month hers", async () => {
    const { workerId, pledgeId } = await silentSponsor(town);
    town.now = at("2026-12-02");
    await town.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } });
    await monthsGoBy(town, at("2027-02-03"));
    const later = await town.sponsors("Wati", { startPeriod: "2027-03" as Period });
    await nights(END, "2027-02-17");
    expect((await town.workerNow(workerId)).status).toBe("inactive");
    expect(await town.repositories.pledges.find(later)).toMatchObject({ startPeriod: "2027-03", status: "active" });
    expect(await asked("Wati")).toEqual(["2027-03 2027-03-15"]);
    expect((await town.itemsOf(workerId)).find(({ period }) => period === "2027-02")?.payer.type).toBe("worker");
    expect(sums()).toEqual([]);
    await nights("2027-03-01");
    expect(await asked("Wati")).toEqual(["2027-03 2027-03-15"]);
    expect(await asked("Asih")).toEqual(["2027-03 2027-03-15"]);
  });

  it("opens no month early while a refused one of a silent sponsor waits for another proof", async () => {
    const { pledgeId } = await silentSponsor(town);
    town.now = at("2026-12-05");
    await openDueItems(town.deps, town.now);
    const proofId = await town.pays("Retno", "not readable");
    await monthsGoBy(town, at(END));
    await nights("2027-03-01", "2027-03-17");
    await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
    const march = (await town.sees("Retno", "reportable-dues", {})).filter(({ period }) => period === "2027-03");
    await town.does("Retno", "report-payment", { dueItemIds: march.map((due) => due.dueItemId), reference: "R 3" });
    await nights("2027-03-18", "2027-03-19");
    expect(await asked("Retno")).toEqual(["2026-12 2026-12-15"]);
    expect(await town.repositories.pledges.find(pledgeId)).toMatchObject({ startPeriod: "2026-11" });
  });

  it("names of a sponsor who pays three months at once the sum of this month, which is enough", async () => {
    const { pledgeId } = await silentSponsor(town);
    await town.does("Retno", "change-pledge", { pledgeId, change: { type: "months", monthsAhead: 3 } });
    await monthsGoBy(town, at(END));
    await nights(END);
    expect(sums()).toEqual([{ amount: 16_800 }]);
    const [due] = await town.sees("Retno", "reportable-dues", {});
    expect(due).toMatchObject({ period: "2027-02", amount: 16_800 });
  });
});
