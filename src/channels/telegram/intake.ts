import type { Api } from "grammy";
import type { Update } from "grammy/types";
import type { InboundMessage } from "../../domain/messaging/message";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { Logger } from "../../logger";
import { failureForLog } from "./failures";
import { arrivalTimes, toInbound } from "./inbound";
import { type TelegramUpdate, updateSchema } from "./update";

/** What makes a message durable; see `Channel.start`. */
export type Receive = (message: InboundMessage) => Promise<void>;

/** What the intake works with. */
export interface IntakeOptions {
  /** Answers pressed buttons; its calls are given up soon. */
  readonly quickApi: Api;
  readonly receive: Receive;
  readonly logger: Logger;
  /** The clock, in milliseconds. */
  readonly now: () => number;
}

/** Takes updates in, whichever way they came: reads, hands over, and only then answers a pressed button. */
export class Intake {
  private readonly inHand = new Set<Promise<void>>();

  constructor(private readonly options: IntakeOptions) {}

  /** Takes one update; rejects where it is not durable. The failure is of the unreadable kind where it is no update. */
  async take(body: unknown): Promise<Result<void, "malformed">> {
    const update = this.read(body);
    if (!update) return fail("malformed");
    await this.track(this.handOver(update, this.options.now()));
    return ok(undefined);
  }

  /** Takes a batch in order, yielding the id of each update when it is durable; throws at the first that is not. */
  async *takeAll(batch: readonly Update[]): AsyncGenerator<number> {
    const updates = batch.map((item) => this.read(item) ?? { update_id: item.update_id });
    const times = arrivalTimes(updates, this.options.now());
    for (const [index, update] of updates.entries()) {
      await this.handOver(update, times[index] ?? this.options.now());
      yield update.update_id;
    }
  }

  /** Waits for what is in hand, and for buttons to be answered. */
  async settle(): Promise<void> {
    while (this.inHand.size > 0) await Promise.allSettled(this.inHand);
  }

  /** An update that we cannot read would stand in the way for ever, so it is logged by its fields and passed over. */
  private read(body: unknown): TelegramUpdate | undefined {
    const read = updateSchema.safeParse(body);
    if (read.success) return read.data;
    const fields = read.error.issues.map((issue) => issue.path.join("."));
    this.options.logger.error({ fields }, "telegram: an update has another shape than the Bot API's; passed over");
    return undefined;
  }

  private async handOver(update: TelegramUpdate, arrivedAt: number): Promise<void> {
    try {
      const message = toInbound(update, arrivedAt);
      if (message) await this.options.receive(message);
    } catch (error) {
      // A storage's error may quote the document: only its name is logged.
      const failure = { updateId: update.update_id, cause: error instanceof Error ? error.name : "unknown" };
      this.options.logger.error(
        failure,
        "telegram: an update could not be stored; Telegram keeps it and sends it again",
      );
      throw error;
    }
    const pressed = update.callback_query;
    if (pressed) void this.track(this.answer(pressed.id));
  }

  /** Ends the clock on the button. It may be too late for that, and nothing depends on it. */
  private async answer(id: string): Promise<void> {
    try {
      await this.options.quickApi.answerCallbackQuery(id);
    } catch (error) {
      this.options.logger.debug(failureForLog(error), "telegram: a pressed button was not answered");
    }
  }

  private async track(work: Promise<void>): Promise<void> {
    this.inHand.add(work);
    try {
      await work;
    } finally {
      this.inHand.delete(work);
    }
  }
}
