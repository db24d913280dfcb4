import { workerStatuses } from "../../src/domain/worker/worker";
import type { RunningHouse } from "./one-house";

const anyPledge = ["waiting", "held", "active", "paused", "ended"] as const;
const HOUR = 3_600_000;

/**
 * Everything that lasts, for comparing two runs: people, money, what every contact's effects left in the audit log, where
 * every conversation stands. Without revisions and names of commits, and moments only to the hour: a turn that another process
 * finishes is finished later.
 */
export async function stateOf(house: RunningHouse, names: readonly string[]): Promise<unknown> {
  const { repositories, sessions, inbox, outbox } = house.storage;
  const people = await Promise.all(names.map((name) => contactOf(house, name)));
  const workers = await repositories.workers.page(workerStatuses, null, 1_000);
  const state = {
    workers,
    persons: await repositories.persons.findMany(workers.map(({ personId }) => personId)),
    pledges: await repositories.pledges.page(anyPledge, null, 1_000),
    dueItems: await repositories.dueItems.findByWorkers(
      workers.map(({ id }) => id),
      1_000,
    ),
    tasks: await repositories.tasks.open({ type: "all" }, 100),
    people: await Promise.all(
      people.map(async ({ id }) => ({
        contact: await repositories.contacts.find(id),
        sponsor: await repositories.sponsors.findByContact(id),
        officer: await repositories.officers.findByContact(id),
        proofs: await repositories.proofs.findByContact(id, 100),
        acts: await repositories.audit.countByAction(id, 0),
        session: await sessions.read(id),
      })),
    ),
    queues: [await inbox.counts(), await outbox.counts()],
  };
  return JSON.parse(
    JSON.stringify(state, (key, value: unknown) => {
      if (key === "revision" || key === "commitToken") return undefined;
      if (typeof value === "string") return toTheHour(value);
      return typeof value === "number" && value > 1e12 ? Math.floor(value / HOUR) : value;
    }),
  );
}

/** Words in which the time of a day is told by its hour alone. */
export const toTheHour = (text: string): string => text.replace(/(pukul \d{2})\.\d{2}/gu, "$1");

/** The contact of somebody who has written before. */
export function contactOf({ storage }: RunningHouse, name: string) {
  return storage.repositories.contacts.resolve({
    channel: "simulator",
    address: name,
    identifiers: [{ kind: "simulator-name", value: name }],
    now: 0,
  });
}
