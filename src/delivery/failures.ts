import { unreachable } from "../domain/shared/result";
import type { SendFailure } from "./channel";

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

/** The one place that decides what a failure of sending means. `attempts` counts this one. */
export function afterFailure(failure: SendFailure, attempts: number): FailureDecision {
  switch (failure.reason) {
    case "throttled":
      return { type: "retry", afterMs: failure.retryAfterMs, counts: false };
    case "unreachable":
      if (attempts >= mostSendAttempts) return { type: "officer" };
      return { type: "retry", afterMs: Math.min(firstRetryMs * 2 ** (attempts - 1), longestRetryMs), counts: true };
    case "blocked-by-person":
      return { type: "give-up" };
    case "window-closed":
    case "rejected":
      return { type: "officer" };
    default:
      return unreachable(failure);
  }
}
