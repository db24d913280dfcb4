import type { ChannelName, Contact } from "../domain/messaging/contact";
import type { OutboundMessage } from "../domain/messaging/message";
import type { SendFailure } from "./channel";
import {
  type DueReminders,
  inTemplates,
  type LookAtReminders,
  remindersAmong,
  remindersWith,
  stillDue,
} from "./due-reminders";
import { gate } from "./gate";
import { type Attempted, createHands, gone, type InHand } from "./hands";
import { peopleAtOnce } from "./inbox-worker";
import { createOneByOne, type OneByOne } from "./one-by-one";
import { isAutomatic, type OutboxEntry, priorityOf, type Unfinished } from "./outbox";
import { type FileSource, sendWithFile } from "./outgoing-file";
import { holdForRoom, holdForWindow, roomFor } from "./outside-window";
import { passOnDropped, recipientOf } from "./pass-on";
import { shorteningWaits } from "./set-back";
import {
  finishAll,
  giveUp,
  isLastTry,
  isPromised,
  notDelivered,
  retryOrGiveUp,
  type UndeliveredOptions,
} from "./undelivered";
import { createUnstoredSends, type Taken, type UnstoredSends } from "./unstored-sends";

/** What the sender of one channel is handed. */
export interface SenderOptions extends UndeliveredOptions {
  /** The person as seen through the chat of this contact. */
  readonly findContact: (id: string) => Promise<Contact | null>;
  /** Which of a person's reminders are still true, and their words. */
  readonly lookAtReminders: LookAtReminders;
  /** Whether words that were queued a while ago are still for this contact to hear; always, where it is not given. */
  readonly isStillSo?: (entry: OutboxEntry, contactId: string) => Promise<boolean>;
  /** Where the photo or PDF of a message comes from at the moment of sending. */
  readonly files: FileSource;
  /** Whether reminders, nudges and broadcasts are dropped here; see `GateView`. */
  readonly isWithoutReminders?: boolean;
  /** Names this process among those that lease. */
  readonly owner: string;
  readonly leaseMs?: number;
  readonly pollMs?: number;
  /** How many are being sent at once; as the channel's allowance has it, where nothing is said. */
  readonly concurrency?: number;
}

/** What is known of an entry from this very moment, so that nobody looks again. */
export interface Known {
  /** Who `findContact` would find for it. */
  readonly recipient?: Contact | undefined;
  /** What of the contact's is queued or under way. */
  readonly unfinished?: Unfinished | undefined;
}

/** Sends what is due on one channel. */
export interface Sender {
  readonly channel: ChannelName;
  start(): void;
  /** Says that something new is in the outbox. */
  notify(): void;
  /**
   * Adds an entry, durably, and sends it at once where nothing of its contact's goes before; does not wait for its end.
   */
  add(entry: Omit<OutboxEntry, "sentParts" | "attempts">, known?: Known): Promise<void>;
  /** Sends all that is due now, and resolves when nothing is left that may go at this moment. */
  drain(): Promise<void>;
  /** Finishes the sends in hand and begins no other. */
  stop(): Promise<void>;
}

/** What one attempt is handed besides. */
interface Attempt extends SenderOptions {
  readonly leaseMs: number;
  readonly inHand: InHand;
  readonly perPerson: OneByOne;
  readonly unstored: UnstoredSends;
  /** Who is written to, where that is known already. */
  readonly recipient?: Contact | undefined;
}

/** So many are sent at once at least and at most: everybody who is answered at once hears the answer at once. */
const handsBetween = { least: 8, most: peopleAtOnce } as const;

/**
 * As many as are under way while a platform takes half a second to answer, and a tenth of a second goes by until the end of a
 * reminder is stored.
 */
function handsFor(perSecond: number): number {
  return Math.min(handsBetween.most, Math.max(handsBetween.least, Math.ceil(perSecond * 0.6)));
}

const blockedByPerson: SendFailure = { reason: "blocked-by-person" };
/** A full allowance is asked again after this at the latest. Milliseconds. */
const longestPauseMs = 1_000;
/** What has gone is stored again after this where it could not be. Milliseconds. */
const storeAgainMs = 2_000;
const goesAgain = "that a message went cannot be stored before the stop: it is sent again";

