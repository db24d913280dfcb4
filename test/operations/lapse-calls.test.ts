import { atHour, type IsoDay } from "../../src/domain/shared/calendar";
import { dueJobs } from "../../src/jobs/dues";
import { callForLapses, isCallStillSo } from "../../src/operations/lapse-calls";
import { openLapseTasks } from "../../src/operations/lapse-tasks";
import { endOfficer } from "../../src/operations/officer-admin";
import { memoryRepositories } from "../support/memory-repositories";
import { monthsGoBy, paysNow, silentSponsor } from "../support/silent-town";
import { places, Town } from "../support/town";

const at = (day: string, hour = 9) => atHour(day as IsoDay, hour);
const inDistrict = (place: { districtCode: string }) =>
  ({ type: "district", districtCode: place.districtCode }) as const;

let town: Town;
let workerId: string;
/** Asih of Getasan, whose sponsor Retno fell silent, and three officers. */
beforeEach(async () => {
  town = new Town(memoryRepositories());
  await town.officer("Officer");
  await town.officer("Near", inDistrict(places.getasan));
  await town.officer("Far", inDistrict(places.tengaran));
  ({ workerId } = await silentSponsor(town));
});

/** What comes onto the officers' list three days before 15 February 2027. */
async function comesOntoTheList(): Promise<void> {
  await monthsGoBy(town, at("2027-02-12", 8));
  const { pages } = await town.repositories.dueItems.unpaidOf(["2027-02" as never]);
  for await (const page of pages) await openLapseTasks(town.deps, page, town.now);
}

async function calledAt(day: string, hour?: number): Promise<number> {
  const job = dueJobs(town.deps).find(({ name }) => name === "call-for-lapses");
  return (await job?.run(at(day, hour)))?.["called"] ?? -1;
}

/** The calls of somebody: how many protections, and until which day. */
async function callsOf(who: string): Promise<unknown[]> {
  const { id } = await town.contact(who);
  const calls = [...town.notices.values()].filter((one) => one.contactId === id && one.rule.endsWith("lapses-near"));
  return calls.flatMap(({ texts }) => texts.map(({ params }) => params));
}
const one = { count: 1, day: "2027-02-15" };

describe("a protection that is about to end", () => {
  it("is told of to the officers of its place, once a day until its last day, and to nobody before or after", async () => {
    await comesOntoTheList();
    expect(await calledAt("2027-02-11")).toBe(0);
    expect(await calledAt("2027-02-12")).toBe(2);
    expect(await calledAt("2027-02-12", 12)).toBe(0);
    expect([await callsOf("Officer"), await callsOf("Near"), await callsOf("Far")]).toEqual([[one], [one], []]);
    expect(await calledAt("2027-02-15")).toBe(2);
    expect(await calledAt("2027-02-16")).toBe(0);
    expect(await callsOf("Near")).toEqual([one, one]);
    expect(await calledAt("2027-03-12")).toBe(0);
  });

  it("is told of to every other officer where one cannot be reached, and to nobody twice when it is tried again", async () => {
    await comesOntoTheList();
    const { id } = await town.contact("Officer");
    const notify: typeof town.deps.notify = async (notices) => {
      if ([notices].flat().some(({ contactId }) => contactId === id)) throw new Error("unreadable");
      return town.deps.notify(notices);
    };
    const run = () => callForLapses({ ...town.deps, notify }, at("2027-02-12"));
    await expect(run()).rejects.toThrow("failed");
    await expect(run()).rejects.toThrow("failed");
    expect([await callsOf("Officer"), await callsOf("Near")]).toEqual([[], [one]]);
  });

  it("is told of to every officer where none sees its place, and is on the list of each until one has taken care of it", async () => {
    for (const who of ["Officer", "Near"]) {
      const officer = await town.repositories.officers.findByContact((await town.contact(who)).id);
      await endOfficer(town.deps, officer?.id ?? "", town.now);
    }
    await comesOntoTheList();
    expect(await calledAt("2027-02-12")).toBe(1);
    expect(await callsOf("Far")).toEqual([one]);
    const task = await town.sees("Far", "next-task", { skipIds: [] });
    expect(task).toMatchObject({ kind: "lapse", lapse: { state: "near" } });
    // The registration itself is not hers to see: she writes to whoever made it.
    expect(task).not.toHaveProperty("person");
    expect(task).toMatchObject({ isOutsideArea: true, canAnswer: true });
    await town.does("Far", "answer-task", { taskId: task?.taskId ?? "" });
    expect(await calledAt("2027-02-13")).toBe(0);
  });

  it("is told of in one notice with the others that an officer sees", async () => {
    await town.insured("Ningsih", 2, { payer: "self", ...places.tengaran });
    await town.insured("Budi", 3, { payer: "self" });
    await monthsGoBy(town, at("2026-11-05"));
    for (const who of ["Ningsih", "Budi"]) await paysNow(town, who);
    await comesOntoTheList();
    await Promise.all([calledAt("2027-02-12"), calledAt("2027-02-12")]);
    const counts = async (who: string) => (await callsOf(who)).map((call) => (call as { count: number }).count);
    expect([await counts("Officer"), await counts("Near"), await counts("Far")]).toEqual([[3], [2], [1]]);
  });

  it("is told of no more once a month is said to be paid, or an officer has taken care of it", async () => {
    await comesOntoTheList();
    // The first of the months that are late.
    const [due] = await town.sees("Retno", "reportable-dues", {});
    const input = { dueItemIds: [due?.dueItemId ?? ""], reference: "December" };
    await town.does("Retno", "report-payment", input, { effectId: "december" });
    const proofId = town.deps.ids.derive("december", "proof");
    expect(await calledAt("2027-02-12")).toBe(0);
    await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
    expect(await calledAt("2027-02-12")).toBe(2);
    const task = await town.sees("Officer", "next-task", { skipIds: [] });
    await town.does("Officer", "answer-task", { taskId: task?.taskId ?? "" });
    expect(await calledAt("2027-02-13")).toBe(0);
  });

  it("is told of once more on its last day, where a proof was refused after the call of that day", async () => {
    await comesOntoTheList();
    expect(await calledAt("2027-02-15", 8)).toBe(2);
    town.now = at("2027-02-15", 10);
    const proofId = await town.pays("Retno");
    expect(await calledAt("2027-02-15", 12)).toBe(0);
    town.now = at("2027-02-15", 13);
    await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
    expect(await calledAt("2027-02-15", 16)).toBe(2);
    expect(await calledAt("2027-02-15", 19)).toBe(0);
    expect([await callsOf("Near"), await callsOf("Far")]).toEqual([[one, one], []]);
  });

  it("is told of again where an officer was done with it when a second proof of that day was refused", async () => {
    await comesOntoTheList();
    expect(await calledAt("2027-02-15", 8)).toBe(2);
    const task = await town.sees("Officer", "next-task", { skipIds: [] });
    await town.does("Officer", "answer-task", { taskId: task?.taskId ?? "" });
    expect(await calledAt("2027-02-15", 12)).toBe(0);
    town.now = at("2027-02-15", 13);
    const proofId = await town.pays("Retno");
    await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
    expect(await calledAt("2027-02-15", 16)).toBe(2);
  });

  it("comes onto the list where it was said to be paid while the others came onto it", async () => {
    await monthsGoBy(town, at("2027-02-11"));
    const proofId = await town.pays("Retno");
    town.now = at("2027-02-15", 9);
    expect(await calledAt("2027-02-15", 8)).toBe(0);
    await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
    expect(await calledAt("2027-02-15", 12)).toBe(2);
  });

  it("is a call of its own day: one that waited for the officer is not sent on the next", () => {
    const call = { rule: "notice.rule.lapses-near", createdAt: at("2027-02-12") };
    expect(isCallStillSo(call, at("2027-02-12", 19))).toBe(true);
    expect(isCallStillSo(call, at("2027-02-13", 7))).toBe(false);
    expect(isCallStillSo({ ...call, rule: "notice.rule.verified" }, at("2027-02-13", 7))).toBe(true);
  });
});

