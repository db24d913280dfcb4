import type { Place } from "../harness/place";
import { builderBot } from "./builder-bot";
import { conversationsBot } from "./conversations-bot";
import { floorBot } from "./floor-bot";
import { houseBot } from "./house-bot";

/** Those that are measured beside each other. */
export const sides = ["house", "floor", "conversations", "builderbot"] as const;
/** One of them. */
export type Side = (typeof sides)[number];

/** One message of the person of this number. */
export interface Said {
  readonly session: number;
  /** The how-manieth message of this person, from 0. */
  readonly count: number;
  readonly text: string;
}

/** A bot that holds the interview with everybody who writes. */
export interface Bot {
  /** Takes a message; done when a platform may forget it. */
  take(said: Said): Promise<void>;
  close(): Promise<void>;
}

/** What a bot is made with. */
export interface BotParts {
  readonly place: Place;
  /** Where the peers are installed. */
  readonly peers: string;
  /** How many documents the bare handler writes for a message. */
  readonly writes: number;
  /** So much later than now the bot believes it to be. Milliseconds. */
  readonly shiftMs: number;
  /** Told of every message that the bot sends. */
  readonly onReply: (session: number, text: string) => void;
}

const openers: Readonly<Record<Side, (parts: BotParts) => Promise<Bot>>> = {
  house: houseBot,
  floor: floorBot,
  conversations: conversationsBot,
  builderbot: builderBot,
};

/** Opens the bot of this side on its place. */
export function openBot(side: Side, parts: BotParts): Promise<Bot> {
  return openers[side](parts);
}
