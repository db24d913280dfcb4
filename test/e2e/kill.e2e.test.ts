import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { InboundMessage } from "../../src/domain/messaging/message";
import { groupBy } from "../../src/domain/shared/group";
import { copyOf, freshPlace, removePlace } from "../support/house-copies";
import {
  ownRegistrationAnswers,
  registrationAnswers,
  saysAll,
  sponsorAnswers,
  verifyAll,
  yes,
} from "../support/house-people";
import { contactOf, stateOf, toTheHour } from "../support/house-state";
import { type HousePlace, openHouse, type RunningHouse } from "../support/one-house";
import { readAppended, type SentMessage, textFrom } from "../support/recording-channel";

/** A Thursday morning in the middle of an hour, so that what is finished a minute later is finished in the same hour. */
const AT = Date.parse("2026-11-05T09:30:00+07:00");
/** By then every lease of a process that was killed has run out. */
const LATER = AT + 61_000;
const people = ["Marni", "Retno", "Petugas"];
const PARALLEL = 2;
const program = join(__dirname, "../support/kill-process.ts");

interface Situation {
  readonly title: string;
  /** Brings the house to the moment before the message; returns who writes what, and its place among that person's messages. */
  readonly prepare: (house: RunningHouse) => Promise<{ name: string; text: string; sequence: number }>;
}

const registered = async (house: RunningHouse, answers: readonly string[]): Promise<void> => {
  await saysAll(house, "Marni", [...answers, yes], AT);
  await verifyAll(house, AT);
};

const situations: readonly Situation[] = [
  {
    title: "an ordinary answer in the middle of a registration",
    prepare: async (house) => {
      const sequence = await saysAll(house, "Marni", registrationAnswers(1).slice(0, 5), AT);
      return { name: "Marni", text: "Sumarni Lestari", sequence };
    },
  },
  {
    title: "the yes that submits a registration",
    prepare: async (house) => ({
      name: "Marni",
      text: yes,
      sequence: await saysAll(house, "Marni", registrationAnswers(1), AT),
    }),
  },
  {
    title: "the yes after which a worker is held for a sponsor",
    prepare: async (house) => {
      await registered(house, registrationAnswers(1));
      return { name: "Retno", text: yes, sequence: await saysAll(house, "Retno", sponsorAnswers, AT) };
    },
  },
  {
    title: "the yes that makes a pledge active",
    prepare: async (house) => {
      await registered(house, registrationAnswers(1));
      return { name: "Retno", text: yes, sequence: await saysAll(house, "Retno", [...sponsorAnswers, yes], AT) };
    },
  },
  {
    title: "the yes that reports a payment",
    prepare: async (house) => {
      await registered(house, ownRegistrationAnswers(1));
      await house.service.ringAll();
      const sequence = await saysAll(house, "Marni", ["bayar", "REF 12345678"], AT, 50);
      return { name: "Marni", text: yes, sequence };
    },
  },
];

interface Death {
  /** The call after which the process was killed; none where it had finished before. */
  readonly after?: string;
  readonly isAcknowledged: boolean;
}

