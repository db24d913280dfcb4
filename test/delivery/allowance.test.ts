import { type AllowanceRule, allowanceRules, createAllowance } from "../../src/delivery/allowance";
import { channelNames } from "../../src/domain/messaging/contact";

const rule: AllowanceRule = { perSecond: 4, perPerson: 2, personSeconds: 60 };
const open = (now = 1_000) => createAllowance(rule, () => now);

/** So many hands send for some seconds to a platform that refuses more than `admits` within any second. Milliseconds. */
async function sendAsFastAsAllowed(admits: number, perSecond: number, seconds: number, repliesEveryMs?: number) {
  jest.useFakeTimers({ now: 0 });
  const allowance = createAllowance({ perSecond, perPerson: 10_000, personSeconds: 1 }, Date.now);
  const [taken, refused, waited]: [number[], number[], number[]] = [[], [], []];
  const onItsWay = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5 + ((taken.length * 7) % 12)));
  const deliver = async (): Promise<void> => {
    const sentAt = Date.now();
    await onItsWay();
    const isTooFast = Date.now() - (taken.at(-admits) ?? Number.NEGATIVE_INFINITY) < 1_000;
    (isTooFast ? refused : taken).push(Date.now());
    await onItsWay();
    if (isTooFast) allowance.pause(1_000, Date.now(), sentAt);
  };
  const hand = async (): Promise<void> => {
    while (Date.now() < seconds * 1_000) {
      const wait = await allowance.take("somebody");
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      else await deliver();
    }
  };
  const answering = async (): Promise<void> => {
    for (let count = 0; repliesEveryMs && Date.now() < seconds * 1_000; count += 1) {
      await new Promise((resolve) => setTimeout(resolve, repliesEveryMs / 2 + ((count * 17) % repliesEveryMs)));
      const from = Date.now();
      await allowance.take("somebody", true);
      waited.push(Date.now() - from);
      void deliver();
    }
  };
  const hands = Promise.all([answering(), ...Array.from({ length: 16 }, hand)]);
  await pass((seconds + 3) * 1_000);
  await hands;
  const within = (from: number, until: number): number => taken.filter((at) => at >= from && at < until).length;
  return { refused, within, waited };
}

afterEach(() => jest.useRealTimers());

