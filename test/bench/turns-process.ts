/**
 * A process that holds the interview with many people at once, and says how long it took and how much memory it kept:
 *   turns-process.ts TURNS_ORDER
 */
import { orderOf, say } from "./harness/child";
import { heldAfterCollection, watchMemory } from "./harness/memory";
import type { Place } from "./harness/place";
import { type Writes, watchWrites } from "./harness/writes";
import { type Bot, openBot, type Side } from "./turns/bot";
import { answerOf, opening, questions, rightEnding } from "./turns/interview";

/** What the process is told. */
export interface TurnsOrder {
  readonly side: Side;
  readonly place: Place;
  readonly peers: string;
  readonly writes: number;
  readonly sessions: number;
  /** How many people are in their conversation at once. */
  readonly together: number;
  /** So much later than now the bot believes it to be; not at all where nothing is said. Milliseconds. */
  readonly shiftMs?: number;
}

/** What it says in the end. */
export interface Turns {
  /** Messages answered in a second, from inbox to outbox. */
  readonly perSecond: number;
  /** Conversations that ended with every answer told again as it was given. */
  readonly right: number;
  /** What memory holds on to for a conversation, in KiB, once all are over. */
  readonly heldKib: number;
  readonly residentMiB: number;
  /** What this process computed for a message, in milliseconds: a busy machine changes it little. */
  readonly cpuMs: number;
  /** For a message; of our own storage only. */
  readonly writes: Writes;
}

const kib = 1_024;
/** So many conversations go before at least: in a service that has run for a while, what often runs has been compiled. */
const leastWarmUp = 40;
const secondMs = 1_000;

/** The people: each says the next thing when an answer has come and the last message was taken. */
function crowd(bot: () => Bot) {
  const waiting = new Map<number, (text: string) => void>();
  const holdOne = async (session: number): Promise<boolean> => {
    let last = "";
    for (let count = 0; count <= questions.length; count += 1) {
      const text = count === 0 ? opening : answerOf(session, count - 1);
      const heard = new Promise<string>((resolve) => waiting.set(session, resolve));
      await bot().take({ session, count, text });
      last = await heard;
    }
    return last === rightEnding(session);
  };
  return {
    heard: (session: number, text: string) => waiting.get(session)?.(text),
    /** How many of them heard the right end. */
    hold: async (from: number, sessions: number, together: number): Promise<number> => {
      let next = from;
      let right = 0;
      const one = async (): Promise<void> => {
        while (next < from + sessions) if (await holdOne(next++)) right += 1;
      };
      await Promise.all(Array.from({ length: together }, one));
      return right;
    },
  };
}

async function main({ side, sessions, together, shiftMs = 0, ...parts }: TurnsOrder): Promise<void> {
  const peak = watchMemory();
  let bot: Bot | undefined;
  const people = crowd(() => {
    if (!bot) throw new Error("the bot is not open");
    return bot;
  });
  bot = await openBot(side, { ...parts, shiftMs, onReply: people.heard });
  const warmUp = Math.max(leastWarmUp, Math.ceil(sessions / 2));
  const written = watchWrites();
  await people.hold(1, warmUp, Math.min(together, warmUp));
  const writes = written.end(warmUp * (questions.length + 1));
  const before = heldAfterCollection();
  const started = performance.now();
  const cpu = process.cpuUsage();
  const right = await people.hold(warmUp + 1, sessions, together);
  const seconds = (performance.now() - started) / secondMs;
  const { user, system } = process.cpuUsage(cpu);
  const messages = sessions * (questions.length + 1);
  const heldKib = Math.max(0, heldAfterCollection() - before) / kib / sessions;
  const { residentMiB } = peak();
  const cpuMs = (user + system) / 1_000 / messages;
  const turns: Turns = { perSecond: messages / seconds, right, heldKib, residentMiB, writes, cpuMs };
  say("turns", turns);
  await bot.close();
}

void main(orderOf<TurnsOrder>()).then(() => process.exit(0));
