import { answerStep, isAskedToStop, mayBeOccupation } from "./answer-step";
import { readChoice } from "./answers/choice";
import { isMostlyEntry, isWholeEntry, readLinkCode } from "./answers/entry-words";
import { normalize, wordsOf } from "./answers/normalize";
import { looksLikeQuestion } from "./answers/question";
import { readReceiptCode } from "./answers/receipt-code";
import { readSmallTalk, type SmallTalk } from "./answers/small-talk";
import { readCommand, readStart } from "./answers/start";
import { readForwarded } from "./answers/suspicious";
import { exactWord, isDiscardWord, nearWord, plainPhrase, type UniversalWord } from "./answers/universal-words";
import { asksWhySent } from "./answers/why-sent";
import { offersHelp } from "./answers/willing";
import { digress } from "./digress";
import type { Bubble, Input } from "./flow";
import { noteUnanswered, takeUp } from "./follow-up";
import type { Entry, House } from "./house";
import { answersOffer } from "./offers";
import type { SessionState } from "./session";
import { Needed, type TurnInput, type TurnRequest } from "./turn-context";
import { openTurn, type TurnWork } from "./turn-work";
import { discard, obeyWord, whySent } from "./universal";
import { stepOf } from "./walk";

/** What a person sent, once its file has been kept and its button text has been told from an answer. */
export type Incoming =
  | Input
  /** A button's value as it came; it may be old, or forged. */
  | { readonly type: "button"; readonly value: string }
  | {
      readonly type: "unreadable";
      readonly kind: "sticker" | "voice" | "video" | "poll" | "other" | "location" | "edited" | "file";
    }
  /** A file that nobody asked for and that was not kept, with words below it, which are read. */
  | { readonly type: "caption"; readonly text: string }
  /** A file that was not kept: too large, of a kind we cannot use, or not to be had. */
  | { readonly type: "file-refused"; readonly reason: "too-large" | "wrong-kind" | "no-sheet" | "unreachable" };

/** What happens in answer to one message: where the person stands now, and what is said. Nothing has been sent or saved. */
export interface Turn {
  readonly state: SessionState;
  readonly bubbles: readonly Bubble[];
}

/** A finished turn, or what it needs before it can be taken. */
export type TakenTurn =
  | { readonly type: "turn"; readonly turn: Turn }
  | { readonly type: "request"; readonly request: TurnRequest };

/**
 * Takes one message and returns what happens. Pure: the same arguments give the same turn. Where it needs a look-up or an
 * effect it says so, and is called again with the result added to `input.results`.
 */
export function takeTurn(house: House, state: SessionState, incoming: Incoming, input: TurnInput): TakenTurn {
  try {
    const work = openTurn(house, state, input);
    if (work.greetOrRestart(incoming)) return { type: "turn", turn: work.close() };
    dispatch(work, incoming);
    return { type: "turn", turn: work.close() };
  } catch (error) {
    if (error instanceof Needed) return { type: "request", request: error.request };
    throw error;
  }
}

function dispatch(work: TurnWork, incoming: Incoming): void {
  switch (incoming.type) {
    case "unreadable":
      work.say({ key: `engine.unreadable.${incoming.kind}` });
      return work.repeat();
    case "file-refused":
      work.say({ key: `engine.file.${incoming.reason}` });
      return work.repeat();
    case "button":
      return press(work, incoming.value);
    case "text":
      return hear(work, incoming.text);
    case "caption":
      work.say({ key: "engine.file.caption" });
      return hear(work, incoming.text);
    case "file":
      return receive(work, incoming);
    default:
      return work.position ? answerStep(work, incoming) : atTheMenu(work, incoming);
  }
}

/**
 * A file is the answer where one is asked for. Anywhere else it is the proof of a payment: it opens the report, or belongs
 * to the one that is open.
 */
function receive(work: TurnWork, file: Extract<Input, { type: "file" }>): void {
  const { step: open } = work.position ? work.standing() : { step: undefined };
  if (open?.type === "ask" && open.takesSheet) return answerStep(work, file);
  const entry = work.house.entryForFile(file, work.context, work.position?.flow);
  if (!work.position) return atTheMenu(work, file);
  const { step } = work.standing();
  if (!entry || (step.type === "ask" && step.takesFile)) return answerStep(work, file);
  takeProof(work, file, entry);
}

