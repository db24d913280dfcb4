import { z } from "zod";
import type { InboundMessage } from "../../domain/messaging/message";
import type { Logger } from "../../logger";
import { troubleOf } from "./failures";
import type { Identities } from "./identities";
import { type Arrival, addressOf, isForUs, isWithheld, toEdited, toInbound, toUnread } from "./inbound";
import type { Intake } from "./intake";
import type { Ledger } from "./ledger";
import type { LinkedClient, LinkedClientEvent } from "./linked-client";
import { type MessageFields, readFields } from "./message-fields";
import { messagesSince } from "./page-scripts";

/** What hearing works with. */
export interface HearingOptions {
  readonly intake: Intake;
  readonly identities: Identities;
  readonly ledger: Ledger;
  readonly logger: Logger;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Told from which address a person wrote. */
  readonly onPerson: (address: string) => void;
}

/** What the client tells of a message. */
type HeardEvent = Extract<LinkedClientEvent, { type: "message" | "edited" | "ciphered" }>;
type Translate = (fields: MessageFields, arrival: Arrival) => InboundMessage | undefined;

/** What came late or out of order, or under a clock that differs from ours. Milliseconds. */
const sweepMarginMs = 10 * 60_000;
/** Nobody expects an answer to what is older. Milliseconds. */
const oldestSweptMs = 3 * 86_400_000;
const sweptChats = 500;
const sweptPerChat = 50;
const sweepTimeoutMs = 60_000;
const sweepAgainMs = 30_000;

/** Hears what people write: live, and what came while nobody listened. Each message once, each person's in order. */
export class Hearing {
  #sequence = 0;
  /** Live messages wait here while what came before them is swept in. */
  #waiting: HeardEvent[] | undefined;
  #again: NodeJS.Timeout | undefined;

  constructor(private readonly options: HearingOptions) {}

  hear(event: HeardEvent): void {
    if (this.options.signal.aborted) return;
    if (this.#waiting) this.#waiting.push(event);
    else this.#take(event.raw, translatorOf(event, this.options.now()));
  }

  /** Takes in what came while nobody listened; what comes meanwhile follows it. */
  sweep(client: LinkedClient): void {
    if (this.#waiting || this.options.signal.aborted) return;
    clearTimeout(this.#again);
    this.#waiting = [];
    void this.#sweepIn(client).finally(() => {
      const waiting = this.#waiting ?? [];
      this.#waiting = undefined;
      for (const event of waiting) this.hear(event);
    });
  }

  stop(): void {
    clearTimeout(this.#again);
  }

  async #sweepIn(client: LinkedClient): Promise<void> {
    const { ledger, now, logger } = this.options;
    const since = Math.floor(Math.max(ledger.sweepFrom(sweepMarginMs), now() - oldestSweptMs) / 1_000);
    try {
      const argument = { since, chats: sweptChats, perChat: sweptPerChat };
      const found = z.array(z.unknown()).parse(await client.ask(messagesSince, argument, sweepTimeoutMs));
      for (const raw of found) this.#take(raw, toInbound);
      if (found.length > 0)
        logger.info({ found: found.length }, "whatsapp-web: messages of the time before were looked through");
    } catch (error) {
      logger.warn(
        { trouble: troubleOf(error) },
        "whatsapp-web: messages of the time before could not be had; again soon",
      );
      this.#again = setTimeout(() => this.sweep(client), sweepAgainMs);
    }
  }

  #take(raw: unknown, translate: Translate): void {
    const { intake, ledger, logger, onPerson } = this.options;
    const read = readFields(raw);
    if (!("fields" in read)) {
      logger.error({ fields: read.faults }, "whatsapp-web: a message has another shape than expected; passed over");
      return;
    }
    const { fields } = read;
    // A phone that was only just linked tells its history too.
    if (!isForUs(fields) || !ledger.isOurs(fields.t * 1_000)) return;
    // The platform's order is that in which its page tells; numbers of a later process are higher.
    this.#sequence = Math.max(this.#sequence + 1, this.options.now());
    const sequence = this.#sequence;
    onPerson(addressOf(fields));
    intake.take(addressOf(fields), fields.t * 1_000, () => this.#translate(fields, sequence, translate));
  }

  async #translate(fields: MessageFields, sequence: number, translate: Translate): Promise<InboundMessage | undefined> {
    const { identities } = this.options;
    const address = addressOf(fields);
    const silent = translate(fields, { names: {}, sequence }) === undefined;
    if (silent || address.endsWith("@g.us")) return translate(fields, { names: {}, sequence });
    const names = await identities.namesOf(address);
    identities.noteFrom(address);
    return translate(fields, { names, sequence });
  }
}

function translatorOf(event: HeardEvent, now: number): Translate {
  switch (event.type) {
    case "message":
      return toInbound;
    case "edited":
      return (fields, arrival) => toEdited(fields, { before: event.before, now }, arrival);
    case "ciphered":
      return (fields, arrival) => (event.isFinal || isWithheld(fields) ? toUnread(fields, arrival) : undefined);
  }
}
