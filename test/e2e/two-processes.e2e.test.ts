import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startEmbeddedEngine } from "../../src/storage/embedded/index";
import { MongoClient } from "../support/driver";
import { copyOf, freshPlace, removePlace } from "../support/house-copies";
import { ownRegistrationAnswers, saysAll, verifyAll, yes } from "../support/house-people";
import { type HousePlace, openHouse } from "../support/one-house";
import { readAppended } from "../support/recording-channel";
import { type RunningProcess, startProgram } from "../support/service-process";
import { waitFor } from "../support/wait-for";

const at = (day: string): number => Date.parse(`2026-12-${day}T08:00:00+07:00`);
const people = Array.from({ length: 12 }, (_, index) => `Warga ${index}`);

let first: HousePlace;
let place: HousePlace;
beforeAll(async () => {
  first = await freshPlace(at("01"));
  const house = await openHouse(first);
  await Promise.all(
    people.map((name, index) => saysAll(house, name, [...ownRegistrationAnswers(index + 1), yes], at("01"))),
  );
  await verifyAll(house, at("01"));
  await house.service.ringAll();
  await house.close();
});
afterAll(() => removePlace(first));
beforeEach(async () => {
  place = await copyOf(first, at("08"));
});
afterEach(() => removePlace(place));

async function until(process: RunningProcess, word: string): Promise<void> {
  await waitFor(
    () => `"${word}": ${process.said()}`,
    () => process.said().includes(word),
    500_000,
  );
}

async function countReminders(): Promise<number> {
  const engine =
    place.mongodbUri === undefined ? await startEmbeddedEngine({ directory: join(place.dataFolder, "db") }) : undefined;
  const client = await new MongoClient(engine?.uri ?? place.mongodbUri ?? "").connect();
  try {
    return await client.db().collection("outbox").countDocuments({ kind: "reminder" });
  } finally {
    await client.close();
    await engine?.close();
  }
}

describe("several processes on one database", () => {
  it.each([2, 8])("plan each reminder once, send it once, and let the bell of only one ring: %i", async (count) => {
    const told = JSON.stringify(place);
    const all = Array.from({ length: count }, () =>
      startProgram("test/support/bell-process.ts", place.dataFolder, {}, [told]),
    );
    await Promise.all(all.map((one) => until(one, "ready")));
    for (const { child } of all) child.stdin?.write("go\n");
    await Promise.all(all.map((one) => until(one, "rung")));
    const ticks = (): string[] => all.flatMap((one) => one.said().match(/^tick \d+$/gmu) ?? []);
    // Long enough for each of them to have heard the bell several times.
    await Promise.all([sleep(4_500), waitFor("three rings", () => ticks().length >= 3)]);
    for (const { child } of all) child.stdin?.end();
    expect(await Promise.all(all.map(({ ended }) => ended))).toEqual(all.map(() => 0));

    const reminded = readAppended(place.sendsFile)
      .filter(({ text }) => text.includes("Paling lambat"))
      .map(({ address }) => address);
    expect([...reminded].sort()).toEqual([...people].sort());
    expect(await countReminders()).toBe(people.length);
    expect(ticks()).toEqual([...new Set(ticks())]);
  });
});
