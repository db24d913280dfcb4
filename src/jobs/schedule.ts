import { type RunCoordinator, schedule } from "node-cron";
import { ZONE } from "../domain/shared/zone";
import type { Logger } from "../logger";
import type { Job } from "./job";

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
  failed(job: string): void;
}

/**
 * Rings every job by its schedule in Asia/Jakarta. A run that still goes on is not begun again, and of several processes
 * on one database only one rings (the coordinator elects it). A job that fails is logged and rings again next time.
 */
export function startBell(
  jobs: readonly Job[],
  parts: { coordinator: RunCoordinator; logger: Logger; clock: () => number; watch?: JobWatch },
): Bell {
  const { coordinator, logger, clock, watch } = parts;
  const running = new Set<Promise<void>>();
  const ring = (job: Job, lateMs: number): Promise<void> => {
    watch?.began(job.name, lateMs);
    const run = runJob(job, clock(), logger, watch).finally(() => running.delete(run));
    running.add(run);
    return run;
  };
  const tasks = jobs.map((job) =>
    schedule(job.schedule, ({ date }) => ring(job, Date.now() - date.getTime()), {
      name: job.name,
      timezone: ZONE,
      noOverlap: true,
      distributed: true,
      runCoordinator: coordinator,
      suppressMissedWarning: true,
      logger: quiet(logger),
    }),
  );
  return {
    stop: async () => {
      await Promise.all(tasks.map((task) => task.destroy()));
      await Promise.all(running);
    },
  };
}

/** Runs one job now; its failure is logged, not thrown. */
export async function runJob(job: Job, now: number, logger: Logger, watch?: JobWatch): Promise<void> {
  try {
    const counts = await job.run(now);
    watch?.ended(job.name, counts, now);
    if (Object.values(counts).some((count) => count > 0)) logger.info({ job: job.name, ...counts }, "a job has run");
  } catch (error) {
    watch?.failed(job.name);
    logger.error({ err: error, job: job.name }, "a job failed; it runs again at its next time");
  }
}

/** node-cron's own words go to our log at the level of details. */
const quiet = (logger: Logger) => ({
  info: (message: string) => logger.debug(message),
  warn: (message: string) => logger.debug(message),
  error: (message: string | Error) => logger.warn(message instanceof Error ? message.message : message),
  debug: (message: string | Error) => logger.trace(message instanceof Error ? message.message : message),
});
