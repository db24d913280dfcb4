import type { Contact } from "../domain/messaging/contact";
import { isQuietHour, nextOpenMoment } from "../domain/shared/calendar";
import type { OutboxEntry, OutboxKind } from "./outbox";

/** Whether a message may go now, must wait, or is no longer to be sent. */
export type GateVerdict =
  | { readonly verdict: "send" }
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
  | "channel-without-reminders";

/** What the gate looks at. */
export interface GateView {
  /** The contact as it is now; none when it was forgotten. */
  readonly contact: Contact | null;
  /** For a reminder: whether its due item still waits for payment by this contact. */
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
export function gate(entry: Pick<OutboxEntry, "kind">, view: GateView): GateVerdict {
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

/** Whether reminders are paused at this moment (milliseconds). */
export function isPaused({ pausedUntil }: Contact, now: number): boolean {
  return pausedUntil !== undefined && pausedUntil > now;
}

const drop = (reason: DropReason): GateVerdict => ({ verdict: "drop", reason });