/** Makes the sender; `start` sets it going. */
export function createSender(options: SenderOptions): Sender {
  const { channel, logger, leaseMs = 60_000, pollMs = 1_000 } = options;
  const { concurrency = handsFor(options.allowance.perSecond) } = options;
  const { shortenWaits, ...own } = ownOf(options, leaseMs);
  const hands = createHands({
    ...{ channel: channel.name, outbox: options.outbox, logger, clock: options.clock, owner: options.owner },
    ...{ leaseMs, concurrency },
    attempt: (entry, inHand, recipient) => trySend({ ...options, ...own, inHand, recipient }, entry),
  });
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let draining: Promise<void> | undefined;
  let again = false;
  let wakeUp = (): void => undefined;

  /** Waits until something may go again; what is added meanwhile may be for somebody whose allowance is not full. */
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timeout = setTimeout(resolve, Math.min(ms, longestPauseMs));
      wakeUp = () => {
        clearTimeout(timeout);
        resolve();
      };
    });
  const drainAll = async (): Promise<void> => {
    let hasWaited = false;
    while (!isStopped) {
      again = false;
      const heldUpMs = hands.areFree ? hands.heldUpMs() : undefined;
      if (heldUpMs !== undefined) await pause(heldUpMs);
      const count = await hands.leaseMore(hasWaited);
      if (hands.areFree && count === 0 && !again) return;
      if (hands.areFree || again) continue;
      hasWaited = await Promise.race([hands.any().then(() => false), pause(pollMs).then(() => true)]);
      wakeUp();
    }
  };
  const drain = (): Promise<void> => {
    again = true;
    draining ??= drainAll().finally(() => {
      draining = undefined;
    });
    // What was added after the last look of a drain that is just ending is sent by another one.
    return draining.then(() => (again && !isStopped ? drain() : undefined));
  };
  const drainSafely = (): Promise<void> =>
    drain().catch((error) => logger.error({ err: error, channel: channel.name }, "sending failed; it is tried again"));
  const poll = async (): Promise<void> => {
    await shortenWaits().then(drainSafely);
    if (!isStopped) timer = setTimeout(() => void poll(), pollMs);
  };
  const notify = (): void => {
    if (isStopped) return;
    wakeUp();
    void drainSafely();
  };
  return {
    channel: channel.name,
    start: () => void poll(),
    notify,
    add: async (entry, { recipient, unfinished } = {}) => {
      const terms = { owner: options.owner, now: options.clock(), leaseMs, unfinished };
      const leased = await options.outbox.addLeased(entry, terms);
      if (!leased) return notify();
      void hands.take(leased, recipient).then(({ type }) => (type === "later" ? notify() : undefined));
    },
    drain,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      wakeUp();
      await draining?.catch(() => undefined);
      await hands.all();
      await own.unstored.storeAll().catch((error) => logger.error({ err: error, channel: channel.name }, goesAgain));
    },
  };
}

/** What one sender has, most of it shared by its attempts. */
function ownOf(options: SenderOptions, leaseMs: number) {
  const { outbox, clock } = options;
  return {
    leaseMs,
    perPerson: createOneByOne(),
    unstored: createUnstoredSends(outbox, clock, leaseMs),
    shortenWaits: shorteningWaits(options, leaseMs),
  };
}

/**
 * A defect at one entry harms no other: it is tried again, and in the end an officer looks at it; soon, where the person would
 * hear nothing else until then.
 */
async function trySend(options: Attempt, entry: OutboxEntry): Promise<Attempted> {
  try {
    const [left] = await options.unstored.stillToSend([entry]);
    return left ? await sendEntry(options, left) : gone;
  } catch (error) {
    const { channel, logger, unstored } = options;
    if (unstored.has(entry.id)) return storeLater(options, [entry], error);
    logger.error({ err: error, channel: channel.name }, "a message could not be sent by a defect of ours");
    return retryOrGiveUp(options, [entry], { reason: "defect", holdsUp: priorityOf[entry.kind] === priorityOf.reply });
  }
}

