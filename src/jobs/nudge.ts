import {
  type FlowPosition,
  holdsAnswers,
  type LeftTalk,
  type SessionState,
  type SessionStore,
} from "../conversation/session";
import type { Logger } from "../logger";
import { eachSafely, toLog } from "../operations/each-safely";
import type { Job } from "./job";

/** What the nudge is handed. */
export interface NudgeParts {
  readonly sessions: SessionStore;
  /** Queues the nudge, once for its id. */
  readonly nudge: (nudge: { id: string; contactId: string; flow: string }) => Promise<void>;
  /** Whether the contact may be nudged now: in a pause, and while the person is writing, it is left for later. */
  readonly isAllowed: (contactId: string, now: number) => Promise<boolean>;
  /** Whether a flow is worth going on with days later; an errand is not. */
  readonly isWorthIt: (flow: string) => boolean;
  readonly owner: string;
  readonly clock: () => number;
  /** Where a talk that cannot be read is noted; the others are nudged all the same. */
  readonly logger?: Logger | undefined;
}

const dayMs = 86_400_000;
/** Unfinished answers are mentioned once, between two and twenty-five days after the last one; they live for thirty. */
const nudgeAfterMs = 2 * dayMs;
const nudgeUntilMs = 25 * dayMs;
/** Nobody is nudged who wrote within the last day, whatever it was about. */
export const nudgeQuietMs = dayMs;
const leaseMs = 30_000;
const pageSize = 500;

/** Reminds people, once and gently, of a conversation that they left unfinished. */
export function nudgeJob(parts: NudgeParts): Job {
  return {
    name: "nudge-unfinished",
    schedule: "40 9 * * *",
    run: async (now) => {
      let nudged = 0;
      const one = async ({ contactId }: LeftTalk): Promise<void> => {
        nudged += await nudgeOne(parts, contactId, now);
      };
      await eachSafely(leftTalks(parts.sessions, now), one, toLog(parts.logger, "nudge-unfinished"));
      return { nudged };
    },
  };
}

/** All that may be due, page by page: those who are left for later, as in a pause, keep nobody behind them from their nudge. */
async function* leftTalks(sessions: SessionStore, now: number): AsyncGenerator<LeftTalk> {
  const between = { from: now - nudgeUntilMs, to: now - nudgeAfterMs };
  const pageAfter = (last?: LeftTalk) => sessions.unfinished(between, pageSize, last);
  for (let page = await pageAfter(); page.length > 0; page = await pageAfter(page.at(-1))) yield* page;
}

async function nudgeOne(
  { sessions, nudge, isAllowed, isWorthIt, owner }: NudgeParts,
  contactId: string,
  now: number,
): Promise<number> {
  // Counted like an attempt to answer: at a talk that cannot be read every day's look would fail, and nobody would hear of it.
  const session = await sessions.take({ contactId, owner, now, until: now + leaseMs, toAnswer: true });
  if (!session) return 0;
  try {
    const left = leftUnfinished(session.state, now, isWorthIt);
    if (!left || session.state.nudgedAt !== undefined) return 0;
    if (!(await isAllowed(contactId, now))) return 0;
    await nudge({ id: `nudge:${contactId}:${left.touchedAt}`, contactId, flow: left.flow });
    const touchedAt = left.touchedAt;
    return (await sessions.commit({ ...session, state: { ...session.state, nudgedAt: now } }, owner, touchedAt))
      ? 1
      : 0;
  } finally {
    await sessions.release(contactId, owner, true);
  }
}

/** What was answered last and left long enough ago, and is kept long enough still: the nudge speaks of nothing else. */
function leftUnfinished(
  { position, aside }: SessionState,
  now: number,
  isWorthIt: NudgeParts["isWorthIt"],
): FlowPosition | undefined {
  return [...aside, ...(position ? [position] : [])]
    .filter((one) => holdsAnswers(one) && isWorthIt(one.flow))
    .filter(({ touchedAt }) => touchedAt >= now - nudgeUntilMs && touchedAt <= now - nudgeAfterMs)
    .toSorted((a, b) => b.touchedAt - a.touchedAt)[0];
}
