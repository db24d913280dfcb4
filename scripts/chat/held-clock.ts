import { jobMoments, oftenJobs, stepHours } from "../../src/job-moments";
import type { Job } from "../../src/jobs/job";
import { runJob } from "../../src/jobs/schedule";
import type { Logger } from "../../src/logger";

/** The longest way that the clock is moved on from ring to ring, so that no reminder is passed over. Milliseconds. */
const longestMs = 400 * 24 * 3_600_000;

/** What is rung on the way. */
export interface Rung {
  readonly jobs: readonly Job[];
  readonly logger: Logger;
  /** At which hour of the day (0 to 23) reminders go out. */
  readonly reminderHour: number;
  /** Resolves when everything that may be sent now is sent. */
  settled(): Promise<void>;
}

/** The clock of the chat: the real one until it is held. Milliseconds. */
export class HeldClock {
  #heldAt: number | undefined;

  constructor(heldAt: number | undefined) {
    this.#heldAt = heldAt;
  }

  readonly now = (): number => this.#heldAt ?? Date.now();

  /**
   * Moves on to a moment and rings each job on the way when it is its time, as the bell does and the rehearsal: a job of
   * four times a day says another thing at night than in the morning. On arrival only what rings all the time is rung.
   */
  async moveTo(at: number, { jobs, logger, reminderHour, settled }: Rung): Promise<void> {
    const from = this.now();
    const until = Math.min(at + 1, from + longestMs);
    const moments = jobMoments(jobs, { from, until }, stepHours(reminderHour));
    for (const moment of [...moments, { at, jobs: oftenJobs(jobs, at) }]) {
      this.#heldAt = moment.at;
      for (const job of moment.jobs) await runJob(job, moment.at, logger);
      await settled();
    }
  }
}
