import type { BenefitFigures } from "../domain/benefit/figures";
import type { Contact } from "../domain/messaging/contact";
import type { ShownFile } from "../domain/messaging/message";
import type { IsoDay } from "../domain/shared/calendar";
import type { Result } from "../domain/shared/result";
import type { Text } from "../domain/shared/text";
import type { Effects, Lookups } from "../operations/catalog";

/** What a waiting step may be answered with. */
export type Input =
  | { readonly type: "text"; readonly text: string }
  /** A button of the question that is open now. */
  | { readonly type: "option"; readonly value: string }
  | { readonly type: "phone"; readonly phone: string; readonly own: boolean }
  /** A photo or PDF that was kept, or a spreadsheet where one is asked for. */
  | { readonly type: "file"; readonly attachmentId: string; readonly contentHash: string; readonly caption?: string };

/** One of the numbered answers of a question. */
export interface Option {
  /** At most 40 bytes, so that it fits a button. */
  readonly value: string;
  readonly label: Text;
  readonly synonyms?: readonly string[];
}

/** One message to the person: paragraphs, and the choices under them. */
export interface Bubble {
  readonly texts: readonly Text[];
  readonly options?: readonly Option[];
  readonly requestPhone?: Text;
  /** Lines under each other, without empty lines between them. */
  readonly compact?: true;
  /** A kept file that is shown with it. Its name comes from a look-up or an effect, never from what somebody sent. */
  readonly file?: ShownFile;
}

/** What a flow may look at. Everything is passed in; looking changes nothing. */
export interface FlowContext {
  /** Milliseconds. */
  readonly now: number;
  /** The day in Asia/Jakarta. */
  readonly today: IsoDay;
  readonly contact: Contact;
  /** The inbox entry being handled: the proof of what was said. */
  readonly messageId: string;
  look<N extends keyof Lookups>(name: N, input: Lookups[N]["input"]): Lookups[N]["result"];
  readonly knowledge: Knowledge;
}

/** What an `act` step may do as well: effects, each done once however often the turn is taken again. */
export interface ActContext extends FlowContext {
  perform<N extends keyof Effects>(name: N, input: Effects[N]["input"]): Effects[N]["outcome"];
}

/** What the house knows about the insurance; see the room `knowledge`, which implements this port. */
export interface Knowledge {
  ask(question: string, at: number, about?: { readonly subjectTopic?: string }): KnowledgeReply;
  answerTopic(topic: string, at: number): KnowledgeReply;
  topicsMenu(): readonly {
    readonly group: string;
    readonly label: Text;
    readonly topics: readonly { readonly topic: string; readonly label: Text }[];
  }[];
  /** True where answers may be said in other words; see the look-up `rephrased`. */
  readonly rephrases?: true;
  /** A question without what tells who asks or who is meant, such as may be kept. */
  masked(question: string): string;
  /** What sums are reckoned with on the day of `at` (milliseconds), and the words for what they rest on. */
  reckoning(at: number): Reckoning;
}

/** The figures of one day, for sums. */
export interface Reckoning {
  readonly figures: BenefitFigures;
  /** The ground of a sum by the rows of the fact sheet behind it, and the day of our data. */
  basis(factIds: readonly string[]): Text;
  /** Who can tell what we cannot. */
  readonly whoCanTell: Text;
}
/** An answer, or in which way there is none. */
export type KnowledgeReply =
  | {
      readonly reaction: "answer";
      readonly topic: string;
      /** 0 to 1: how surely this is what was asked. */
      readonly score: number;
      readonly messages: readonly Text[];
    }
  | { readonly reaction: "clarify"; readonly options: readonly { readonly topic: string; readonly label: Text }[] }
  | {
      readonly reaction: "unknown" | "out-of-scope" | "open" | "withheld" | "emergency" | "fraud-check";
      readonly messages: readonly Text[];
    };

/** Answers as they are stored: plain values by key. */
export type Answers = Readonly<Record<string, unknown>>;

/** Answers given so far; any of them may still be missing. */
export type Given<A> = Readonly<Partial<A>>;
type From<A, R> = (given: Given<A>, context: FlowContext) => R;
type Next<A, Id extends string> = Id | From<A, Id>;

interface Waiting<A> {
  /** Passes the step by, for example because an earlier answer settles it. */
  readonly skip?: From<A, boolean>;
  /** Said to KENAPA: why we ask this. */
  readonly why?: Text;
  /** Said to BANTUAN and after the third misunderstanding: an example. */
  readonly help?: Text;
}

/** Asks for one value; `read` refuses with what to say. Ties each answer's key to the type that is read. */
type AskStep<A, Id extends string> = {
  [K in keyof A & string]: Waiting<A> & {
    readonly type: "ask";
    readonly key: K;
    readonly prompt: From<A, Bubble>;
    readonly read: (input: Input, given: Given<A>, context: FlowContext) => Result<A[K], Text>;
    readonly next: Next<A, Id>;
    /** Takes almost anything: what looks like a question is answered before it is taken for the answer. */
    readonly freeText?: boolean;
    /** A photo or PDF is an answer here. */
    readonly takesFile?: boolean;
    /** A spreadsheet is an answer here, and no other file. */
    readonly takesSheet?: boolean;
    /** The check code of a receipt is an answer here, with which else the receipt is checked. */
    readonly takesReceiptCode?: boolean;
  };
}[keyof A & string];

