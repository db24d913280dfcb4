import { LeaseLost } from "./handle-message";
import type { LookAhead } from "./look-ahead";
import type { ConversationPorts } from "./ports";
import type { Session } from "./session";

/** How long a contact is ours without a sign of life. Milliseconds. */
const leaseMs = 30_000;

/** The lease of one contact, as far as it is ours. */
export interface Lease {
  readonly isHeld: boolean;
  /** Takes or renews it and, where `looksAhead`, looks for what a turn needs; null while somebody else's runs. */
  take(looksAhead?: boolean): Promise<Session | null>;
  /** Lets go of it where it is held; `isDone` where what it was taken for is done. */
  release(isDone: boolean): Promise<void>;
  /** Says that the last commit let go of it. */
  wentWithCommit(): void;
}

/** The lease of the contact that is looked ahead for, which nobody has taken yet. */
export function leaseOf({ sessions, clock }: ConversationPorts, ahead: LookAhead, owner: string): Lease {
  const { contactId } = ahead;
  let isHeld = false;
  return {
    get isHeld() {
      return isHeld;
    },
    take: async (looksAhead = true) => {
      const now = clock();
      const until = now + leaseMs;
      const onTaken = (): void => (looksAhead ? ahead.look() : undefined);
      const session = await sessions.take({ contactId, owner, now, until, toAnswer: true, onTaken });
      isHeld = session !== null;
      return session;
    },
    release: async (isDone) => {
      if (!isHeld) return;
      isHeld = false;
      await sessions.release(contactId, owner, isDone);
    },
    wentWithCommit: () => {
      isHeld = false;
    },
  };
}

/** Ports that do nothing but under the lease, which is taken when something is first to be done in this session. */
export function underLease(ports: ConversationPorts, lease: Lease, session: Session): ConversationPorts {
  const hold = async (): Promise<void> => {
    if (lease.isHeld) return;
    const taken = await lease.take(false);
    if (taken?.commitToken !== session.commitToken || taken?.revision !== session.revision) throw new LeaseLost();
  };
  return {
    ...ports,
    perform: async (name, input, act) => {
      await hold();
      return ports.perform(name, input, act);
    },
    keepFile: async (received, now, wanted) => {
      await hold();
      return ports.keepFile(received, now, wanted);
    },
  };
}
