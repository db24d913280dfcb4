import type { Channel } from "../../delivery/channel";
import type { Logger } from "../../logger";

/** Where the link to the phone stands. `since` is in milliseconds. */
export type WhatsAppWebState =
  /** The browser is being started, or the page loads. */
  | { readonly type: "starting" }
  /** Somebody with the phone must link it: by the picture that `qr` encodes, or by typing `code`. Both change by themselves. */
  | { readonly type: "pairing"; readonly qr?: string; readonly code?: string; readonly since: number }
  | { readonly type: "ready" }
  /** No connection. It may come back by itself; where it does not, `restart` tries again. `reason` names no person. */
  | { readonly type: "disconnected"; readonly reason: string }
  /** The phone ended the link: only `restart` and a new pairing help. */
  | { readonly type: "logged-out" };

/** What people wrote while nobody listened and nobody here will ever read: somebody must look at the phone. */
export interface LeftOut {
  /** Chats of which something was left out, because there was too much or it is older than the life of a link. */
  readonly chats: number;
  /** Messages that WhatsApp has not let us read in the life of a link. */
  readonly unread: number;
}

/** What the channel over a linked phone is built from. Times are in milliseconds. */
export interface WhatsAppWebOptions {
  /** The browser's program: a Chromium or Chrome of the system. */
  readonly browserPath: string;
  /** Holds the browser's profile (in `session/`), which is the link itself, and our count of the day. */
  readonly sessionFolder: string;
  /** The version of WhatsApp Web that is used instead of the newest; its page is `<cacheFolder>/<version>.html`. */
  readonly version?: string;
  readonly cacheFolder?: string;
  /** Where set, the phone is linked by a code that is typed on it. Digits with the country code. */
  readonly pairingPhone?: string;
  /** The least time between two messages; up to as much again is added by chance. */
  readonly gapMs: number;
  /** Messages a day at most, counted by days of Asia/Jakarta. */
  readonly dailyCap: number;
  readonly logger: Logger;
  /** Told where messages of people are passed over for good. */
  readonly onLeftOut?: (left: LeftOut) => void;
  readonly now: () => number;
  /** At least 0 and less than 1. */
  readonly random: () => number;
  /** Further arguments of the browser. */
  readonly launchArgs?: readonly string[];
  /** How long a question to the page may take; sending has three times as long. */
  readonly pageTimeoutMs?: number;
}

/** The channel over a linked phone, with what its process watches. */
export interface WhatsAppWebChannel extends Channel {
  readonly name: "whatsapp-web";
  /** `on`, or the type of the link's state: what `/healthz` shows. */
  state(): string;
  linkState(): WhatsAppWebState;
  /** Calls `listener` at each change, not at once; returns what ends that. */
  onState(listener: (state: WhatsAppWebState) => void): () => void;
  /** The browser's process; none while no browser runs. */
  browserPid(): number | undefined;
  /** Finishes the messages in hand, closes the browser in peace and starts another on the same session. */
  restart(): Promise<void>;
  /** Whether the page answers in time; says nothing of the connection, which is `linkState`'s. */
  isAlive(): Promise<boolean>;
}
