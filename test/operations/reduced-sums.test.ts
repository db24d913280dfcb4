import type { IsoDay } from "../../src/domain/shared/calendar";
import { startOfDay } from "../../src/domain/shared/calendar";
import type { Period } from "../../src/domain/shared/period";
import type { Text } from "../../src/domain/shared/text";
import { createI18n } from "../../src/i18n";
import { nextPaymentOf, nextPaymentTexts } from "../../src/operations/next-payment";
import { markInactive, markOverdue, matchWaiting, openDueItems } from "../../src/operations/scheduled";
import { offerToStandBys } from "../../src/operations/stand-by-offers";
import { plainMonthLines } from "../../src/operations/standing-texts";
import { composeReminder, composeReminderTemplates, type ReminderFact } from "../../src/reminders/compose";
import { memoryRepositories } from "../support/memory-repositories";
import { monthsGoBy, silentSponsor, standsBy } from "../support/silent-town";
import { Town, wishOf } from "../support/town";

const { render } = createI18n();
const LESS = "sudah dikurangi kelebihan bayar Rp 8.400";
const said = (texts: readonly Text[] = []): string => texts.map((text) => render(text, "id")).join("\n");

/** Asih, for whom Retno paid November and fell silent. */
async function silentTown(): Promise<{ town: Town; workerId: string; pledgeId: string }> {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  return { town, ...(await silentSponsor(town)) };
}

/** The same, with 4.000 more than November's price. */
async function paidTooMuch(): Promise<{ town: Town; pledgeId: string }> {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  await town.insured("Asih", 1);
  const pledgeId = await town.sponsors("Retno");
  await town.does("Officer", "confirm-proof", { proofId: await town.pays("Retno"), amount: 12_400 });
  return { town, pledgeId };
}

/** Lays so much that was paid too much on the latest month of a worker. */
async function layOnLatest(town: Town, workerId: string): Promise<void> {
  const latest = (await town.itemsOf(workerId)).at(-1);
  if (latest) await town.repositories.dueItems.save({ ...latest, credit: 8_400 as never });
}

/** Keeps so much for months of a worker that are not open yet. */
async function keep(town: Town, workerId: string): Promise<void> {
  await town.repositories.workers.save({ ...(await town.workerNow(workerId)), credit: 8_400 as never });
}

const told = (town: Town, rule: string): string =>
  said([...town.notices.values()].filter((one) => one.rule === `notice.rule.${rule}`).at(-1)?.texts);

describe("a sum that is less because something was paid too much", () => {
  const month: ReminderFact = {
    ...{ firstName: "Asih", period: "2027-02" as Period, amount: 8_400, credit: 8_400, dueDay: "2027-02-15" },
  };
  const lapse = { latePeriods: 2, lastDay: "2027-02-15" as IsoDay };
  const refused = { reason: "unreadable", by: "reader" } as const;

  it.each<[string, ReminderFact]>([
    ["of a month", month],
    ["of a month that averts a lapse", { ...month, lapse }],
    ["of a month whose proof did not hold", { ...month, refused }],
  ])("says so in a reminder %s, and in its template", (_of, fact) => {
    expect(said(composeReminder([fact], "2027-02-10").texts)).toContain(`Rp 8.400 (${LESS})`);
    const [template] = composeReminderTemplates([fact], "2027-02-10");
    expect(said(template?.params)).toContain(`Rp 8.400 (${LESS})`);
  });

  it("says so, and the price after it, to a sponsor who is offered the worker", async () => {
    const { town, pledgeId } = await paidTooMuch();
    await town.does("Lastri", "make-pledges", wishOf({ name: "Lastri" }));
    town.now = startOfDay("2026-12-01" as IsoDay);
    await town.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } });
    await matchWaiting(town.deps, town.now);
    const [offered] = (await town.sees("Lastri", "own-affairs", {})).pledges;
    expect(offered?.next).toMatchObject({ amount: 4_400, reduced: { credit: 4_000, price: 16_800 } });
    expect(told(town, "matched")).toContain("Rp 4.400 (sudah dikurangi kelebihan bayar Rp 4.000)");
    expect(told(town, "matched")).toContain("Sesudah itu Rp 16.800 setiap bulan.");
  });

  it("says so where it is told what is paid next", async () => {
    const { town, workerId, pledgeId } = await silentTown();
    await keep(town, workerId);
    const [pledge, worker] = [await town.repositories.pledges.find(pledgeId), await town.workerNow(workerId)];
    const items = await town.itemsOf(workerId);
    const next = pledge && nextPaymentOf({ pledge, worker, items, month: "2027-03" as Period, now: town.now });
    expect(said(nextPaymentTexts(next))).toContain(LESS);
  });

  it("says so to whom a sponsor leaves a month, and of late ones", async () => {
    const { town, pledgeId } = await paidTooMuch();
    town.now = startOfDay("2026-12-01" as IsoDay);
    await town.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } });
    expect(told(town, "worker.ended")).toContain(
      "Jumlah untuk Desember 2026 itu sudah dikurangi kelebihan bayar Rp 4.000",
    );
    const late = { period: "2026-12" as Period, amount: 1_000, credit: 8_400 };
    expect(said(plainMonthLines([late]))).toBe(`• Desember 2026: Rp 1.000 (${LESS})`);
  });

  it("says so to a sponsor whose worker's protection has ended", async () => {
    const { town, workerId } = await silentTown();
    await monthsGoBy(town);
    await layOnLatest(town, workerId);
    town.now = startOfDay("2027-02-16" as IsoDay);
    await markOverdue(town.deps, town.now);
    await markInactive(town.deps, town.now);
    await openDueItems(town.deps, town.now);
    expect(told(town, "inactive.sponsor")).toContain(LESS);
  });

  it("says so to a stand-by sponsor who is asked", async () => {
    const { town, workerId } = await silentTown();
    await standsBy(town, "Siti");
    await monthsGoBy(town);
    await layOnLatest(town, workerId);
    await offerToStandBys(town.deps, town.now);
    expect(told(town, "stand-by")).toContain(LESS);
    const [asked] = (await town.sees("Siti", "own-affairs", {})).pledges.filter(({ standBy }) => standBy);
    expect(asked?.standBy).toMatchObject({ amount: 8_400, credit: 8_400 });
  });
});
