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
  /** Resolves when the messages that were answered before are closed; rejects where that failed. */
  readonly closed: Promise<unknown>;
  /** Whether a message that was answered is not closed yet, or could not be. */
  readonly isOpen?: (id: string) => boolean;
  /** Those that have come since. */
  readonly later?: () => readonly Arriving[];
  /** Says that a message is being answered: one that has come since need not be answered again. */
  readonly take?: (id: string) => void;
  /** Takes what closes a message that is answered, its replies queued before; only what goes on from it waits. */
  readonly behind?: (id: string, closing: Promise<void>) => void;
}

/** Where nothing is known but that something may wait. */
export const plainFresh: Fresh = { arriving: [], isAll: false, closed: Promise.resolve() };

/** Resolves when all of it is stored, what has come since included, or has failed to be. */
export async function settled({ arriving, closed, later = none }: Fresh): Promise<void> {
  await Promise.allSettled([closed, ...[...arriving, ...later()].map(({ stored }) => stored)]);
}

const none = (): readonly Arriving[] => [];

/** The messages by the platform's own time, then sequence, as the inbox gives them. */
export function inPlatformOrder(arriving: readonly Arriving[]): readonly Received[] {
  return arriving.map(({ entry }) => entry).sort(compare);
}

const compare = ({ message: one }: Received, { message: other }: Received): number =>
  one.sentAt - other.sentAt || one.sequence - other.sequence;

/** What a turn waits for before it writes. */
export interface Before {
  /**
   * Resolves when the message is durable, while what was answered before may still be open: a turn that is recorded then has to
   * say so, or that would be answered twice.
   */
  stored(): Promise<void>;
  /** Resolves when what was answered before is closed too. */
  durable(): Promise<void>;
  /** Whether a message that was answered before is open still. */
  isOpen(id: string): boolean;
}

/**
 * What the turn of this message waits for. `LeaseLost` where the message was there before, cannot be stored, or is not the next any
 * more: what is to be done is then seen in the store. That is found once for a turn: what has been begun is finished before
 * anything that comes later.
 */
export function beforeWriting({ arriving, closed, isOpen = nothing, later = none }: Fresh, received: Received): Before {
  const own = arriving.find(({ entry }) => entry.id === received.id);
  const find = async (): Promise<void> => {
    const isNew = own === undefined || (await own.stored.catch(() => false));
    if (!isNew || later().some(({ entry }) => compare(entry, received) < 0)) throw new LeaseLost();
  };
  let found: Promise<void> | undefined;
  const stored = (): Promise<void> => (found ??= find());
  const durable = async (): Promise<void> => {
    await closed;
    await stored();
  };
  return { stored, durable, isOpen };
}

const nothing = (): boolean => false;
