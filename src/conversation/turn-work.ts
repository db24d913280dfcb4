import type { Text } from "../domain/shared/text";
import { looksLikeQuestion } from "./answers/question";
import { readCommand, readStart } from "./answers/start";
import { exactWord } from "./answers/universal-words";
import type { AnyFlow, Bubble, Option } from "./flow";
import type { Entry, House } from "./house";
import { type FlowPosition, type FollowUp, holdsAnswers, type Pending, type SessionState } from "./session";
import type { Incoming, Turn } from "./take-turn";
import { type TurnContext, type TurnInput, turnContext } from "./turn-context";
import { asShown, beginning, optionsOf, promptOf, stepOf, type WaitingStep, walk } from "./walk";

/** How long unfinished answers are kept. Milliseconds. */
const partialAnswersLiveMs = 30 * 86_400_000;
/** How many unfinished conversations are kept for one contact. */
const mostAside = 5;
/** Misunderstandings in a row after which help is offered. */
export const mostMisses = 3;

/** One turn in the making: where the person stands by now, and what has been said so far. Lives for one call of `takeTurn`. */
export interface TurnWork {
  readonly house: House;
  readonly context: TurnContext;
  readonly promptId: number;
  readonly position: FlowPosition | undefined;
  readonly aside: readonly FlowPosition[];
  /** Where nothing stands any more because it was too long ago: asked anew where the message means nothing else. */
  readonly lapsed: AnyFlow | undefined;
  subject: string | undefined;
  /** What this message may confirm: the message before it asked for the same word again. */
  readonly pending: Pending | undefined;
  /** What was asked beside the last answer, which this message may take up. */
  readonly followUp: FollowUp | undefined;
  /** When the person was last asked whether an answer helped. Milliseconds. */
  readonly ratingAskedAt: number | undefined;
  /** True once answers in Javanese were offered. */
  readonly javaneseOffered: boolean;
  /** Lets the next message take this up. */
  leaveOpen(what: FollowUp): void;
  /** Lets the next message confirm this. */
  askAgain(what: Pending): void;
  say(...texts: readonly Text[]): void;
  show(bubble: Bubble): void;
  /** The flow and the step that the position stands at. */
  standing(): { flow: AnyFlow; step: WaitingStep; position: FlowPosition };
  /** The choices that are open now: those of the step, or the menu's. */
  offered(): readonly Option[];
  /** Choices as the reader of typed choices wants them: the label is a locale key until it is rendered. */
  readableOptions(
    options: readonly Option[],
  ): readonly { value: string; label: string; synonyms?: readonly string[] }[];
  /** Asks the open question again, or the one that lapsed, or shows the menu. */
  repeat(): void;
  showMenu(): void;
  /** Changes what is remembered of the open question, without moving to another. */
  stay(position: FlowPosition): void;
  /** Moves to another question, or out of every flow, without walking. */
  place(position: FlowPosition | undefined): void;
  /** Walks on from a position to the next question or the end. */
  goOn(position: FlowPosition): void;
  /**
   * Enters a flow: through the welcome where consent is needed first, or where it was left or stands. With answers it begins
   * a new one and puts aside what was begun before; a flow that begins anew lets go of it.
   */
  enter(entry: Entry): void;
  /** Puts the present conversation aside for later. */
  setAside(): void;
  /** Does an errand; afterwards what stands now goes on, or, where nothing does, the newest that was put aside. */
  enterAndResume(entry: Entry): void;
  /** Takes up the newest conversation that was put aside; false when there is none. */
  resume(): boolean;
  /** Forgets everything that was put aside. */
  discard(): void;
  missAtMenu(): void;
  /** First contact, and flows that changed or lapsed; true when that was the whole turn. */
  greetOrRestart(incoming: Incoming): boolean;
  close(): Turn;
}

/** Begins the work on one turn. */
export function openTurn(house: House, state: SessionState, input: TurnInput): TurnWork {
  return new Work(house, state, input);
}

