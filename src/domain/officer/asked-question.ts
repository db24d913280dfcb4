/** Why a question is on the officers' list. */
export type QuestionReason = "unanswered" | "unhelpful";

/** A question that the answers did not settle, without anything that tells who asked. */
export interface AskedQuestion {
  readonly id: string;
  readonly revision: number;
  readonly reason: QuestionReason;
  /** The question with identity taken out before it was kept; encrypted at rest. */
  readonly text: string;
  /** The topic whose answer did not help. */
  readonly topic?: string;
  /** Who wants an officer's answer, and said so; nobody else is named. */
  readonly contactId?: string;
  readonly status: "open" | "answered" | "out-of-scope";
  /** The effect that settled it, so that the same act done again knows its own. */
  readonly settledBy?: string;
  /** Milliseconds. */
  readonly createdAt: number;
}

/** What an officer proposes as a topic of the next release. It is never given as an answer before. */
export interface TopicDraft {
  readonly id: string;
  readonly revision: number;
  /** The ways in which it was asked, identity taken out; encrypted at rest like the answer and its basis. */
  readonly questions: readonly string[];
  readonly answer: string;
  /** The law or page that the officer rests it on; empty where none was named. */
  readonly basis: string;
  /** The topic whose answer did not help, where there was one. */
  readonly topic?: string;
  /** The officer who wrote it. */
  readonly officerId: string;
  /** Milliseconds. */
  readonly createdAt: number;
}
