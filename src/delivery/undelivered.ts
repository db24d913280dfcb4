import type { Contact } from "../domain/messaging/contact";
import { chatIdOf } from "../domain/messaging/endpoints";
import type { Logger } from "../logger";
import type { Allowance } from "./allowance";
import type { Channel, SendFailure } from "./channel";
import { afterFailure, type Hindrance, mostDefects } from "./failures";
import { type Attempted, gone } from "./hands";
import type { Outbox, OutboxEntry } from "./outbox";
import { isWindowNews, type OutsideWindow } from "./outside-window";
import { type OtherChats, passOnFailed } from "./pass-on";

/** What decides about a message that was not delivered is handed. */
export interface UndeliveredOptions {
  readonly channel: Channel;
  readonly outbox: Outbox;
  readonly allowance: Allowance;
  /** The person's other chats, for what cannot be delivered here. */
  readonly otherChats?: OtherChats;
  readonly markBlocked: (contactId: string, at: number) => Promise<void>;
  /** Needed on a channel that has a window; see `hasWindow`. */
  readonly outsideWindow?: OutsideWindow;
  /** Told when a message cannot be delivered for good, so that an officer hears of it. */
  readonly reportUndeliverable: (entry: OutboxEntry, failure: Hindrance) => Promise<void>;
  readonly logger: Logger;
  readonly clock: () => number;
}

/** Says what becomes of these after the platform refused them or was away. */
export async function notDelivered(
  options: UndeliveredOptions,
  contact: Contact,
  going: readonly OutboxEntry[],
  { isTemplate, sentAt, ...failure }: SendFailure & { readonly isTemplate: boolean; readonly sentAt: number },
): Promise<Attempted> {
  const now = options.clock();
  if (options.outsideWindow && going.some((entry) => isWindowNews(failure, entry, isTemplate))) {
    await options.outsideWindow.noteClosed(chatIdOf(contact), now);
    for (const entry of going) await options.outbox.release(entry.id, { notBefore: now, failed: true });
    return gone;
  }
  if (failure.reason === "throttled" && failure.ofPerson && isTemplate) {
    // Who writes meanwhile opens the window: the words themselves go then, and nothing waits behind the template.
    const until = now + failure.retryAfterMs;
    for (const { id } of going) await options.outbox.hold(id, { until, reason: "window" });
    return gone;
  }
  if (failure.reason === "throttled" && !failure.ofPerson) options.allowance.pause(failure.retryAfterMs, now, sentAt);
  if (failure.reason === "blocked-by-person") await options.markBlocked(chatIdOf(contact), now);
  return retryOrGiveUp(options, going, failure);
}

/** Tries again later or gives up, as the failure and the attempts have it. */
export async function retryOrGiveUp(
  options: UndeliveredOptions,
  going: readonly OutboxEntry[],
  failure: Hindrance,
): Promise<Attempted> {
  const { outbox, clock, logger, channel } = options;
  const now = clock();
  const isDefect = failure.reason === "defect";
  const attempts = Math.max(...going.map((entry) => (isDefect ? defectsAt(entry) : entry.attempts))) + 1;
  const decision = afterFailure(failure, attempts);
  logger.warn(
    { channel: channel.name, reason: failure.reason, attempts, decision: decision.type },
    "a message was not delivered",
  );
  if (decision.type === "retry") {
    for (const entry of going)
      await outbox.release(entry.id, { notBefore: now + decision.afterMs, failed: decision.counts, isDefect });
    return gone;
  }
  return giveUp(options, going, failure, decision.type === "officer");
}

function defectsAt({ defects = 0 }: OutboxEntry): number {
  return defects;
}

/** Whether another defect of ours would be one too many where people wait behind it. */
export function isLastTry(going: readonly OutboxEntry[]): boolean {
  return going.some((entry) => defectsAt(entry) + 1 >= mostDefects);
}

/** Ends what cannot be delivered; an officer hears of it where told to, and always where it was promised. */
export async function giveUp(
  options: UndeliveredOptions,
  going: readonly OutboxEntry[],
  failure: Hindrance,
  tellsOfficer: boolean,
): Promise<Attempted> {
  const now = options.clock();
  const isPassedOn = await passOnFailed(options.otherChats, going, failure, now);
  const told = isPassedOn ? [] : going.filter((entry) => tellsOfficer || isPromised(entry));
  for (const entry of told) await options.reportUndeliverable(entry, failure);
  // Last: whoever is stopped before finds it queued, and tells of it again under the same ids.
  await finishAll(options.outbox, going, { status: "failed", reason: failure.reason, at: now });
  return gone;
}

/** An officer believes that these arrive, so an officer hears where even the person's own doing prevents it. */
export function isPromised({ kind }: OutboxEntry): boolean {
  return kind === "answer" || kind === "urgent";
}

/** Ends them all in the same way. */
export async function finishAll(
  outbox: Outbox,
  entries: readonly OutboxEntry[],
  result: Parameters<Outbox["finish"]>[1],
): Promise<void> {
  await Promise.all(entries.map((entry) => outbox.finish(entry.id, result)));
}
