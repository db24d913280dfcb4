import { LeaseLost } from "./handle-message";
import type { LookAhead } from "./look-ahead";
import type { ConversationPorts } from "./ports";
import type { Session } from "./session";

/** How long a contact is ours without a sign of life. Milliseconds. */
const leaseMs = 30_000;
/** A lease of which so much is over is renewed before anything that takes long. */
const youngPart = 1 / 3;

/** The lease of one contact, as far as it is ours. */
export interface Lease {
  readonly isHeld: boolean;
  /** Takes or renews it and, where `looksAhead`, looks for what a turn needs; null while somebody else's runs. */
  take(looksAhead?: boolean): Promise<Session | null>;
  /** Renews it where it is not young any more; throws `LeaseLost` where it is somebody else's by now. */
  keep(): Promise<void>;
  /** Lets go of it where it is held; `isDone` where what it was taken for is done. */
  release(isDone: boolean): Promise<void>;
  /** Says that the last commit let go of it. */
  wentWithCommit(): void;
}

/** The lease of the contact that is looked ahead for, which nobody has taken yet. */
export function leaseOf({ sessions, clock }: ConversationPorts, ahead: LookAhead, owner: string): Lease {
  const { contactId } = ahead;
  let heldSince: number | undefined;
  const terms = (now: number) => ({ contactId, owner, now, until: now + leaseMs });
  return {
    get isHeld() {
      return heldSince !== undefined;
    },
    take: async (looksAhead = true) => {
      const now = clock();
      const onTaken = (): void => (looksAhead ? ahead.look() : undefined);
      const session = await sessions.take({ ...terms(now), toAnswer: true, onTaken });
      heldSince = session ? now : undefined;
      return session;
    },
    keep: async () => {
      const now = clock();
      if (heldSince === undefined || now - heldSince < leaseMs * youngPart) return;
      if (!(await sessions.take(terms(now)))) throw new LeaseLost();
      heldSince = now;
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
 * Ports that do nothing but under the lease: where the session was recalled it is taken when something is first to be done in
 * this session, and what takes long begins with a young one.
 */
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
    keepFile: (received, now, wanted) =>
      ports.keepFile(received, now, wanted, async () => {
        await hold();
        await lease.keep();
      }),
  };
}
