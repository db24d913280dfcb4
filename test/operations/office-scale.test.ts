import type { Period } from "../../src/domain/shared/period";
import type { Repositories } from "../../src/operations/repositories";
import type { Storage } from "../../src/storage/open-storage";
import { countedStorage } from "../support/counted-storage";
import { memoryRepositories } from "../support/memory-repositories";
import { sheetOf } from "../support/office-town";
import { dueItem, person, pledge, worker } from "../support/stored-values";
import { Town } from "../support/town";

const people = 2_000;
/** How many of them stand by a worker. */
const standing = 500;
/** What looking at a whole office may ask of the storage: pages of 500 employees and 200 workers, never one by one. */
const mostCalls = 60;

const lettersOf = (number: number): string => [...String(number)].map((digit) => "abcdefghij"[Number(digit)]).join("");

let town: Town;
let calls: string[] = [];
let callsOfEntering = 0;
let entered: unknown;
const attachmentId = "staff";

/** An office of 2,000 employees, some of whom stand by a worker whose month is unpaid. */
beforeAll(async () => {
  const repositories = memoryRepositories();
  const idle = { repositories, inbox: {}, outbox: {}, sessions: {} } as unknown as Storage;
  const counted: Repositories = countedStorage(idle, (name) => calls.push(name)).repositories;
  town = new Town(counted);
  await town.does("Retno", "open-office", { kind: "agency", officeName: "Dinas Contoh", name: "Bu Retno" });
  const numbers = Array.from({ length: people }, (_, index) => index + 1);
  // Names as people have them: a number in one would be read as a number of hers.
  const rows = [
    ["Nama", "Nomor pegawai"],
    ...numbers.map((one) => [`Pegawai ${lettersOf(one)}`, String(100_000 + one)]),
  ];
  const bytes = await sheetOf(rows);
  const { id: contactId } = await town.contact("Retno");
  await repositories.attachments.add({
    ...{ id: attachmentId, contactId, bytes, contentHash: "staff", createdAt: 1 },
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  });
  callsOfEntering = await callsOf(async () => {
    entered = await town.does("Retno", "add-employees", { attachmentId });
  });
  await standByWorkers((await repositories.sponsors.findByContact(contactId))?.id ?? "");
});

/** The first employees each stand by a worker whose month is unpaid. */
async function standByWorkers(sponsorId: string): Promise<void> {
  const { employees, persons, workers, pledges, dueItems } = town.repositories;
  const items = [];
  for (const { id: employeeId } of await employees.page(sponsorId, null, standing)) {
    const one = person();
    const hers = worker({ personId: one.id, status: "active" });
    await persons.add(one);
    await workers.add(hers);
    const hold = pledge({ sponsorId, employeeId, workerId: hers.id, status: "active", route: "coordinator" });
    await pledges.add(hold);
    const payer = { type: "sponsor", sponsorId } as const;
    items.push(dueItem({ workerId: hers.id, pledgeId: hold.id, period: "2026-11" as Period, payer }));
  }
  await dueItems.addMissing(items);
}

async function callsOf(act: () => Promise<unknown>): Promise<number> {
  calls = [];
  await act();
  return calls.length;
}

describe("an office of 2,000 employees", () => {
  it("is entered by one spreadsheet in few calls of the storage, and again by the same one not at all", async () => {
    expect(entered).toEqual({ added: people, completed: 0, left: 0 });
    expect(callsOfEntering).toBeLessThan(mostCalls);
    expect(await town.does("Retno", "add-employees", { attachmentId })).toEqual({ added: 0, completed: 0, left: 0 });
  });

  it("is looked at, listed and searched in few calls of the storage, however many its people are", async () => {
    const board = () => town.sees("Retno", "office-board", {});
    const seen = await board();
    expect(seen).toMatchObject({ employees: people, unpaired: people - standing });
    // In either order with the test below, after which the proof of these months was rejected.
    expect((seen?.sums.unpaid.count ?? 0) + (seen?.sums.refused.count ?? 0)).toBe(standing);
    const deeds: Readonly<Record<string, () => Promise<unknown>>> = {
      board,
      list: () => town.does("Retno", "make-office-list", {}),
      search: () => town.sees("Retno", "find-employees", { text: "pegawai" }),
      reading: () => town.sees("Retno", "read-staff-list", { attachmentId }),
      reminding: () => town.does("Retno", "remind-employees", {}),
    };
    for (const [name, deed] of Object.entries(deeds)) {
      const asked = await callsOf(deed);
      expect({ name, isFew: asked > 0 && asked < mostCalls, asked }).toMatchObject({ isFew: true });
    }
  });

  it("is told that its payment was not found in few calls of the storage, and the months stay its own", async () => {
    await town.officer("Officer");
    const open = (await town.sees("Retno", "reportable-dues", {})).map(({ dueItemId }) => dueItemId);
    expect(open).toHaveLength(standing);
    const input = { dueItemIds: open, reference: "R" };
    await town.does("Retno", "report-payment", input, { effectId: "report" });
    const proofId = town.deps.ids.derive("report", "proof");
    const asked = await callsOf(() => town.does("Officer", "reject-proof", { proofId, reason: "not-found-at-bpjs" }));
    expect({ isFew: asked > 0 && asked < mostCalls, asked }).toMatchObject({ isFew: true });
    const items = await town.repositories.dueItems.findMany(open);
    const stay = items.filter(({ payer, refusedProofId }) => payer.type === "sponsor" && refusedProofId === proofId);
    expect(stay).toHaveLength(standing);
  });
});