/** Stores what the platform has taken. Returned is how the attempt ended where that cannot be done now. */
async function storeTaken(
  options: Attempt,
  going: readonly OutboxEntry[],
  taken: Taken,
): Promise<Attempted | undefined> {
  try {
    await options.unstored.took(going, taken);
    return undefined;
  } catch (error) {
    return storeLater(options, going, error);
  }
}

/** Counts no attempt: however often it takes, nobody is told that these did not arrive. */
async function storeLater(options: Attempt, going: readonly OutboxEntry[], error: unknown): Promise<Attempted> {
  const { channel, outbox, clock, logger } = options;
  logger.error({ err: error, channel: channel.name }, "a message went, but that cannot be stored; it is tried again");
  for (const { id } of going) await outbox.release(id, { notBefore: clock() + storeAgainMs, failed: false });
  return gone;
}

async function sendEntry(options: Attempt, entry: OutboxEntry): Promise<Attempted> {
  const { outbox, clock } = options;
  const contact = options.recipient ?? (await recipientOf(options.findContact, entry));
  const reminders = await options.unstored.stillToSend(await remindersWith(options, entry));
  const { due, found } = await stillDue(options.lookAtReminders, contact?.id ?? entry.contactId, reminders);
  const isStillTrue = await isTrueStill(options, entry, contact, due);
  const verdict = gate(entry, {
    contact,
    isStillTrue,
    isWithoutReminders: options.isWithoutReminders === true,
    now: clock(),
  });
  if (verdict.verdict === "drop" || !contact) {
    const reason = verdict.verdict === "drop" ? verdict.reason : "contact-gone";
    if (reason === "channel-without-reminders")
      options.logger.info(
        { channel: entry.channel, kind: entry.kind, count: reminders.length },
        "not sent: reminders are off here",
      );
    // Its end comes last: whoever is stopped in between does all of it again, which repeats nothing.
    const isPassedOn = await passOnDropped(options.otherChats, reminders, reason);
    if (reason === "blocked" && isPromised(entry) && !isPassedOn)
      await options.reportUndeliverable(entry, blockedByPerson);
    const end = { status: "dropped", reason, at: clock(), mayComeAgain: mayComeAgain(entry, reason) } as const;
    await finishAll(outbox, reminders, end);
    return gone;
  }
  if (verdict.verdict === "wait") {
    for (const one of reminders) await outbox.release(one.id, { notBefore: verdict.until, failed: false });
    return gone;
  }
  if (verdict.verdict === "hold") {
    await holdForWindow(options, contact, entry, verdict.knocks);
    return gone;
  }
  if (verdict.verdict === "give-up") return giveUp(options, [entry], { reason: "window-closed" }, true);
  await dropUntrue(
    options,
    reminders.filter((one) => one.content.type === "reminder" && !due.includes(one)),
  );
  const going = entry.content.type === "reminder" ? due : [entry];
  if (verdict.verdict === "template") return sendTemplate(options, contact, going, found);
  return sendMessages(options, contact, going, await messagesOf(contact, going, found));
}

const notTrue = "not-true-any-more";

function dropUntrue({ outbox, clock }: SenderOptions, reminders: readonly OutboxEntry[]): Promise<void> {
  return finishAll(outbox, reminders, { status: "dropped", reason: notTrue, at: clock(), mayComeAgain: true });
}

/**
 * A month that was said to be paid, or that somebody else was to pay, may be this contact's to pay again within the days of the
 * same rung: a proof is refused, a sponsor leaves. Its reminder is then planned anew.
 */
function mayComeAgain({ content }: OutboxEntry, reason: string): boolean {
  return content.type === "reminder" && reason === notTrue;
}

/** A reminder while its month waits for payment; a knock while there is news behind it; all else as its rule has it. */
async function isTrueStill(
  { outbox, isStillSo }: SenderOptions,
  entry: OutboxEntry,
  contact: Contact | null,
  due: readonly OutboxEntry[],
): Promise<boolean> {
  const { id, contactId, channel, content } = entry;
  if (content.type === "reminder") return due.length > 0;
  if (content.type === "knock") return outbox.hasNews(contactId, channel, id);
  return isStillSo === undefined || isStillSo(entry, contact?.id ?? contactId);
}

