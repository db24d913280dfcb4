import { readSmallTalk } from "./answers/small-talk";
import { exactWord } from "./answers/universal-words";
import { readYesNo } from "./answers/yes-no";
import type { TurnWork } from "./turn-work";

/** Whoever answered more lately than this is talking about the open question. Milliseconds. */
const talkingMs = 3_600_000;

/**
 * A yes or a no to an offer that waits for this person's answer, such as a notice made. A no to the notice that was read last
 * is the answer; anything else opens the question itself, which says what a yes promises. False, having said nothing, where
 * it is meant for something else.
 */
export function answersOffer(work: TurnWork, text: string): boolean {
  const { position, context } = work;
  if (position && context.now - position.touchedAt < talkingMs) return false;
  // A number is a place in a list that was shown.
  const said = readYesNo(text);
  if (/\d/u.test(text) || exactWord(text) !== null || !said.ok) return false;
  // "Makasih ya" says thank you.
  if (readSmallTalk(text) === "thanks") return false;
  const offer = work.house.offer(context);
  if (!offer || (position && position.touchedAt >= offer.since)) return false;
  const { rule, isNewest } = context.lastAutomatic ?? {};
  const isRefused = !said.value && !NOT_YET.test(text) && isNewest === true && rule === offer.rule;
  work.enter(isRefused ? offer.refusal : offer.entry);
  return true;
}

/** Whoever wants to think it over refuses nothing. */
const NOT_YET = /\b(?:belum|blm|blum|dereng|durung|urung|not yet)\b/iu;
