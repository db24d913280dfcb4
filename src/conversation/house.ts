import type { Rule } from "../operations/rules";
import type { UniversalWord } from "./answers/universal-words";
import type { Answers, AnyFlow, FlowContext, Option } from "./flow";

/** A way into a flow, with what is already known. */
export interface Entry {
  readonly flow: string;
  readonly answers?: Answers;
  /** True where what it interrupts goes on afterwards, also an errand, which else ends where another begins. */
  readonly returns?: true;
}

/** What is open in front of a person: a flow, and what was given in it. */
export interface Standing {
  readonly flow: string;
  readonly answers: Answers;
}

/** All that a person can do here: the flows, the menu, and the ways in. The engine knows no flow by itself. */
export interface House {
  readonly flows: ReadonlyMap<string, AnyFlow>;
  /** The flow that introduces us and asks for consent; `wanted` in its answers is the entry that follows. */
  readonly welcome: string;
  /** The menu's choices for this contact; the value of each is a flow's id. */
  readonly menu: (context: FlowContext) => readonly Option[];
  /** What a universal word opens; words that the engine handles itself (menu, back, repeat …) are not asked for. */
  readonly errands: Readonly<Partial<Record<UniversalWord, Entry>>>;
  /** Whether something else of the person's than messages is paused that LANJUT may mean. */
  readonly isPaused?: (context: FlowContext) => boolean;
  /**
   * What a text that is neither a choice nor a universal word opens, for example a registration number or `daftar`; and where
   * that is what is open already (`standing`), with what is to be kept of it.
   */
  readonly entryFor: (text: string, context: FlowContext, standing?: Standing) => Entry | undefined;
  /**
   * The offer that waits for this person's yes or no: what opens it, what refuses it, the rules of the notices to which
   * a no is the answer, and since when it waits (milliseconds).
   */
  readonly offer: (
    context: FlowContext,
  ) =>
    | { readonly entry: Entry; readonly refusal: Entry; readonly rules: readonly Rule[]; readonly since: number }
    | undefined;
  /** The question that a notice of this rule asks, where that is no offer of a pledge, with the answer that a text gives to it. */
  readonly askedBy: (rule: string, text: string) => Entry | undefined;
  /** Whether a text may answer a question that a notice asks, where it is no yes and no no. */
  readonly mayAnswerAsked: (text: string) => boolean;
  /** What a photo or PDF opens that is not asked for: at the menu, or at a step of the flow `standing`. */
  readonly entryForFile: (
    file: { attachmentId: string; contentHash: string },
    context: FlowContext,
    standing?: string,
  ) => Entry | undefined;
  /** The same of words: what a bank's or a wallet's confirmation opens that is not asked for; the check, where it is to be checked. */
  readonly entryForReceipt?: (text: string, context: FlowContext, standing?: string) => Entry | undefined;
  /** What `!word`, the value of a button under an automatic message, opens; for some that depends on what is open already. */
  readonly commands: Readonly<Record<string, Entry | ((context: FlowContext, standing?: Standing) => Entry)>>;
}
