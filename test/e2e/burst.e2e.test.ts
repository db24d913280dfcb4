import { freshPlace, removePlace } from "../support/house-copies";
import { type HousePlace, openHouse, type RunningHouse } from "../support/one-house";
import { readAppended, textFrom } from "../support/recording-channel";

const AT = Date.parse("2026-11-23T09:00:00+07:00");
const people = Array.from({ length: 200 }, (_, index) => `Warga ${index}`);
/** Each is answered in words of its own, so that the order of the answers tells the order in which the messages were read. */
const lines = ["bahasa", "2", "status", "menu", "sponsor"] as const;

/** A shuffle that is the same every time. */
function shuffled<T>(list: readonly T[]): T[] {
  let state = 7;
  const random = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state;
  };
  return list
    .map((item) => ({ item, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

/** The platform's times are a millisecond apart; two messages share one, and only their sequence tells them apart. */
const burstOf = (name: string) =>
  lines.map((line, index) => textFrom(name, line, index + 1, AT - 1_000 + Math.floor(index / 2)));

const heardBy = (place: HousePlace, name: string): string[] =>
  readAppended(place.sendsFile)
    .filter(({ address }) => address === name)
    .map(({ text }) => text);

describe("a burst of two hundred people", () => {
  let place: HousePlace;
  let houses: RunningHouse[] = [];
  beforeEach(async () => {
    place = await freshPlace(AT);
    houses = [];
  });
  afterEach(async () => {
    for (const house of houses.reverse()) await house.close();
    await removePlace(place);
  });
  const open = async (at = AT): Promise<RunningHouse> => {
    const house = await openHouse({ ...place, at });
    houses.push(house);
    return house;
  };

  /** What one calm person hears who waits for every answer. */
  async function calm(house: RunningHouse): Promise<string[]> {
    for (const message of burstOf("Warga Tenang")) {
      await house.channel.deliver(message);
      await house.service.settled();
    }
    return heardBy(place, "Warga Tenang");
  }

  it("is answered to each in the order in which each wrote, though every message comes twice at once", async () => {
    const house = await open();
    const expected = await calm(house);
    // Everybody's first message before anybody's second; every message by two connections in the same moment.
    for (const index of lines.keys())
      await Promise.all(
        shuffled(people).flatMap((name) => {
          const message = burstOf(name)[index];
          return message ? [house.channel.deliver(message), house.channel.deliver(message)] : [];
        }),
      );
    await house.service.settled();
    for (const name of people) expect({ name, heard: heardBy(place, name) }).toEqual({ name, heard: expected });
  });

  it("is answered in the platform's order, whatever the order of arrival, where all of it waits; by two services", async () => {
    const first = await open();
    const expected = await calm(first);
    // A process that died has them all in hand: what arrives meanwhile waits until its lease has run out.
    for (const name of people) {
      const { id } = await first.storage.repositories.contacts.resolve({
        channel: "simulator",
        address: name,
        identifiers: [{ kind: "simulator-name", value: name }],
        now: AT,
      });
      await first.storage.sessions.take({ contactId: id, owner: "dead", now: AT, until: AT + 30_000 });
    }
    const second = await open();
    const deliveries = shuffled(people.flatMap((name) => [...burstOf(name), ...burstOf(name)]));
    await Promise.all(deliveries.map((message, index) => (index % 2 === 0 ? first : second).channel.deliver(message)));
    for (const house of houses) house.moveTo(AT + 31_000);
    await Promise.all(houses.map((house) => house.service.settled()));
    await first.service.settled();
    for (const name of people) expect({ name, heard: heardBy(place, name) }).toEqual({ name, heard: expected });
  });
});
