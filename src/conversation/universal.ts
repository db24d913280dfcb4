import { explainRule } from "../operations/rules";
import type { UniversalWord } from "./answers/universal-words";
import { tellFurther } from "./digress";
import type { AnyFlow, Bubble } from "./flow";
import type { FlowPosition } from "./session";
import type { TurnWork } from "./turn-work";
import { beginning, stepOf } from "./walk";

/** Does what a universal word asks for, from any step. `typed` is the text that it was heard in. */
export function obeyWord(work: TurnWork, word: UniversalWord, typed: string): void {
  switch (word) {
    case "menu":
      return work.showMenu();
    case "cancel":
      return cancel(work);
    case "back":
      return back(work);
    case "repeat":
      return work.repeat();
    case "help":
      return help(work);
    case "why":
      return why(work);
    case "restart":
      return restart(work);
    case "resume":
      return resume(work, typed);
    default:
      return errand(work, word, typed);
  }
}

/**
 * LANJUT. Whoever gets no messages now wants them again before anything else; what was interrupted goes on after that, and
 * where nothing was, the answer given last. Whose help is paused and who left something unfinished was told to type it for
 * both: the pause is asked about first.
 */
function resume(work: TurnWork, typed: string): void {
  const { pausedUntil, optedOutAt } = work.context.contact;
  const isSilent = optedOutAt !== undefined || (pausedUntil !== undefined && pausedUntil > work.context.now);
  const entry = work.house.errands.resume;
  if (entry && isSilent) return work.enterAndResume(entry);
  if (work.position || work.lapsed) return work.repeat();
  const isEither = work.aside.length > 0 && work.house.isPaused?.(work.context) === true;
  if (entry && isEither) return work.enterAndResume(entry);
  if (!work.resume() && !tellFurther(work, typed) && entry) work.enter(entry);
}

function errand(work: TurnWork, word: UniversalWord, typed: string): void {
  const entry = work.house.errands[word];
  if (!entry) return work.repeat();
  const isEmergency = word === "accident" || word === "death";
  // Nobody in need has to tell it twice: the first words go along.
  work.enter(isEmergency ? { ...entry, answers: { ...entry.answers, words: typed } } : entry);
}

/**
 * Puts the conversation aside: what was given is kept, and the person is told how to go on or begin again. The wish alone
 * with which something was opened that begins anew each time is called off.
 */
function cancel(work: TurnWork): void {
  if (!work.position) return work.showMenu();
  const { flow, position } = work.standing();
  const isAnswered = position.history.length > 0;
  const kept = isAnswered && !flow.errand;
  if (flow.beginsAnew && !isAnswered) work.place(undefined);
  else work.setAside();
  work.say({ key: kept ? "engine.cancelled-kept" : "engine.cancelled" });
  work.showMenu();
}

function back(work: TurnWork): void {
  if (!work.position) return work.lapsed ? work.repeat() : work.showMenu();
  const { position } = work.standing();
  const { picking, correcting, ...rest } = position;
  if (picking) return standAt(work, rest);
  if (correcting) return standAt(work, { ...rest, step: correcting.backTo, answers: correcting.before });
  const history = stillAnswered(work.standing().flow, rest);
  const previous = history.at(-1);
  if (previous === undefined) {
    work.say({ key: "engine.at-the-beginning" });
    return work.repeat();
  }
  standAt(work, { ...rest, step: previous, history: history.slice(0, -1) });
}

/** The way here without the questions whose answers were forgotten since: they may make no sense any more. */
const stillAnswered = (flow: AnyFlow, { history, answers }: FlowPosition): readonly string[] =>
  history.filter((id) => {
    const step = stepOf(flow, id);
    return !("key" in step) || step.key in answers;
  });

function standAt(work: TurnWork, position: NonNullable<TurnWork["position"]>): void {
  work.place({ ...position, misses: 0 });
  work.repeat();
}

function help(work: TurnWork): void {
  const step = work.position && work.standing().step;
  const bubble: Bubble = { texts: [...(step?.help ? [step.help] : []), { key: "engine.help" }] };
  work.show(bubble);
  work.repeat();
}

/** KENAPA: about what was read last. Which rule sent the automatic message, if it was that; else why this is asked. */
function why(work: TurnWork): void {
  const step = work.position && work.standing().step;
  const isAboutMessage = step === undefined || work.context.lastAutomatic?.isNewest === true;
  if (isAboutMessage && whySent(work)) return;
  work.say(step ? (step.why ?? { key: "engine.why-asked" }) : { key: "engine.why-nothing" });
  work.repeat();
}

/** Which rule sent the last automatic message and how it is stopped; false, having said nothing, where there was none. */
export function whySent(work: TurnWork): boolean {
  const rule = explainRule(work.context.lastAutomatic?.rule ?? "");
  if (rule === null) return false;
  work.say({ key: "engine.why-sent", params: { rule: rule.why, stop: rule.stop } });
  work.repeat();
  return true;
}

/** BARU, said twice where there are answers to lose: begins the same conversation again with empty hands. */
function restart(work: TurnWork): void {
  if (!work.position) return work.lapsed ? work.repeat() : work.showMenu();
  const { flow, position } = work.standing();
  if (Object.keys(position.answers).length > 0 && work.pending !== "restart") {
    work.askAgain("restart");
    work.say({ key: "engine.restart-sure" });
    return work.repeat();
  }
  work.goOn(beginning(flow, {}, work.context.now));
}

/** BUANG at the menu, said twice: forgets the conversations that were put aside. */
export function discard(work: TurnWork): void {
  if (work.aside.length === 0) {
    work.say({ key: "engine.nothing-aside" });
    return work.showMenu();
  }
  if (work.pending !== "discard") {
    work.askAgain("discard");
    return work.say({ key: "engine.discard-sure" });
  }
  work.discard();
  work.say({ key: "engine.discarded" });
  work.showMenu();
}
