import type { Contact } from "../domain/messaging/contact";
import type { Hands } from "./hands";
import type { LastReplies } from "./last-replies";
import type { Outbox, OutboxEntry, Unfinished } from "./outbox";

/** What is known of an entry from this very moment, so that nobody looks again. */
export interface Known {
  /** Who `findContact` would find for it. */
  readonly recipient?: Contact | undefined;
  /** What of the contact's is queued or under way. */
  readonly unfinished?: Unfinished | undefined;
  /** Whether its words are stored elsewhere too and nobody else adds it now: it need not wait until it is added. */
  readonly isNew?: boolean;
}

/**
 * Adds an entry, durably, and sends it at once where nothing of its contact's goes before, even while it is being added where it is
 * new; does not wait for its end.
 */
export type AddAndSend = (entry: Omit<OutboxEntry, "sentParts" | "attempts">, known?: Known) => Promise<void>;

/** What it is made from: parts of one sender. */
export interface AddAndSendParts {
  readonly outbox: Pick<Outbox, "addLeased">;
  readonly hands: Pick<Hands, "take">;
  readonly lastReplies: LastReplies;
  /** Says that something is in the outbox to be sent. */
  readonly notify: () => void;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly owner: string;
  readonly leaseMs: number;
}

/** Makes it for one sender. */
export function addAndSend({ outbox, hands, lastReplies, notify, clock, owner, leaseMs }: AddAndSendParts): AddAndSend {
  const send = (entry: OutboxEntry, recipient?: Contact): void =>
    void hands.take(entry, recipient).then(({ type }) => (type === "later" ? notify() : undefined));
  return async (entry, { recipient, unfinished, isNew = false } = {}) => {
    const before = unfinished ?? (isNew ? lastReplies.before(entry.contactId) : undefined);
    const terms = { owner, now: clock(), leaseMs, unfinished: before };
    const adding = outbox.addLeased(entry, terms);
    const goesMeanwhile = isNew && before?.goesBefore(entry, terms.now) === false;
    if (goesMeanwhile) {
      lastReplies.goes(entry);
      send({ ...entry, sentParts: 0, attempts: 0 }, recipient);
      await adding;
      return;
    }
    lastReplies.waits(entry.contactId);
    const leased = await adding;
    if (leased) send(leased, recipient);
    else notify();
  };
}
