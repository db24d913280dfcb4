import { type RunCoordinator, schedule } from "node-cron";
import { ZONE } from "../domain/shared/zone";
import type { Logger } from "../logger";
import type { Job } from "./job";

/** The jobs on their schedule. */
export interface Bell {
  /** Waits for what runs, and rings no more. */
  stop(): Promise<void>;
}

/**
 * Rings every job by its schedule in Asia/Jakarta. A run that still goes on is not begun again, and of several processes
 * on one database only one rings (the coordinator elects it). A job that fails is logged and rings again next time.
 */
export function startBell(
  jobs: readonly Job[],
  parts: { coordinator: RunCoordinator; logger: Logger; clock: () => number },
): Bell {
  const { coordinator, logger, clock } = parts;
  const running = new Set<Promise<void>>();
  const ring = (job: Job): Promise<void> => {
    const run = runJob(job, clock(), logger).finally(() => running.delete(run));
    running.add(run);
    return run;
  };
  const tasks = jobs.map((job) =>
    schedule(job.schedule, () => ring(job), {
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
export async function runJob(job: Job, now: number, logger: Logger): Promise<void> {
  try {
    const counts = await job.run(now);
    if (Object.values(counts).some((count) => count > 0)) logger.info({ job: job.name, ...counts }, "a job has run");
  } catch (error) {
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
