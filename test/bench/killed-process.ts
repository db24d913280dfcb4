/**
 * A process that holds an interview and is killed in the middle, or one that goes on where that ended:
 *   killed-process.ts KILLED_ORDER
 */
import { setTimeout as sleep } from "node:timers/promises";
import { orderOf, say } from "./harness/child";
import type { Place } from "./harness/place";
import { openBot, type Side } from "./turns/bot";
import { answerOf, opening, questions, rightEnding } from "./turns/interview";

/** What the process is told. */
export interface KilledOrder {
  readonly side: Side;
  readonly place: Place;
  readonly peers: string;
  readonly writes: number;
  readonly session: number;
  /** So much later than now the bot believes it to be. Milliseconds. */
  readonly shiftMs: number;
  /** Where the first process is killed: the message of this number is under way. */
  readonly at: number;
  /** For the one that goes on: whether the platform delivers that message again, because nobody had taken it. */
  readonly goesOn?: { readonly again: boolean };
}

/** What the one that goes on says in the end. */
export interface WentOn {
  /** How often the answer to the message came that was under way. */
  readonly answers: number;
  readonly isRight: boolean;
}

/** Whoever hears nothing for so long was not answered. Milliseconds. */
const patienceMs = 4_000;
const echoMs = 1_000;

async function main({ session, at, goesOn, ...parts }: KilledOrder): Promise<void> {
  const heard: string[] = [];
  const bot = await openBot(parts.side, {
    ...parts,
    onReply: (_, text) => {
      heard.push(text);
      if (!goesOn && heard.length > at) say("heard");
    },
  });
  const tell = (count: number): Promise<void> =>
    bot.take({ session, count, text: count === 0 ? opening : answerOf(session, count - 1) });
  const hear = async (replies: number, withinMs: number): Promise<void> => {
    for (const until = Date.now() + withinMs; heard.length < replies && Date.now() < until; ) await sleep(5);
  };
  if (!goesOn) {
    for (let count = 0; count < at; count += 1) {
      await tell(count);
      await hear(count + 1, patienceMs);
    }
    // A turn that has been answered may still be tidying up.
    await sleep(echoMs / 4);
    say("handing");
    await tell(at);
    say("taken");
    return await sleep(patienceMs);
  }
  if (goesOn.again) await tell(at);
  await hear(1, patienceMs);
  await sleep(echoMs);
  const answers = heard.length;
  for (let count = at + 1; count <= questions.length; count += 1) {
    const before = heard.length;
    await tell(count);
    await hear(before + 1, patienceMs);
  }
  const wentOn: WentOn = { answers, isRight: heard.includes(rightEnding(session)) };
  say("went-on", wentOn);
  // An exit in the middle of a write of the embedded engine waits for that write for ever.
  await bot.close();
}

void main(orderOf<KilledOrder>()).then(() => process.exit(0));
