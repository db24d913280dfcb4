import { setTimeout as sleep } from "node:timers/promises";
import type { InboundMessage } from "../../domain/messaging/message";
import type { Logger } from "../../logger";
import type { Ledger } from "./ledger";

/** What makes a message durable; see `Channel.start`. */
export type Receive = (message: InboundMessage) => Promise<void>;

/** What the intake works with. */
export interface IntakeOptions {
  readonly receive: Receive;
  readonly ledger: Ledger;
  readonly logger: Logger;
  /** The signal of a stop: what is not durable by then is swept in after the next start. */
  readonly signal: AbortSignal;
}

const firstWaitMs = 250;
const longestWaitMs = 30_000;

/**
 * Hands messages over, each person's in order. WhatsApp sends nothing a second time, so a message that could not be stored is
 * tried until it is; and until then the ledger does not pass it, so that the next process sweeps it in.
 */
export class Intake {
  readonly #lines = new Map<string, Promise<void>>();
  readonly #inHand = new Map<object, number>();
  #newest = 0;

  constructor(private readonly options: IntakeOptions) {}

  /**
   * Takes one message that was written at `sentAt` (milliseconds). `read` gives it, or nothing where nobody waits for an
   * answer; messages of the same `line` follow one another.
   */
  take(line: string, sentAt: number, read: () => Promise<InboundMessage | undefined>): void {
    const mark = {};
    this.#inHand.set(mark, sentAt);
    const before = this.#lines.get(line) ?? Promise.resolve();
    const work = before.then(() => this.#handOver(mark, read));
    this.#lines.set(line, work);
    void work.then(() => {
      if (this.#lines.get(line) === work) this.#lines.delete(line);
    });
  }

  /** Keeps the ledger from passing a moment (milliseconds) about which something is not known yet; returns what ends that. */
  hold(at: number): () => void {
    const mark = {};
    this.#inHand.set(mark, at);
    return () => this.#letGo(mark);
  }

  /** Waits for what is in hand; a message that waits to be tried again is left where the signal has come. */
  async settle(): Promise<void> {
    while (this.#lines.size > 0) await Promise.all(this.#lines.values());
  }

  async #handOver(mark: object, read: () => Promise<InboundMessage | undefined>): Promise<void> {
    const { ledger, logger, signal } = this.options;
    for (let waitMs = firstWaitMs; !signal.aborted; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      try {
        await this.#handOnce(await read());
        return this.#done(mark);
      } catch (error) {
        // A storage's error may quote the document: only its name is logged.
        const cause = error instanceof Error ? error.name : "unknown";
        logger.error({ cause, waitMs }, "whatsapp-web: a message could not be stored; it is tried again");
        await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      }
    }
    ledger.flush();
  }

  async #handOnce(message: InboundMessage | undefined): Promise<void> {
    const { receive, ledger } = this.options;
    if (!message || ledger.wasHanded(message.providerMessageId)) return;
    await receive(message);
    ledger.noteHanded(message.providerMessageId);
  }

  #done(mark: object): void {
    this.#newest = Math.max(this.#newest, this.#inHand.get(mark) ?? 0);
    this.#letGo(mark);
  }

  #letGo(mark: object): void {
    if (!this.#inHand.delete(mark) || this.#newest === 0) return;
    const oldestOpen = Math.min(...this.#inHand.values());
    this.options.ledger.noteHeardUntil(Math.min(this.#newest, oldestOpen));
  }
}
