/**
 * A process in which some people talk with the house, one message after the other, while everything that is due in the
 * outbox goes out, and which says how long each of them waited for an answer:
 *   chat-process.ts CHAT_ORDER
 */
import { setTimeout as sleep } from "node:timers/promises";
import { createService } from "../../src/service";
import { silentLogger } from "../support/storage";
import { orderOf, say } from "./harness/child";
import { type Place, storageOf } from "./harness/place";
import { type StandIn, standIn } from "./harness/stand-in";
import { house } from "./turns/house-bot";
import { answerOf, opening, questions } from "./turns/interview";

/** What the process is told. */
export interface ChatOrder {
  readonly place: Place;
  /** The moment at which the clock of the house begins. Milliseconds. */
  readonly at: number;
  /** How many people talk at once, and how many conversations there are in all. */
  readonly together: number;
  readonly conversations: number;
  /** Tells the people of this process from those of another. */
  readonly firstPerson: number;
  /** What the platform lets us send in a second, and the house knows. */
  readonly perSecond: number;
}

/** What it says in the end. */
export interface Chatted {
  /** How long each answer took, from the handing over of a message to the platform's taking of the answer. Milliseconds. */
  readonly waitedMs: readonly number[];
  /** How many others were sent a message meanwhile. */
  readonly bulk: number;
}

/** How long a person reads and types. Milliseconds. */
const thinkingMs = 150;
const everybody = 1_000_000;
const roundTripMs = 20;
const secondMs = 1_000;

/** Talks as these people; how long each answer took. */
function people(channel: StandIn, shift: number) {
  const waiting = new Map<string, () => void>();
  channel.onTaken = (address) => waiting.get(address)?.();
  const say = async (person: number, count: number): Promise<number> => {
    const address = `chat-${person}`;
    const answered = new Promise<void>((resolve) => waiting.set(address, resolve));
    const started = performance.now();
    const text = count === 0 ? opening : answerOf(person, count - 1);
    await channel.deliver({
      ...{ channel: channel.name, providerMessageId: `${address}-${count}`, address, sequence: count },
      ...{ identifiers: [{ kind: "simulator-name", value: address }], sentAt: Date.now() + shift },
      content: { type: "text", text },
    });
    await answered;
    waiting.delete(address);
    return performance.now() - started;
  };
  return {
    isOneOf: (address: string): boolean => address.startsWith("chat-"),
    talk: async (person: number): Promise<readonly number[]> => {
      const waited: number[] = [];
      for (let count = 0; count <= questions.length; count += 1) {
        waited.push(await say(person, count));
        await sleep(thinkingMs);
      }
      return waited;
    },
  };
}

async function main({ place, at, together, conversations, firstPerson, perSecond }: ChatOrder): Promise<void> {
  const storage = await storageOf(place);
  const channel = standIn("whatsapp-cloud", { roundTripMs, perSecond });
  const shift = at - Date.now();
  const service = createService({
    config: { simulator: false, reminderHour: 8 },
    ...{ storage, logger: silentLogger, clock: () => Date.now() + shift, channels: [channel], house },
    allowances: { "whatsapp-cloud": { perSecond, perPerson: everybody, dailyPeople: everybody } },
  });
  await service.start({ bell: false });
  const talkers = people(channel, shift);
  // The first second is that of the start.
  await sleep(secondMs);
  const before = channel.takenAt.length;
  let next = firstPerson;
  const waitedMs: number[] = [];
  const one = async (): Promise<void> => {
    while (next < firstPerson + conversations) waitedMs.push(...(await talkers.talk(next++)));
  };
  await Promise.all(Array.from({ length: together }, one));
  const chatted: Chatted = { waitedMs, bulk: channel.takenAt.length - before - waitedMs.length };
  say("chatted", chatted);
  await service.stop();
  await storage.close();
}

void main(orderOf<ChatOrder>()).then(() => process.exit(0));