describe("an officer's task about it", () => {
  const seen = (who = "Near") => town.sees(who, "next-task", { skipIds: [] });

  it("says until when, which month, how much, and whom to call", async () => {
    await comesOntoTheList();
    const near = { state: "near", latePeriods: 2, lastDay: "2027-02-15", period: "2027-02", amount: 16_800 };
    expect(await seen()).toMatchObject({ lapse: near, person: { name: "Sumarni1 Lestari" }, standBy: "nobody" });
    expect((await seen())?.lapse).not.toHaveProperty("isRefused");
    expect(JSON.stringify(await seen())).not.toContain("3322015708900001");
  });

  it("names nobody to an officer of another village, who sees no registration of hers either", async () => {
    await town.officer("Village", { type: "village", ...places.getasan, villageId: "33.22.01-batur" });
    await comesOntoTheList();
    const { number } = await town.workerNow(workerId);
    expect(await town.sees("Village", "officer-worker", { number })).toBeNull();
    const task = await seen("Village");
    expect(task).toMatchObject({ kind: "lapse", number, lapse: { state: "near" } });
    expect(task).not.toHaveProperty("person");
  });

  it("says that a month is said to be paid, that its proof did not hold, and that the protection has ended", async () => {
    await comesOntoTheList();
    const proofId = await town.pays("Retno");
    expect((await seen())?.lapse).toEqual({ state: "reported" });
    await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
    expect((await seen())?.lapse).toMatchObject({ state: "near", isRefused: true });
    town.now = at("2027-02-16");
    const toPay = { period: "2027-02", amount: 16_800, isRefused: true };
    expect(await seen()).toMatchObject({ lapse: { state: "ended", toPay }, person: { name: "Sumarni1 Lestari" } });
  });
});

describe("a confirmation that is taken back", () => {
  const onTheList = async () => (await town.repositories.tasks.open({ type: "all" }, 10)).map(({ kind }) => kind);
  const confirmed = async (): Promise<string> => {
    const proofId = await town.pays("Retno");
    await town.does("Officer", "confirm-proof", { proofId });
    return proofId;
  };
  const takesBack = (proofId: string) =>
    town.does("Officer", "take-back-proof", { proofId, reason: "not-found-at-bpjs" });

  it("puts her back on the officers' list, from which it had taken her", async () => {
    await comesOntoTheList();
    const proofId = await confirmed();
    expect(await onTheList()).toEqual([]);
    town.now = at("2027-02-13");
    await takesBack(proofId);
    expect(await onTheList()).toEqual(["lapse"]);
    expect(await town.sees("Near", "next-task", { skipIds: [] })).toMatchObject({ lapse: { state: "near" } });
    expect(await calledAt("2027-02-13")).toBe(2);
  });

  it("puts her on it, where she was paid for when the others came onto it", async () => {
    await monthsGoBy(town, at("2027-02-05"));
    const proofId = await confirmed();
    town.now = at("2027-02-15");
    await takesBack(proofId);
    expect(await onTheList()).toEqual(["lapse"]);
  });

  it("puts nobody on it before it is an officer's turn, nor once the protection has ended", async () => {
    await monthsGoBy(town, at("2027-02-05"));
    await takesBack(await confirmed());
    expect(await onTheList()).toEqual([]);
    const proofId = await confirmed();
    town.now = at("2027-02-16");
    await takesBack(proofId);
    expect(await onTheList()).toEqual([]);
  });
});