/** Opens the report that a proof belongs to, or keeps it for the one that is open. */
function takeProof(work: TurnWork, proof: Input, entry: Entry): void {
  const { flow, step, position } = work.standing();
  if (entry.flow !== flow.id) return work.enter(entry);
  work.say({ key: proof.type === "file" ? "engine.file.kept" : "engine.receipt.kept" });
  const kept = { ...position, answers: { ...position.answers, ...entry.answers, ...readProof(work, proof) } };
  if (step.type === "choose" && step.afterFile) return work.goOn({ ...kept, step: step.afterFile, misses: 0 });
  work.place(kept);
  work.repeat();
}

/** The proof as the answer of the step of this flow that asks for one, under that step's key. */
function readProof(work: TurnWork, proof: Input): Readonly<Record<string, unknown>> {
  const { flow, position } = work.standing();
  const taking = Object.keys(flow.steps)
    .map((id) => stepOf(flow, id))
    .find((step) => "takesFile" in step && step.takesFile);
  if (taking?.type !== "ask") return {};
  const read = taking.read(proof, position.answers, work.context);
  return read.ok ? { [taking.key]: read.value } : {};
}

/** A button: a command under an automatic message, a choice of the question that is open, or an old one. */
function press(work: TurnWork, value: string): void {
  if (value.startsWith("!")) return obeyCommand(work, value.slice(1));
  const [prompt, ...rest] = value.split("|");
  const chosen = rest.join("|");
  const isCurrent = prompt === work.promptId.toString(36) && work.offered().some((option) => option.value === chosen);
  if (!isCurrent) {
    work.say({ key: "engine.old-button" });
    return work.repeat();
  }
  if (work.position) return answerStep(work, { type: "option", value: chosen });
  return work.enter({ flow: chosen });
}

function obeyCommand(work: TurnWork, command: string): void {
  const entry = work.house.commands[command];
  if (command === "menu" || !entry) return work.showMenu();
  work.enter(typeof entry === "function" ? entry(work.context, work.position) : entry);
}

function hear(work: TurnWork, typed: string): void {
  const text = typed.trim();
  if (takeUp(work, text)) return;
  if (asksWhySent(text) && whySent(work)) return;
  const start = readStart(text);
  if (start) return follow(work, start.payload);
  const command = readCommand(text);
  if (command !== null && obeyTyped(work, command)) return;
  if ((offersHelp(text) || work.house.mayAnswerAsked(text)) && answersOffer(work, text)) return;
  const word = exactWord(text);
  // "Jangan kirim lagi ya" is no "jangan" to the question whether anything is to stop.
  if (word && isAskedToStop(work, word)) return answerStep(work, { type: "text", text: plainPhrase(text) });
  if (word && !isMeantAsAnswer(work, text, word)) return obeyWord(work, word, text);
  if (answersOffer(work, text)) return;
  const talk = readSmallTalk(text);
  if (talk && (talk !== "fine" || (!work.position && !work.lapsed))) return chat(work, talk);
  if (!work.position) return atTheMenuWithText(work, text);
  const receipt = receiptBeside(work, text);
  if (receipt) return takeProof(work, { type: "text", text }, receipt);
  const entry =
    isWholeEntry(text) && !isOpenChoice(work, text) && !mayBeReference(work, text) && !isTaken(work, text)
      ? work.house.entryFor(text, work.context, work.position)
      : undefined;
  if (entry) return work.enter(entry);
  answerStep(work, { type: "text", text });
}

/**
 * What a bank's words open that are no answer. They are one where a proof is asked for or a message of any kind, which keeps them
 * as they are; a name or an occupation they never are.
 */
function receiptBeside(work: TurnWork, text: string): Entry | undefined {
  const { step, position } = work.standing();
  // Hardly a text is a bank's: none is read twice, nor looked up twice, that is none.
  const entry = work.house.entryForReceipt?.(text, work.context, position.flow);
  if (!entry || step.type !== "ask" || step.freeText === true) return entry;
  const read = step.read({ type: "text", text }, position.answers, work.context);
  return read.ok && [text, readForwarded(text) ?? text].some((said) => keeps(read.value, said)) ? undefined : entry;
}

const keeps = (value: unknown, text: string): boolean =>
  typeof value === "string"
    ? normalize(value) === normalize(text)
    : Object.values(value ?? {}).some((part) => typeof part === "string" && keeps(part, text));

