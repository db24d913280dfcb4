import type { Progress } from "../operations/walk";

/** Something that is done by the clock. It may run twice, or on several processes at once, and does everything once. */
export interface Job {
  readonly name: string;
  /** When, as a cron expression in Asia/Jakarta. */
  readonly schedule: string;
  /** Does what is due at `now` (milliseconds) and returns counts, never about whom; a long one tells how far it is. */
  run(now: number, progress?: Progress): Promise<Readonly<Record<string, number>>>;
}