/** Lets a process take the message in and be killed after the n-th call. */
async function dieAfter(n: number, place: HousePlace, message: InboundMessage): Promise<Death> {
  const child = spawn(process.execPath, [
    "--import",
    "tsx",
    program,
    JSON.stringify(place),
    JSON.stringify(message),
    String(n),
  ]);
  let said = "";
  let complained = "";
  child.stdout.on("data", (chunk) => {
    said += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    complained += String(chunk);
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once("close", (...ended) => resolve(ended)),
  );
  const words = said.trim().split("\n");
  const isAcknowledged = words.includes("acknowledged");
  if (code === 0) return { isAcknowledged };
  if (signal !== "SIGKILL") throw new Error(`the process ended by itself: ${code} ${signal} ${complained}`);
  return { after: words.findLast((word) => word !== "acknowledged") ?? "", isAcknowledged };
}

/** A new process finds what the dead one left: it finishes it, and the platform repeats what was never acknowledged. */
async function finish(place: HousePlace, message: InboundMessage, isAcknowledged: boolean): Promise<unknown> {
  const house = await openHouse({ ...place, at: LATER });
  try {
    if (!isAcknowledged) await house.channel.deliver(message);
    await house.service.settled();
    // A replay of the platform changes nothing.
    await house.channel.deliver(message);
    await house.service.settled();
    return await stateOf(house, people);
  } finally {
    await house.close();
  }
}

interface Prepared {
  readonly place: HousePlace;
  readonly message: InboundMessage;
}

async function prepare(situation: Situation): Promise<Prepared> {
  const place = await freshPlace(AT);
  const house = await openHouse(place);
  for (const name of people) await contactOf(house, name);
  const { name, text, sequence } = await situation.prepare(house);
  await house.close();
  return { place, message: textFrom(name, text, sequence, AT + sequence) };
}

const linesOf = (sends: readonly SentMessage[]): string[] =>
  sends.map(({ address, text }) => `${address}: ${toTheHour(text)}`);

/** What was heard, each message once, in no order: a notice that a turn brings about may go out before its reply or after. */
const heard = (sends: readonly SentMessage[]): string[] => [...new Set(linesOf(sends))].sort();

/** How many messages went out again. */
const repeatsIn = (sends: readonly SentMessage[]): number => sends.length - new Set(linesOf(sends)).size;

/** How many went out again to the one person who got most of these. */
const mostRepeatsToOne = (sends: readonly SentMessage[]): number =>
  Math.max(0, ...[...groupBy(sends, ({ address }) => address).values()].map(repeatsIn));

/** The messages of the reply in the order in which they first went out. */
function repliesIn(sends: readonly SentMessage[], { address }: InboundMessage, replies: readonly string[]): string[] {
  const texts = sends.filter((sent) => sent.address === address).map(({ text }) => toTheHour(text));
  return [...new Set(texts)].filter((text) => replies.includes(text));
}

async function undisturbed({ place, message }: Prepared) {
  const copy = await copyOf(place, AT);
  const state = await finish(copy, message, false);
  const sends = readAppended(copy.sendsFile);
  const house = await openHouse(copy);
  const { id } = await contactOf(house, message.address);
  const replies = (await house.storage.sessions.read(id))?.handled?.replies.map(({ text }) => toTheHour(text)) ?? [];
  await house.close();
  await removePlace(copy);
  return { state, sends, replies };
}

async function oneDeath(n: number, { place, message }: Prepared) {
  const copy = await copyOf(place, AT);
  const death = await dieAfter(n, copy, message);
  const state = await finish(copy, message, death.isAcknowledged);
  const sends = readAppended(copy.sendsFile);
  await removePlace(copy);
  return { n, death, state, sends };
}

/** Kills after the first call, the second, and so on, until a process finishes the turn before its last call. */
async function everyDeath(prepared: Prepared) {
  const runs: Awaited<ReturnType<typeof oneDeath>>[] = [];
  let next = 1;
  let isOver = false;
  const killer = async (): Promise<void> => {
    while (!isOver) {
      const run = await oneDeath(next++, prepared);
      if (run.death.after === undefined) isOver = true;
      runs.push(run);
    }
  };
  await Promise.all(
    Array.from({ length: PARALLEL }, async (_, index) => {
      await sleep(index * 100);
      await killer();
    }),
  );
  return runs.sort((one, other) => one.n - other.n);
}

describe("a process that is killed in the middle of a turn", () => {
  it.each(situations)(
    "leaves nothing undone and nothing done twice: $title",
    async (situation) => {
      const prepared = await prepare(situation);
      const expected = await undisturbed(prepared);
      const runs = await everyDeath(prepared);
      await removePlace(prepared.place);
      const kills = runs.filter(({ death }) => death.after !== undefined);
      const doubles = kills.map(({ sends }) => repeatsIn(sends));
      for (const { n, death, state, sends } of runs) {
        const moment = `killed after call ${n}, ${death.after}`;
        expect({ moment, state }).toEqual({ moment, state: expected.state });
        expect({ moment, heard: heard(sends) }).toEqual({ moment, heard: heard(expected.sends) });
        const replies = repliesIn(sends, prepared.message, expected.replies);
        expect({ moment, replies }).toEqual({ moment, replies: expected.replies });
      }
      // A message may be repeated only where the process died between the platform's yes and its being written down. Several
      // people's messages may be at that point together; one person's get there one after the other, a notice and a reply too.
      expect(Math.max(...kills.map(({ sends }) => mostRepeatsToOne(sends)))).toBeLessThanOrEqual(1);
      const total = doubles.reduce((sum, one) => sum + one, 0);
      process.stdout.write(
        `  ${situation.title}: ${kills.length} kills, ${expected.sends.length} messages each, ${total} sent twice in all\n`,
      );
      expect(expected.replies.length).toBeGreaterThan(0);
      expect(kills.length).toBeGreaterThan(10);
    },
    1_800_000,
  );
});