/**
 * Where a proof of payment is asked for, a bare code is more likely the receipt's, and where a receipt is, it is that one's; with
 * its word before it, it is what it always is.
 */
function mayBeReference(work: TurnWork, text: string): boolean {
  const { step } = work.standing();
  if (step.type !== "ask" || /\s/u.test(text)) return false;
  if (step.takesReceiptCode === true && readReceiptCode(text) !== null) return true;
  return step.takesFile === true && readLinkCode(text) !== null;
}

/** A word that mostly opens something answers where a choice begins with it, or where the open question can read it. */
function isTaken(work: TurnWork, text: string): boolean {
  if (!isMostlyEntry(text)) return false;
  const { step, position } = work.standing();
  if (step.type === "ask" && step.read({ type: "text", text }, position.answers, work.context).ok) return true;
  const typed = wordsOf(text).join(" ");
  return work
    .readableOptions(work.offered())
    .some(({ label }) => `${wordsOf(label).join(" ")} `.startsWith(`${typed} `));
}

/** A command of the chat application's own menu means the same at every step; false where it is none of ours. */
function obeyTyped(work: TurnWork, command: string): boolean {
  const word = exactWord(command);
  const entry = word ? undefined : work.house.entryFor(command, work.context, work.position);
  if (word) obeyWord(work, word, command);
  else if (entry) work.enter(entry);
  return word !== null || entry !== undefined;
}

/** The open question has this very answer. */
function isOpenChoice(work: TurnWork, text: string): boolean {
  const typed = normalize(text);
  return work
    .readableOptions(work.offered())
    .some(({ label, synonyms = [] }) => [label, ...synonyms].some((one) => normalize(one) === typed));
}

/** A courtesy is returned; whatever was being asked is asked again. */
function chat(work: TurnWork, talk: SmallTalk): void {
  work.say({ key: `engine.talk.${talk}` });
  if (work.position || talk === "greeting") work.repeat();
}

/** Words that go on with something or put it off, which a choice may be about: "teruskan saja" is "Saya teruskan sendiri". */
const onOrOff: ReadonlySet<UniversalWord> = new Set(["resume", "pause"]);

/** The label of an open choice is that choice; and whoever tells about an emergency is not asked about it again. */
function isMeantAsAnswer(work: TurnWork, text: string, word: UniversalWord): boolean {
  const { position } = work;
  if (!position) return false;
  if (mayBeOccupation(work, text, word)) return true;
  if ((word === "accident" || word === "death") && work.house.errands[word]?.flow === position.flow) return true;
  if (word === "restart") return isOpenChoice(work, text);
  const isChoice = work.standing().step.type === "choose";
  if (isChoice && onOrOff.has(word)) return readChoice(text, work.readableOptions(work.offered())).ok;
  const typed = normalize(text);
  return work.readableOptions(work.offered()).some(({ label }) => normalize(label) === typed);
}

/** A deep link: `/start daftar`, `/start KL-…`; an unknown one is an ordinary beginning. */
function follow(work: TurnWork, payload: string): void {
  const entry = work.house.entryFor(payload.replaceAll("_", " "), work.context);
  if (entry) return work.enter(entry);
  work.showMenu();
}

function atTheMenu(work: TurnWork, input: Exclude<Input, { type: "text" }>): void {
  const entry = input.type === "file" ? work.house.entryForFile(input, work.context) : undefined;
  if (entry) return work.enter(entry);
  work.say({ key: input.type === "file" ? "engine.file.not-expected" : "engine.not-expected" });
  work.repeat();
}

function atTheMenuWithText(work: TurnWork, text: string): void {
  if (isDiscardWord(text)) return discard(work);
  const entry = work.house.entryFor(text, work.context);
  if (entry) return work.enter(entry);
  // A number that answers a question of long ago is none of the menu's, which was not shown.
  if (!work.lapsed && !looksLikeQuestion(text)) {
    const choice = readChoice(text, work.readableOptions(work.offered()));
    if (choice.ok) return work.enter({ flow: choice.value });
  }
  if (/\p{L}{3}/u.test(text) && digress(work, text)) return;
  const near = nearWord(text);
  if (near) return obeyWord(work, near, text);
  if (!noteUnanswered(work, text)) work.missAtMenu();
}
