import { unreachable } from "../domain/shared/result";
import type { Text } from "../domain/shared/text";
import { readChoice } from "./answers/choice";
import { normalize, wordsOf } from "./answers/normalize";
import { isNumberWord } from "./answers/number-words";
import { asksAboutStep, looksLikeQuestion } from "./answers/question";
import { isPlainlyOfficer, nearWord, type UniversalWord } from "./answers/universal-words";
import { readYesNo } from "./answers/yes-no";
import { digress } from "./digress";
import type { Input, Option } from "./flow";
import type { FlowPosition } from "./session";
import { mostMisses, type TurnWork } from "./turn-work";
import { obeyWord } from "./universal";
import { afterAnswer, optionsOf, type WaitingStep } from "./walk";

/** In words: "yang nomor dua ya pak?" still chooses. */
const mostWordsOfChoice = 5;

/** Takes an input as the answer to the question that is open: goes on with it, answers a question asked instead, or asks again. */
export function answerStep(work: TurnWork, input: Input): void {
  const { step } = work.standing();
  if (input.type === "text" && asksAboutStep(input.text)) return explain(work, step);
  if (mayHideQuestion(work, step, input) && asksInstead(work, input)) return;
  switch (step.type) {
    case "ask":
      return answerAsk(work, step, input);
    case "choose":
      return answerChoose(work, step, input);
    case "review":
      return answerReview(work, step, input);
    default:
      return unreachable(step);
  }
}

/** Where almost anything would be taken for an answer: free text, and choices unless the text is one word for word. */
function mayHideQuestion(work: TurnWork, step: WaitingStep, input: Input): boolean {
  if (step.type === "ask") return step.freeText === true;
  if (input.type !== "text") return false;
  const { text } = input;
  return !work.readableOptions(work.offered()).some(({ label }) => normalize(label) === normalize(text));
}

/** A question typed in place of an answer, which is answered before the step is asked again. */
const asksInstead = (work: TurnWork, input: Input): boolean =>
  input.type === "text" && looksLikeQuestion(input.text) && digress(work, input.text);

/** "What do you mean?" is about the open question: its example and its reason, and the question once more. */
function explain(work: TurnWork, step: WaitingStep): void {
  const texts = [step.help, step.why].filter((text) => text !== undefined);
  work.say(...(texts.length > 0 ? texts : [{ key: "engine.why-asked" }]));
  work.repeat();
}

function answerAsk(work: TurnWork, step: Extract<WaitingStep, { type: "ask" }>, input: Input): void {
  const { position } = work.standing();
  const read = step.read(labelled(work, input), position.answers, work.context);
  if (!read.ok) return misunderstood(work, input, read.error);
  accept(work, step, { ...position.answers, [step.key]: read.value });
}

/** A label typed in full is its option, in whatever language it was shown; so is a yes or a no where they are offered. */
function labelled(work: TurnWork, input: Input): Input {
  if (input.type !== "text") return input;
  const typed = normalize(input.text);
  const options = work.offered();
  const option = work.readableOptions(options).find(({ label }) => normalize(label) === typed);
  const value = option?.value ?? yesOrNo(input.text, options);
  return value === undefined ? input : { type: "option", value };
}

function answerChoose(work: TurnWork, step: Extract<WaitingStep, { type: "choose" }>, input: Input): void {
  const { position } = work.standing();
  const options = work.offered();
  const chosen = chosenValue(work, options, input);
  const own = chosen === undefined && input.type === "text" && nearWord(input.text) === null;
  const meant = own ? step.ownWords?.(input.text, position.answers) : undefined;
  if (meant) return accept(work, step, { ...position.answers, ...meant });
  if (chosen === undefined)
    return misunderstood(work, input, unclearBetween(work, options, input) ?? numberOf(options));
  if (step.whenGone !== undefined && isGone(work, step, chosen)) {
    work.say({ key: "engine.choice-gone" });
    return work.goOn({ ...position, step: step.whenGone, misses: 0 });
  }
  accept(work, step, { ...position.answers, [step.key]: chosen });
}

/** Whether what was read as a choice is none any more. */
const isGone = (work: TurnWork, step: WaitingStep, chosen: string): boolean =>
  !optionsOf(step, work.standing().position, work.context).some(({ value }) => value === chosen);

const numberOf = (options: readonly Option[]): Text => ({
  key: "engine.choose-number",
  params: { last: options.length },
});

/** "3" in a list whose third line is "6 bulan": asked back, because it decides for how long is paid. */
function unclearBetween(work: TurnWork, options: readonly Option[], input: Input): Text | undefined {
  if (input.type !== "text") return undefined;
  const read = readChoice(input.text, work.readableOptions(options));
  return !read.ok && read.error.key === "answers.choice.place-or-months" ? read.error : undefined;
}

function chosenValue(
  work: TurnWork,
  options: Parameters<TurnWork["readableOptions"]>[0],
  input: Input,
): string | undefined {
  if (input.type === "option") return input.value;
  if (input.type !== "text") return undefined;
  // A long question that nobody can answer has a "gak" or a "bisa" in it all the same, which chooses nothing.
  if (looksLikeQuestion(input.text) && wordsOf(input.text).length > mostWordsOfChoice) return undefined;
  return yesOrNo(input.text, options) ?? typedChoice(work, options, input.text);
}

