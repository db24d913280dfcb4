import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { MessageMedia } from "whatsapp-web.js";
import { z } from "zod";
import type { OutgoingFile, SendFailure, SentMessage } from "../../delivery/channel";
import type { OutboundMessage } from "../../domain/messaging/message";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { WhatsAppWebOptions } from "./contract";
import { troubleOf } from "./failures";
import type { Identities } from "./identities";
import type { Ledger } from "./ledger";
import type { LinkedClient } from "./linked-client";
import { bareId } from "./message-fields";
import { toParts, type WebPart } from "./outbound";
import { Pace } from "./pace";
import { hasWritten, ownMessage } from "./page-scripts";

type Sent = Result<SentMessage, SendFailure>;

/** What sending works with. */
export interface SendingOptions extends Pick<WhatsAppWebOptions, "gapMs" | "dailyCap" | "now" | "random" | "logger"> {
  readonly ledger: Ledger;
  readonly identities: Identities;
  /** The client of this moment; none while it is not ready. */
  readonly client: () => LinkedClient | undefined;
  readonly signal: AbortSignal;
}

const addressShape = /^\d{5,20}@(c\.us|lid)$|^[\d-]{10,40}@g\.us$/;
/** Fast enough for nobody to wait, slow enough to be seen. */
const typingMsPerCharacter = 12;
const longestTypingMs = 2_500;
/** After this in line nothing is begun any more. Milliseconds. */
const longestInLineMs = 25_000;
/** A message that the service refused has this mark, instead of one, two or blue ticks. */
const refusedMark = -1;
const ownMessageSchema = z.object({ id: z.string(), ack: z.number().nullish() }).nullable();

/** Sends as a person would: one after the other, only to who has written, no more than the day allows. */
export class Sending {
  readonly #pace: Pace;
  readonly #acquainted = new Set<string>();
  /** Where something was written that is not marked as read yet. */
  readonly #unread = new Set<string>();

  constructor(private readonly options: SendingOptions) {
    this.#pace = new Pace(options);
  }

  /** Says that somebody wrote from this address: an answer may go there. */
  noteWritten(address: string): void {
    this.#acquainted.add(address);
    this.#unread.add(address);
  }

