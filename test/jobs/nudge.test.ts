import { freshPlace, removePlace } from "../support/house-copies";
import { registrationAnswers, saysAll } from "../support/house-people";
import { contactOf } from "../support/house-state";
import { type HousePlace, openHouse, type RunningHouse } from "../support/one-house";
import { readAppended } from "../support/recording-channel";

const AT = Date.parse("2026-11-23T10:00:00+07:00");
const DAY = 86_400_000;

describe("the nudge about unfinished answers", () => {
  let place: HousePlace;
  let house: RunningHouse;
  beforeEach(async () => {
    place = await freshPlace(AT);
    house = await openHouse(place);
    await saysAll(house, "Marni", registrationAnswers(1).slice(0, 6), AT);
  });
  afterEach(async () => {
    await house.close();
    await removePlace(place);
  });

  /** What is sent when the bells ring that many days after the last answer. */
  async function sentAfter(days: number): Promise<number> {
    const before = readAppended(place.sendsFile).length;
    house.moveTo(AT + days * DAY);
    await house.service.ringAll();
    await house.service.settled();
    return readAppended(place.sendsFile).length - before;
  }

  it("comes once, after two days, and leaves the answers where they were", async () => {
    const { id } = await contactOf(house, "Marni");
    const position = (await house.storage.sessions.read(id))?.state.position;
    const sent: number[] = [];
    for (const days of [1, 1.9, 2.1, 2.2, 3, 10, 24]) sent.push(await sentAfter(days));
    expect(sent).toEqual([0, 0, 1, 0, 0, 0, 0]);
    expect((await house.storage.sessions.read(id))?.state.position).toEqual(position);
  });

  it("does not come while reminders are paused, but once when the pause is over", async () => {
    await saysAll(house, "Marni", ["JEDA", "1"], AT, 100);
    const sent: number[] = [];
    for (const days of [3, 6, 8, 9]) sent.push(await sentAfter(days));
    expect(sent).toEqual([0, 0, 1, 0]);
  });

  it("does not come within a day of the last message, nor a second time for having been written to", async () => {
    house.moveTo(AT + 2 * DAY);
    await saysAll(house, "Marni", ["menu", "terima kasih"], AT + 2 * DAY, 100);
    const sent: number[] = [];
    for (const days of [2.05, 3.1]) sent.push(await sentAfter(days));
    house.moveTo(AT + 3.2 * DAY);
    await saysAll(house, "Marni", ["lanjut", "menu", "status"], AT + 3.2 * DAY, 200);
    for (const days of [4, 6, 8, 20]) sent.push(await sentAfter(days));
    expect(sent).toEqual([0, 1, 0, 0, 0, 0]);
  });

  it("names what was answered, not the question that was only opened since", async () => {
    await saysAll(house, "Marni", ["menu", "jadi sponsor"], AT, 100);
    expect(await sentAfter(2.1)).toBe(1);
    const said = JSON.stringify(readAppended(place.sendsFile).at(-1));
    expect(said).toContain("pendaftaran");
    expect(said).toContain("belum selesai");
  });

  it("does not come where nothing was answered", async () => {
    await saysAll(house, "Marni", ["baru", "baru", "menu", "jadi sponsor"], AT, 100);
    expect(await sentAfter(2.1)).toBe(0);
  });

  it("does not come any more when the answers are about to be forgotten", async () => {
    expect(await sentAfter(26)).toBe(0);
  });

  it("comes once from two processes that ring at once", async () => {
    const other = await openHouse({ ...place, at: AT + 3 * DAY });
    house.moveTo(AT + 3 * DAY);
    const before = readAppended(place.sendsFile).length;
    await Promise.all([house.service.ringAll(), other.service.ringAll()]);
    await Promise.all([house.service.settled(), other.service.settled()]);
    await house.service.settled();
    expect(readAppended(place.sendsFile).length - before).toBe(1);
    await other.close();
  });
});
