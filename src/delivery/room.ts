import type { ChannelName } from "../domain/messaging/contact";
import { countedMs, type FirstWrites } from "./first-writes";

/** Room under the tier: how many people a day may be written to first. */
export interface Room {
  /**
   * Takes room for this person, who is counted once however often we write. Returns 0, or the moment (milliseconds) to ask
   * again. Who asks `asNext` is told the next moment at which room comes free, everybody else one behind those who wait.
   */
  take(contactId: string, asNext: boolean): Promise<number>;
}

interface Full {
  /** The moments at which room comes free, in their order; it comes again a day after each. */
  readonly slots: readonly number[];
  /** How many have been told to wait for one. */
  told: number;
}

/** One who asks for room. */
interface Asking {
  readonly contactId: string;
  readonly asNext: boolean;
}

/** Those of the people who have room, and what the others wait for. */
interface Looked {
  readonly has: ReadonlySet<string>;
  readonly full: Full;
}

/** So many are looked for together. */
const mostTogether = 200;

/** The room of one channel. The count is kept in `firstWrites`; the line of those who wait is this process's guess only. */
export function createRoom(parts: {
  readonly firstWrites: FirstWrites;
  readonly channel: ChannelName;
  readonly most: number;
  readonly clock: () => number;
}): Room {
  const { firstWrites, channel, most, clock } = parts;
  let full: Full | undefined;

  const roomFor = async (contactIds: readonly string[]): Promise<Looked> => {
    const now = clock();
    const renewed = await firstWrites.renew({ channel, contactIds, now });
    const fresh = contactIds.filter((contactId) => !renewed.has(contactId));
    const isStillFull = full !== undefined && now < (full.slots[0] ?? 0);
    if (full && (isStillFull || fresh.length === 0)) return { has: renewed, full };
    const claimed = fresh.length === 0 ? fresh : await firstWrites.claim({ channel, contactIds: fresh, now, most });
    const has = new Set([...renewed, ...claimed]);
    if (has.size < contactIds.length) full = await lookForSlots(now);
    return { has, full: full ?? { slots: [now + 1_000], told: 0 } };
  };
  const lookForSlots = async (now: number): Promise<Full> => {
    const moments = await firstWrites.moments(channel, now);
    const slots = moments.slice(Math.max(0, moments.length - most)).map((at) => at + countedMs);
    return { slots: slots.length > 0 ? slots : [now + 1_000], told: stillWaiting(full, now) };
  };
  const ask = together(async (asking: readonly Asking[]) => {
    const looked = await roomFor([...new Set(asking.map(({ contactId }) => contactId))]);
    return asking.map(({ contactId, asNext }) => (looked.has.has(contactId) ? 0 : waitFor(looked.full, asNext)));
  });
  return { take: (contactId, asNext) => ask({ contactId, asNext }) };
}

/** When to ask again: whoever is not next waits behind those who were told to. */
function waitFor(current: Full, asNext: boolean): number {
  const { slots } = current;
  const place = asNext ? 0 : current.told++;
  const slot = (slots[place % slots.length] ?? 0) + countedMs * Math.floor(place / slots.length);
  // Whole seconds: a line that is asked at every millisecond is never at rest.
  return Math.ceil(slot / 1_000) * 1_000;
}

/**
 * Answers those who ask in the same moment together, one look after the other: of several who claim the last room at once,
 * none might get it. News goes before reminders where there is not room for all.
 */
function together(look: (asking: readonly Asking[]) => Promise<readonly number[]>): (one: Asking) => Promise<number> {
  let waiting: { one: Asking; answer: (until: number) => void; refuse: (error: unknown) => void }[] = [];
  let isAtWork = false;
  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      const inOrder = [...waiting].sort((left, right) => Number(right.one.asNext) - Number(left.one.asNext));
      waiting = inOrder.slice(mostTogether);
      const batch = inOrder.slice(0, mostTogether);
      try {
        const answers = await look(batch.map(({ one }) => one));
        for (const [place, { answer }] of batch.entries()) answer(answers[place] ?? 0);
      } catch (error) {
        for (const { refuse } of batch) refuse(error);
      }
    }
    isAtWork = false;
  };
  return (one) =>
    new Promise((answer, refuse) => {
      waiting.push({ one, answer, refuse });
      if (isAtWork) return;
      isAtWork = true;
      setImmediate(() => void work());
    });
}

/** Those told to wait before and not yet served: as many slots of the former reckoning as have passed are taken off. */
function stillWaiting(before: Full | undefined, now: number): number {
  if (!before) return 0;
  return Math.max(0, before.told - before.slots.filter((slot) => slot <= now).length);
}
