import { type AllowanceRule, allowanceRules, createAllowance } from "../../src/delivery/allowance";
import { channelNames } from "../../src/domain/messaging/contact";

const rule: AllowanceRule = { perSecond: 4, perPerson: 2, personSeconds: 60 };
const open = (now = 1_000) => createAllowance(rule, () => now);

describe("the allowance of a channel", () => {
  it("lets one person have so many, and tells how long to wait for more", async () => {
    const allowance = open();
    expect([await allowance.take("a"), await allowance.take("a")]).toEqual([0, 0]);
    const wait = await allowance.take("a");
    expect(wait).toBeGreaterThan(50_000);
    expect(wait).toBeLessThanOrEqual(60_000);
    expect(await allowance.take("b")).toBe(0);
  });

  it("lets all together have so many a second, and holds what was refused against nobody", async () => {
    const allowance = open();
    for (const name of ["a", "b", "c", "d"]) expect(await allowance.take(name)).toBe(0);
    for (let count = 0; count < 5; count += 1) {
      const wait = await allowance.take("e");
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(1_000);
    }
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect([await allowance.take("e"), await allowance.take("e")]).toEqual([0, 0]);
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
