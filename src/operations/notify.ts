import type { ShownFile } from "../domain/messaging/message";
import type { Text } from "../domain/shared/text";
import type { Rule } from "./rules";

/** A command that a notice offers, as every conversation understands it at any time. */
export type NoticeCommand =
  | "!paid"
  | "!status"
  | "!pledges"
  | "!retirement"
  | "!office"
  | "!stand-by"
  | "!menu"
  | "!verify"
  | "!proofs"
  | "!tasks"
  | "!facts"
  | "!papers"
  | "!mend";

/** A message that nobody asked for in this moment, but that the contact's own affairs require. */
export interface Notice {
  /** Derived from what caused it: the same cause handed in again sends nothing. */
  readonly id: string;
  readonly contactId: string;
  /** True where it is for the chat of that very contact; else it goes where the person can be reached best. */
  readonly toThisChat?: boolean;
  /**
   * An `answer` to what the person asked and an `urgent` call of an officer go at any hour, also after a STOP; a `nudge`
   * is held by a pause. Anything else is a plain notice.
   */
  readonly kind?: "notice" | "answer" | "urgent" | "nudge";
  /** By which rule it is sent, for whoever asks KENAPA. */
  readonly rule: Rule;
  readonly texts: readonly Text[];
  /** A file that the house made for this contact; see `keepMade`. */
  readonly file?: ShownFile;
  readonly options?: readonly { readonly value: NoticeCommand; readonly label: Text }[];
}

/**
 * Queues a notice, or many in few calls, each once for its id; returns how many are new. The gate decides at the moment of
 * sending whether it may still go.
 */
export type Notify = (notice: Notice | readonly Notice[]) => Promise<number>;

/** Lets go of queued notices that are not true any more, by their ids: what is sent by then stays, and what is gone is not sent anew. */
export type Withdraw = (ids: readonly string[]) => Promise<void>;
