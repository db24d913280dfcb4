import { dayOf, type IsoDay } from "../../src/domain/shared/calendar";
import { type CloudHouse, openCloudHouse } from "../support/cloud-house";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Tuesday, 8 December 2026, 08:00 in Asia/Jakarta; the month's last day is the 15th. */
const morning = Date.parse("2026-12-08T08:00:00+07:00");
const last = "2026-12-15" as IsoDay;
const names = Array.from({ length: 10 }, (_, index) => `P${index}`);

let house: CloudHouse;
beforeEach(async () => {
  house = await openCloudHouse(morning, 3);
});
afterEach(() => house.close());

/** Lets the days pass, six hours at a time; how many templates went out on each, the first `from` messages left out. */
async function days(
  count: number,
  from: number,
  onDay: (day: number) => Promise<void> = async () => undefined,
): Promise<number[]> {
  const perDay: number[] = [];
  let before = from;
  for (let day = 0; day < count; day += 1) {
    for (let hour = 0; hour < 24; hour += 6) {
      await house.settled();
      house.now += 6 * HOUR;
    }
    perDay.push(house.sent.slice(before).filter(({ message }) => message.template).length);
    before = house.sent.length;
    await onDay(day);
  }
  return perDay;
}

/** The most people to whom templates went within any 24 hours. */
function mostWithinADay(): number {
  const templates = house.sent.filter(({ message }) => message.template);
  return Math.max(
    ...templates.map(
      ({ at }) => new Set(templates.filter((one) => one.at >= at && one.at < at + DAY).map(({ to }) => to)).size,
    ),
  );
}

describe("the tier of a number", () => {
  it("spreads ten people over days where three a day may be written to first, through restarts, each once", async () => {
    for (const name of names) await house.remind(await house.person(name), last);
    const perDay = await days(5, 0, () => house.restart());
    expect(perDay).toEqual([3, 3, 3, 1, 0]);
    expect(house.sent.map(({ to }) => to).sort()).toEqual(names);
    expect(mostWithinADay()).toBe(3);
    expect(await house.storage.outbox.counts()).toMatchObject({ queued: 0, failed: 0 });
  });

  it("counts nobody whose window is open, and lets whoever writes while waiting be reminded at once", async () => {
    for (const name of names) await house.remind(await house.person(name), last);
    for (const name of ["open 1", "open 2"]) await house.remind(await house.person(name, HOUR), last);
    await house.settled();
    const told = house.sent.map(({ to }) => to);
    expect(told).toEqual(expect.arrayContaining(["open 1", "open 2"]));
    expect(told).toHaveLength(5);
    const waiting = names.find((name) => !told.includes(name)) ?? "";
    await house.writes(waiting, "halo");
    await house.settled();
    expect(house.sent.filter(({ to, message }) => to === waiting && message.text.includes("15 Desember"))).toHaveLength(
      1,
    );
  });

  it("says nothing any more to somebody who has paid while waiting, and uses that room for another", async () => {
    const items = new Map<string, string>();
    for (const name of names.slice(0, 5)) items.set(name, await house.remind(await house.person(name), last));
    await house.settled();
    const paid = [...items.keys()].find((name) => !house.sent.some(({ to }) => to === name)) ?? "";
    const { dueItems } = house.storage.repositories;
    const item = await dueItems.find(items.get(paid) ?? "");
    if (item) await dueItems.save({ ...item, status: "confirmed" });
    expect(await days(3, house.sent.length)).toEqual([0, 1, 0]);
    expect(house.sent.map(({ to }) => to)).not.toContain(paid);
  });

  it("sends what waited and the next rung as one message, and warns once the day has passed", async () => {
    for (const name of names.slice(0, 4)) await house.remind(await house.person(name), last);
    await house.settled();
    const waiting = names.slice(0, 4).find((name) => !house.sent.some(({ to }) => to === name)) ?? "";
    house.now = Date.parse("2026-12-20T08:00:00+07:00");
    await house.settled();
    const templates = house.sent.filter(({ to }) => to === waiting).map(({ message }) => message.template?.name);
    expect([dayOf(house.now), templates]).toEqual(["2026-12-20", ["lapse_warning"]]);
  });

  it("asks people to write for news before it reminds others", async () => {
    for (const name of names.slice(0, 8)) await house.remind(await house.person(name), last);
    await house.settled();
    await house.tell(await house.person("news", 2 * DAY), "kabar", "answer");
    await house.settled();
    house.now += DAY;
    await house.settled();
    expect(house.sent.find(({ to }) => to === "news")?.message.template?.name).toBe("status_update");
  });
});
