import { addDays, dayOf, firstDayOf, type IsoDay, startOfDay } from "../domain/shared/calendar";
import { addMonths, periodOf } from "../domain/shared/period";
import { ok } from "../domain/shared/result";
import type { Pledge, Sponsor } from "../domain/sponsor/sponsor";
import type { Effects } from "./catalog";
import type { Act, Deps } from "./deps";
import { eachSafely, toLog } from "./each-safely";
import { contactSubject, type Done, plainEffect } from "./effect";
import { send } from "./notices";
import { endPledge } from "./pledge-ends";
import type { Retiring } from "./repositories";
import { change, pagesOf } from "./saving";

const pageSize = 100;
/** How many months before the day a sponsor is asked, the first time a year ahead. */
const warnings = [12, 6, 1] as const;
/** Retirements of long ago whose plan has still to be carried out. */
const longAgo = "2000-01-01" as IsoDay;

/** What a sponsor says of retirement: the first day, what is to become of the pledges then; `null` takes it back. */
export const planRetirement = plainEffect<"plan-retirement">(plan);

async function plan(act: Act, input: Effects["plan-retirement"]["input"]): Promise<Done<"plan-retirement">> {
  const { sponsors } = act.deps.repositories;
  const saved = await change(
    () => sponsors.findByContact(act.contact.id),
    (sponsor) => ok(planned(sponsor, input)),
    (sponsor) => sponsors.save(sponsor),
  );
  const subject = contactSubject(act);
  // Neither the day nor the wish is anybody else's to read: the log says only that something was planned.
  return saved.ok ? { outcome: "done", subject } : { outcome: "not-allowed", subject, refused: true };
}

function planned(sponsor: Sponsor, input: Effects["plan-retirement"]["input"]): Sponsor {
  const { retiresOn: formerDay, retirementPlan: formerPlan, ...rest } = sponsor;
  const retiresOn = input.retiresOn === undefined ? formerDay : (input.retiresOn ?? undefined);
  const retirementPlan = input.plan === undefined ? formerPlan : (input.plan ?? undefined);
  if (retiresOn === formerDay && retirementPlan === formerPlan) return sponsor;
  return {
    ...rest,
    ...(retiresOn === undefined ? {} : { retiresOn }),
    // A plan is for a day: without one there is none.
    ...(retirementPlan === undefined || retiresOn === undefined ? {} : { retirementPlan }),
  };
}

/**
 * Asks sponsors who retire in a year, in six months or in a month what is to become of their pledges, at any time of the
 * month in which that is so and once each. Who has decided is not asked again, but told a month ahead of a handing over.
 */
export async function warnOfRetirements(deps: Deps, now: number): Promise<{ readonly told: number }> {
  let told = 0;
  const due = async function* () {
    for (const months of warnings) {
      const month = addMonths(periodOf(now), months);
      const last = addDays(firstDayOf(addMonths(month, 1)), -1);
      for await (const sponsor of retiring(deps, firstDayOf(month), last)) yield { sponsor, months };
    }
  };
  const tell = async ({ sponsor, months }: { sponsor: Retiring; months: number }): Promise<void> => {
    told += Number(await warn(deps, sponsor, months));
  };
  await eachSafely(due(), tell, toLog(deps.logger, "warn-of-retirements"));
  return { told };
}

async function* retiring({ repositories }: Deps, from: IsoDay, to: IsoDay): AsyncGenerator<Retiring> {
  for await (const page of pagesOf((after) => repositories.sponsors.retiringBetween(from, to, after, pageSize)))
    yield* page;
}

async function warn(deps: Deps, sponsor: Retiring, months: number): Promise<boolean> {
  const { id, contactId, retiresOn, retirementPlan } = sponsor;
  const isLast = months === Math.min(...warnings);
  const isSettled = retirementPlan === "continue" || (retirementPlan === "successor" && !isLast);
  if (retiresOn === undefined || isSettled) return false;
  const count = (await runningPledges(deps, id)).length;
  if (count === 0) return false;
  const params = { month: periodOf(startOfDay(retiresOn)), count };
  await send(deps, {
    cause: `${id} ${retiresOn} ${months}`,
    rule: "retirement",
    contactId,
    texts: [
      { key: `notice.retirement.${months}`, params },
      { key: retirementPlan === undefined ? "notice.retirement.ask" : "notice.retirement.successor" },
    ],
    options: ["!retirement", "!status"],
  });
  return true;
}

async function runningPledges({ repositories }: Deps, sponsorId: string): Promise<readonly Pledge[]> {
  const own = await repositories.pledges.findBySponsor(sponsorId);
  return own.filter(({ status }) => status !== "ended");
}

/**
 * On the day of retirement: hands over the pledges of those who chose a successor. What they promise afterwards, as private
 * people, is another promise. Without a choice nothing ends, for nobody may lose protection by a silence.
 */
export async function carryOutRetirements(deps: Deps, now: number): Promise<{ readonly handedOver: number }> {
  let handedOver = 0;
  const carryOut = async (sponsor: Retiring): Promise<void> => {
    if (sponsor.retirementPlan === "successor") handedOver += await handOver(deps, sponsor, now);
  };
  await eachSafely(retiring(deps, longAgo, dayOf(now)), carryOut, toLog(deps.logger, "carry-out-retirements"));
  return { handedOver };
}

/** The plan is crossed out last: as long as it stands, what is left undone is found again. */
async function handOver(deps: Deps, { id, retiresOn }: Retiring, now: number): Promise<number> {
  const { sponsors, pledges } = deps.repositories;
  const day = retiresOn === undefined ? now : startOfDay(retiresOn);
  const own = (await pledges.findBySponsor(id)).filter(({ createdAt }) => createdAt < day);
  const open = own.filter(({ status, endReason }) => status !== "ended" || endReason === "sponsor-retired");
  const end = (pledge: Pledge) => endPledge(deps, pledge.id, { reason: "sponsor-retired" }, now);
  await eachSafely(open, end, toLog(deps.logger, "carry-out-retirements"));
  await change(
    () => sponsors.find(id),
    (sponsor) => {
      const { retirementPlan, ...rest } = sponsor;
      return ok(retirementPlan === undefined ? sponsor : rest);
    },
    (sponsor) => sponsors.save(sponsor),
  );
  return open.filter(({ status }) => status !== "ended").length;
}
