import { createEndpoints } from "../../src/delivery/endpoints";
import { createNotify } from "../../src/delivery/notices";
import type { IsoDay } from "../../src/domain/shared/calendar";
import { rupiah } from "../../src/domain/shared/money";
import type { Period } from "../../src/domain/shared/period";
import type { Deps } from "../../src/operations/deps";
import { batchesOf } from "../../src/operations/saving";
import type { Storage } from "../../src/storage/open-storage";
import { countedStorage } from "../support/counted-storage";
import { openTestStorage } from "../support/storage";
import { dueItem, person, pledge, worker } from "../support/stored-values";
import { MORNING, places, Town, testIds } from "../support/town";

const people = 2_000;
/** Rupiah for one month of one worker. */
const month = 8_400;
/** What pairing, reporting or confirming all of them may ask of the storage: batches of 200, never one by one. */
const mostCalls = 200;

let opened: Awaited<ReturnType<typeof openTestStorage>>;
let storage: Storage;
let town: Town;
let deps: Deps;
let calls: string[] = [];
let officeId = "";

beforeAll(async () => {
  opened = await openTestStorage();
  storage = countedStorage(opened.storage, (name) => calls.push(name));
  town = new Town(storage.repositories);
  const { contacts } = storage.repositories;
  const endpoints = createEndpoints({
    find: (id) => contacts.find(id),
    outlines: (ids) => contacts.outlines(ids),
    endpoints: (id) => contacts.endpoints(id),
    outlinesOf: (ids) => contacts.outlinesOf(ids),
  });
  const parts = { outbox: storage.outbox, endpoints, words: () => "words", wake: () => undefined };
  deps = { ...town.deps, notify: createNotify({ ...parts, clock: () => town.now }) };
  await town.officer("Officer");
  await town.does("Retno", "open-office", { kind: "agency", officeName: "Dinas Contoh", name: "Bu Retno" });
  officeId = (await storage.repositories.sponsors.findByContact((await town.contact("Retno")).id))?.id ?? "";
  for (const batch of batchesOf(Array.from({ length: people }, (_, place) => place))) await enter(batch);
}, 120_000);

afterAll(() => opened?.close());

/** So many employees, and as many workers for whom the office pays, all of whom chat with us; nobody is paired yet. */
async function enter(numbers: readonly number[]): Promise<void> {
  const { repositories } = opened.storage;
  const chats = await Promise.all(numbers.map((one) => town.contact(`Worker${one}`)));
  await repositories.employees.addMissing(
    numbers.map((one, place) => ({
      ...{ id: testIds.derive(String(one), "employee"), revision: 0, officeId, name: `Pegawai ${one}` },
      ...{ staffNumber: String(100_000 + one), status: "active", createdAt: 1, contactId: chats[place]?.id ?? "" },
    })),
  );
  const payer = { type: "sponsor", sponsorId: officeId } as const;
  const period = "2026-11" as Period;
  const dues = await Promise.all(
    chats.map(async ({ id: contactId }) => {
      const one = person({ contactIds: [contactId] });
      const registeredBy = { contactId, relation: "self" } as const;
      const hers = worker({ personId: one.id, status: "registered", registeredBy, ...places.getasan });
      const hold = pledge({ sponsorId: officeId, workerId: hers.id, status: "active", route: "coordinator" });
      await Promise.all([
        repositories.persons.add(one),
        repositories.workers.add(hers),
        repositories.pledges.add(hold),
      ]);
      const dueDay = "2026-11-16" as IsoDay;
      return dueItem({ workerId: hers.id, period, dueDay, payer, amount: rupiah(month), pledgeId: hold.id });
    }),
  );
  await repositories.dueItems.addMissing(dues);
}

/** Does it, and expects few calls of the storage. */
async function inFewCalls<T>(act: () => Promise<T>, most = mostCalls): Promise<T> {
  calls = [];
  const outcome = await act();
  expect(calls.length).toBeGreaterThan(0);
  expect(calls.length).toBeLessThan(most);
  return outcome;
}

const sums = async () => (await town.sees("Retno", "office-board", {}))?.sums;

describe("an office of 2,000 employees who stand by 2,000 workers", () => {
  it("is paired, reminded, reported and confirmed in few calls of the storage, each once, whoever does it at the same time", async () => {
    const pairs = ["one", "other"].map(
      (effectId) => () => town.does("Retno", "pair-employees", {}, { effectId, deps }),
    );
    const paired = await inFewCalls(() => Promise.all(pairs.map((pair) => pair())), 2 * mostCalls);
    expect(paired.reduce((sum, one) => sum + one.paired, 0)).toBe(people);
    const pledges = await storage.repositories.pledges.findBySponsor(officeId);
    expect(new Set(pledges.map(({ employeeId }) => employeeId)).size).toBe(people);

    expect(await inFewCalls(() => town.does("Retno", "remind-employees", {}, { deps }))).toEqual({
      ...{ status: "reminded", count: people },
    });

    const claimed = people * month;
    const bill = () => town.does("Retno", "report-bill", { claimed, reference: "REF" }, { effectId: "bill", deps });
    expect(await inFewCalls(bill)).toEqual({ status: "reported", count: people });
    expect(await inFewCalls(bill, 10)).toEqual({ status: "reported", count: people });
    expect(await sums()).toMatchObject({ reported: { count: people, amount: claimed } });

    const input = { proofId: testIds.derive("bill", "proof"), found: claimed - 2 * month, unpaid: [1, people] };
    const confirm = (effectId: string) => town.does("Officer", "confirm-bill", input, { effectId, deps });
    expect(await inFewCalls(() => confirm("confirm"))).toBe("done");
    expect(await confirm("again")).toBe("done");
    expect(await sums()).toMatchObject({
      paid: { count: people - 2, amount: claimed - 2 * month },
      unpaid: { count: 2, amount: 2 * month },
      reported: { count: 0 },
    });
    const protectedNow = await storage.repositories.workers.countByStatus({ type: "all" });
    expect(protectedNow).toEqual({ active: people - 2, registered: 2 });
    // A reminder for every employee, one for each worker who is paid for, and one for the coordinator.
    expect((await storage.outbox.counts()).queued).toBe(people + people - 2 + 1);
    expect(town.now).toBeLessThan(MORNING + 60_000);
  }, 240_000);
});
