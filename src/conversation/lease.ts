import { LeaseLost } from "./handle-message";
import type { LookAhead } from "./look-ahead";
import type { ConversationPorts } from "./ports";
import type { Session } from "./session";

/** How long a contact is ours without a sign of life. Milliseconds. */
const leaseMs = 30_000;
/** So much of a lease may be over where a file is begun. */
const youngPart = 1 / 3;

/** How a lease is taken or renewed. */
export interface TakeTerms {
  /** Whether what a turn needs is looked for at once. */
  readonly looksAhead: boolean;
  /** Whether it counts as an attempt at the message that waits. */
  readonly isAttempt: boolean;
}

/** The lease of one contact, as far as it is ours. */
export interface Lease {
  readonly isHeld: boolean;
  /** Whether most of its time is left. */
  readonly isYoung: boolean;
  /** Takes or renews it; null while somebody else's runs. As an attempt that looks ahead, where nothing is said. */
  take(terms?: TakeTerms): Promise<Session | null>;
  /** Lets go of it where it is held; `isDone` where what it was taken for is done. */
  release(isDone: boolean): Promise<void>;
  /** Says that the last commit let go of it. */
  wentWithCommit(): void;
}

/** The lease of the contact that is looked ahead for, which nobody has taken yet. */
export function leaseOf({ sessions, clock }: ConversationPorts, ahead: LookAhead, owner: string): Lease {
  const { contactId } = ahead;
  let heldSince: number | undefined;
  return {
    get isHeld() {
      return heldSince !== undefined;
    },
    get isYoung() {
      return heldSince !== undefined && clock() - heldSince < leaseMs * youngPart;
    },
    take: async ({ looksAhead, isAttempt } = { looksAhead: true, isAttempt: true }) => {
      const now = clock();
      const onTaken = (): void => (looksAhead ? ahead.look() : undefined);
      const until = now + leaseMs;
      const session = await sessions.take({ contactId, owner, now, until, toAnswer: isAttempt, onTaken });
      heldSince = session ? now : undefined;
      return session;
    },
    release: async (isDone) => {
      if (heldSince === undefined) return;
      heldSince = undefined;
      await sessions.release(contactId, owner, isDone);
    },
    wentWithCommit: () => {
      heldSince = undefined;
    },
  };
}

/**
 * Ports whose effects and files are under the lease: where the session was recalled it is taken when something is first to be
 * done in it, after what `durable` waits for, and a file, which takes long, begins with a young one. `LeaseLost` where the
 * session is another by then.
 */
export function underLease(
  ports: ConversationPorts,
  lease: Lease,
  session: Session,
  durable: () => Promise<void>,
): ConversationPorts {
  const takeForSame = async (isAttempt: boolean): Promise<void> => {
    await durable();
    const taken = await lease.take({ looksAhead: false, isAttempt });
    if (taken?.commitToken !== session.commitToken || taken?.revision !== session.revision) throw new LeaseLost();
  };
  return {
    ...ports,
    perform: async (name, input, act) => {
      if (!lease.isHeld) await takeForSame(true);
      return ports.perform(name, input, act);
    },
    keepFile: (received, now, wanted) =>
      ports.keepFile(received, now, wanted, async () => {
        if (!lease.isYoung) await takeForSame(!lease.isHeld);
      }),
  };
}
