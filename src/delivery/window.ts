import type { ChannelName, Contact } from "../domain/messaging/contact";

/**
 * How long after a person's message we write freely: five minutes less than the platform's 24 hours, because messages are
 * noted once a minute at most and clocks differ. Milliseconds.
 */
export const windowMs = 24 * 3_600_000 - 5 * 60_000;
/** How long news waits for a person to write before an officer is asked to reach them otherwise. Milliseconds. */
export const longestHoldMs = 30 * 86_400_000;

/** Whether a channel takes free text for a while after the person wrote, and approved templates only from then on. */
export function hasWindow(channel: ChannelName): boolean {
  return channel === "whatsapp-cloud";
}

/** Whether free text may go to this contact on this channel at `now` (milliseconds). Who wrote elsewhere opens nothing here. */
export function isWindowOpen(channel: ChannelName, contact: Contact, now: number): boolean {
  if (!hasWindow(channel)) return true;
  const { lastInboundAt, windowClosedAt } = contact;
  if (contact.channel !== channel || lastInboundAt === undefined || windowClosedAt !== undefined) return false;
  return now - lastInboundAt < windowMs;
}
