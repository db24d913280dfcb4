import type { Contact } from "../domain/messaging/contact";
import { isQuietHour, nextOpenMoment } from "../domain/shared/calendar";
import type { OutboxEntry, OutboxKind } from "./outbox";
import { isWindowOpen, longestHoldMs } from "./window";

/**
 * Whether a message may go now, must wait, or is no longer to be sent. Where the platform takes no free text for this
 * person at the moment: it goes as a `template`, or is on `hold` until the person writes (`knocks`: who is asked to, by a
 * template of its own), or is given up because the person never wrote.
 */
export type GateVerdict =
  | { readonly verdict: "send" }
  | { readonly verdict: "template" }
  | { readonly verdict: "hold"; readonly knocks: boolean }
  | { readonly verdict: "give-up" }
  | { readonly verdict: "wait"; readonly until: number }
  | { readonly verdict: "drop"; readonly reason: DropReason };

/** Why a message is not sent any more. */
export type DropReason =
  | "contact-gone"
  | "blocked"
  | "opted-out"
  | "no-consent"
  | "not-true-any-more"
  | "paused"
  | "channel-without-reminders"
  | "window-closed";

/** What the gate has to know of a message. */
export type GatedEntry = Pick<OutboxEntry, "kind" | "channel" | "content" | "createdAt">;

/** What the gate looks at. */
export interface GateView {
  /** The contact as it is now; none when it was forgotten. */
  readonly contact: Contact | null;
  /**
   * For a reminder: whether its due item still waits for payment by this contact. For a knock: whether news waits. For
   * words: whether what they are sent for still holds.
   */
  readonly isStillTrue: boolean;
  /** True where reminders would get the channel's number banned, and no operator took that risk. */
  readonly isWithoutReminders?: boolean;
  /** Milliseconds. */
  readonly now: number;
}

/** What a pause (JEDA) is about: news of one's own case goes on. */
const pauseable: ReadonlySet<OutboxKind> = new Set(["reminder", "nudge", "broadcast"]);

/**
 * The one gate that every outgoing message passes again at the moment of sending. What answers a person always goes, also
 * where an officer answers later or the person said STOP before; so does the call of an officer to an emergency, who
 * asked to be called. Only whoever blocked us is not written to unless just heard of. Everything else needs consent, no
 * STOP, no pause, an hour between 07:00 and 20:00 in Asia/Jakarta, and must still be true. What a pause stops is dropped
 * rather than kept: when the pause ends, whenever that is, the next rung comes by itself, and an old one would be wrong.
 */
export function gate(entry: GatedEntry, view: GateView): GateVerdict {
  const verdict = mayGo(entry, view);
  if (verdict.verdict !== "send" || !view.contact) return verdict;
  const isOpen = isWindowOpen(entry.channel, view.contact, view.now);
  // Nobody is asked to write who just has, nor where nothing waits any more.
  if (entry.content.type === "knock" && (isOpen || !view.isStillTrue)) return drop("not-true-any-more");
  return isOpen ? verdict : outsideWindow(entry, view.contact, view.now);
}

function mayGo(entry: GatedEntry, view: GateView): GateVerdict {
  const { contact, now } = view;
  if (!contact) return drop("contact-gone");
  if (entry.kind === "reply") return { verdict: "send" };
  if (contact.blockedAt !== undefined) return drop("blocked");
  if (entry.kind === "answer" || entry.kind === "urgent") return { verdict: "send" };
  if (contact.optedOutAt !== undefined) return drop("opted-out");
  if (contact.consent?.status !== "given") return drop("no-consent");
  if (view.isWithoutReminders && pauseable.has(entry.kind)) return drop("channel-without-reminders");
  if (!view.isStillTrue) return drop("not-true-any-more");
  if (pauseable.has(entry.kind) && isPaused(contact, now)) return drop("paused");
  if (isQuietHour(now)) return { verdict: "wait", until: nextOpenMoment(now) };
  return { verdict: "send" };
}

/**
 * A reminder has a template of its own. What a person waits for, and news, wait for the person to write, who is asked to
 * once; only where that is wanted: an answer of the moment that comes a day late is no reason to write to a stranger, or to
 * whoever said STOP. What is neither has lost its moment.
 */
function outsideWindow(entry: GatedEntry, contact: Contact, now: number): GateVerdict {
  if (entry.kind === "reminder" || entry.content.type === "knock") return { verdict: "template" };
  if (entry.kind === "nudge" || entry.kind === "broadcast") return drop("window-closed");
  if (now - entry.createdAt >= longestHoldMs) return { verdict: "give-up" };
  const isWanted = contact.optedOutAt === undefined && contact.consent?.status === "given";
  return { verdict: "hold", knocks: entry.kind !== "reply" || isWanted };
}

/** Whether reminders are paused at this moment (milliseconds). */
export function isPaused({ pausedUntil }: Contact, now: number): boolean {
  return pausedUntil !== undefined && pausedUntil > now;
}

const drop = (reason: DropReason): GateVerdict => ({ verdict: "drop", reason });
