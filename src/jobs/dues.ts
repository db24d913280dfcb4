import { listDays } from "../domain/office/monthly-list";
import { isQuietHour } from "../domain/shared/calendar";
import { carryCredits } from "../operations/credit";
import type { Deps } from "../operations/deps";
import { eachSafely, toLog } from "../operations/each-safely";
import { callForLapses } from "../operations/lapse-calls";
import { sendMonthlyLists } from "../operations/office-month";
import { warnOfOfficeRetirements } from "../operations/office-retirement";
import { announcePrices } from "../operations/price-news";
import { callForProofs } from "../operations/proof-calls";
import { carryOutRetirements, warnOfRetirements } from "../operations/retirement";
import {
  announcePauseEnds,
  endPauses,
  expireHolds,
  type JobCounts,
  markInactive,
  markOverdue,
  matchWaiting,
  openDueItems,
  remindOfHolds,
} from "../operations/scheduled";
import { offerToStandBys } from "../operations/stand-by-offers";
import { tellUnbegun } from "../operations/unbegun-news";
import { sendYearReports } from "../operations/year-report";
import type { Job } from "./job";

/**
 * The jobs that move months, holds and pauses on; each is described where it is done, in `operations/scheduled.ts`.
 * `listDay`: from which day of the month on offices get their list, 1 to 14.
 */
export function dueJobs(deps: Deps, { listDay = listDays.usual }: { listDay?: number } = {}): readonly Job[] {
  return [
    {
      name: "open-due-items",
      schedule: "5 0,6,12,18 * * *",
      run: (now, progress) => openDueItems(deps, now, progress),
    },
    { name: "mark-overdue", schedule: "10 0 * * *", run: (now) => markOverdue(deps, now) },
    { name: "mark-inactive", schedule: "20 6 * * *", run: (now) => markInactive(deps, now) },
    { name: "carry-credits", schedule: "8 0,6,12,18 * * *", run: (now) => carryCredits(deps, now) },
    { name: "announce-pause-ends", schedule: "25 8 * * *", run: (now) => announcePauseEnds(deps, now) },
    { name: "announce-prices", schedule: "5 9 * * *", run: (now) => announcePrices(deps, now) },
    { name: "warn-of-retirements", schedule: "20 9 * * *", run: (now) => warnOfRetirements(deps, now) },
    { name: "warn-of-office-retirements", schedule: "30 9 * * *", run: (now) => warnOfOfficeRetirements(deps, now) },
    // On every day of its time, so that what a bad first day has left undone is done on the next.
    { name: "send-monthly-lists", schedule: "45 9 * * *", run: (now) => sendMonthlyLists(deps, listDay, now) },
    { name: "carry-out-retirements", schedule: "35 6 * * *", run: (now) => carryOutRetirements(deps, now) },
    // On every morning of the second half of January, so that what a bad first day has left undone is done on the next.
    { name: "year-reports", schedule: "40 8 16-31 1 *", run: (now) => sendYearReports(deps, now) },
    { name: "call-for-proofs", schedule: "50 8 * * *", run: (now) => callForProofs(deps, now) },
    // Several times, because the tasks come at the hour of the reminders, which is configured, and a proof may not hold on the
    // last day; each officer is called once a day.
    { name: "call-for-lapses", schedule: "30 8,12,16,19 * * *", run: (now) => callForLapses(deps, now) },
    { name: "tell-unbegun", schedule: "45 8,12,16,19 * * *", run: (now) => tellUnbegun(deps, now) },
    { name: "end-pauses", schedule: "15 6 * * *", run: (now) => endPauses(deps, now) },
    { name: "expire-holds", schedule: "*/10 * * * *", run: (now) => expireHolds(deps, now) },
    { name: "remind-of-holds", schedule: "35 * * * *", run: (now) => remindOfHolds(deps, now) },
    { name: "offer-to-stand-bys", schedule: "20 * * * *", run: (now) => askStandBys(deps, now) },
    { name: "match-waiting", schedule: "*/10 * * * *", run: (now) => matchWaiting(deps, now) },
  ];
}

/** Who has not answered in time makes way first, for all workers alike; nobody is asked at night, when 48 hours would begin. */
async function askStandBys(deps: Deps, now: number): Promise<JobCounts<"offered">> {
  if (isQuietHour(now)) return { offered: 0 };
  let offered = 0;
  const offer = async (): Promise<void> => {
    offered = (await offerToStandBys(deps, now)).offered;
  };
  // A hold that cannot be ended keeps nobody else from being asked.
  const steps = [() => expireHolds(deps, now), offer];
  await eachSafely(steps, async (step) => void (await step()), toLog(deps.logger, "offer-to-stand-bys"));
  return { offered };
}
