import { join } from "node:path";
import type { SendFailure } from "../../src/delivery/channel";
import { startEmbeddedEngine } from "../../src/storage/embedded/index";
import { copyOf, freshPlace, removePlace } from "../support/house-copies";
import { ownRegistrationAnswers, saysAll, verifyAll, yes } from "../support/house-people";
import { type HousePlace, openHouse, type RunningHouse } from "../support/one-house";
import { readAppended, type SentMessage, textFrom } from "../support/recording-channel";
import { startProgram } from "../support/service-process";
import { severableLink } from "../support/severable-link";

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

const isReminder = ({ text }: SentMessage): boolean => text.includes("batas bayar") || text.includes("Paling lambat");
/** How often each of the six was reminded. */
function reminded(): readonly number[] {
  const sent = readAppended(place.sendsFile).filter(isReminder);
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
    const deaths: (number | null)[] = [];
    for (const calls of [3, 6, 10, 15, 21, 28, 40, 60, 100, 1_000]) {
      const told = JSON.stringify({ ...place, at: at(8) + deaths.length * 2 * MINUTE });
      const { ended } = startProgram("test/support/ring-process.ts", place.dataFolder, {}, [told, String(calls)]);
      deaths.push(await ended);
    }
    expect(deaths.filter((code) => code === null).length).toBeGreaterThan(2);
    expect(deaths.at(-1)).toBe(0);
    const counts = reminded();
    // What a dead process had handed to the platform without having noted it is the one thing that may come twice.
    expect(Math.min(...counts)).toBe(1);
    expect(Math.max(...counts)).toBeLessThanOrEqual(2);
  });

  it("though the database is gone for five minutes, and nothing that was written meanwhile is lost", async () => {
    const engine = place.mongodbUri
      ? undefined
      : await startEmbeddedEngine({ directory: join(place.dataFolder, "db"), database: "kamarlindung" });
    const link = await severableLink(engine?.uri ?? place.mongodbUri ?? "");
    const house = await openHouse({ ...place, mongodbUri: link.uri, at: at(8, "07:59") });
    try {
      link.cut();
      house.moveTo(at(8));
      await house.service.ringAll().catch(() => undefined);
      const message = textFrom("Warga 0", "menu", 900, at(8));
      // The platform is not told that the message has arrived, and repeats it.
      await expect(house.channel.deliver(message)).rejects.toThrow();
      expect(reminded()).toEqual(each(0));
      house.moveTo(at(8) + 5 * MINUTE);
      link.mend();
      await house.channel.deliver(message);
      await ring(house);
      await ring(house);
      expect(reminded()).toEqual(each(1));
      const answers = readAppended(place.sendsFile).filter((sent) => sent.address === "Warga 0" && !isReminder(sent));
      expect(answers.filter(({ text }) => text.includes("1."))).toHaveLength(1);
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
