import type { Contact } from "../domain/messaging/contact";
import { isQuietHour, nextOpenMoment } from "../domain/shared/calendar";
import type { OutboxEntry } from "./outbox";

/** Whether a message may go now, must wait, or is no longer to be sent. */
export type GateVerdict =
  | { readonly verdict: "send" }
  | { readonly verdict: "wait"; readonly until: number }
  | { readonly verdict: "drop"; readonly reason: DropReason };

/** Why a message is not sent any more. */
export type DropReason = "contact-gone" | "blocked" | "opted-out" | "no-consent" | "not-true-any-more";

/** What the gate looks at. */
export interface GateView {
  /** The contact as it is now; none when it was forgotten. */
  readonly contact: Contact | null;
  /** For a reminder: whether its due item still waits for payment by this contact. */
  readonly isStillTrue: boolean;
  /** Milliseconds. */
  readonly now: number;
}

/**
 * The one gate that every outgoing message passes again at the moment of sending. What answers a person always goes;
 * everything else needs consent, no STOP, no pause (reminders and broadcasts), an hour between 07:00 and 20:00 in
 * Asia/Jakarta, and must still be true. An answer to STOP or to a withdrawn consent is an answer.
 */
export function gate(entry: Pick<OutboxEntry, "kind">, view: GateView): GateVerdict {
  const { contact, now } = view;
  if (!contact) return drop("contact-gone");
  if (entry.kind === "reply") return { verdict: "send" };
  if (contact.blockedAt !== undefined) return drop("blocked");
  if (contact.optedOutAt !== undefined) return drop("opted-out");
  if (contact.consent?.status !== "given") return drop("no-consent");
  if (!view.isStillTrue) return drop("not-true-any-more");
  const isPauseable = entry.kind !== "notice";
  if (isPauseable && contact.pausedUntil !== undefined && contact.pausedUntil > now)
    return { verdict: "wait", until: contact.pausedUntil };
  if (isQuietHour(now)) return { verdict: "wait", until: nextOpenMoment(now) };
  return { verdict: "send" };
}

const drop = (reason: DropReason): GateVerdict => ({ verdict: "drop", reason });
