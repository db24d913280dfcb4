import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { SendFailure } from "../../src/delivery/channel";
import { startEmbeddedEngine } from "../../src/storage/embedded/index";
import { copyOf, freshPlace, removePlace } from "../support/house-copies";
import { ownRegistrationAnswers, saysAll, verifyAll, yes } from "../support/house-people";
import { type HousePlace, openHouse, type RunningHouse } from "../support/one-house";
import { readAppended, type SentMessage, textFrom } from "../support/recording-channel";
import { startProgram } from "../support/service-process";
import { severableLink } from "../support/severable-link";
import { waitFor } from "../support/wait-for";

/** A moment of December 2026, whose contribution is due on the 15th: the first reminder goes on the 8th at eight. */
const at = (day: number, time = "08:00"): number =>
  Date.parse(`2026-12-${String(day).padStart(2, "0")}T${time}:00+07:00`);
const people = Array.from({ length: 6 }, (_, index) => `Warga ${index}`);
const MINUTE = 60_000;

let first: HousePlace;
let place: HousePlace;
/** Six self-payers, accepted on the first of the month, who have heard all that is to be said on that day. */
beforeAll(async () => {
  first = await freshPlace(at(1));
  const house = await openHouse(first);
  for (const [index, name] of people.entries())
    await saysAll(house, name, [...ownRegistrationAnswers(index + 1), yes], at(1));
  await verifyAll(house, at(1));
  await ring(house);
  await house.close();
});
afterAll(() => removePlace(first));
beforeEach(async () => {
  place = await copyOf(first, at(7));
});
afterEach(() => removePlace(place));

async function ring(house: RunningHouse): Promise<void> {
  await house.service.ringAll();
  await house.service.settled();
}

/** Longer than a query waits for a server: what is begun meanwhile fails, and what is begun last has patience enough. */
const awayMs = 6_000;
const isSo = (): boolean => true;
const isNot = (): boolean => false;
/** Who asks for the menu while the others are only reminded. */
const talking = people.slice(0, 3);
/** Somebody asks for the menu; the platform hands it over anew until it is told that it has arrived. */
async function writes(house: RunningHouse, name: string): Promise<void> {
  const message = textFrom(name, "menu", 900, at(8));
  await waitFor(`the word of ${name} to be taken in`, () => house.channel.deliver(message).then(isSo, isNot));
}

const neverReached = 10_000;
/** After how many calls a run is killed, of which name: while it plans, between two sends, before and after it notes one. */
const deaths: readonly (readonly [number, string?])[] = [
  ...([[3], [15], [40], [1, "outbox.add"]] as const),
  ...([
    [2, "channel.send"],
    [1, "outbox.finish"],
    [1, "channel.send"],
    [2, "outbox.finish"],
  ] as const),
  ...([[neverReached], [neverReached]] as const),
];

const isReminder = ({ text }: SentMessage): boolean => text.includes("batas bayar") || text.includes("Paling lambat");
const remindersIn = (file: string): readonly SentMessage[] => readAppended(file).filter(isReminder);
/** How often each of the six was reminded. */
function reminded(): readonly number[] {
  const sent = remindersIn(place.sendsFile);
  return people.map((name) => sent.filter(({ address }) => address === name).length);
}
const each = (count: number): readonly number[] => people.map(() => count);