class Work implements TurnWork {
  readonly context: TurnContext;
  readonly #bubbles: Bubble[] = [];
  position: FlowPosition | undefined;
  aside: readonly FlowPosition[];
  lapsed: AnyFlow | undefined;
  promptId: number;
  subject: string | undefined;
  readonly pending: Pending | undefined;
  /** Misunderstandings in a row at the menu, this one included; any other turn ends the row. */
  #misses = 0;
  /** True once a turn moved to another question: its buttons are then told from those of the last. */
  #moved = false;
  #asked: Pending | undefined;
  readonly followUp: FollowUp | undefined;
  ratingAskedAt: number | undefined;
  javaneseOffered: boolean;
  #leftOpen: FollowUp | undefined;

  constructor(
    readonly house: House,
    private readonly state: SessionState,
    private readonly input: TurnInput,
  ) {
    this.context = turnContext(input);
    this.position = state.position;
    this.aside = state.aside.filter((one) => this.#isAlive(one) && house.flows.get(one.flow)?.version === one.version);
    this.promptId = state.promptId;
    this.subject = state.subject;
    this.pending = state.pending;
    this.followUp = state.followUp;
    this.ratingAskedAt = state.ratingAskedAt;
    this.javaneseOffered = state.javaneseOffered === true;
  }

  leaveOpen(what: FollowUp): void {
    this.#leftOpen = what;
    if (what.kind === "javanese") this.javaneseOffered = true;
    if (what.kind === "rate") this.ratingAskedAt = this.context.now;
  }

  askAgain(what: Pending): void {
    this.#asked = what;
  }

  say(...texts: readonly Text[]): void {
    if (texts.length > 0) this.#bubbles.push({ texts });
  }

  show(bubble: Bubble): void {
    this.#bubbles.push(bubble);
  }

  standing(): { flow: AnyFlow; step: WaitingStep; position: FlowPosition } {
    const position = this.position;
    const flow = position && this.house.flows.get(position.flow);
    if (!position || !flow) throw new Error("nobody stands in a flow here");
    const step = stepOf(flow, position.step);
    if (step.type !== "ask" && step.type !== "choose" && step.type !== "review") {
      throw new Error(`the step "${position.step}" of "${flow.id}" waits for nothing`);
    }
    return { flow, step, position };
  }

  offered(): readonly Option[] {
    if (!this.position) return this.house.menu(this.context);
    const { step, position } = this.standing();
    return position.shown ?? optionsOf(step, position, this.context);
  }

  readableOptions(
    options: readonly Option[],
  ): readonly { value: string; label: string; synonyms?: readonly string[] }[] {
    return options.map(({ value, label, synonyms }) => ({
      value,
      label: this.input.words(label),
      ...(synonyms ? { synonyms } : {}),
    }));
  }

  repeat(): void {
    if (!this.position) return this.lapsed ? this.#beginAgain(this.lapsed) : this.showMenu();
    const { step, position } = this.standing();
    const prompt = promptOf(step, position, this.context);
    this.position = asShown(step, position, prompt);
    this.show(prompt);
  }

  showMenu(): void {
    this.setAside();
    this.#moved = true;
    this.show({ texts: [{ key: "engine.menu" }, ...this.#unfinished()], options: this.house.menu(this.context) });
  }

  /** Reminds of the newest conversation that was put aside with answers in it. */
  #unfinished(): Text[] {
    const left = this.aside.findLast(({ history, answers }) => history.length > 0 || Object.keys(answers).length > 0);
    const title = left && this.house.flows.get(left.flow)?.title;
    return title ? [{ key: "engine.unfinished", params: { title } }] : [];
  }

  stay(position: FlowPosition): void {
    this.position = position;
  }

  place(position: FlowPosition | undefined): void {
    this.position = position;
    this.#moved = true;
  }

  goOn(position: FlowPosition): void {
    const flow = this.house.flows.get(position.flow);
    if (!flow) throw new Error(`there is no flow "${position.flow}"`);
    const walked = walk(flow, { ...position, touchedAt: this.context.now }, this.context);
    for (const bubble of walked.bubbles) this.show(bubble);
    if (walked.type === "waiting") {
      this.place(walked.position);
      return this.repeat();
    }
    this.place(undefined);
    if (this.context.isForgotten()) this.aside = [];
    if (walked.silent) return this.#putBack(this.#asideOf(position.interrupted));
    if (walked.follow?.flow === "menu") return this.showMenu();
    if (walked.follow) return this.#enter(walked.follow, position.interrupted);
    const left = this.#asideOf(position.interrupted);
    if ((flow.errand || this.#isErrand(left)) && this.#resume(left)) return;
    this.show({ texts: [{ key: "engine.after" }, ...this.#unfinished()] });
  }

  enter(entry: Entry): void {
    this.#enter(entry, undefined);
  }

  enterAndResume(entry: Entry): void {
    this.#enter(entry, this.position ? undefined : this.aside.at(-1)?.flow);
  }

  #enter(entry: Entry, goingOn: string | undefined): void {
    const flow = this.house.flows.get(entry.flow);
    if (!flow) throw new Error(`there is no flow "${entry.flow}"`);
    if (flow.needsConsent && !this.#hasAgreedToThisText()) return this.#welcome(entry);
    const mayGoOn = !entry.answers && !flow.beginsAnew;
    if (this.position?.flow === flow.id && mayGoOn) return this.#stayIn(flow);
    const interrupted = this.#interruptedBy(flow, entry, goingOn);
    this.setAside();
    if (mayGoOn && this.#resume(this.#asideOf(flow.id))) return;
    if (flow.beginsAnew) this.aside = this.aside.filter((one) => one.flow !== flow.id);
    this.goOn({ ...beginning(flow, entry.answers ?? {}, this.context.now), ...(interrupted && { interrupted }) });
  }

  /** Whoever asks for what is being done already is told so, and loses nothing. */
  #stayIn(flow: AnyFlow): void {
    if (this.standing().position.history.length > 0) this.say({ key: "engine.resumed", params: { title: flow.title } });
    this.repeat();
  }

  /** What goes on after the flow that is entered. An errand that leads back into one that it interrupted takes its place. */
  #interruptedBy(flow: AnyFlow, { returns }: Entry, goingOn: string | undefined): string | undefined {
    if (goingOn === undefined) return flow.errand || returns ? this.#interrupt(returns === true) : undefined;
    const left = this.#asideOf(goingOn);
    if (goingOn !== flow.id || !this.#isErrand(left)) return goingOn;
    this.aside = this.aside.filter((one) => one !== left);
    return left?.interrupted;
  }

  #isErrand(position: FlowPosition | undefined): boolean {
    return position !== undefined && this.house.flows.get(position.flow)?.errand === true;
  }

  /** Puts what stands now aside for the length of an errand, its first question included; returns what goes on after it. */
  #interrupt(keepsErrands: boolean): string | undefined {
    const leaving = this.position;
    if (!leaving || (!keepsErrands && this.#isErrand(leaving))) return leaving?.interrupted;
    this.#keepAside(leaving);
    this.place(undefined);
    return leaving.flow;
  }

  setAside(): void {
    const leaving = this.position;
    this.place(undefined);
    if (!leaving || this.#holdsNothing(leaving) || this.#isErrand(leaving)) return;
    this.#keepAside(leaving);
  }

  /** A first question is asked again for the asking, unless what opened the flow, such as a photo, would be lost with it. */
  #holdsNothing({ flow, history, answers }: FlowPosition): boolean {
    return history.length === 0 && (flow === this.house.welcome || Object.keys(answers).length === 0);
  }

  #keepAside({ correcting, picking: _picking, ...leaving }: FlowPosition): void {
    const kept = correcting ? { ...leaving, step: correcting.backTo, answers: correcting.before } : leaving;
    this.aside = [...this.aside, kept].slice(-mostAside);
  }

  #asideOf(flow: string | undefined): FlowPosition | undefined {
    return this.aside.findLast((one) => one.flow === flow);
  }

  resume(): boolean {
    return this.#resume(this.aside.at(-1));
  }

  #resume(left: FlowPosition | undefined): boolean {
    const flow = left && this.house.flows.get(left.flow);
    if (!left || !flow || (flow.needsConsent && !this.#mayKeepData())) return false;
    this.aside = this.aside.filter((one) => one !== left);
    if (left.history.length > 0) this.say({ key: "engine.resumed", params: { title: flow.title } });
    this.#standAt(left);
    return true;
  }

  /** Stands again where an errand began, without a word. */
  #putBack(left: FlowPosition | undefined): void {
    if (!left) return;
    this.aside = this.aside.filter((one) => one !== left);
    this.place(left);
  }

  discard(): void {
    this.aside = [];
  }

  missAtMenu(): void {
    if (this.lapsed) return this.repeat();
    const misses = this.state.misses + 1;
    const isTooMany = misses >= mostMisses;
    this.say({ key: isTooMany ? "engine.menu-help" : "engine.not-understood" });
    this.#misses = isTooMany ? 0 : misses;
    this.showMenu();
  }

  greetOrRestart(incoming: Incoming): boolean {
    if (!this.position) return this.#greet(incoming);
    this.#leaveStale(this.position);
    return false;
  }

  /** Lets go of answers that are too old or belong to other questions. What is said now is no answer to them any more. */
  #leaveStale(position: FlowPosition): void {
    const flow = this.house.flows.get(position.flow);
    const isSame = flow?.version === position.version;
    if (isSame && this.#isAlive(position)) return;
    this.place(undefined);
    this.lapsed = flow;
    if (!isSame) this.say({ key: "engine.flow-changed" });
    else if (!flow.errand && holdsAnswers(position)) this.say({ key: "engine.expired" });
  }

  /** Asks from the beginning what was asked too long ago. */
  #beginAgain(flow: AnyFlow): void {
    this.lapsed = undefined;
    this.goOn(beginning(flow, {}, this.context.now));
  }

  close(): Turn {
    const promptId = this.#moved ? this.promptId + 1 : this.promptId;
    const { nudgedAt } = this.state;
    const state: SessionState = {
      ...(this.position ? { position: this.position } : {}),
      aside: this.aside,
      promptId,
      misses: this.#misses,
      ...(this.subject === undefined ? {} : { subject: this.subject }),
      ...(this.#asked === undefined ? {} : { pending: this.#asked }),
      ...(this.#leftOpen === undefined ? {} : { followUp: this.#leftOpen }),
      ...(this.javaneseOffered ? { javaneseOffered: true } : {}),
      ...(this.ratingAskedAt === undefined ? {} : { ratingAskedAt: this.ratingAskedAt }),
      ...(nudgedAt !== undefined && this.context.now - nudgedAt < partialAnswersLiveMs ? { nudgedAt } : {}),
    };
    return { state, bubbles: this.#bubbles };
  }

  /** The first message ever: a question or an emergency is answered at once, everything else begins with the welcome. */
  #greet(incoming: Incoming): boolean {
    if (this.context.contact.consent || this.state.promptId > 0) return false;
    const typed = incoming.type === "text" || incoming.type === "caption" ? incoming.text : "";
    const start = readStart(typed);
    const text = readCommand(typed) ?? typed;
    if (!start && (exactWord(text) || looksLikeQuestion(text))) return false;
    const entry = this.house.entryFor(start ? start.payload.replaceAll("_", " ") : text, this.context);
    if (entry && this.house.flows.get(entry.flow)?.beforeWelcome) return false;
    this.#welcome(entry ?? { flow: "menu" });
    return true;
  }

  #isAlive(position: FlowPosition): boolean {
    return this.context.now - position.touchedAt < partialAnswersLiveMs;
  }

  #mayKeepData(): boolean {
    return this.context.contact.consent?.status === "given";
  }

  /** What was begun under an older text goes on; only something new asks for consent to the text of today. */
  #hasAgreedToThisText(): boolean {
    const needed = this.house.flows.get(this.house.welcome)?.consentText ?? 0;
    return this.#mayKeepData() && (this.context.contact.consent?.textVersion ?? 0) >= needed;
  }

  #welcome(wanted: Entry): void {
    this.setAside();
    const welcome = this.house.flows.get(this.house.welcome);
    this.aside = this.aside.filter((one) => one.flow !== this.house.welcome);
    if (!welcome) throw new Error(`there is no flow "${this.house.welcome}"`);
    this.goOn(beginning(welcome, { wanted }, this.context.now));
  }

  #standAt(position: FlowPosition): void {
    this.place({ ...position, misses: 0, touchedAt: this.context.now });
    this.repeat();
  }
}