function typedChoice(work: TurnWork, options: readonly Option[], typed: string): string | undefined {
  const read = readChoice(typed, work.readableOptions(options));
  return read.ok ? read.value : undefined;
}

const isYes = ({ value, synonyms = [] }: Option): boolean =>
  value === "yes" || value === "right" || synonyms.includes("ya");
const isNo = ({ value, synonyms = [] }: Option): boolean =>
  value === "no" || value === "wrong" || synonyms.includes("tidak");

/** Where one choice agrees and another does not, every way of saying yes and no is understood; numbers stay places in the list. */
function yesOrNo(typed: string, options: readonly Option[]): string | undefined {
  const [yes, no] = [options.filter(isYes), options.filter(isNo)];
  const words = wordsOf(typed);
  if (yes.length !== 1 || no.length !== 1 || words.some(isNumberWord) || /\d/u.test(typed)) return undefined;
  const written = words.join(" ");
  const own = options.find(({ synonyms = [] }) => synonyms.includes(written));
  if (own) return own.value;
  if (looksLikeQuestion(typed) && words.length > 1) return undefined;
  const said = readYesNo(typed);
  return said.ok ? (said.value ? yes : no)[0]?.value : undefined;
}

function answerReview(work: TurnWork, step: Extract<WaitingStep, { type: "review" }>, input: Input): void {
  const { position } = work.standing();
  const options = optionsOf(step, position, work.context);
  const chosen = lineNamed(work, step, input) ?? chosenValue(work, options, input);
  if (chosen === undefined) return misunderstood(work, input, numberOf(options));
  if (chosen === "right") return accept(work, step, position.answers);
  if (chosen === "wrong") return pick(work, position);
  correct(work, step, position, Number(chosen.slice("line-".length)));
}

/** "Nama" or "alamat" at the summary is the line that is wrong. */
function lineNamed(work: TurnWork, step: Extract<WaitingStep, { type: "review" }>, input: Input): string | undefined {
  if (input.type !== "text") return undefined;
  const typed = normalize(input.text).replace(/(?:nya)?(?: (?:salah|keliru))?$/u, "");
  const lines = step.lines(work.standing().position.answers, work.context);
  const named = work.readableOptions(lines.map(({ label }, index) => ({ value: `line-${index}`, label })));
  return named.find(({ label }) => normalize(label) === typed)?.value;
}

function pick(work: TurnWork, position: FlowPosition): void {
  work.place({ ...position, picking: true, misses: 0 });
  work.repeat();
}

function correct(
  work: TurnWork,
  step: Extract<WaitingStep, { type: "review" }>,
  position: FlowPosition,
  index: number,
): void {
  const line = step.lines(position.answers, work.context)[index];
  if (!line) return work.repeat();
  const { picking: _picking, ...rest } = position;
  const answers = Object.fromEntries(Object.entries(rest.answers).filter(([key]) => !line.forget.includes(key)));
  work.goOn({
    ...rest,
    step: line.from,
    answers,
    misses: 0,
    correcting: { backTo: position.step, before: rest.answers },
  });
}

function accept(work: TurnWork, step: WaitingStep, answers: FlowPosition["answers"]): void {
  const { flow, position } = work.standing();
  const history = position.correcting ? position.history : [...position.history, position.step];
  work.goOn(afterAnswer(flow, step, { ...position, answers, history, misses: 0 }, work.context));
}

/** "Admin" and "operator" are occupations where the words are free; whoever wants an officer says so plainly there. */
export function mayBeOccupation(work: TurnWork, typed: string, word: UniversalWord): boolean {
  const { step } = work.standing();
  return word === "officer" && step.type === "ask" && step.freeText === true && !isPlainlyOfficer(typed);
}

/** At the question that STOP opened, STOP answers it: obeying the word would only ask it again, for ever. */
export function isAskedToStop({ house, position }: TurnWork, word: UniversalWord): boolean {
  return word === "stop" && position !== undefined && house.errands.stop?.flow === position.flow;
}

/** What could not be read may be a universal word with a slip, or a question; only else was it misunderstood. */
function misunderstood(work: TurnWork, input: Input, refusal: Text): void {
  if (input.type === "text") {
    const word = nearWord(input.text);
    const isAnswer = word && (mayBeOccupation(work, input.text, word) || isAskedToStop(work, word));
    if (word && !isAnswer) return obeyWord(work, word, input.text);
    if (looksLikeQuestion(input.text) && digress(work, input.text)) return;
  }
  const { step, position } = work.standing();
  const misses = position.misses + 1;
  const isTooMany = misses >= mostMisses;
  work.say(refusal);
  const offer = work.house.flows.get(position.flow)?.helpOffer ?? { key: "engine.help-offer" };
  if (isTooMany) work.say(...(step.help ? [step.help] : []), offer);
  work.stay({ ...position, misses: isTooMany ? 0 : misses });
  work.repeat();
}
