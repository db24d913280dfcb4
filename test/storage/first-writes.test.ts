import type { Storage } from "../../src/storage/open-storage";
import { openTestStorage } from "../support/storage";
import { twenty, unique } from "../support/stored-values";

const DAY = 86_400_000;
const channel = "whatsapp-cloud";

describe("whom we have written to first", () => {
  let storage: Storage;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ storage, close } = await openTestStorage());
  });
  afterEach(() => close());
  const claimAll = (contactIds: readonly string[], now: number, most = 3) =>
    storage.firstWrites.claim({ channel, contactIds, now, most });
  const claim = (contactId: string, now: number, most = 3) =>
    claimAll([contactId], now, most).then((claimed) => claimed.has(contactId));

  it("is counted up to the most, and no further until a day has passed", async () => {
    const [one, two, three, four] = twenty.map(() => unique("contact"));
    expect([await claim(one!, 1), await claim(two!, 2), await claim(three!, 3)]).toEqual([true, true, true]);
    expect(await claim(four!, DAY)).toBe(false);
    expect(await storage.firstWrites.moments(channel, DAY)).toEqual([1, 2, 3]);
    expect(await claim(four!, DAY + 1)).toBe(true);
    expect(await storage.firstWrites.moments(channel, DAY + 1)).toEqual([2, 3, DAY + 1]);
  });

  it("counts a person once, from the last time that we wrote", async () => {
    const contactId = unique("contact");
    const renew = async (now: number) =>
      (await storage.firstWrites.renew({ channel, contactIds: [contactId, unique("contact")], now })).has(contactId);
    expect(await renew(5)).toBe(false);
    expect(await claim(contactId, 5)).toBe(true);
    expect(await renew(DAY)).toBe(true);
    expect(await renew(100)).toBe(true);
    expect(await storage.firstWrites.moments(channel, 2 * DAY - 1)).toEqual([DAY]);
    expect(await renew(2 * DAY)).toBe(false);
    expect(await claim(contactId, 2 * DAY)).toBe(true);
  });

  it("gives the first of many the room that is left, and no other", async () => {
    const [one, two, three, four] = twenty.map(() => unique("contact"));
    await claim(one!, 1);
    expect([...(await claimAll([two!, three!, four!], 2))]).toEqual([two, three]);
    expect([...(await claimAll([four!], 3))]).toEqual([]);
    expect([...(await storage.firstWrites.renew({ channel, contactIds: [four!, two!, one!], now: 4 }))].sort()).toEqual(
      [one, two].sort(),
    );
    expect(await storage.firstWrites.moments(channel, 5)).toEqual([2, 4, 4]);
  });

  it("gives nobody room beyond the most, however many claim at once, and keeps each channel apart", async () => {
    const claimed = await Promise.all(twenty.map((index) => claim(unique("contact"), 10 + index)));
    expect(claimed.filter(Boolean).length).toBeLessThanOrEqual(3);
    const many = await Promise.all(
      twenty.map((index) => claimAll([unique("contact"), unique("contact")], 50 + index, 9)),
    );
    expect(claimed.filter(Boolean).length + many.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(9);
    expect(await storage.firstWrites.moments(channel, 100)).toHaveLength(
      claimed.filter(Boolean).length + many.reduce((sum, { size }) => sum + size, 0),
    );
    expect(await storage.firstWrites.moments("telegram", 100)).toEqual([]);
  });
});
