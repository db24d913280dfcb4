import { type IsoDay, startOfDay } from "../../src/domain/shared/calendar";
import type { Period } from "../../src/domain/shared/period";
import { ladderOf, type Told } from "../support/memory-ladder";
import { memoryRepositories } from "../support/memory-repositories";
import { Town, wishOf } from "../support/town";

const winter = ["Desember 2026", "Januari 2027", "Februari 2027"];

/**
 * Rini, for whom Tono pays December to February at once; it is the first of December. `before`: what a sponsor who has left
 * paid for November, in rupiah.
 */
async function blockOfThree({ before }: { readonly before?: number } = {}) {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  const workerId = await town.insured("Rini", 1);
  if (before !== undefined) {
    const pledgeId = await town.sponsors("Retno", { workerId });
    await town.does("Officer", "confirm-proof", { proofId: await town.pays("Retno"), amount: before });
    await town.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } });
  }
  const pays = { monthsAhead: 3, startPeriod: "2026-12" as Period };
  await town.sponsors("Tono", { ...wishOf(), workerId, name: "Tono", ...pays });
  town.now = startOfDay("2026-12-01" as IsoDay);
  const ladder = ladderOf(town);
  await ladder.pass(9);
  const { id } = await town.contact("Tono");
  /** Of which of the three Tono was reminded on which day, and by when he is to pay. */
  const asked = (sent: readonly Told[]): string[] =>
    sent
      .filter(({ contactId, rungs }) => contactId === id && !rungs.includes("lapse+15"))
      .map(({ day, text }) => {
        const months = winter.filter((month) => text.includes(`, ${month}: Rp`)).map((month) => month.slice(0, 3));
        const [, until = "?"] = /(?:batas bayar[^,]*,|Paling lambat|Batasnya) (\d+ \w{3})/u.exec(text) ?? [];
        return `${day.slice(5)} ${months.join(" ")} (${until})`;
      });
  /** Tono says that he has paid the first so many months. */
  const reports = async (count: number): Promise<string> => {
    const effectId = `pay ${count}`;
    const dueItemIds = (await town.itemsOf(workerId)).slice(0, count).map((item) => item.id);
    await town.does("Tono", "report-payment", { dueItemIds, reference: "R" }, { effectId });
    return town.deps.ids.derive(effectId, "proof");
  };
  return { town, workerId, ladder, asked, reports };
}

const januaryAndFebruary = [
  ...["01-08 Jan (15 Jan)", "01-12 Jan (15 Jan)", "01-15 Jan (15 Jan)", "01-20 Jan (15 Jan)", "01-25 Jan (15 Jan)"],
  ...["02-08 Feb (15 Feb)", "02-12 Feb (15 Feb)", "02-15 Feb (15 Feb)"],
];

describe("months that were to be paid with one that was paid without them", () => {
  it.each([
    { how: "where only that one was reported", reported: 1, amount: undefined },
    { how: "where no more was found of the bill", reported: 3, amount: 8_400 },
  ])("are asked for one by one, each by its own day, $how", async ({ reported, amount }) => {
    const { town, workerId, ladder, asked, reports } = await blockOfThree();
    const proofId = await reports(reported);
    await town.does("Officer", "confirm-proof", { proofId, ...(amount === undefined ? {} : { amount }) });
    expect(asked(await ladder.pass(22 + 31 + 15))).toEqual(januaryAndFebruary);
    const days = (await town.itemsOf(workerId)).slice(0, 3).map(({ status, dueDay }) => `${status} ${dueDay}`);
    expect(days).toEqual(["confirmed 2026-12-15", "overdue 2027-01-15", "open 2027-02-15"]);
  });

  it("and that a surplus covers are asked for together, by the day of the first that is left", async () => {
    const { town, workerId, ladder, asked } = await blockOfThree({ before: 16_800 });
    const [told] = [...town.notices.values()].filter(({ rule }) => rule === "notice.rule.how-to-pay").slice(-1);
    expect(told?.texts[0]?.params).toMatchObject({ month: "2027-01", day: "2027-01-15", amount: 33_600 });
    expect(asked(await ladder.pass(31 + 26))).toEqual(
      ["01-08", "01-12", "01-15", "01-20", "01-25"].map((day) => `${day} Jan Feb (15 Jan)`),
    );
    const days = (await town.itemsOf(workerId)).slice(1).map(({ status, dueDay }) => `${status} ${dueDay}`);
    expect(days.slice(0, 3)).toEqual(["credited 2026-12-15", "overdue 2027-01-15", "overdue 2027-01-15"]);
  });

  it("are not called late by its day while nobody has looked at its proof", async () => {
    const { ladder, asked, reports } = await blockOfThree();
    await reports(1);
    expect(asked(await ladder.pass(16))).toEqual([
      "12-12 Jan Feb (15 Jan)",
      "12-15 Jan Feb (15 Jan)",
      "12-20 Jan Feb (15 Jan)",
      "12-25 Jan Feb (15 Jan)",
    ]);
  });

  it("is asked by its own day where it comes from a former sponsor's proof, after the next has paid the first", async () => {
    const town = new Town(memoryRepositories());
    await town.officer("Officer");
    const workerId = await town.insured("Rini", 1);
    const pledgeId = await town.sponsors("Tono", wishOf({ monthsAhead: 3 }));
    const january = (await town.itemsOf(workerId))[2]?.id ?? "";
    await town.does("Tono", "report-payment", { dueItemIds: [january], reference: "R" }, { effectId: "report" });
    await town.does("Tono", "change-pledge", { pledgeId, change: { type: "end" } });
    const next = await town.sponsors("Wati", wishOf({ name: "Wati", monthsAhead: 3 }));
    await town.does("Officer", "confirm-proof", { proofId: await town.pays("Wati") });
    const proofId = town.deps.ids.derive("report", "proof");
    await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
    const items = await town.itemsOf(workerId);
    expect(items.map(({ status, dueDay }) => `${status} ${dueDay}`)).toEqual([
      "confirmed 2026-11-16",
      "confirmed 2026-11-16",
      "open 2027-01-15",
    ]);
    expect(items[2]).toMatchObject({ pledgeId: next });
  });
});
