import { atHour, type IsoDay } from "../../src/domain/shared/calendar";
import type { WorkerDraft } from "../../src/operations/catalog-views";
import { markInactive, markOverdue, openDueItems } from "../../src/operations/scheduled";
import { type Town, wishOf } from "./town";

/** Ten days before 15 February 2027, on which the third month that nobody paid is over; at 09:30 in Asia/Jakarta. */
const TEN_DAYS_BEFORE = atHour("2027-02-05" as IsoDay, 9) + 30 * 60_000;

const turns = ["2026-11-20", "2026-12-01", "2026-12-20", "2027-01-01", "2027-01-20", "2027-02-01", "2027-02-05"];

/** Lets the months go by until a moment, of itself `TEN_DAYS_BEFORE`: each is opened, and late once its day is over. */
export async function monthsGoBy(town: Town, until: number = TEN_DAYS_BEFORE): Promise<void> {
  for (const day of turns) {
    if (atHour(day as IsoDay, 1) > until) break;
    town.now = atHour(day as IsoDay, 1);
    await openDueItems(town.deps, town.now);
    await markOverdue(town.deps, town.now);
  }
  town.now = until;
}

/** Has the one called Officer confirm what somebody reports as paid. */
export async function paysNow(town: Town, who: string): Promise<void> {
  await town.does("Officer", "confirm-proof", { proofId: await town.pays(who, `paid by ${who}`) });
}

/** Makes somebody a sponsor who waits for a worker nobody is, agrees to messages, and stands by. */
export async function standsBy(
  town: Town,
  who: string,
  {
    showsName = true,
    ...how
  }: { readonly most?: number; readonly villageId?: string; readonly showsName?: boolean } = {},
): Promise<void> {
  await town.does(who, "record-consent", { status: "given", textVersion: 1, at: town.now, messageId: "yes" });
  await town.does(who, "make-pledges", wishOf({ name: who, showsName, wishes: { occupationId: "nobody-does-this" } }));
  await town.does(who, "set-stand-by", { on: true, ...how });
}

/** Asih, whom the one called Officer accepted and whose sponsor Retno paid November and fell silent. */
export async function silentSponsor(
  town: Town,
  changes: Partial<WorkerDraft> = {},
): Promise<{ workerId: string; pledgeId: string }> {
  const workerId = await town.insured("Asih", 1, changes);
  const pledgeId = await town.sponsors("Retno");
  await paysNow(town, "Retno");
  return { workerId, pledgeId };
}

/** Asih, who paid November herself and then no more. */
export async function silentSelfPayer(town: Town): Promise<{ workerId: string }> {
  const workerId = await town.insured("Asih", 1, { payer: "self" });
  await openDueItems(town.deps, town.now);
  await paysNow(town, "Asih");
  return { workerId };
}

/** The nightly jobs about months and protection, at eight on the morning of each of these days. */
export async function nightsIn(town: Town, ...days: readonly string[]): Promise<void> {
  for (const day of days) {
    town.now = atHour(day as IsoDay, 8);
    await openDueItems(town.deps, town.now);
    await markOverdue(town.deps, town.now);
    await markInactive(town.deps, town.now);
  }
}

/** What somebody may report as paid, each month with its due day. */
export async function askedIn(town: Town, who: string): Promise<string[]> {
  const dues = await town.sees(who, "reportable-dues", {});
  return dues.map(({ period, dueDay }) => `${period} ${dueDay}`);
}
