import type { Contact } from "../domain/messaging/contact";
import type { ConversationPorts, QueueReplies, Received } from "./ports";

/**
 * What a turn needs beside the session, looked for all at once as soon as the contact's lease stands or its session is recalled:
 * one question after the other would make a person wait for each answer in turn.
 */
export interface LookAhead {
  readonly contactId: string;
  /**
   * Looks anew: what was found before is no longer given. `isOurs` where this process answered the contact last: what goes before
   * the reply is then looked for at once too. `known`: what waits, where no look is needed for that.
   */
  look(isOurs?: boolean, known?: KnownToWait): void;
  /** The contact's waiting messages on the channels of this process, oldest first. */
  waiting(): Promise<readonly Received[]>;
  /** The person as seen through its first chat. */
  contact(): Promise<Contact | null>;
  /** Queues replies behind what goes before them. */
  queueReplies(): Promise<QueueReplies>;
}

/** What waits, as far as that is known without a look. */
export interface KnownToWait {
  readonly waiting: readonly Received[];
  /** Resolves when it is stored; what was sent before it has been by then, as a rule, and goes before nothing any more. */
  readonly stored: Promise<void>;
}

/** Makes it for a contact; up to `limit` waiting messages. Nothing is looked for before it is told to. */
export function lookAhead(ports: ConversationPorts, contactId: string, limit: number): LookAhead {
  const lookNow = (isOurs = false, known?: KnownToWait) => {
    const waiting = known ? Promise.resolve(known.waiting) : ports.inbox.waiting(contactId, limit, ports.channels);
    const found = {
      waiting,
      contact: ports.findContact(contactId),
      // Who answers lets the lease go before the reply is queued, and closes the message after it: where that message does not
      // wait any more, its reply is seen. What we answered ourselves is queued.
      queueReplies: isOurs
        ? (known?.stored.then(() => ports.queueRepliesAfter(contactId)) ??
          Promise.resolve(ports.queueRepliesAfter(contactId)))
        : waiting.then(() => ports.queueRepliesAfter(contactId)),
    };
    // Whoever asks for it hears of a failure; where the lease was not free, nobody does.
    for (const look of Object.values(found)) look.catch(() => undefined);
    return found;
  };
  let found: ReturnType<typeof lookNow> | undefined;
  const known = (): ReturnType<typeof lookNow> => (found ??= lookNow());
  return {
    contactId,
    look: (isOurs, known) => {
      found = lookNow(isOurs, known);
    },
    waiting: () => known().waiting,
    contact: () => known().contact,
    queueReplies: () => known().queueReplies,
  };
}
