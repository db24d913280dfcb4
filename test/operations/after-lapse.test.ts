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

  describe.each([6, 12] as const)(
    "that began anew before it was noticed, with a block of %i months over it",
    (monthsAhead) => {
      /** December to February are behind it, and March is paid in time. */
      async function marchPaid(): Promise<string> {
        const { workerId, pledgeId } = await silentSponsor(town);
        await town.does("Retno", "change-pledge", { pledgeId, change: { type: "months", monthsAhead } });
        await monthsGoBy(town, at("2027-02-05"));
        return workerId;
      }

      const says = async (period: string): Promise<string> => {
        const dues = (await town.sees("Retno", "reportable-dues", {})).filter((due) => due.period === period);
        const input = { dueItemIds: dues.map((due) => due.dueItemId), reference: period };
        await town.does("Retno", "report-payment", input, { effectId: period });
        return town.deps.ids.derive(period, "proof");
      };
      const gap = async (workerId: string) => (await town.itemsOf(workerId)).slice(1, 4).map(({ status }) => status);
      const letGo = ["cancelled", "cancelled", "cancelled"];

      it("does not bring back a month that is let go", async () => {
        const workerId = await marchPaid();
        town.now = at("2027-03-05");
        await town.does("Officer", "confirm-proof", { proofId: await says("2027-03") });
        await nights("2027-03-06");
        expect(await gap(workerId)).toEqual(letGo);
        town.now = at("2027-03-06") + 4 * 3_600_000;
        await openDueItems(town.deps, town.now);
        expect(await gap(workerId)).toEqual(letGo);
      });

      it("tells once of a refused one for which no other proof came, and asks for none of them again", async () => {
        const workerId = await marchPaid();
        town.now = at("2027-02-10");
        const proofId = await says("2027-02");
        town.now = at("2027-03-05");
        await town.does("Officer", "confirm-proof", { proofId: await says("2027-03") });
        town.now = at("2027-03-10");
        await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
        await nights("2027-03-11");
        expect(await gap(workerId)).toEqual(["overdue", "overdue", "overdue"]);
        await nights("2027-04-11", "2027-04-12", "2027-05-14");
        town.now = at("2027-05-14") + 4 * 3_600_000;
        await openDueItems(town.deps, town.now);
        expect(await gap(workerId)).toEqual(letGo);
        expect(town.heard().filter((one) => /proof-over/u.test(one))).toHaveLength(2);
      });
    },
  );
});
