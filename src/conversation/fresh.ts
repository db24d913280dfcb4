import { LeaseLost } from "./handle-message";
import type { Received } from "./ports";

/** A message that this process is storing, or has just stored. */
export interface Arriving {
  readonly entry: Received;
  /** Resolves when it is durable: with false where it was there already. Rejects where it could not be stored. */
  readonly stored: Promise<boolean>;
}

/** What is known of a contact's messages without a look. */
export interface Fresh {
  /** Those that came since the contact was answered last. */
  readonly arriving: readonly Arriving[];
  /** Whether nothing else waits, as far as is known. */
  readonly isAll: boolean;
  /** Resolves when the message that was answered before is closed; rejects where that failed. */
  readonly closed: Promise<void>;
  /** Those that have come since. */
  readonly later?: () => readonly Arriving[];
  /** Says that a message is being answered: one that has come since need not be answered again. */
  readonly take?: (id: string) => void;
  /** Takes the closing of a message that is answered, for which nothing but the next turn waits. */
  readonly behind?: (closing: Promise<void>) => void;
}

/** Where nothing is known but that something may wait. */
export const plainFresh: Fresh = { arriving: [], isAll: false, closed: Promise.resolve() };

/** Resolves when all of it is stored, what has come since included, or has failed to be. */
export async function allStored({ arriving, closed, later = none }: Fresh): Promise<void> {
  await Promise.allSettled([closed, ...[...arriving, ...later()].map(({ stored }) => stored)]);
}

const none = (): readonly Arriving[] => [];

/** The messages by the platform's own time, then sequence, as the inbox gives them. */
export function inPlatformOrder(arriving: readonly Arriving[]): readonly Received[] {
  return arriving.map(({ entry }) => entry).sort(compare);
}

const compare = ({ message: one }: Received, { message: other }: Received): number =>
  one.sentAt - other.sentAt || one.sequence - other.sequence;

/**
 * Waits until this message is durable and the one before it closed: a turn that is recorded earlier could be taken twice.
 * `LeaseLost` where the message was there before, cannot be stored, or is not the next any more: what is to be done is then
 * seen in the store. That is found once for a turn: what has been begun is finished before anything that comes later.
 */
export function storedBefore({ arriving, closed, later = none }: Fresh, received: Received): () => Promise<void> {
  const own = arriving.find(({ entry }) => entry.id === received.id);
  const find = async (): Promise<void> => {
    await closed;
    const isNew = own === undefined || (await own.stored.catch(() => false));
    if (!isNew || later().some(({ entry }) => compare(entry, received) < 0)) throw new LeaseLost();
  };
  let found: Promise<void> | undefined;
  return () => (found ??= find());
}
