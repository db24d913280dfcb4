import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "../../logger";
import { failureForLog, needsOperator, throttledFor } from "./failures";

/** How long to wait before another try: `firstMs`, then doubling up to `maxMs`. Milliseconds. */
export interface BackOff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Waits between tries, longer each time, until it is told to stop. */
export class Patience {
  private failures = 0;

  constructor(
    private readonly backOff: BackOff,
    private readonly logger: Logger,
    private readonly signal: AbortSignal,
  ) {}

  /** Something worked: the next failure waits the first time again. */
  reset(): void {
    this.failures = 0;
  }

  /** Logs a failure with its remedy and waits: as long as Telegram asks (429), else by the back-off. Ends at a stop. */
  async waitAfter(error: unknown): Promise<void> {
    if (this.signal.aborted) return;
    const { firstMs, maxMs } = this.backOff;
    const waitMs = throttledFor(error) ?? Math.min(firstMs * 2 ** this.failures, maxMs);
    this.failures = Math.min(this.failures + 1, 30);
    const level = needsOperator(error) ? "error" : "warn";
    this.logger[level]({ ...failureForLog(error), waitMs }, "telegram: receiving failed, trying again");
    await sleep(waitMs, undefined, { signal: this.signal }).catch(() => undefined);
  }

  /** Tries until it works or the stop comes; true where it worked. */
  async until(attempt: () => Promise<void>): Promise<boolean> {
    while (!this.signal.aborted) {
      try {
        await attempt();
        this.reset();
        return true;
      } catch (error) {
        await this.waitAfter(error);
      }
    }
    return false;
  }
}
