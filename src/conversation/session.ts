import type { OutboundMessage } from "../domain/messaging/message";
import type { Option } from "./flow";

/** A flow in which somebody stands. */
export interface FlowPosition {
  readonly flow: string;
  /** The flow's version when it began; another version restarts politely. */
  readonly version: number;
  readonly step: string;
  readonly answers: Readonly<Record<string, unknown>>;
  /** The steps that were answered before this one, for KEMBALI. */
  readonly history: readonly string[];
  /** Misunderstandings in a row at this step. */
  readonly misses: number;
  /** While one line is corrected: the summary to return to, and the answers as they were, should the person turn back. */
  readonly correcting?: { readonly backTo: string; readonly before: Readonly<Record<string, unknown>> };
  /** True while a person at a summary chooses the line that is wrong. */
  readonly picking?: true;
  /** The choices as they were last shown, at a step whose choices may be others when the answer comes. */
  readonly shown?: readonly Option[];
  /** In an errand: the flow that it interrupted, which goes on by itself after it. What was set aside earlier stays aside. */
  readonly interrupted?: string;
  /** When it was last answered. Milliseconds. */
  readonly touchedAt: number;
}

/** Whether a person gave something here that would be missed: an answer, or a photo. What a flow began with is neither. */
export const holdsAnswers = ({ history, answers }: FlowPosition): boolean =>
  "attachmentId" in answers || (history.length > 0 && Object.keys(answers).length > 0);

/** Where a contact stands. */
export interface SessionState {
  /** What is going on now; none at the menu. */
  readonly position?: FlowPosition;
  /** What was set aside, newest last; each lives for 30 days from its last touch. */
  readonly aside: readonly FlowPosition[];
  /** Ties a button to the question that it was shown with. */
  readonly promptId: number;
  /** True once we have answered in a group: only once. */
  readonly greetedGroup?: true;
  /** The topic of the last answer, so that a follow-up question keeps it. */
  readonly subject?: string;
  /** When the last gentle nudge about unfinished answers was sent: for as long as answers live, nobody gets another. */
  readonly nudgedAt?: number;
  /** Misunderstandings in a row outside any flow. */
  readonly misses: number;
  /** What was asked beside an answer; the next message may take it up, any other lets it go. */
  readonly followUp?: FollowUp;
  /** True once answers in Javanese were offered: a person is asked once. */
  readonly javaneseOffered?: true;
  /** When the person was last asked whether an answer helped. Milliseconds. */
  readonly ratingAskedAt?: number;
  /** What the next message may confirm by saying the same word again: any other message takes it back. */
  readonly pending?: Pending;
}

/** What throws answers away, and is therefore asked for twice: BARU in a flow, BUANG at the menu. */
export type Pending = "restart" | "discard";

/** Whether the last answer helped, an officer is to answer a question that is noted, or Javanese is wished for. */
export type FollowUp =
  | { readonly kind: "rate"; readonly topic: string /** Identity taken out. */; readonly question: string }
  | { readonly kind: "want-answer"; readonly questionId: string }
  | { readonly kind: "javanese"; readonly topic: string };

/** The replies of the message that was handled last; kept until they are in the outbox. */
export interface HandledMessage {
  readonly messageId: string;
  readonly replies: readonly OutboundMessage[];
  readonly rule?: string;
  /** Whose further chat this one became by the message: there the talk goes on. */
  readonly linkedTo?: string;
  /** Orders the replies to one contact, whichever process gives them; later than that of the message before. Milliseconds. */
  readonly at?: number;
}

/** A session as it is stored. */
export interface Session {
  readonly contactId: string;
  readonly revision: number;
  readonly state: SessionState;
  readonly handled?: HandledMessage;
  /** How often it was taken to answer since a turn was last committed or nothing was left to answer. */
  readonly attempts?: number;
  /** Names the commit that it stands after. */
  readonly commitToken?: string;
  /** True where it was remembered: nobody's lease is behind it, and somebody else may have gone on meanwhile. */
  readonly isRecalled?: true;
}

/** What failed this often is set aside for an officer: a message, or a session that cannot be read. */
export const mostAttempts = 3;

/** Whose answers were left unfinished, and when they were last touched. Milliseconds. */
export interface LeftTalk {
  readonly contactId: string;
  readonly touchedAt: number;
}

/** Sessions, encrypted at rest. */
export interface SessionStore {
  /**
   * The session as this owner committed it last, where that was lately and a talk goes on in it; without a look and without
   * a lease, and once for a commit. It is good for a turn that does nothing but talk: the commit fails where anybody else has gone on, or is at it.
   */
  recall(contactId: string, owner: string): Session | null;
  /**
   * Takes the contact's lease until `until` and returns the session, a fresh one for a new contact; null while somebody
   * else's lease runs. A lease of the same owner is renewed. Where it is taken `toAnswer`, that is counted before the work
   * begins, so that a message at which processes end is noticed. `onTaken` is told as soon as the lease stands if it was free,
   * and may be told again: what is read after it was told last is read under the lease. A session that cannot be read is an
   * error, and its lease is let go of; after the usual attempts to answer an officer hears of it, and the talk begins anew.
   */
  take(lease: {
    contactId: string;
    owner: string;
    now: number;
    until: number;
    toAnswer?: boolean;
    onTaken?: () => void;
  }): Promise<Session | null>;
  /**
   * The one compare-and-set of a turn: succeeds only for the lease's owner and the expected revision, and for a session that
   * was recalled also where nobody has the lease. With `isLast` the lease is let go of in the same step.
   */
  commit(session: Session, owner: string, touchedAt: number, isLast?: boolean): Promise<boolean>;
  /** Lets go of the lease where it is this owner's; `isDone` where what was taken up to be answered is answered. */
  release(contactId: string, owner: string, isDone?: boolean): Promise<void>;
  /**
   * The talks whose unfinished answers were last touched between the two moments (milliseconds, both included) and of which
   * nobody was reminded yet, the longest left first: those after one in that order.
   */
  unfinished(
    between: { readonly from: number; readonly to: number },
    limit: number,
    after?: LeftTalk,
  ): Promise<readonly LeftTalk[]>;
  read(contactId: string): Promise<Session | null>;
  remove(contactId: string): Promise<void>;
}

/** The session of somebody who has just come. */
export const freshState: SessionState = { aside: [], promptId: 0, misses: 0 };
