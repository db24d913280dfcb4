import { type BackOff, backOffMs } from "../../../domain/shared/back-off";
import type { WhatsAppWebState } from "../contract";

/** What the watch has seen of the browser. Moments and spans are in milliseconds. */
export interface WatchView {
  readonly now: number;
  readonly state: WhatsAppWebState["type"];
  readonly stateSince: number;
  readonly hasBrowser: boolean;
  /** Since when this browser runs. */
  readonly browserSince: number;
  /** How often in a row the page did not answer in time. */
  readonly silences: number;
  /** When a message last went or came. */
  readonly lastTrafficAt: number;
  /** Since when it holds more memory than it may; none where it does not, or nobody can tell. */
  readonly overSince?: number;
  readonly isFarOver: boolean;
  /** The hour in Asia/Jakarta. */
  readonly hour: number;
  /** Restarts in a row that did not help, when the last one was, and a number of chance drawn at it. */
  readonly failures: number;
  readonly lastRestartAt: number;
  readonly chance: number;
}

/** Why the browser is started anew: because something is wrong, or as planned. */
export type RestartReason =
  | "not-ready"
  | "disconnected"
  | "logged-out"
  | "silent"
  | "browser-gone"
  | "memory"
  | "nightly";

/** How patient the watch is. Milliseconds unless said otherwise. */
export interface WatchLimits {
  /** From the start of the browser, or a linked phone, until the channel must be ready. */
  readonly readyWithinMs: number;
  /** How long a lost connection may come back by itself. */
  readonly reconnectMs: number;
  /** How often the page may fail to answer in a row. */
  readonly mostSilences: number;
  /** No message for so long is a quiet moment. */
  readonly quietMs: number;
  /** How long too much memory may wait for a quiet moment. */
  readonly longestOverMs: number;
  /** A browser that is older is started anew at night. */
  readonly oldMs: number;
  readonly backOff: BackOff;
}

/** What holds on a small server with an ordinary connection. */
export const usualLimits: WatchLimits = {
  readyWithinMs: 180_000,
  reconnectMs: 30_000,
  mostSilences: 3,
  quietMs: 30_000,
  longestOverMs: 15 * 60_000,
  oldMs: 20 * 3_600_000,
  backOff: { firstMs: 10_000, longestMs: 10 * 60_000 },
};

/** Nobody writes at this hour, and reminders have not begun. */
const nightHour = 3;

/** Whether the browser is to be started anew now, and why. */
export function decide(view: WatchView, limits: WatchLimits): RestartReason | null {
  const fault = faultOf(view, limits);
  if (fault !== null) {
    const waitMs = backOffMs(limits.backOff, view.failures, view.chance);
    return view.now - view.lastRestartAt >= waitMs ? fault : null;
  }
  return plannedReason(view, limits);
}

/** Whether a restart was made because something was wrong. */
export function isFault(reason: RestartReason): boolean {
  return reason !== "memory" && reason !== "nightly";
}

function faultOf(view: WatchView, limits: WatchLimits): RestartReason | null {
  const inStateMs = view.now - view.stateSince;
  if (view.state === "logged-out") return "logged-out";
  if (view.state === "starting") return inStateMs > limits.readyWithinMs ? "not-ready" : null;
  if (!view.hasBrowser) return "browser-gone";
  if (view.state === "disconnected") return inStateMs > limits.reconnectMs ? "disconnected" : null;
  return view.silences >= limits.mostSilences ? "silent" : null;
}

function plannedReason(view: WatchView, limits: WatchLimits): RestartReason | null {
  if (view.state === "starting") return null;
  const isQuiet = view.now - view.lastTrafficAt > limits.quietMs;
  if (view.overSince !== undefined) {
    const isUrgent = view.isFarOver || view.now - view.overSince > limits.longestOverMs;
    if (isQuiet || isUrgent) return "memory";
  }
  // A picture that somebody is about to photograph is not taken away.
  const isOld = view.state === "ready" && view.now - view.browserSince > limits.oldMs;
  return isOld && isQuiet && view.hour === nightHour ? "nightly" : null;
}
