import { readSmallTalk } from "./answers/small-talk";
import { exactWord } from "./answers/universal-words";
import { offersHelp, readWillingness } from "./answers/willing";
import type { FlowPosition } from "./session";
import type { TurnWork } from "./turn-work";

/** Whoever answered more lately than this is talking about the open question. Milliseconds. */
const talkingMs = 3_600_000;

/** Whether somebody is talking about the question that is open, at a moment in milliseconds. */
export const isTalking = (position: FlowPosition | undefined, now: number): boolean =>
  position !== undefined && now - position.touchedAt < talkingMs;

/**
 * A yes or a no to an offer that waits for this person's answer, such as a notice made; also in other words, where the notice
 * that was read last asks for them. A no to that notice, or to a reminder of this one offer, is the answer; anything else opens the question itself, which says what
 * a yes promises, or the one that was read last. False, having said nothing, where it is meant for something else.
 */
export function answersOffer(work: TurnWork, text: string): boolean {
  const { position, context } = work;
  if (isTalking(position, context.now)) return false;
  const { rule = "", isNewest = false } = context.lastAutomatic ?? {};
  const asked = isNewest ? work.house.askedBy(rule, text) : undefined;
  const said = yesOrNo(text);
  if (asked && (said !== undefined || work.house.mayAnswerAsked(text))) {
    work.enter(asked);
    return true;
  }
  const offer = said === undefined ? undefined : work.house.offer(context);
  if (!offer || (position && position.touchedAt >= offer.since)) return false;
  const isRefused = !said && !NOT_YET.test(text) && isNewest && offer.rules.some((one) => one === rule);
  work.enter(isRefused ? offer.refusal : offer.entry);
  return true;
}

function yesOrNo(text: string): boolean | undefined {
  const said = readWillingness(text);
  // A number is a place in a list that was shown.
  if (/\d/u.test(text) || (exactWord(text) !== null && !offersHelp(text)) || !said.ok) return undefined;
  // "Makasih ya" says thank you.
  return readSmallTalk(text) === "thanks" ? undefined : said.value;
}

/** Whoever wants to think it over refuses nothing. */
const NOT_YET = /\b(?:belum|blm|blum|dereng|durung|urung|not yet)\b/iu;
