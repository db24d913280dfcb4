import type { Contact } from "../domain/messaging/contact";
import type { Text } from "../domain/shared/text";
import type { Logger } from "../logger";
import type { FactDesk } from "./fact-desk";
import type { Notify, Withdraw } from "./notify";
import type { Papers } from "./papers";
import type { Repositories } from "./repositories";
import type { Sheets } from "./sheets";

/** Makes ids that are the same for the same cause, so that an act done again finds what it made before. */
export interface Ids {
  /** A keyed id, about 22 characters that fit into a URL. */
  derive(cause: string, purpose: string): string;
  /** A keyed hash of a secret, to find it again without keeping it. */
  hash(text: string, purpose: string): string;
}

/** What lookups, effects and jobs are handed. */
export interface Deps {
  readonly repositories: Repositories;
  readonly ids: Ids;
  readonly notify: Notify;
  readonly withdraw: Withdraw;
  readonly logger?: Logger;
  /** Draws our own papers; none where no picture is made. */
  readonly papers?: Papers;
  /** Whether a text has a sentence of our own messages in it. */
  readonly isOurWording?: (text: string) => boolean;
  /** Says an answer in other words, or null for the plain one; none where nothing leaves the house. */
  readonly rephrase?: (of: {
    readonly question: string;
    readonly texts: readonly Text[];
    readonly contact: Contact;
  }) => Promise<string | null>;
  /** The address of the offices' page; none where no address of ours is public. */
  readonly officePage?: string;
  /** Makes spreadsheets; none where no office is served. */
  readonly sheets?: Sheets;
  /** The facts behind the answers; none where nobody is answered. */
  readonly facts?: FactDesk;
}

/** One effect in the making: on whose behalf, under which id, when (milliseconds). */
export interface Act {
  readonly deps: Deps;
  readonly contact: Contact;
  readonly effectId: string;
  readonly now: number;
}
