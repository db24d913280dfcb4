import PQueue from "p-queue";
import pThrottle from "p-throttle";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { ChannelName } from "../domain/messaging/contact";
import { createSpan } from "./span";

/** What a platform lets us send: messages a second in all, and to one person. */
export interface AllowanceRule {
  readonly perSecond: number;
  /** Messages to one person within `personSeconds`. */
  readonly perPerson: number;
  readonly personSeconds: number;
  /** How many people may be written to first, outside their window, within 24 hours; no bound where it is not set. */
  readonly dailyPeople?: number;
}

/**
 * The platforms' published limits, with some room left. Telegram: about 30 a second in all and one a second in a chat,
 * short bursts allowed. The Cloud API: one in 6 seconds to a person, and bursts of up to 45 that are paid back by waiting,
 * so that a talk flows and only the average is kept. The linked phone has its own pacing in its adapter on top.
 */
export const allowanceRules: Readonly<Record<ChannelName, AllowanceRule>> = {
  simulator: { perSecond: 1_000, perPerson: 100, personSeconds: 1 },
  telegram: { perSecond: 25, perPerson: 3, personSeconds: 3 },
  "whatsapp-web": { perSecond: 1, perPerson: 2, personSeconds: 6 },
  "whatsapp-cloud": { perSecond: 70, perPerson: 30, personSeconds: 180, dailyPeople: 250 },
};

/** Hands out the right to send. */
export interface Allowance {
  /** How many messages it lets through in a second, where nothing slows it down. */
  readonly perSecond: number;
  /**
   * Takes one message's worth, and resolves when it may go: rights to send are spread evenly, so that nothing bunches. Returns
   * 0, or how many milliseconds to wait before asking again, where the wait would be long. A reply goes before all others,
   * and at once where what is left of the allowance holds it: the next right to send then pays for it.
   */
  take(contactId: string, isReply?: boolean): Promise<number>;
  /**
   * The platform said "too fast" to what was sent at `sentAt`: nothing goes for `ms`, and afterwards no more in a second than
   * it had taken in the second before. All milliseconds.
   */
  pause(ms: number, now: number, sentAt?: number): void;
}

/** What is left of the allowance for the uneven time that messages take on their way. */
const usedShare = 0.965;
/** Slower than this is spread message by message, faster in bundles: whoever is late by less loses nothing. Milliseconds. */
const finestMs = 25;
const secondMs = 1_000;
/** An allowance of fewer in a second has nothing left for going ahead. */
const leastAhead = 20;
/** While somebody talks, one of so many turns is left out, and so many replies may be ahead of their turns. */
const turnsForOne = 20;
const mostOwed = 3;
/** Whoever would wait for longer is told to ask again. Milliseconds. */
const longestWaitMs = 1_000;
/** So long a platform that was slower than told is believed to be so. Milliseconds. */
const learnedMs = 10 * 60_000;
/** One refusal makes us slower by this at most: it may have been another sender's doing. */
const slowestShare = 0.5;

/** The allowance of one channel in this process. `clock` tells milliseconds. */
export function createAllowance(rule: AllowanceRule, clock: () => number): Allowance {
  const person = new RateLimiterMemory({ points: rule.perPerson, duration: rule.personSeconds });
  const pace = createPace(rule.perSecond * usedShare, clock);
  const pause = createSpan(clock);
  return {
    perSecond: rule.perSecond,
    take: async (contactId, isReply = false) => {
      const paused = pause.leftMs();
      if (paused > 0) return paused;
      const ownWait = Math.min(await waitOf(person, contactId), rule.personSeconds * secondMs);
      if (ownWait > 0) return ownWait;
      const wait = await pace.take(isReply);
      const longest = Math.max(wait, pause.leftMs());
      // What was not sent is not counted against the person.
      if (longest > 0) await person.reward(contactId);
      return longest;
    },
    pause: (ms, now, sentAt = now) => {
      if (pause.leftMs() <= 0) pace.slowDown(now, sentAt);
      if (ms > pause.leftMs()) pause.begin(ms, now);
    },
  };
}

/** So many in a second, evenly; fewer for a while where the platform was slower than told. */
function createPace(usual: number, clock: () => number) {
  let throttle = throttleOf(usual);
  let slower: number | undefined;
  const learned = createSpan(clock);
  const given: number[] = [];
  // One has its turn at a time, so that whoever goes first need not wait for turns that others were promised.
  const line = new PQueue({ concurrency: 1 });
  const ahead = goingAhead(() => line.add(() => throttle(), { priority: 2 }));
  const set = (perSecond: number): void => {
    throttle = throttleOf(perSecond);
    slower = perSecond < usual ? perSecond : undefined;
  };
  return {
    /** Resolves with 0 when one more may go; at once with how long to wait where that is long. Milliseconds. */
    take: async (isReply: boolean): Promise<number> => {
      if (slower !== undefined && learned.leftMs() <= 0) set(usual);
      const perSecond = slower ?? usual;
      const wait = ((line.size + line.pending) * secondMs) / perSecond;
      if (wait > longestWaitMs) return Math.ceil(wait);
      const isAhead = isReply && ahead.goes(clock(), perSecond);
      if (!isAhead) await line.add(() => throttle(), { priority: isReply ? 1 : 0 });
      const now = clock();
      given.push(now);
      while (now - (given[0] ?? now) > 2 * secondMs) given.shift();
      return 0;
    },
    slowDown: (now: number, sentAt: number): void => {
      const before = given.filter((at) => at < sentAt && sentAt - at <= secondMs).length;
      const perSecond = slower ?? usual;
      if (before >= perSecond) return;
      set(Math.max(before * usedShare, perSecond * slowestShare));
      learned.begin(learnedMs, now);
    },
  };
}

/**
 * Lets replies go before their turn: the next turn of all, which `leaveOut` takes, pays for each. While somebody talks, one
 * turn in twenty is left out besides, so that within no second more go than the platform admits.
 */
function goingAhead(leaveOut: () => Promise<unknown>) {
  let owed = 0;
  let talkingSince = Number.NEGATIVE_INFINITY;
  let lastReplyAt = Number.NEGATIVE_INFINITY;
  let leftOutAt = Number.NEGATIVE_INFINITY;
  return {
    /** Whether this one goes at once. `now` in milliseconds. */
    goes: (now: number, perSecond: number): boolean => {
      if (perSecond < leastAhead) return false;
      if (now - lastReplyAt > secondMs) talkingSince = now;
      lastReplyAt = now;
      if (now - leftOutAt >= (turnsForOne * secondMs) / perSecond) {
        leftOutAt = now;
        void leaveOut();
      }
      if (owed >= (now - talkingSince > secondMs ? mostOwed : 1)) return false;
      owed += 1;
      void leaveOut().then(() => {
        owed -= 1;
      });
      return true;
    },
  };
}

/** Each call resolves when its turn has come, in the order of calling. */
function throttleOf(perSecond: number) {
  const limit = Math.max(1, Math.round((perSecond * finestMs) / secondMs));
  return pThrottle({ limit, interval: (limit * secondMs) / perSecond })(async () => undefined);
}

async function waitOf(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
    throw refusal;
  }
}