/** Offers numbered choices; the chosen value is kept under `key`. */
interface ChooseStep<A, Id extends string> extends Waiting<A> {
  readonly type: "choose";
  readonly key: keyof A & string;
  readonly prompt: From<A, readonly Text[]>;
  /** What is shown with the question, where something is. */
  readonly file?: From<A, Bubble["file"]>;
  /** What words stand for that are no choice; undefined where they stand for nothing. */
  readonly ownWords?: (typed: string, given: Given<A>) => Given<A> | undefined;
  readonly options: From<
    A,
    readonly (Option & { readonly next?: Id; readonly forget?: readonly (keyof A & string)[] })[]
  >;
  readonly next?: Next<A, Id>;
  /**
   * For choices that may be others by the time the answer comes: it means what was read, and where that is no choice any
   * more, this is said and the flow goes on here.
   */
  readonly whenGone?: Id;
  /** Where a photo or PDF leads that is sent instead of a choice, once it is kept; nothing where the question stays open. */
  readonly afterFile?: Id;
}

/** A line of a summary, and what is asked again when it is wrong. */
export interface ReviewLine<A, Id extends string> {
  readonly label: Text;
  readonly value: Text | string;
  /** The step to begin at; from there the flow is walked as ever, passing by whatever is still answered. */
  readonly from: Id;
  /** The answers to forget. */
  readonly forget: readonly (keyof A & string)[];
}

/** Shows everything before it is saved for good; any single line can be corrected. */
interface ReviewStep<A, Id extends string> extends Waiting<A> {
  readonly type: "review";
  readonly intro: Text;
  readonly lines: From<A, readonly ReviewLine<A, Id>[]>;
  readonly next: Next<A, Id>;
}

interface SayStep<A, Id extends string> {
  readonly type: "say";
  readonly say: From<A, readonly Text[]>;
  readonly next: Next<A, Id>;
}

interface ActStep<A, Id extends string> {
  readonly type: "act";
  /** `forget` goes before `set`: those answers are asked for anew. `file` is shown with what it says. */
  readonly run: (
    given: Given<A>,
    context: ActContext,
  ) => { next: Id; set?: Given<A>; forget?: readonly (keyof A & string)[]; say?: readonly Text[]; file?: ShownFile };
}

interface FinishStep<A> {
  readonly type: "finish";
  readonly say: From<A, readonly Text[]>;
  readonly outcome: "completed" | "declined";
  /** What was interrupted goes on, but nothing more is said: who was here goes on in another chat. */
  readonly silent?: true;
  /** The flow that follows, with what it already knows. */
  readonly follow?: From<
    A,
    { readonly flow: string; readonly answers?: Readonly<Record<string, unknown>> } | undefined
  >;
}

/** One step of a flow. */
export type Step<A, Id extends string> =
  | AskStep<A, Id>
  | ChooseStep<A, Id>
  | ReviewStep<A, Id>
  | SayStep<A, Id>
  | ActStep<A, Id>
  | FinishStep<A>;

/** A conversation as data. Answers are stored as JSON: only plain values. */
export interface Flow<A, Id extends string = string> {
  readonly id: string;
  /** What it is called in "shall we go on with …". */
  readonly title: Text;
  /** Raised when sessions saved under the old steps can no longer be resumed. */
  readonly version: number;
  readonly start: Id;
  /** A short errand: what it interrupted goes on by itself afterwards. */
  readonly errand?: boolean;
  /** Opened anew whenever it is asked for: what was meant by it before is let go of, not gone on with. */
  readonly beginsAnew?: boolean;
  /** Said where somebody is misunderstood time and again, instead of the offer that an officer helps. */
  readonly helpOffer?: Text;
  /** Entered also by somebody whom nobody has welcomed yet. */
  readonly beforeWelcome?: boolean;
  /** Entered only by people who agreed to the keeping of their data. */
  readonly needsConsent?: boolean;
  /** On the flow that asks for consent: the version of its text. Whoever agreed to an older one is asked again. */
  readonly consentText?: number;
  readonly steps: Readonly<Record<Id, Step<A, Id>>>;
}

/** A flow as the engine walks it. */
export type AnyFlow = Flow<Record<string, unknown>>;

type FlowInput<A, Id extends string> = Omit<Flow<A, NoInfer<Id>>, "steps"> & {
  readonly steps: Record<Id, Step<A, NoInfer<Id>>>;
};

/** `A` is given and the step ids are inferred: a typo in `next` does not compile. */
export const defineFlow =
  <A>() =>
  <Id extends string>(flow: FlowInput<A, Id>): AnyFlow =>
    // The engine hands every function of a flow the answers that this very flow collected.
    flow as unknown as AnyFlow;