describe("a reminder goes out once, whatever happens", () => {
  it("though the clock jumps an hour back, a day ahead and back again", async () => {
    const house = await openHouse({ ...place, at: at(8) });
    await ring(house);
    expect(reminded()).toEqual(each(1));
    for (const moment of [at(8, "07:00"), at(8, "08:15"), at(9), at(8, "09:00"), at(9), at(10)]) {
      house.moveTo(moment);
      await ring(house);
    }
    expect(reminded()).toEqual(each(1));
    house.moveTo(at(12));
    await ring(house);
    expect(reminded()).toEqual(each(2));
    await house.close();
  });

  it("though the run that plans and sends it is killed, each time a little later", async () => {
    const runs: string[][] = [];
    for (const [run, [calls, name]] of deaths.entries()) {
      const sendsFile = join(place.dataFolder, `sends-of-run-${run}.jsonl`);
      const told = JSON.stringify({ ...place, sendsFile, at: at(8) + run * 2 * MINUTE });
      const args = [told, String(calls), ...(name === undefined ? [] : [name])];
      const { ended } = startProgram("test/support/ring-process.ts", place.dataFolder, {}, args);
      expect(await ended).toBe(calls === neverReached ? 0 : null);
      runs.push(remindersIn(sendsFile).map(({ address }) => address));
    }
    // What a dead run had handed over last, and could not write down any more, is the one thing that may come twice.
    const surely = runs.flatMap((sent, run) => (deaths[run]?.[1] === "channel.send" ? sent.slice(0, -1) : sent));
    expect([...surely].sort()).toEqual([...people].sort());
    expect(runs.map((sent) => sent.length)).toEqual([0, 0, 0, 0, 2, 1, 1, 2, 2, 0]);
  });

  it.each([
    ["a turn has been thought out", "sessions.commit", 1],
    ["a reply has gone", "channel.send", 1],
    ["reminders are about to be planned", "contacts.outlinesOf", 1],
    ["a reminder has gone", "channel.send", people.length],
  ])("though the database is gone for five minutes just when %s", async (_, called, last) => {
    const engine = place.mongodbUri
      ? undefined
      : await startEmbeddedEngine({ directory: join(place.dataFolder, "db"), database: "kamarlindung" });
    const link = await severableLink(engine?.uri ?? place.mongodbUri ?? "");
    let calls = 0;
    let now = at(8);
    const house = await openHouse({ ...place, mongodbUri: link.uri, at: now }, (name) => {
      if (name === called) calls += 1;
      if (name !== called || calls !== last) return;
      link.cut();
      now += 5 * MINUTE;
      house.moveTo(now);
      setTimeout(link.mend, awayMs);
    });
    try {
      await Promise.all([house.service.ringAll(), ...talking.map((name) => writes(house, name))]);
      await waitFor("the end of the outage", async () => {
        now += MINUTE;
        house.moveTo(now);
        // What a failed attempt holds is free again only as the clock goes on.
        return Promise.race([house.service.settled().then(isSo, isNot), sleep(2_000).then(isNot)]);
      });
      // Twice, as the bell does with a job that failed.
      await ring(house);
      await ring(house);
      expect(calls).toBeGreaterThanOrEqual(last);
      expect(reminded()).toEqual(each(1));
      const menus = readAppended(place.sendsFile).filter(({ text }) => text.includes("mau apa?"));
      expect(menus.map(({ address }) => address).sort()).toEqual(talking);
    } finally {
      await house.close();
      await link.close();
      await engine?.close();
    }
  });
});

describe("a channel that takes nothing", () => {
  let away: SendFailure | undefined;
  const open = (): Promise<RunningHouse> =>
    openHouse(
      { ...place, at: at(8) },
      () => undefined,
      () => away,
    );
  const taskCount = async (house: RunningHouse): Promise<number> =>
    (await house.service.deps.repositories.tasks.open({ type: "all" }, 100)).filter(
      ({ kind }) => kind === "undeliverable",
    ).length;
  /** The clock goes on by quarters of an hour, and the bell rings at each. */
  async function goesBy(house: RunningHouse, fromMs: number, toMs: number): Promise<void> {
    for (let now = fromMs; now <= toMs; now += 15 * MINUTE) {
      house.moveTo(now);
      await house.service.settled();
    }
  }

  it("is tried for the day that it is away, and gets everything once when it is back", async () => {
    away = { reason: "unreachable" };
    const house = await open();
    await ring(house);
    await goesBy(house, at(8), at(9));
    expect([reminded(), await taskCount(house)]).toEqual([each(0), 0]);
    away = undefined;
    await goesBy(house, at(9), at(9, "10:00"));
    await ring(house);
    expect([reminded(), await taskCount(house)]).toEqual([each(1), 0]);
    await house.close();
  });

  it("is an officer's matter after two days of trying, for each message once, and is left alone from then on", async () => {
    away = { reason: "unreachable" };
    const house = await open();
    await ring(house);
    // At night nobody is written to, so that two days of trying take four.
    await goesBy(house, at(8), at(12, "07:00"));
    const tasks = await taskCount(house);
    expect(tasks).toBeGreaterThan(0);
    away = undefined;
    await goesBy(house, at(12, "07:00"), at(12, "12:00"));
    expect([reminded(), await taskCount(house)]).toEqual([each(0), tasks]);
    await house.close();
  });

  it("gives an officer the message that it refuses, while the others' go", async () => {
    let sends = 0;
    away = undefined;
    const house = await openHouse(
      { ...place, at: at(8) },
      () => undefined,
      () => (++sends === 1 ? { reason: "rejected", detail: "no such thing" } : undefined),
    );
    await ring(house);
    await goesBy(house, at(8), at(8, "12:00"));
    expect([...reminded()].sort()).toEqual([0, 1, 1, 1, 1, 1]);
    expect(await taskCount(house)).toBe(1);
    await house.close();
  });
});
