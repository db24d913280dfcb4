import { z } from "zod";
import type { InboundMessage } from "../../domain/messaging/message";
import type { Logger } from "../../logger";
import type { LeftOut } from "./contract";
import { troubleOf } from "./failures";
import type { Identities } from "./identities";
import { type Arrival, addressOf, isForUs, isSealed, isWithheld, toEdited, toInbound, toUnread } from "./inbound";
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
  /** Told where messages are passed over for good. */
  readonly onLeftOut?: (left: LeftOut) => void;
}

/** What the client tells of a message. */
type HeardEvent = Extract<LinkedClientEvent, { type: "message" | "edited" | "ciphered" }>;
const sweptSchema = z.object({ found: z.array(z.unknown()), left: z.number() });
type Client = Pick<LinkedClient, "ask">;
type Translate = (fields: MessageFields, arrival: Arrival) => InboundMessage | undefined;

/** What came late or out of order, or under a clock that differs from ours. Milliseconds. */
const sweepMarginMs = 10 * 60_000;
/** The life of a link: WhatsApp ends one whose phone was not seen for so long. Milliseconds. */
const oldestSweptMs = 14 * 86_400_000;
/** More than a village writes in that time, and as much as a page can hand over at once. */
const sweepBounds = { chats: 2_000, perChat: 200, most: 20_000 };
/** Less than the three minutes after which the browser itself gives up; what was loaded until then is there at the next try. */
const sweepTimeoutMs = 150_000;
const sweepAgainMs = 30_000;

/** Hears what people write: live, and what came while nobody listened. Each message once, each person's in order. */
export class Hearing {
  #sequence = 0;
  /** Live messages wait here while what came before them is swept in. */
  #waiting: HeardEvent[] | undefined;
  #again: NodeJS.Timeout | undefined;
  /** Ends what keeps the ledger back until a sweep has succeeded. */
  #endSweep: (() => void) | undefined;
  /** Messages that are not deciphered yet, by id: the ledger does not pass them, so that each sweep looks for them again. */
  readonly #sealed = new Map<string, { readonly sentAt: number; readonly end: () => void }>();

  constructor(private readonly options: HearingOptions) {}

  hear(event: HeardEvent): void {
    if (this.options.signal.aborted) return;
    if (this.#waiting) this.#waiting.push(event);
    else this.#take(event.raw, translatorOf(event, this.options.now()), event.type === "ciphered" && event.isFinal);
  }

  /** Takes in what came while nobody listened; what comes meanwhile follows it. */
  sweep(client: Client): void {
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

  async #sweepIn(client: Client): Promise<void> {
    const { intake, ledger, now, logger } = this.options;
    const oldest = now() - oldestSweptMs;
    const from = Math.floor(ledger.sweepFrom(sweepMarginMs) / 1_000);
    const since = Math.max(from, Math.floor(oldest / 1_000));
    this.#endSweep ??= intake.hold(since * 1_000);
    try {
      const answer = await client.ask(messagesSince, { from, since, ...sweepBounds }, sweepTimeoutMs);
      const { found, left } = sweptSchema.parse(answer);
      for (const raw of found) this.#take(raw, toInbound);
      const unread = this.#giveUp(oldest);
      this.#endSweep();
      this.#endSweep = undefined;
      if (found.length > 0)
        logger.info({ found: found.length }, "whatsapp-web: messages of the time before were looked through");
      this.#tellLeftOut({ chats: left, unread });
    } catch (error) {
      logger.warn(
        { trouble: troubleOf(error) },
        "whatsapp-web: messages of the time before could not be had; again soon",
      );
      this.#again = setTimeout(() => this.sweep(client), sweepAgainMs);
    }
  }

  /** Waits no longer for messages that were not deciphered since before `oldest`; how many those are. */
  #giveUp(oldest: number): number {
    const old = [...this.#sealed].filter(([, { sentAt }]) => sentAt < oldest);
    for (const [id] of old) this.#unseal(id);
    return old.length;
  }

  #tellLeftOut(left: LeftOut): void {
    if (left.chats === 0 && left.unread === 0) return;
    this.options.logger.error(left, "whatsapp-web: messages were left out: look at the chats on the phone");
    this.options.onLeftOut?.(left);
  }

  #seal(id: string, sentAt: number): void {
    if (!this.#sealed.has(id)) this.#sealed.set(id, { sentAt, end: this.options.intake.hold(sentAt) });
  }

  #unseal(id: string): void {
    this.#sealed.get(id)?.end();
    this.#sealed.delete(id);
  }

  #take(raw: unknown, translate: Translate, isFinal = false): void {
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
    const isOpen = isSealed(fields) && !isFinal;
    if (isOpen) this.#seal(fields.id._serialized, fields.t * 1_000);
    intake.take(addressOf(fields), fields.t * 1_000, () => this.#translate(fields, sequence, translate));
    if (!isOpen) this.#unseal(fields.id._serialized);
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