/** Outside the window, where only approved words may go, and only to so many people a day. */
async function sendTemplate(
  options: Attempt,
  contact: Contact,
  going: readonly OutboxEntry[],
  found?: DueReminders,
): Promise<Attempted> {
  const { outsideWindow } = options;
  if (!outsideWindow) throw new Error("the channel has a window, but its sender was given no templates");
  const until = await roomFor(outsideWindow, contact, going);
  if (until > 0) {
    await holdForRoom(options.outbox, going, until);
    return gone;
  }
  if (!found) return sendMessages(options, contact, going, [outsideWindow.composeKnock(contact)]);
  const { groups, others } = await inTemplates(found, contact, going);
  await dropUntrue(options, others);
  let ended = gone;
  // Each by itself: what holds one template up, or ends it, says nothing of the months of the other.
  for (const { message, entries } of groups) {
    const one = await sendMessages(options, contact, entries, [message]);
    if (one.type === "later") ended = one;
  }
  return ended;
}

async function messagesOf(
  contact: Contact,
  going: readonly OutboxEntry[],
  found?: DueReminders,
): Promise<readonly OutboundMessage[]> {
  const [first] = going;
  if (first?.content.type === "messages") return first.content.messages;
  return found ? [await found.free(contact, remindersAmong(going))] : [];
}

async function sendMessages(
  options: Attempt,
  contact: Contact,
  going: readonly OutboxEntry[],
  messages: readonly OutboundMessage[],
): Promise<Attempted> {
  const { allowance, clock, perPerson, inHand, leaseMs } = options;
  const [entry] = going;
  if (!entry) return gone;
  // A reminder is one message, composed anew at each try; an earlier version sent two in a row and counted them.
  const sentParts = entry.content.type === "reminder" ? 0 : entry.sentParts;
  const left = messages.slice(sentParts);
  // All parts had gone before a process died.
  if (left.length === 0) await storeTaken(options, going, { sentParts, isLast: true, messageIds: [], at: clock() });
  let heldSince = inHand.leasedAt;
  for (const [place, message] of left.entries()) {
    const waitMs = await allowance.take(contact.id, entry.kind === "reply");
    if (waitMs > 0) return giveBack(options, going, waitMs);
    const part = { message, sentParts: sentParts + place + 1, isLast: place === left.length - 1 };
    const ended = await perPerson.run(contact.id, async () => {
      // Somebody else could have it before the platform answers, or the clock was set back: it is left to whoever leases it next.
      if (Math.abs(clock() - heldSince) > leaseMs * surePart) return gone;
      return sendPart(options, contact, going, part);
    });
    if (ended) return ended;
    heldSince = clock();
  }
  return gone;
}

/** Within so much of a lease a send begins: the rest is for the platform's answer. */
const surePart = 0.5;

/**
 * Sends one part and writes down what became of it, before anything else goes to the same person here: a process that dies
 * repeats no more than it. Returned is how the attempt ended where no further part may go.
 */
async function sendPart(
  options: Attempt,
  contact: Contact,
  going: readonly OutboxEntry[],
  { message, sentParts, isLast }: { message: OutboundMessage; sentParts: number; isLast: boolean },
): Promise<Attempted | undefined> {
  const { channel, clock } = options;
  const sentAt = clock();
  const sent = await sendWithFile(options, contact, message, isLastTry(going));
  if (!sent.ok)
    return notDelivered(options, contact, going, { ...sent.error, isTemplate: message.template !== undefined, sentAt });
  // Ids that nobody will ask for are not kept: neither the platform nor whoever quotes a message for KENAPA.
  const messageIds =
    channel.tellsDelivery || going.some(isAutomatic) ? [...(sent.value.earlierIds ?? []), sent.value.messageId] : [];
  return storeTaken(options, going, { sentParts, isLast, messageIds, at: clock() });
}

async function giveBack(options: SenderOptions, going: readonly OutboxEntry[], waitMs: number): Promise<Attempted> {
  for (const entry of going)
    await options.outbox.release(entry.id, { notBefore: options.clock() + waitMs, failed: false });
  return { type: "later", waitMs };
}
