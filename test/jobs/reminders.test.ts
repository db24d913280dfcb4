import type { OutboxEntry } from "../../src/delivery/outbox";
import type { IsoDay } from "../../src/domain/shared/calendar";
import { atHour } from "../../src/domain/shared/calendar";
import { reminderJob } from "../../src/jobs/reminders";
import { openDueItems } from "../../src/operations/scheduled";
import { memoryRepositories } from "../support/memory-repositories";
import { Town, wishOf } from "../support/town";

type Queued = Pick<OutboxEntry, "id" | "contactId" | "notBefore">;

const minute = 60_000;
const eight = (day: string): number => atHour(day as IsoDay, 8);

/** Rini, for whom Tono pays, in November; what rings queue is written down. */
async function house() {
  const town = new Town(memoryRepositories());
  await town.officer("Officer");
  const workerId = await town.insured("Rini", 1);
  await town.sponsors("Tono", { ...wishOf(), workerId, name: "Tono" });
  await town.does("Officer", "confirm-proof", { proofId: await town.pays("Tono") });
  await openDueItems(town.deps, eight("2026-12-01"));
  const queued: Queued[] = [];
  const job = reminderJob({
    deps: town.deps,
    hour: 8,
    reach: async (ids) => {
      const found = await Promise.all(ids.map((id) => town.repositories.contacts.find(id)));
      return new Map(found.flatMap((one) => (one ? [[one.id, one]] : [])));
    },
    outbox: {
      add: async (entries) => {
        const added = entries.filter(({ id }) => !queued.some((one) => one.id === id));
        queued.push(...added);
        return added.length;
      },
    },
  });
  /** What a ring at that moment adds: how long before now each may go out, in minutes. */
  const ring = async (at: number): Promise<number[]> => {
    const before = queued.length;
    await job.run(at);
    return queued.slice(before).map(({ notBefore }) => (at - notBefore) / minute);
  };
  return { ring };
}

describe("reminders", () => {
  it("wait already when their moment comes, so that all of a person go together", async () => {
    const { ring } = await house();
    const moment = eight("2026-12-08");
    expect(await ring(moment - 30 * minute)).toEqual([]);
    expect(await ring(moment - 15 * minute)).toEqual([-15]);
    expect(await ring(moment)).toEqual([]);
  });

  it("that a stopped service missed are planned at its next ring", async () => {
    const { ring } = await house();
    expect(await ring(eight("2026-12-08") + 130 * minute)).toEqual([130]);
  });

  it.each(["before it", "at it"])("of the countdown are planned once for their full hour: %s", async (when) => {
    const { ring } = await house();
    const moment = eight("2026-12-28");
    expect(await ring(moment - 30 * minute)).toEqual([]);
    const first = when === "before it" ? -15 : 0;
    expect(await ring(moment + first * minute)).toEqual([first]);
    expect(await ring(moment + 15 * minute)).toEqual([]);
  });
});
