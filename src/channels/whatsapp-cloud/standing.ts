import { createSpan, type Span } from "../../delivery/span";
import type { Logger } from "../../logger";
import type { GraphError } from "./client";
import { type CloudAlarm, meaningOf, remedyOf } from "./failures";

/** How long sending rests between two tries while an operator must act, at least and at most. Milliseconds. */
const alarmRestMs = 60_000;
const longestRestMs = 15 * alarmRestMs;

/** What the standing is told by and tells. */
export interface StandingOptions {
  /** Told once when something must be done by an operator before messages go out again. */
  readonly onAlarm?: ((alarm: CloudAlarm) => void) | undefined;
  readonly logger: Logger;
  /** Milliseconds. */
  readonly now: () => number;
}

/** An alarm that stands, whether the platform said so only after it had taken the message, and at which moment. */
interface Raised {
  readonly alarm: CloudAlarm;
  readonly late: boolean;
  readonly at: number;
}

/** Whether the platform lets us send at all, learned from its answers and from what it says of messages afterwards. */
export class Standing {
  private raised: Raised | undefined;
  /** Until the next try. */
  private readonly rest: Span;
  private tries = 0;
  private lastSentAt = 0;

  constructor(private readonly options: StandingOptions) {
    this.rest = createSpan(options.now);
  }

  /** `on`, or what keeps messages from going out. */
  condition(): string {
    return this.raised?.alarm ?? "on";
  }

  /**
   * How long sending rests from now, 0 where a message may go. While an alarm stands one message goes after each rest, to
   * see whether the operator has acted; a try that costs a message, because it is taken first, is made ever more seldom.
   */
  restMs(): number {
    if (!this.raised) return 0;
    const leftMs = this.rest.leftMs();
    if (leftMs === 0) this.restFrom(this.options.now());
    return leftMs;
  }

  /** Takes the platform's answer to a message, a fault where it was one. One that carries no alarm proves that sending works. */
  answered(error?: GraphError): void {
    const alarm = error && meaningOf(error).alarm;
    if (alarm) return this.raise({ alarm, late: false, at: this.options.now() });
    if (error && !isProof(error)) return;
    if (this.raised && !this.raised.late) this.clear();
  }

  /** Takes a success of any other call: it proves no more than that the token works. */
  tokenWorks(): void {
    if (this.raised?.alarm === "token-expired") this.clear();
  }

  /** Takes what became of a message that had been taken: `at` is the platform's own time, because this may come late. */
  told(alarm: CloudAlarm | undefined, isSent: boolean, at: number): void {
    if (isSent) this.lastSentAt = Math.max(this.lastSentAt, at);
    if (alarm && at >= this.lastSentAt && !this.raised) this.raise({ alarm, late: true, at });
    if (isSent && this.raised?.late && at > this.raised.at) this.clear();
  }

  private raise(raised: Raised): void {
    const { logger, now, onAlarm } = this.options;
    const { alarm } = raised;
    const isNews = this.raised?.alarm !== alarm;
    if (!this.raised) this.restFrom(now());
    this.raised = raised;
    if (!isNews) return;
    logger.error({ alarm, remedy: remedyOf(alarm) }, "whatsapp-cloud: nothing goes out until an operator acts");
    onAlarm?.(alarm);
  }

  private restFrom(now: number): void {
    const restMs = this.raised?.late ? Math.min(alarmRestMs * 2 ** this.tries, longestRestMs) : alarmRestMs;
    this.tries += 1;
    this.rest.begin(restMs, now);
  }

  private clear(): void {
    this.raised = undefined;
    this.tries = 0;
    this.options.logger.info("whatsapp-cloud: messages go out again");
  }
}

/** A fault on the way, or of the platform's own, says nothing about us. */
function isProof(error: GraphError): boolean {
  return error.code !== undefined && meaningOf(error).reason !== "unreachable";
}
