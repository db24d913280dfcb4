import type { ChannelName } from "../domain/messaging/contact";

/** How a channel that a process of its own holds is. */
export type ChannelState = "starting" | "pairing-needed" | "ready" | "disconnected" | "stopped";

/** By what a phone is linked just now: the text of a QR picture, or a code to type. Whoever has it can take the link. */
export interface Pairing {
  readonly qr?: string;
  readonly code?: string;
  /** Milliseconds. */
  readonly expiresAt: number;
}

/** How often something happened to messages since a process began, as its metrics count it by these labels. */
export interface MessageCount {
  readonly what: "sent" | "failed" | "delivered";
  readonly labels: Readonly<Record<string, string>>;
  readonly count: number;
}

/** How a channel stands, as its process last told. Times are in milliseconds. */
export interface ChannelStanding {
  readonly state: ChannelState;
  /** Since when it has been in this state. */
  readonly since: number;
  /** Since when it has not been ready, whatever else it was meanwhile; none while it is ready. */
  readonly notReadySince?: number;
  /** The last sign of life of its process. */
  readonly heartbeatAt: number;
  readonly pairing?: Pairing;
  /** The trouble of which officers were told, until it is over. */
  readonly alarm?: string;
  /** What its process, or the last one, counted of messages. */
  readonly counts?: readonly MessageCount[];
}

/** What the process that holds a channel tells of it. */
export type ChannelReport = Pick<ChannelStanding, "state" | "pairing" | "counts">;

/** A right that runs out by itself. Times are in milliseconds. */
export interface ChannelLease {
  readonly channel: ChannelName;
  /** Names the process. */
  readonly owner: string;
  readonly now: number;
  readonly until: number;
}

/**
 * The standing of channels, shared by the process that holds one and those that tell people about it. One process at a
 * time holds a channel: only its reports count, and it stops as soon as one is refused. A pairing is sealed at rest.
 */
export interface ChannelStates {
  /**
   * Takes the channel where nobody has it, its holder's time is over, or the holder is `from`, known to be dead. Returns
   * the owner afterwards: the asking one, or who has it.
   */
  claim(lease: ChannelLease, from?: string): Promise<string>;
  /** Tells the state and prolongs the right; false where somebody else has the channel now. */
  report(lease: ChannelLease, told: ChannelReport): Promise<boolean>;
  /** Lets go of the channel, which is stopped from then on. */
  release(lease: Pick<ChannelLease, "channel" | "owner" | "now">): Promise<void>;
  find(channel: ChannelName): Promise<ChannelStanding | null>;
  /** Notes of which trouble officers were told; `null` once they know that it is over. */
  noteAlarm(channel: ChannelName, alarm: string | null): Promise<void>;
}

/** A process that gave no sign of life for so long has stopped, whatever it said last. Milliseconds. */
const silentMs = 120_000;

/** The state as it is to be told: of a process that is silent, "stopped". */
export function toldState(standing: ChannelStanding | null, now: number): ChannelState {
  if (standing === null || now - standing.heartbeatAt > silentMs) return "stopped";
  return standing.state;
}
