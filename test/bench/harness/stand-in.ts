import { setTimeout as sleep } from "node:timers/promises";
import type { Channel, SendFailure } from "../../../src/delivery/channel";
import type { ChannelName } from "../../../src/domain/messaging/contact";
import type { InboundMessage, OutboundMessage } from "../../../src/domain/messaging/message";
import { fail, ok } from "../../../src/domain/shared/result";

/** How a platform of a benchmark behaves. */
export interface Manner {
  /** How long a call takes. Milliseconds. */
  readonly roundTripMs: number;
  /** More than so many messages within any one second are refused; none where everything is taken. */
  readonly perSecond?: number;
}

/** A platform that sends nothing to anybody, and when it was asked to. */
export interface StandIn extends Channel {
  /** When each message was taken, by `performance.now()`. */
  readonly takenAt: number[];
  /** When each was refused because it came too fast. */
  readonly refusedAt: number[];
  /** What is done with every message that is taken, and its address. */
  onTaken: (address: string, message: OutboundMessage) => void;
  /** Hands a message of somebody over. */
  deliver(message: InboundMessage): Promise<void>;
}

const secondMs = 1_000;
const throttled: SendFailure = { reason: "throttled", retryAfterMs: secondMs };

/** Opens it under the name of a channel, whose rules the house then keeps to. */
export function standIn(name: ChannelName, manner: Manner): StandIn {
  let receive: ((message: InboundMessage) => Promise<void>) | undefined;
  const takenAt: number[] = [];
  const isTooFast = (now: number): boolean => {
    if (manner.perSecond === undefined) return false;
    const oldest = takenAt.at(-manner.perSecond);
    return oldest !== undefined && now - oldest < secondMs;
  };
  const self: StandIn = {
    name,
    tellsDelivery: name === "whatsapp-cloud",
    takenAt,
    refusedAt: [],
    onTaken: () => undefined,
    start: async (given) => {
      receive = given;
    },
    deliver: async (message) => {
      if (!receive) throw new Error("the stand-in has not been started");
      await receive(message);
    },
    send: async (address, message) => {
      if (manner.roundTripMs > 0) await sleep(manner.roundTripMs / 2);
      const now = performance.now();
      const isRefused = isTooFast(now);
      (isRefused ? self.refusedAt : takenAt).push(now);
      if (manner.roundTripMs > 0) await sleep(manner.roundTripMs / 2);
      if (isRefused) return fail(throttled);
      self.onTaken(address, message);
      return ok({ messageId: `taken-${takenAt.length}-${Math.round(now)}` });
    },
    fetchMedia: async () => fail({ reason: "gone" }),
    showTyping: async () => undefined,
    stop: async () => undefined,
  };
  return self;
}
