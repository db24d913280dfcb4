import type { Period } from "../../src/domain/shared/period";
import { isListStillSo, sendMonthlyLists } from "../../src/operations/office-month";
import type { Repositories } from "../../src/operations/repositories";
import { openDueItems } from "../../src/operations/scheduled";
import { readSheet } from "../../src/papers/sheet-reader";
import type { Storage } from "../../src/storage/open-storage";
import { countedStorage } from "../support/counted-storage";
import { memoryRepositories } from "../support/memory-repositories";
import { dinas, reportOf } from "../support/office-town";
import { dueItem, person, pledge, worker } from "../support/stored-values";
import { Crash, dyingAfter, MORNING, Town } from "../support/town";

const at = (day: string, hour = "09:45"): number => Date.parse(`${day}T${hour}:00+07:00`);
/** Thursday, 5 November 2026, the day on which the towns of these tests begin. */
const TODAY = at("2026-11-05");
const DECEMBER = at("2026-12-01");

async function owing(): Promise<Town> {
  const town = new Town(memoryRepositories());
  await dinas(town);
  return town;
}
const lists = (town: Town) => [...town.notices.values()].filter(({ rule }) => rule === "office.rule.monthly-list");
const rings = (town: Town, now: number, listDay = 1) => sendMonthlyLists(town.deps, listDay, now);
const opens = (town: Town, now: number) => openDueItems(town.deps, now);