/** Lets time pass in short steps, so that what waits for its turn can set its own timer in between. Milliseconds. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 5) await jest.advanceTimersByTimeAsync(5);
}

describe("a platform that throttles", () => {
  it("is used nearly in full and never refuses, where its allowance is known", async () => {
    const { refused, within } = await sendAsFastAsAllowed(80, 80, 30);
    expect(refused).toEqual([]);
    expect(within(1_000, 29_000)).toBeGreaterThanOrEqual(0.95 * 80 * 28);
  });

  it.each([40, 90, 333, 1_200])(
    "answers a talk of a reply every %i ms at once beside a bulk that takes all there is, and never refuses for it",
    async (everyMs) => {
      const { refused, within, waited } = await sendAsFastAsAllowed(80, 80, 30, everyMs);
      expect(refused).toEqual([]);
      // While somebody talks, one turn in twenty is left out.
      expect(within(1_000, 29_000)).toBeGreaterThanOrEqual(0.9 * 80 * 28);
      expect(waited.length).toBeGreaterThan(0.8 * (30_000 / everyMs));
      expect(waited.filter((ms) => ms > 5).length).toBeLessThan(0.05 * waited.length);
    },
  );

  it.each([40, 50, 70])(
    "refuses once where it admits %i in place of 80, and is used nearly in full from then on",
    async (admits) => {
      const { refused, within } = await sendAsFastAsAllowed(admits, 80, 30);
      const [first = 0] = refused;
      expect(refused.length).toBeGreaterThan(0);
      expect(refused.filter((at) => at > first + 100)).toEqual([]);
      expect(within(first + 2_000, first + 26_000)).toBeGreaterThanOrEqual(0.95 * admits * 24);
    },
  );

  it("is tried at its full allowance again after a while", async () => {
    let now = 0;
    const allowance = createAllowance({ perSecond: 80, perPerson: 10_000, personSeconds: 1 }, () => now);
    const rate = async (): Promise<number> => {
      jest.useFakeTimers({ now });
      let given = 0;
      const all = Array.from({ length: 30 }, () => allowance.take("somebody").then(() => (given += 1)));
      await pass(250);
      const soFar = given;
      await pass(2_000);
      await Promise.all(all);
      return soFar;
    };
    const usual = await rate();
    allowance.pause(1, now);
    now += 5_000;
    expect(await rate()).toBeLessThan(usual * 0.6);
    now += 10 * 60_000;
    expect(await rate()).toBe(usual);
  });
});

describe("the allowance of a channel", () => {
  it("lets one person have so many, and tells how long to wait for more", async () => {
    const allowance = open();
    expect([await allowance.take("a"), await allowance.take("a")]).toEqual([0, 0]);
    const wait = await allowance.take("a");
    expect(wait).toBeGreaterThan(50_000);
    expect(wait).toBeLessThanOrEqual(60_000);
    expect(await allowance.take("b")).toBe(0);
  });

  it("spreads all together evenly over the second, and holds what was refused against nobody", async () => {
    jest.useFakeTimers({ now: 0 });
    const allowance = createAllowance(rule, Date.now);
    const given: number[] = [];
    const asked = ["a", "b", "c", "d"].map(async (name) => {
      expect(await allowance.take(name)).toBe(0);
      given.push(Date.now());
    });
    // Nobody is kept waiting for long: more than a second's worth is told to come again.
    asked.push(allowance.take("late").then(() => undefined));
    for (let count = 0; count < 5; count += 1) expect(await allowance.take("e")).toBeGreaterThan(1_000);
    await pass(2_000);
    await Promise.all(asked);
    const gaps = given.slice(1).map((at, place) => at - (given[place] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(250);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(265);
    expect(await allowance.take("e")).toBe(0);
    const next = allowance.take("e");
    await pass(300);
    expect(await next).toBe(0);
  });

  it("stands still for as long as the platform said, and no shorter word makes it go on earlier", async () => {
    let now = 1_000;
    const allowance = createAllowance(rule, () => now);
    allowance.pause(5_000, now);
    allowance.pause(1_000, now);
    expect(await allowance.take("a")).toBe(5_000);
    now += 4_999;
    expect(await allowance.take("a")).toBe(1);
    now += 1;
    expect(await allowance.take("a")).toBe(0);
  });

  it("stands still no longer than the platform said where the clock is set back meanwhile", async () => {
    let now = 10_000_000;
    const allowance = createAllowance(rule, () => now);
    allowance.pause(5_000, now);
    now -= 3_600_000;
    expect(await allowance.take("a", true)).toBe(5_000);
    now += 2_000;
    expect(await allowance.take("a", true)).toBe(3_000);
    allowance.pause(4_000, now);
    expect(await allowance.take("a", true)).toBe(4_000);
    now += 4_000;
    expect(await allowance.take("a", true)).toBe(0);
  });

  it("keeps nobody waiting for longer than one person's span where the clock is set back meanwhile", async () => {
    const allowance = open();
    await Promise.all([allowance.take("a"), allowance.take("a")]);
    const back = jest.spyOn(Date, "now").mockReturnValue(Date.now() - 3_600_000);
    const wait = await allowance.take("a");
    back.mockRestore();
    expect(wait).toBe(60_000);
  });

  it("lets a talk on the Cloud API flow, at one message in 6 seconds on average and no burst above 45", async () => {
    const { perPerson, personSeconds } = allowanceRules["whatsapp-cloud"];
    expect(personSeconds / perPerson).toBeGreaterThanOrEqual(6);
    expect(perPerson).toBeLessThan(45);
    const allowance = createAllowance(allowanceRules["whatsapp-cloud"], Date.now);
    for (let bubble = 0; bubble < 20; bubble += 1) expect(await allowance.take("siti")).toBe(0);
  });

  it("keeps Telegram under thirty a second, and every channel above nothing", () => {
    expect(allowanceRules.telegram.perSecond).toBeLessThan(30);
    for (const name of channelNames) expect(Math.min(...Object.values(allowanceRules[name]))).toBeGreaterThanOrEqual(1);
  });
});
