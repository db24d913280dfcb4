import type { InboundContent, InboundMessage } from "../../src/domain/messaging/message";
import { waitFor } from "./wait-for";

/** What a channel handed over, for tests that are no house. */
export interface Ears {
  readonly received: InboundMessage[];
  readonly receive: (message: InboundMessage) => Promise<void>;
  readonly contents: () => readonly InboundContent[];
  /** The words of each, or the kind of what has none. */
  readonly texts: () => readonly string[];
  /** Waits until so many were received. */
  readonly receives: (count: number) => Promise<unknown>;
  /** Forgets what was received. */
  readonly clear: () => void;
}

/** Makes ears that have heard nothing. */
export function createEars(): Ears {
  const received: InboundMessage[] = [];
  const contents = () => received.map(({ content }) => content);
  return {
    received,
    receive: async (message) => void received.push(message),
    contents,
    texts: () => contents().map((content) => (content.type === "text" ? content.text : content.type)),
    receives: (count) => waitFor(`${count} messages`, () => received.length >= count),
    clear: () => void received.splice(0),
  };
}
