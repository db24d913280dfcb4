import type { DueItem } from "../../src/domain/contribution/due-item";
import { unbegunProtection } from "../../src/domain/contribution/lapse";
import { atHour, type IsoDay } from "../../src/domain/shared/calendar";
import { dueJobs } from "../../src/jobs/dues";
import { reminderJob } from "../../src/jobs/reminders";
import { memoryRepositories } from "../support/memory-repositories";
import { monthsGoBy, paysNow } from "../support/silent-town";
import { Town } from "../support/town";

const at = (day: string, hour = 9) => atHour(day as IsoDay, hour);

let town: Town;
/** Asih, whose sponsor Retno said yes and never paid: her first month is November 2026. */
beforeEach(async () => {
  town = new Town(memoryRepositories());
  await town.officer("Officer");
  await town.insured("Asih", 1);
  await town.sponsors("Retno");
});

async function plansAt(day: string): Promise<void> {
  const reach = async () => new Map();
  const outbox = { add: async () => 0 };
  town.now = at(day, 8);
  await reminderJob({ deps: town.deps, outbox, reach, hour: 8 }).run(town.now, () => undefined);
}

async function callsAt(day: string): Promise<unknown[]> {
  await dueJobs(town.deps)
    .find(({ name }) => name === "call-for-lapses")
    ?.run(at(day), () => undefined);
  const calls = [...town.notices.values()].filter(({ rule }) => rule === "notice.rule.lapses-near");
  return calls.flatMap(({ texts }) => texts.map(({ key, params }) => [key, params?.["count"]]));
}

const seen = () => town.sees("Officer", "next-task", { skipIds: [] });

describe("a protection that never began", () => {
  it("is an officer's to look at, and is called for, before the third month from its first is over", async () => {
    await monthsGoBy(town, at("2027-01-11"));
    await plansAt("2027-01-11");
    expect(await seen()).toBeNull();
    await plansAt("2027-01-12");
    expect(await callsAt("2027-01-12")).toEqual([["notice.lapses-unbegun", 1]]);
    const lapse = { state: "unbegun", latePeriods: 2, toPay: { period: "2027-01", amount: 16_800 } };
    expect(await seen()).toMatchObject({ kind: "lapse", lapse, person: { name: "Sumarni1 Lestari" } });
    town.now = at("2027-01-20");
    expect(await seen()).toMatchObject({ lapse: { state: "unbegun", latePeriods: 3 } });
  });

  it("waits for the proof that was sent for it, and is off the list once a month is paid", async () => {
    await monthsGoBy(town, at("2027-01-11"));
    await plansAt("2027-01-12");
    const proofId = await town.pays("Retno");
    expect(await seen()).toMatchObject({ lapse: { state: "unbegun-reported" } });
    expect(await callsAt("2027-01-12")).toEqual([]);
    await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
    expect(await seen()).toMatchObject({ lapse: { state: "unbegun" } });
    await paysNow(town, "Retno");
    expect(await seen()).toBeNull();
  });
});

describe("news of a protection that never began", () => {
  const tells = () =>
    dueJobs(town.deps)
      .find(({ name }) => name === "tell-unbegun")
      ?.run(town.now, () => undefined);
  const textsOf = async (who: string): Promise<string[]> => {
    const { id } = await town.contact(who);
    const own = [...town.notices.values()].filter((one) => one.contactId === id && one.rule.includes("unbegun"));
    return own.flatMap(({ texts }) => texts.map(({ key }) => key));
  };

  it("goes to the worker and to the sponsor once, and to nobody before it is an officer's turn", async () => {
    await monthsGoBy(town, at("2027-01-11"));
    await plansAt("2027-01-11");
    expect(await tells()).toEqual({ told: 0 });
    await plansAt("2027-01-12");
    expect(await tells()).toEqual({ told: 2 });
    town.now = at("2027-01-13");
    expect(await tells()).toEqual({ told: 0 });
    expect(await textsOf("Asih")).toEqual(["notice.unbegun", "notice.unbegun.sponsored", "notice.inactive.next"]);
    const [about, , ask] = await textsOf("Retno");
    expect([about, ask]).toEqual(["notice.unbegun.sponsor", "notice.unbegun.sponsor.ask"]);
  });

  it("goes to nobody once a month is said to be paid", async () => {
    await monthsGoBy(town, at("2027-01-11"));
    await plansAt("2027-01-12");
    await town.pays("Retno");
    expect(await tells()).toEqual({ told: 0 });
  });
});

it.each([
  ["2027-01-12", [], 2, "2027-01-15"],
  ["2027-01-16", [], 3, "2027-04-15"],
  ["2026-11-10", [], undefined, undefined],
  ["2027-01-12", ["reported"], undefined, undefined],
  ["2027-01-12", ["confirmed"], undefined, undefined],
  ["2027-01-12", ["cancelled"], 1, "2027-02-15"],
])("on %s, its first months being %j, %s are late and it is looked at by %s", (today, first, latePeriods, lastDay) => {
  const items = ["2026-11", "2026-12", "2027-01"].map((period, n) => ({ period, status: first[n] ?? "overdue" }));
  const found = unbegunProtection(items as unknown as DueItem[], today as IsoDay);
  expect([found?.latePeriods, found?.lastDay]).toEqual([latePeriods, lastDay]);
});
