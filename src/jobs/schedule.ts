import { type RunCoordinator, type ScheduledTask, schedule, type TaskContext } from "node-cron";
import { ZONE } from "../domain/shared/zone";
import type { Logger } from "../logger";
import type { Job } from "./job";
import { createWaits, type Waits } from "./waits";

/** The jobs on their schedule. */
export interface Bell {
  /** Waits for what runs, and rings no more. */
  stop(): Promise<void>;
}

/** Is told how the jobs fare, for the metrics. */
export interface JobWatch {
  /** `lateMs` is how long after its time a job began; none where it was not called by the clock. */
  began(job: string, lateMs: number): void;
  /** `at` in milliseconds. */
  ended(job: string, counts: Readonly<Record<string, number>>, at: number): void;
  /** The job failed, or could not even begin because the database did not say whose turn it is. */
  failed(job: string): void;
}

/** What the bell is made of. */
export interface BellParts {
  readonly coordinator: RunCoordinator;
  readonly logger: Logger;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly watch?: JobWatch;
  /** Jobs that have just failed outside of their schedule, and are rung again as those that fail within it. */
  readonly failed?: readonly Job[];
}

const MINUTE = 60_000;
/** How long after each failure a job is rung again, the last of them time and again. Milliseconds. */
const againAfterMs = [1, 5, 15, 60, 240].map((minutes) => minutes * MINUTE);
/** A ring that came late because the machine slept or was busy is made up for within this. Milliseconds. */
const lateRingMs = 24 * 60 * MINUTE;

/**
 * Rings every job by its schedule in Asia/Jakarta. A run that still goes on is not begun again, and of several processes
 * on one database only one rings (the coordinator elects it). Where the coordinator fails it is asked again each minute until
 * it answers; a job that fails is logged and rung again, less and less often, until its next time is nearer: five minutes
 * without a database must not put off until tomorrow what is done once a day.
 */
export function startBell(jobs: readonly Job[], parts: BellParts): Bell {
  const running = new Set<Promise<unknown>>();
  const waits = createWaits();
  const keep = <T>(run: Promise<T>): Promise<T> => {
    const kept = run.finally(() => running.delete(kept));
    running.add(kept);
    return kept;
  };
  const ringing: Ringing = { ...parts, waits };
  const tasks = jobs.map((job) =>
    schedule(job.schedule, (context) => keep(ring(job, context, ringing)), {
      name: job.name,
      timezone: ZONE,
      noOverlap: true,
      distributed: true,
      runCoordinator: { shouldRun: (...run) => keep(isOurs(job, run, ringing)) },
      missedExecutionTolerance: lateRingMs,
      suppressMissedWarning: true,
      logger: quiet(parts.logger),
    }),
  );
  for (const job of parts.failed ?? []) {
    const task = tasks[jobs.indexOf(job)];
    if (task) void keep(ringAgain(job, { date: new Date(), task }, ringing));
  }
  return {
    stop: async () => {
      waits.end();
      await Promise.all(tasks.map((task) => task.destroy()));
      await Promise.all(running);
    },
  };
}

interface Ringing extends BellParts {
  readonly waits: Waits;
}
/** The moment for which a job is rung, and the task that knows its next one. */
type Ring = Pick<TaskContext, "date" | "task">;

/** Whether this process is to run the job, asked until the coordinator answers; false where the bell stops meanwhile. */
async function isOurs(job: Job, run: Parameters<RunCoordinator["shouldRun"]>, ringing: Ringing): Promise<boolean> {
  const { coordinator, logger, watch, waits } = ringing;
  do {
    try {
      return (await coordinator.shouldRun(...run)) && !waits.areOver;
    } catch (error) {
      watch?.failed(job.name);
      logger.error({ err: error, job: job.name }, "the database does not say who runs a job; it is asked again");
    }
  } while (await waits.wait(MINUTE));
  return false;
}

async function ring(job: Job, at: Ring, ringing: Ringing): Promise<void> {
  if (!(await runOnce(job, at, ringing))) await ringAgain(job, at, ringing);
}

async function ringAgain(job: Job, at: Ring, ringing: Ringing): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const wait = againAfterMs[Math.min(tries, againAfterMs.length - 1)] ?? MINUTE;
    if (wait >= msToNext(at.task) || !(await ringing.waits.wait(wait))) return;
    if (await runOnce(job, at, ringing)) return;
  }
}

function runOnce(job: Job, { date }: Ring, { clock, logger, watch }: Ringing): Promise<boolean> {
  watch?.began(job.name, Date.now() - date.getTime());
  return runJob(job, clock(), logger, watch);
}

const msToNext = (task: ScheduledTask | undefined): number => task?.msToNext() ?? 0;

/** Runs one job now and says whether it ended well; its failure is logged, not thrown. */
export async function runJob(job: Job, now: number, logger: Logger, watch?: JobWatch): Promise<boolean> {
  try {
    const counts = await job.run(now);
    watch?.ended(job.name, counts, now);
    if (Object.values(counts).some((count) => count > 0)) logger.info({ job: job.name, ...counts }, "a job has run");
    return true;
  } catch (error) {
    watch?.failed(job.name);
    logger.error({ err: error, job: job.name }, "a job failed; the bell rings it again");
    return false;
  }
}

/** node-cron's own words go to our log at the level of details. */
const quiet = (logger: Logger) => ({
  info: (message: string) => logger.debug(message),
  warn: (message: string) => logger.debug(message),
  error: (message: string | Error) => logger.warn(message instanceof Error ? message.message : message),
  debug: (message: string | Error) => logger.trace(message instanceof Error ? message.message : message),
});