describe("an office's monthly list", () => {
  it("comes by itself with how many, how much, by when, what next and how to stop it", async () => {
    const town = await owing();
    expect(await rings(town, TODAY)).toEqual({ listed: 1 });
    const [list] = lists(town);
    expect(list?.contactId).toBe((await town.contact("Retno")).id);
    expect(list?.texts).toEqual([
      { key: "office.monthly", params: { office: "Dinas Contoh", month: "2026-11", day: "2026-11-05" } },
      { key: "office.monthly.sum-of", params: { count: 3, employees: 3, amount: 25_200 } },
      { key: "office.monthly.until", params: { day: "2026-11-16" } },
      { key: "office.monthly.next", params: {} },
      { key: "office.monthly.stop", params: {} },
    ]);
  });

  it("names who has not paid, and no NIK", async () => {
    const town = await owing();
    await rings(town, TODAY);
    const kept = await town.repositories.attachments.find(lists(town)[0]?.file?.attachmentId ?? "");
    expect(kept?.contactId).toBe((await town.contact("Retno")).id);
    const cells = (await readSheet(kept?.bytes ?? new Uint8Array())) ?? [];
    expect(cells.filter(([, name]) => ["Ani", "Budi", "Siti"].includes(name ?? ""))).toHaveLength(3);
    expect(cells.at(-1)).toContain("25200");
    expect(JSON.stringify(cells)).not.toMatch(/3322015708|column\.nik/u);
    const asked = await town.does("Retno", "make-office-list", {});
    const full = await town.repositories.attachments.find(asked.file?.attachmentId ?? "");
    expect(JSON.stringify(await readSheet(full?.bytes ?? new Uint8Array()))).toMatch(/3322015708/u);
  });

  it("calls late only what its own day makes late, where several months are paid at once", async () => {
    const town = new Town(memoryRepositories());
    await dinas(town, 1);
    const [pays] = await town.repositories.pledges.page(["active"], null, 1);
    await town.does("Retno", "change-pledge", {
      pledgeId: pays?.id ?? "",
      change: { type: "months", monthsAhead: 3 },
    });
    await opens(town, DECEMBER);
    await rings(town, DECEMBER);
    expect(lists(town)[0]?.texts.slice(1, 4)).toEqual([
      { key: "office.monthly.sum-of", params: { count: 3, employees: 1, amount: 33_600 } },
      { key: "office.monthly.until", params: { day: "2026-12-15" } },
      { key: "office.monthly.late", params: { count: 1 } },
    ]);
  });

  it("comes once a month, and again in the next one with what is late", async () => {
    const town = await owing();
    for (const day of ["2026-11-05", "2026-11-06", "2026-11-16", "2026-11-17", "2026-11-30"])
      await rings(town, at(day));
    expect(lists(town)).toHaveLength(1);
    await opens(town, DECEMBER);
    await rings(town, DECEMBER);
    // A clock that is set back asks for no month again.
    await rings(town, TODAY);
    expect(lists(town)).toHaveLength(2);
    expect(lists(town)[1]?.texts.slice(1, 4)).toEqual([
      { key: "office.monthly.sum-of", params: { count: 6, employees: 3, amount: 50_400 } },
      { key: "office.monthly.until", params: { day: "2026-12-15" } },
      { key: "office.monthly.late", params: { count: 3 } },
    ]);
  });

  it("asks for no month again whose proof did not hold: it says to ask first, in the message and in the list", async () => {
    const town = new Town(memoryRepositories());
    const { bill } = await dinas(town);
    await town.does("Retno", "report-bill", reportOf(bill), { effectId: "bill" });
    const proofId = town.deps.ids.derive("bill", "proof");
    await town.does("Officer", "reject-proof", { proofId, reason: "not-found-at-bpjs" });
    await opens(town, DECEMBER);
    await rings(town, DECEMBER);
    expect(lists(town)[0]?.texts.slice(1, 4)).toEqual([
      { key: "office.monthly.sum-of", params: { count: 3, employees: 3, amount: bill } },
      { key: "office.monthly.until", params: { day: "2026-12-15" } },
      { key: "office.monthly.refused", params: { count: 3, amount: bill } },
    ]);
    const kept = await town.repositories.attachments.find(lists(town)[0]?.file?.attachmentId ?? "");
    const cells = ((await readSheet(kept?.bytes ?? new Uint8Array())) ?? []).flat();
    expect(cells.filter((cell) => cell === "office.sheet.state.refused")).toHaveLength(3);
    expect(cells.filter((cell) => cell === "office.sheet.state.unpaid")).toHaveLength(3);
    expect(cells).toContain("office.sheet.sum.refused");
  });

  it("keeps to its days and to the hours in which anything may come", async () => {
    const town = await owing();
    for (const now of [at("2026-11-05", "06:59"), at("2026-11-05", "20:00"), at("2026-11-17")])
      expect(await rings(town, now)).toEqual({ listed: 0 });
    expect(await rings(town, TODAY, 6)).toEqual({ listed: 0 });
    expect(await rings(town, at("2026-11-06"), 6)).toEqual({ listed: 1 });
  });

  it("is sent to nobody whose office owes nothing", async () => {
    const town = new Town(memoryRepositories());
    const { bill } = await dinas(town);
    await town.does("Retno", "report-bill", reportOf(bill));
    expect(await rings(town, TODAY)).toEqual({ listed: 0 });
  });

  it("is stopped and begun again by its coordinator, and by nobody else", async () => {
    const town = await owing();
    expect(await town.does("Siti", "set-monthly-list", { wanted: false })).toBe("not-allowed");
    expect(await town.does("Retno", "set-monthly-list", { wanted: false })).toBe("done");
    expect(await town.sees("Retno", "office-board", {})).toMatchObject({ isListOff: true });
    expect(await rings(town, TODAY)).toEqual({ listed: 0 });
    await town.does("Retno", "set-monthly-list", { wanted: true });
    expect(await rings(town, TODAY)).toEqual({ listed: 1 });
  });

  it("waits for the end of a pause, and for the next coordinator, who gets it whatever the former one wanted", async () => {
    const town = await owing();
    await town.does("Retno", "pause-reminders", { until: at("2026-11-09") });
    expect(await rings(town, TODAY)).toEqual({ listed: 0 });
    await town.does("Retno", "set-monthly-list", { wanted: false });
    const begun = await town.does("Retno", "hand-over-office", {});
    const code = begun.status === "code" ? begun.code : "";
    expect(await town.does("Joko", "take-over-office", { code, name: "Pak Joko" })).toBe("done");
    expect(await rings(town, TODAY)).toEqual({ listed: 1 });
    expect(lists(town).map(({ contactId }) => contactId)).toEqual([(await town.contact("Joko")).id]);
  });

  it("is sent once by two processes, and after a crash at any write", async () => {
    for (let write = 1; ; write += 1) {
      const town = await owing();
      const died = await sendMonthlyLists(dyingAfter(town.deps, write), 1, TODAY).then(
        () => false,
        (error: unknown) => error instanceof Crash,
      );
      await Promise.all([1, 2].map(() => rings(town, TODAY + 60_000)));
      await rings(town, at("2026-11-06"));
      expect(lists(town)).toHaveLength(1);
      expect(await town.repositories.attachments.find(lists(town)[0]?.file?.attachmentId ?? "")).not.toBeNull();
      if (!died) break;
      expect(write).toBeLessThan(10);
    }
  });

  it("of a hundred offices costs few calls of the storage", async () => {
    const calls: string[] = [];
    const repositories = memoryRepositories();
    const idle = { repositories, inbox: {}, outbox: {}, sessions: {} } as unknown as Storage;
    const counted: Repositories = countedStorage(idle, (name) => calls.push(name)).repositories;
    const town = new Town(counted);
    for (let serial = 0; serial < 100; serial += 1) await addOffice(town, serial);
    calls.length = 0;
    expect(await rings(town, MORNING)).toEqual({ listed: 100 });
    // Each has a file of its own to be kept; all else is asked for twenty offices at a time.
    expect(calls.filter((name) => !name.startsWith("attachments")).length).toBeLessThan(70);
    expect(lists(town)).toHaveLength(100);
    calls.length = 0;
    await rings(town, MORNING);
    expect(calls.length).toBeLessThan(10);
  });
});

