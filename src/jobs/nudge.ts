import type { SessionStore } from "../conversation/session";
import type { Job } from "./job";

/** What the nudge is handed. */
export interface NudgeParts {
  readonly sessions: SessionStore;
  /** Queues the nudge, once for its id. */
  readonly nudge: (nudge: { id: string; contactId: string; flow: string }) => Promise<void>;
  /** Whether the contact may be nudged now: in a pause it is left for later. */
  readonly isAllowed: (contactId: string, now: number) => Promise<boolean>;
  /** Whether a flow is worth going on with days later; an errand is not. */
  readonly isWorthIt: (flow: string) => boolean;
  readonly owner: string;
  readonly clock: () => number;
}

const dayMs = 86_400_000;
/** Unfinished answers are mentioned once, between two and twenty-five days after the last one; they live for thirty. */
const nudgeAfterMs = 2 * dayMs;
const nudgeUntilMs = 25 * dayMs;
const leaseMs = 30_000;
const mostAtOnce = 500;

/** Reminds people, once and gently, of a conversation that they left unfinished. */
export function nudgeJob(parts: NudgeParts): Job {
  return {
    name: "nudge-unfinished",
    schedule: "40 9 * * *",
    run: async (now) => {
      const contacts = await parts.sessions.unfinished(now - nudgeUntilMs, now - nudgeAfterMs, mostAtOnce);
      let nudged = 0;
      for (const contactId of contacts) nudged += await nudgeOne(parts, contactId, now);
      return { nudged };
    },
  };
}

async function nudgeOne(
  { sessions, nudge, isAllowed, isWorthIt, owner }: NudgeParts,
  contactId: string,
  now: number,
): Promise<number> {
  const session = await sessions.take({ contactId, owner, now, until: now + leaseMs });
  if (!session) return 0;
  try {
    const { position, aside, nudgedAt } = session.state;
    const left = position ?? aside.at(-1);
    if (!left || nudgedAt !== undefined || !isWorthIt(left.flow)) return 0;
    if (!(await isAllowed(contactId, now))) return 0;
    await nudge({ id: `nudge:${contactId}:${left.touchedAt}`, contactId, flow: left.flow });
    const touchedAt = left.touchedAt;
    return (await sessions.commit({ ...session, state: { ...session.state, nudgedAt: now } }, owner, touchedAt))
      ? 1
      : 0;
  } finally {
    await sessions.release(contactId, owner);
  }
}