  async send(address: string, message: OutboundMessage, file?: OutgoingFile): Promise<Sent> {
    if (!addressShape.test(address)) return fail({ reason: "rejected", detail: "the address is none of WhatsApp's" });
    const parts = toParts(message, file);
    if (parts.length === 0) return fail({ reason: "rejected", detail: "the text is blank" });
    const fullMs = this.#pace.fullForMs();
    if (fullMs > 0) return fail({ reason: "throttled", retryAfterMs: fullMs });
    const since = performance.now();
    return this.#pace.inLine(async () => {
      // Those before it hung: it would outlast the time for which the sender holds it.
      if (performance.now() - since > longestInLineMs) return fail({ reason: "unreachable" });
      return this.#sendAll(this.options.identities.answerTo(address), parts);
    });
  }

  /** Shows that an answer is coming; never fails. */
  async showTyping(address: string): Promise<void> {
    if (addressShape.test(address)) await this.#type(this.options.identities.answerTo(address));
  }

  /** Resolves when nothing is being sent. */
  idle(): Promise<void> {
    return this.#pace.idle();
  }

  async #sendAll(address: string, parts: readonly WebPart[]): Promise<Sent> {
    const earlierIds: string[] = [];
    for (const [index, part] of parts.entries()) {
      const sent = await this.#sendPart(address, part);
      if (!sent.ok) return sent;
      if (index === parts.length - 1) return ok({ ...sent.value, ...(index > 0 ? { earlierIds } : {}) });
      earlierIds.push(sent.value.messageId);
    }
    return fail({ reason: "rejected", detail: "the text is blank" });
  }

  async #sendPart(address: string, part: WebPart): Promise<Sent> {
    const { ledger, dailyCap, signal } = this.options;
    if (ledger.sentToday() >= dailyCap) return fail({ reason: "throttled", retryAfterMs: ledger.untilTomorrow() });
    await this.#pace.gap(signal);
    const client = this.options.client();
    if (!client || signal.aborted) return fail({ reason: "unreachable" });
    const key = keyOf(address, part);
    try {
      return (
        (await this.#whatBecameOf(client, key, address, part)) ?? (await this.#sendNow(client, key, address, part))
      );
    } catch (error) {
      const failure = this.#failureOf(error);
      if (failure.reason === "rejected") ledger.noteEnded(key);
      return fail(failure);
    }
  }

  /**
   * What became of a send whose end we did not see: where the message stands in the chat it went out, or will by itself, and
   * must not go out twice.
   */
  async #whatBecameOf(
    client: LinkedClient,
    key: string,
    address: string,
    { text }: WebPart,
  ): Promise<Sent | undefined> {
    const began = this.options.ledger.begunAt(key);
    if (began === undefined) return undefined;
    const since = Math.floor(began / 1_000) - 1;
    const own = ownMessageSchema.parse(await client.ask(ownMessage, { address, text, since }));
    if (own && own.ack === 0) return fail({ reason: "unreachable" });
    this.options.ledger.noteEnded(key);
    if (!own || own.ack === refusedMark) return undefined;
    return ok({ messageId: bareId(own.id) });
  }

  async #sendNow(client: LinkedClient, key: string, address: string, part: WebPart): Promise<Sent> {
    const { ledger } = this.options;
    if ((await client.socketState()) !== "CONNECTED") return fail({ reason: "unreachable" });
    if (!(await this.#isAcquainted(client, address)))
      return fail({
        reason: "rejected",
        detail: "this person has never written here; strangers are not written to first",
      });
    await this.#actHuman(client, address, part);
    ledger.noteBegun(key);
    const sent = await client.send(address, part.text, part.file ? mediaOf(part.file, part.text) : {});
    ledger.noteEnded(key);
    this.#pace.sent();
    if (!sent)
      return fail({ reason: "rejected", detail: "WhatsApp Web opened no chat for this address", ofChat: true });
    if (sent.ack === refusedMark) return fail({ reason: "rejected", detail: "WhatsApp refused the message" });
    ledger.countSent();
    return ok({ messageId: bareId(sent.id._serialized) });
  }

  async #isAcquainted(client: LinkedClient, address: string): Promise<boolean> {
    if (this.#acquainted.has(address)) return true;
    const isKnown = (await client.ask(hasWritten, address)) === true;
    if (isKnown) this.#acquainted.add(address);
    return isKnown;
  }

  /** Reads what was written, and types for a moment. Both are courtesies: without them the message goes all the same. */
  async #actHuman(client: LinkedClient, address: string, { text }: WebPart): Promise<void> {
    const { gapMs, signal, logger } = this.options;
    if (this.#unread.delete(address))
      await client.markRead(address).catch((error: unknown) => {
        logger.debug({ trouble: troubleOf(error) }, "whatsapp-web: a chat was not marked as read");
      });
    await this.#type(address);
    const typingMs = Math.min(text.length * typingMsPerCharacter, longestTypingMs, gapMs / 2);
    await sleep(typingMs, undefined, { signal }).catch(() => undefined);
  }

  async #type(address: string): Promise<void> {
    await this.options
      .client()
      ?.type(address)
      .catch((error: unknown) => {
        this.options.logger.debug({ trouble: troubleOf(error) }, "whatsapp-web: typing was not shown");
      });
  }

  /** A page that was changed says nothing about the message, which must wait for the remedy instead of being given up. */
  #failureOf(error: unknown): SendFailure {
    const trouble = troubleOf(error);
    this.options.logger.warn({ trouble }, "whatsapp-web: sending failed");
    if (trouble === "unknown-address")
      return { reason: "rejected", detail: "WhatsApp knows nobody at this address", ofChat: true };
    return { reason: "unreachable" };
  }
}

/** A photo is seen at once, anything else is a document. */
function mediaOf({ bytes, mimeType, name }: OutgoingFile, caption: string) {
  const media = new MessageMedia(mimeType, Buffer.from(bytes).toString("base64"), name, bytes.length);
  return { media, caption, ...(mimeType.startsWith("image/") ? {} : { sendMediaAsDocument: true }) };
}

function keyOf(address: string, { text, file }: WebPart): string {
  return createHash("sha256")
    .update(`${address}\n${file?.name ?? ""}\n${text}`)
    .digest("base64url");
}