describe("an office's monthly list that waited for its coordinator", () => {
  const rule = "office.rule.monthly-list";
  const arrives = async (town: Town, now: number, who = "Retno"): Promise<boolean> =>
    isListStillSo(town.deps, { rule, contactId: (await town.contact(who)).id, createdAt: TODAY }, now);

  it("arrives in its month as long as it is owed, wanted and the coordinator's", async () => {
    const town = await owing();
    expect(await arrives(town, TODAY)).toBe(true);
    expect(await arrives(town, at("2026-11-30", "19:59"))).toBe(true);
    expect(await arrives(town, at("2026-12-01", "07:00"))).toBe(false);
    expect(await arrives(town, TODAY, "Joko")).toBe(false);
  });

  it.each<[string, (town: Town, bill: number) => Promise<unknown>]>([
    ["all was reported as paid", (town, bill) => town.does("Retno", "report-bill", reportOf(bill))],
    ["the list was stopped", (town) => town.does("Retno", "set-monthly-list", { wanted: false })],
    ["there is a pause", (town) => town.does("Retno", "pause-reminders", { until: at("2026-11-20") })],
  ])("does not arrive once %s", async (_why, change) => {
    const town = new Town(memoryRepositories());
    const { bill } = await dinas(town);
    await change(town, bill);
    expect(await arrives(town, TODAY + 60_000)).toBe(false);
  });

  it("holds up nothing of another rule", async () => {
    const town = await owing();
    const queued = { rule: "office.rule.left", contactId: "nobody", createdAt: TODAY };
    expect(await isListStillSo(town.deps, queued, DECEMBER)).toBe(true);
  });
});

/** An office with an employee whose worker's month is unpaid. */
async function addOffice(town: Town, serial: number): Promise<void> {
  const { repositories } = town;
  const { id: contactId } = await town.contact(`Coordinator${serial}`);
  const id = `office-${String(serial).padStart(3, "0")}`;
  await repositories.sponsors.add({
    ...{ id, revision: 0, contactId, name: "Bu Retno", kind: "office", officeName: `Dinas ${serial}` },
    ...{ showsName: true, createdAt: 1 },
  });
  const office = { id, revision: 0, kind: "agency", codes: [], joinSerial: 1, createdAt: 1 } as const;
  await repositories.offices.add({ ...office, coordinatorIds: [contactId] });
  const employee = { id: `employee-${serial}`, revision: 0, officeId: id, status: "active", createdAt: 1 } as const;
  await repositories.employees.addMissing([{ ...employee, name: "Siti" }]);
  const one = person();
  const hers = worker({ personId: one.id, status: "active" });
  await repositories.persons.add(one);
  await repositories.workers.add(hers);
  await repositories.pledges.add(
    pledge({ sponsorId: id, employeeId: employee.id, workerId: hers.id, status: "active", route: "coordinator" }),
  );
  const payer = { type: "sponsor", sponsorId: id } as const;
  await repositories.dueItems.addMissing([dueItem({ workerId: hers.id, period: "2026-11" as Period, payer })]);
}
