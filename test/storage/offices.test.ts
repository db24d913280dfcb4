import type { Employee, Office } from "../../src/domain/office/office";
import type { IsoDay } from "../../src/domain/shared/calendar";
import { rupiah } from "../../src/domain/shared/money";
import type { Period } from "../../src/domain/shared/period";
import type { Repositories } from "../../src/operations/repositories";
import { memoryRepositories } from "../support/memory-repositories";
import { suiteRepositories } from "../support/storage";
import { dueItem, idsOf, pledge, proof, twenty, unique } from "../support/stored-values";

const office = (fields: Partial<Office> = {}): Office => ({
  id: unique("office"),
  revision: 0,
  kind: "agency",
  coordinatorIds: [unique("contact")],
  codes: [],
  joinSerial: 1,
  createdAt: 1,
  ...fields,
});
const employee = (fields: Partial<Employee> = {}): Employee => ({
  id: unique("employee"),
  revision: 0,
  officeId: unique("office"),
  name: "Budi Santoso, S.Pd.",
  status: "active",
  createdAt: 1,
  ...fields,
});
const codeOf = (hash: string) => ({ kind: "join" as const, hash });

function officeContract(repositories: Repositories): void {
  let { offices, employees } = repositories;
  // The real ones are there only when the suite begins.
  beforeAll(() => {
    ({ offices, employees } = repositories);
  });

  it("offices are found by any of their coordinators and by any of their codes", async () => {
    const [one, other] = [unique("contact"), unique("contact")];
    const [join, page] = [unique("hash"), unique("hash")];
    const codes = [codeOf(join), { kind: "page" as const, hash: page, until: 9 }];
    const kept = office({ coordinatorIds: [one, other], codes, reminded: { at: 5, by: "act" } });
    expect(await offices.add(kept)).toEqual({ ok: true, value: kept });
    expect(await offices.add({ ...kept, kind: "company" })).toEqual({ ok: true, value: kept });
    expect(await offices.findByCoordinator(other)).toEqual(kept);
    expect(await offices.findByCode(page)).toEqual(kept);
    expect(await offices.findByCode(unique("hash"))).toBeNull();
    const saved = await offices.save({ ...kept, codes: [codeOf(join)] });
    expect(saved.ok).toBe(true);
    expect(await offices.save(kept)).toEqual({ ok: false, error: "changed-meanwhile" });
    expect(await offices.findByCode(page)).toBeNull();
    const third = unique("contact");
    await offices.moveContact(other, third);
    expect((await offices.find(kept.id))?.coordinatorIds).toEqual([one, third]);
    await offices.remove(kept.id);
    expect(await offices.find(kept.id)).toBeNull();
  });

  it("offices are saved many at once, with the month whose list went out", async () => {
    const all = [office(), office({ isListOff: true }), office({ listedFor: "2026-11" as Period })];
    for (const one of all) await offices.add(one);
    const found = await offices.findMany(all.map(({ id }) => id));
    expect(found.map(({ isListOff, listedFor }) => [isListOff, listedFor])).toEqual(
      expect.arrayContaining([
        [undefined, undefined],
        [true, undefined],
        [undefined, "2026-11"],
      ]),
    );
    const listed = found.map((one) => ({ ...one, listedFor: "2026-12" as Period }));
    expect(await offices.saveMany(listed)).toBe(3);
    expect(await offices.saveMany(listed)).toBe(0);
    const { isListOff: _off, ...on } = (await offices.find(all[1]?.id ?? ""))!;
    expect(await offices.save(on)).toMatchObject({ ok: true });
    expect(await offices.find(on.id)).toEqual({ ...on, revision: on.revision + 1 });
  });

  it("employees of several offices are read together", async () => {
    const [one, other, third] = [unique("office"), unique("office"), unique("office")];
    const staff = [one, one, other, third].map((officeId) => employee({ officeId, name: unique("Siti") }));
    await employees.addMissing(staff);
    expect(idsOf(await employees.findByOffices([one!, other!])).sort()).toEqual(idsOf(staff.slice(0, 3)).sort());
    expect(await employees.findByOffices([])).toEqual([]);
  });

  it("an employee is entered once, by the staff number or else by the name, until she has left", async () => {
    const officeId = unique("office");
    const same = twenty.map(() => employee({ officeId, staffNumber: "198001012005012001", name: unique("Siti") }));
    const counts = await Promise.all(same.map((one) => employees.addMissing([one])));
    expect(counts.reduce((sum, count) => sum + count)).toBe(1);
    const named = employee({ officeId, name: "Budi  SANTOSO" });
    expect(await employees.addMissing([named, employee({ officeId, name: "budi santoso" }), employee()])).toBe(2);
    expect(await employees.save({ ...named, status: "ended" })).toMatchObject({ ok: true });
    const again = employee({ officeId, name: "Budi Santoso" });
    expect(await employees.addMissing([again])).toBe(1);
    expect(await employees.save({ ...named, revision: 1, status: "active" })).toEqual({
      ok: false,
      error: "already-there",
    });
  });

  it("employees come back exactly, page by page, by chat and by the day of retirement", async () => {
    const [officeId, contactId] = [unique("office"), unique("contact")];
    const days = ["2041-01-15", "2041-01-16", "2041-02-01"] as IsoDay[];
    const [first, second, third] = days.map((retiresOn, index) =>
      employee({ officeId, name: `Siti ${index}`, retiresOn }),
    ) as [Employee, Employee, Employee];
    const full = {
      ...second,
      contactId,
      phone: "+6281234567890",
      staffNumber: "7",
      warned: { retiresOn: days[1]!, rung: "year" as const, on: days[0]! },
    };
    await employees.addMissing([first, full, { ...third, status: "ended" }]);
    expect(await employees.find(full.id)).toEqual(full);
    expect(await employees.findByContact(contactId)).toEqual([full]);
    const page = await employees.page(officeId, null, 2);
    expect(idsOf(page)).toEqual(idsOf([first, full]).sort());
    expect(idsOf(await employees.page(officeId, page[1]!.id, 2))).toEqual([third.id]);
    const { id, status, retiresOn, warned } = full;
    const retiring = await employees.retiringBetween(days[1]!, "2041-12-31" as IsoDay, null, 10);
    expect(retiring).toEqual([{ id, status, retiresOn, warned }]);
    const to = unique("contact");
    await employees.moveContact(contactId, to);
    expect((await employees.findByContact(to)).map(({ id }) => id)).toEqual([full.id]);
    await employees.removeByOffice(officeId);
    expect(await employees.findMany([first.id, full.id])).toEqual([]);
  });

  it("due items of workers are read for the periods asked for", async () => {
    const workerId = unique("worker");
    const items = ["2026-03", "2026-04", "2026-05"].map((period) => dueItem({ workerId, period: period as Period }));
    await repositories.dueItems.addMissing([...items, dueItem()]);
    const between = (from: string, to: string) =>
      repositories.dueItems.findBetween([workerId], from as Period, to as Period);
    expect(await between("2026-04", "2026-05")).toEqual(items.slice(1));
    expect(await between("2026-06", "2026-12")).toEqual([]);
  });
}

describe("offices on the real storage", () => {
  const repositories = suiteRepositories();
  officeContract(repositories);

  it("a pledge keeps the employee, and a proof the bill", async () => {
    const kept = pledge({ employeeId: "e" });
    await repositories.pledges.add(kept);
    expect(await repositories.pledges.find(kept.id)).toEqual(kept);
    const bill = {
      officeId: "o",
      period: "2026-11" as Period,
      total: rupiah(20),
      claimed: rupiah(20),
      listIds: ["due-1", "due-2"],
    };
    const one = proof({ bill });
    await repositories.proofs.add(one);
    expect(await repositories.proofs.find(one.id)).toEqual(one);
  });
});

describe("offices in memory", () => officeContract(memoryRepositories()));
