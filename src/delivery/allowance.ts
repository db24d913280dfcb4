import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { ChannelName } from "../domain/messaging/contact";

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
  /** Takes one message's worth; returns 0, or how many milliseconds to wait before asking again. */
  take(contactId: string): Promise<number>;
  /** The platform said "too fast": nothing goes for so long. */
  pause(ms: number, now: number): void;
}

/** The allowance of one channel in this process. `clock` tells milliseconds. */
export function createAllowance(rule: AllowanceRule, clock: () => number): Allowance {
  const all = new RateLimiterMemory({ points: rule.perSecond, duration: 1 });
  const person = new RateLimiterMemory({ points: rule.perPerson, duration: rule.personSeconds });
  let pausedUntil = 0;
  return {
    take: async (contactId) => {
      const pause = pausedUntil - clock();
      if (pause > 0) return pause;
      const ownWait = await waitOf(person, contactId);
      if (ownWait > 0) return ownWait;
      const wait = await waitOf(all, "all");
      // What was not sent is not counted against the person.
      if (wait > 0) await person.reward(contactId);
      return wait;
    },
    pause: (ms, now) => {
      pausedUntil = Math.max(pausedUntil, now + ms);
    },
  };
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
