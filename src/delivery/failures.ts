import { unreachable } from "../domain/shared/result";
import type { SendFailure } from "./channel";

/**
 * What keeps a message from going: what the platform answered, or a defect of ours, which is thrown. `holdsUp`: newer messages
 * of the person wait behind this one.
 */
export type Hindrance = SendFailure | { readonly reason: "defect"; readonly holdsUp: boolean };

/** What follows a failed send: try again, give up in silence, or give up and tell an officer. */
export type FailureDecision =
  | { readonly type: "retry"; readonly afterMs: number; readonly counts: boolean }
  | { readonly type: "give-up" }
  | { readonly type: "officer" };

const firstRetryMs = 2_000;
/** The longest wait between two tries. Milliseconds. */
export const longestRetryMs = 15 * 60_000;
/** With doubling waits this is about two days of a platform being away: longer than any outage that mends itself. */
export const mostSendAttempts = 200;
/** With doubling waits this is more than a minute: a short outage of the database costs nobody an answer. */
export const mostDefects = 6;

/** The one place that decides what a failure of sending means. `attempts` counts this one, of defects only those before it. */
export function afterFailure(failure: Hindrance, attempts: number): FailureDecision {
  switch (failure.reason) {
    case "throttled":
      return { type: "retry", afterMs: failure.retryAfterMs, counts: false };
    case "unreachable":
      return retryUpTo(mostSendAttempts, attempts);
    case "defect":
      // A person is not kept silent for days by one message; what holds up nothing waits until it is mended.
      return retryUpTo(failure.holdsUp ? mostDefects : mostSendAttempts, attempts);
    case "blocked-by-person":
      return { type: "give-up" };
    case "window-closed":
    case "rejected":
      return { type: "officer" };
    default:
      return unreachable(failure);
  }
}

function retryUpTo(most: number, attempts: number): FailureDecision {
  if (attempts >= most) return { type: "officer" };
  return { type: "retry", afterMs: Math.min(firstRetryMs * 2 ** (attempts - 1), longestRetryMs), counts: true };
}
