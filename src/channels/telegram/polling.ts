import type { Api } from "grammy";
import type { Update } from "grammy/types";
import type { Logger } from "../../logger";
import { forGrammy } from "./client";
import { failureForLog } from "./failures";
import type { Patience } from "./patience";
import { allowedUpdates } from "./update";

/** What the loop works with. */
export interface PollingOptions {
  /** Its calls may take as long as a poll. */
  readonly api: Api;
  /** Its calls are given up soon: the last one stands between us and the end of the process. */
  readonly quickApi: Api;
  /** How long Telegram holds a poll open when there is nothing to say. */
  readonly pollSeconds: number;
  readonly patience: Patience;
  readonly logger: Logger;
  /** Ends the loop. */
  readonly signal: AbortSignal;
  /** Hands a batch over in order, and yields the id of each update that is durable; throws at the first that is not. */
  readonly handOver: (batch: readonly Update[]) => AsyncIterable<number>;
}

/**
 * Long polling that loses nothing. Telegram forgets the updates below the offset of the next getUpdates, so the offset
 * moves only over updates that were handed over: one that failed, and all behind it, come again. (grammY's own
 * `bot.start()` moves over an update whose handler failed, and its `bot.stop()` over the one in hand.)
 */
export class Polling {
  private offset = 0;
  private confirmed = 0;

  constructor(private readonly options: PollingOptions) {}

  /** Polls until the signal; the update in hand is finished first, and what was handed over is confirmed. */
  async run(): Promise<void> {
    const { signal, patience } = this.options;
    while (!signal.aborted) {
      try {
        await this.pollOnce();
        patience.reset();
      } catch (error) {
        await patience.waitAfter(error);
      }
    }
    await this.confirm();
  }

  private async pollOnce(): Promise<void> {
    const { api, pollSeconds, signal, handOver } = this.options;
    const offset = this.offset;
    const batch = await api.getUpdates(
      { offset, timeout: pollSeconds, allowed_updates: allowedUpdates },
      forGrammy(signal),
    );
    this.confirmed = offset;
    for await (const id of handOver(batch)) {
      this.offset = id + 1;
      if (signal.aborted) return;
    }
  }

  /** What stays unconfirmed comes again at the next start, and the inbox knows it: no reason to fail a stop. */
  private async confirm(): Promise<void> {
    const { quickApi, logger } = this.options;
    if (this.offset === this.confirmed) return;
    try {
      await quickApi.getUpdates({ offset: this.offset, limit: 1, timeout: 0, allowed_updates: allowedUpdates });
    } catch (error) {
      logger.warn(failureForLog(error), "telegram: the last updates could not be confirmed and will come again");
    }
  }
}
