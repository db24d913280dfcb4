import { copyOf, freshPlace, removePlace } from "../support/house-copies";
import { ownRegistrationAnswers, saysAll, verifyAll, yes } from "../support/house-people";
import { type HousePlace, houseKeys, openHouse, type RunningHouse } from "../support/one-house";
import { readAppended, type SentMessage } from "../support/recording-channel";
import { startProgram } from "../support/service-process";

/** A morning of December 2026, whose contribution is due on Tuesday the 15th. */
const morning = (day: number, time = "08:00"): number =>
  Date.parse(`2026-12-${String(day).padStart(2, "0")}T${time}:00+07:00`);
const days = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

let first: HousePlace;
let place: HousePlace;
let house: RunningHouse;

/** Marni and Siti pay for themselves; an officer has accepted both on the first of the month. */
beforeAll(async () => {
  first = await freshPlace(morning(1));
  const opened = await openHouse(first);
  await saysAll(opened, "Marni", [...ownRegistrationAnswers(1), yes], morning(1));
  await saysAll(opened, "Siti", [...ownRegistrationAnswers(2), yes], morning(1));
  await verifyAll(opened, morning(1));
  await opened.close();
});
afterAll(() => removePlace(first));
beforeEach(async () => {
  place = await copyOf(first, morning(1));
  house = await openHouse(place);
});
afterEach(async () => {
  await house.close();
  await removePlace(place);
});

type DaySent = SentMessage & { readonly day: number };

/** Lets the mornings pass one by one; what is sent, with its day. `off` are the days on which the service was down. */
async function walk(mornings: readonly number[], off: readonly number[] = []): Promise<DaySent[]> {
  const sent: DaySent[] = [];
  for (const day of mornings) {
    if (off.includes(day)) continue;
    const before = readAppended(place.sendsFile).length;
    house.moveTo(morning(day));
    // The bell rings every quarter of an hour: a second ring plans nothing anew.
    for (let ring = 0; ring < 2; ring += 1) {
      await house.service.ringAll();
      await house.service.settled();
    }
    sent.push(
      ...readAppended(place.sendsFile)
        .slice(before)
        .map((one) => ({ ...one, day })),
    );
  }
  return sent;
}

/** The month ends with a change of price, which is told once and is no reminder. */
const isPriceNews = ({ text }: DaySent): boolean => text.includes("mulai Januari 2027");
const daysOf = (name: string, sent: readonly DaySent[]): number[] =>
  sent.filter((one) => one.address === name && !isPriceNews(one)).map(({ day }) => day);

describe("a month of reminders", () => {
  it("sends each rung once, seven and three days before, on the day, five and ten days after", async () => {
    const sent = await walk(days(1, 31));
    for (const name of ["Marni", "Siti"]) expect(daysOf(name, sent)).toEqual([8, 12, 15, 20, 25]);
    expect(sent.filter(isPriceNews).map(({ address, day }) => `${address} ${day}`)).toEqual(["Marni 1", "Siti 1"]);
  });

  it("says nothing more once the payment is reported, to her who reported it", async () => {
    const before = await walk(days(1, 16));
    await saysAll(house, "Marni", ["bayar", "REF 12345678", yes], morning(16), 100);
    const after = await walk(days(17, 31));
    expect(daysOf("Marni", [...before, ...after])).toEqual([8, 12, 15]);
    expect(daysOf("Siti", [...before, ...after])).toEqual([8, 12, 15, 20, 25]);
  });

  it.each([
    { off: [12], sent: [8, 13, 15, 20, 25] },
    { off: [12, 13], sent: [8, 14, 15, 20, 25] },
    { off: [12, 13, 14], sent: [8, 15, 20, 25] },
    { off: days(7, 24), sent: [25] },
    { off: days(24, 27), sent: [8, 12, 15, 20] },
  ])("makes up for at most two days: down on $off, it sends on $sent", async ({ off, sent }) => {
    expect(daysOf("Marni", await walk(days(1, 31), off))).toEqual(sent);
  });

  it("goes on with the next rung for somebody who paused for a month and asked for more after two weeks", async () => {
    await saysAll(house, "Marni", ["JEDA", "2"], morning(1), 100);
    const paused = await walk(days(1, 15));
    await saysAll(house, "Marni", ["LANJUT"], morning(16), 110);
    const after = await walk(days(17, 31));
    expect(daysOf("Marni", [...paused, ...after])).toEqual([20, 25]);
    expect(daysOf("Siti", [...paused, ...after])).toEqual([8, 12, 15, 20, 25]);
  });

  it("is foretold by the timeline: the same messages to the same people at the same moments", async () => {
    const where = place.mongodbUri === undefined ? ["--data", place.dataFolder] : [];
    const server = place.mongodbUri === undefined ? {} : { MONGODB_URI: place.mongodbUri };
    const span = ["--from", "2026-12-01T09:00", "--days", "30", "--text"];
    await house.service.ringAll();
    await house.service.settled();
    const env = { ENCRYPTION_KEYS: houseKeys, ...server };
    const timeline = startProgram("scripts/timeline.ts", place.dataFolder, env, [...span, ...where]);
    expect({ code: await timeline.ended, said: timeline.said() }).toMatchObject({ code: 0 });
    const sent = await walk(days(1, 31));
    const foretold = timeline
      .said()
      .split(/^(?=2026-)/mu)
      .slice(0)
      .filter((part) => part.startsWith("2026-"))
      .map((part) => {
        const [head = "", ...lines] = part.replace(/\n\d+ messages\n$/u, "").split("\n");
        const text = lines
          .map((line) => line.slice(4))
          .join("\n")
          .trim();
        return { at: head.slice(0, 16), text };
      });
    const really = sent.map(({ day, text }) => ({ at: `2026-12-${String(day).padStart(2, "0")} 08:00`, text }));
    const inOrder = (list: readonly { at: string; text: string }[]): string[] =>
      list.map(({ at, text }) => `${at} ${text}`).sort();
    expect(inOrder(foretold)).toEqual(inOrder(really));
    expect(really).toHaveLength(10);
  });
});
