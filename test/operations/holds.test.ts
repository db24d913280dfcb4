import type { Text } from "../../src/domain/shared/text";
import { expireHolds, matchWaiting, remindOfHolds } from "../../src/operations/scheduled";
import { memoryRepositories } from "../support/memory-repositories";
import { monthsGoBy, silentSponsor } from "../support/silent-town";
import { DAY, Town, wishOf } from "../support/town";

const at = (text: string) => Date.parse(`${text}:00+07:00`);
let town: Town;
beforeEach(async () => {
  town = new Town(memoryRepositories());
  await town.officer("Officer");
});

const waits = async (who: string) => void (await town.does(who, "make-pledges", wishOf({ name: who })));
const leaves = (who: string, pledgeId: string) =>
  town.does(who, "change-pledge", { pledgeId, change: { type: "end" } });
/** The texts of the messages that somebody got under a rule. */
async function read(who: string, rule: string): Promise<readonly (readonly Text[])[]> {
  const { id } = await town.contact(who);
  const own = [...town.notices.values()].filter((one) => one.contactId === id && one.rule === `notice.rule.${rule}`);
  return own.map(({ texts }) => texts);
}
const keysOf = (texts: readonly Text[] | undefined) => texts?.map(({ key }) => key);

describe("a worker whose sponsor has left, and whom others are asked to help", () => {
  it("reads that no answer came, that others are sought, and which month is hers until when", async () => {
    const { pledgeId } = await silentSponsor(town);
    for (const who of ["Nanik", "Oka"]) await waits(who);
    town.now = at("2026-12-12T12:00");
    await leaves("Retno", pledgeId);
    town.now = town.afterHold;
    await expireHolds(town.deps, town.now);
    await expireHolds(town.deps, town.now);
    const told = await read("Asih", "worker.not-taken");
    expect(told.map(keysOf)).toEqual([
      [
        "notice.worker.not-taken.silent",
        "notice.worker.not-taken.next",
        "notice.worker.paid-until",
        "notice.worker.own-month",
      ],
    ]);
    expect(told[0]?.at(-1)?.params).toMatchObject({ month: "2026-12", amount: 8_400, day: "2026-12-15" });
    expect(town.told("Oka")).toContain("notice.rule.matched");
  });

  it("reads it too where the answer is no, and of each who was asked", async () => {
    const { pledgeId } = await silentSponsor(town);
    for (const who of ["Nanik", "Oka"]) await waits(who);
    await leaves("Retno", pledgeId);
    for (const who of ["Nanik", "Oka"]) {
      const [held] = (await town.sees(who, "own-affairs", {})).pledges;
      await town.does(who, "decline-pledges", { pledgeIds: [held?.pledgeId ?? ""] });
    }
    const told = await read("Asih", "worker.not-taken");
    expect(told.map((texts) => texts[0]?.key)).toEqual(Array(2).fill("notice.worker.not-taken.declined"));
  });

  it("is kept for nobody past the noon of the day on which she can still save her protection", async () => {
    const { workerId, pledgeId } = await silentSponsor(town);
    await monthsGoBy(town, at("2027-02-14T10:00"));
    await waits("Nanik");
    // November is paid; December, January and February would end her protection.
    await leaves("Retno", pledgeId);
    expect(await town.repositories.pledges.findByWorker(workerId)).toMatchObject({
      status: "held",
      heldUntil: at("2027-02-15T12:00"),
    });
  });

  it("is not announced to a sponsor who was asked in the chat itself, where the hold is a shorter one", async () => {
    const { pledgeId } = await silentSponsor(town);
    await monthsGoBy(town, at("2027-02-14T10:00"));
    await leaves("Retno", pledgeId);
    await waits("Nanik");
    const [held] = (await town.sees("Nanik", "own-affairs", {})).pledges;
    expect(held).toMatchObject({ status: "held", heldUntil: at("2027-02-15T12:00") });
    await matchWaiting(town.deps, town.now);
    expect(town.told("Nanik")).toEqual([]);
  });
});

describe("a sponsor who has not answered", () => {
  it("is reminded half way, once for all workers who are kept as long, and of nobody who was answered", async () => {
    for (const serial of [1, 2, 3]) await town.verified(`W${serial}`, serial);
    await town.does("Nanik", "make-pledges", wishOf({ name: "Nanik", count: 2 }));
    await town.sponsors("Oka", { name: "Oka" });
    expect(await remindOfHolds(town.deps, town.now + DAY / 2)).toEqual({ reminded: 0 });
    expect(await remindOfHolds(town.deps, town.now + DAY)).toEqual({ reminded: 1 });
    expect(await remindOfHolds(town.deps, town.now + DAY + 3_600_000)).toEqual({ reminded: 0 });
    expect(town.told("Nanik")).toEqual(["notice.rule.sponsor.hold-ends"]);
    expect(town.told("Oka")).toEqual(["notice.rule.how-to-pay"]);
  });

  it("is reminded although the pledge of another cannot be told of", async () => {
    for (const serial of [1, 2]) await town.verified(`W${serial}`, serial);
    for (const who of ["Nanik", "Oka"]) await waits(who);
    const { sponsors } = town.repositories;
    const broken = (await sponsors.findByContact((await town.contact("Nanik")).id))?.id;
    const find = async (id: string) => (id === broken ? Promise.reject(new Error("unreadable")) : sponsors.find(id));
    const repositories = { ...town.repositories, sponsors: Object.assign(Object.create(sponsors), { find }) };
    await expect(remindOfHolds({ ...town.deps, repositories }, town.now + DAY)).rejects.toThrow("1 of 2 failed");
    expect(town.told("Oka")).toEqual(["notice.rule.sponsor.hold-ends"]);
  });
});
