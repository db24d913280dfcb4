import { CronExpressionParser } from "cron-parser";
import { ZONE } from "./domain/shared/zone";
import type { Job } from "./jobs/job";

/** A moment (milliseconds) at which the bell rings for some jobs. */
export interface JobMoment {
  readonly at: number;
  readonly jobs: readonly Job[];
}

/** A job that rings more often than this is given a few hours of the day only. Milliseconds. */
const oftenMs = 2 * 3_600_000;

/** The full hours (0 to 23, Asia/Jakarta) at which a day is gone through that is not lived minute by minute. */
export const stepHours = (reminderHour: number): readonly number[] => [0, 6, 12, 16, 19, reminderHour];

/** The jobs that ring so often that the minute plays no part; `from` is any moment, in milliseconds. */
export const oftenJobs = (jobs: readonly Job[], from: number): readonly Job[] =>
  jobs.filter(({ schedule }) => isOften(schedule, from));

/**
 * When which job rings between two moments (milliseconds, the first excluded), oldest first, in Asia/Jakarta. Jobs that
 * ring every few minutes run at these full `hours` (0 to 23) of every day only: it is the day that counts, and a day is
 * gone through in a few steps.
 */
export function jobMoments(
  jobs: readonly Job[],
  span: { readonly from: number; readonly until: number },
  hours: readonly number[],
): readonly JobMoment[] {
  const often = oftenJobs(jobs, span.from);
  const moments = new Map<number, Job[]>();
  const add = (schedule: string, ringing: readonly Job[]): void => {
    for (const at of momentsOf(schedule, span)) moments.set(at, [...(moments.get(at) ?? []), ...ringing]);
  };
  for (const job of jobs) if (!often.includes(job)) add(job.schedule, [job]);
  add(`0 ${[...new Set(hours)].join(",")} * * *`, often);
  return [...moments]
    .sort(([one], [other]) => one - other)
    .map(([at, ringing]) => ({ at, jobs: jobs.filter((job) => ringing.includes(job)) }));
}

function isOften(schedule: string, from: number): boolean {
  const expression = parse(schedule, from);
  return -expression.next().getTime() + expression.next().getTime() < oftenMs;
}

function momentsOf(schedule: string, { from, until }: { from: number; until: number }): readonly number[] {
  const expression = parse(schedule, from);
  const moments: number[] = [];
  for (let at = expression.next().getTime(); at < until; at = expression.next().getTime()) moments.push(at);
  return moments;
}

function parse(schedule: string, from: number) {
  return CronExpressionParser.parse(schedule, { currentDate: new Date(from), tz: ZONE });
}
