/**
 * A process that plans many sends for a moment that has come, and then executes them, by our outbox or by Agenda:
 *   agenda-process.ts AGENDA_ORDER
 */
import { createService } from "../../src/service";
import type { Storage } from "../../src/storage/open-storage";
import { silentLogger } from "../support/storage";
import { orderOf, say } from "./harness/child";
import { morningOfRun } from "./harness/months";
import { loadPeer } from "./harness/peers";
import { openClient, type Place, storageOf } from "./harness/place";
import { standIn } from "./harness/stand-in";

/** What the process is told. */
export interface AgendaOrder {
  readonly side: "house" | "agenda";
  readonly place: Place;
  readonly peers: string;
  readonly sends: number;
}

/** What it says in the end: sends planned and executed in a second. */
export interface Scheduled {
  readonly planned: number;
  readonly executed: number;
  /** How many were executed at all; each should be once. */
  readonly count: number;
}

const unbounded = 1_000_000;
const secondMs = 1_000;
/** As the jobs of the house hand them over. */
const batch = 100;
/** How many are planned or executed at once, on either side. */
const together = 16;
const morning = morningOfRun(0);

interface AgendaLike {
  define(name: string, work: (job: { attrs: { data: { to: string } } }) => Promise<void>, options: object): void;
  schedule(when: Date, name: string, data: object): Promise<unknown>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface AgendaPackage {
  readonly Agenda: new (options: object) => AgendaLike;
}

interface BackendPackage {
  readonly MongoBackend: new (options: object) => unknown;
}

const perSecondSince = (count: number, started: number): number => (count * secondMs) / (performance.now() - started);

/** Does it for every place, so many at once. */
async function forAll(count: number, atOnce: number, work: (place: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

/** People who may be written to. */
async function invent({ repositories: { contacts } }: Storage, count: number): Promise<readonly string[]> {
  const consent = { status: "given", textVersion: 1, at: 1, messageId: "invented" } as const;
  const ids: string[] = [];
  await forAll(count, 2 * batch, async (place) => {
    const identifiers = [{ kind: "telegram-user", value: `${place}` }] as const;
    const { id } = await contacts.resolve({ channel: "telegram", address: `${place}`, identifiers, now: morning });
    await contacts.update(id, { consent });
    ids[place] = id;
  });
  return ids;
}

async function byHouse({ place, sends }: AgendaOrder): Promise<Scheduled> {
  const storage = await storageOf(place);
  const people = await invent(storage, sends);
  const channel = standIn("telegram", { roundTripMs: 0 });
  const shift = morning - Date.now();
  const service = createService({
    config: { simulator: false, reminderHour: 8 },
    ...{ storage, logger: silentLogger, clock: () => Date.now() + shift, channels: [channel] },
    allowances: { telegram: { perSecond: unbounded, perPerson: unbounded } },
  });
  const toPlan = performance.now();
  for (let from = 0; from < sends; from += batch)
    await storage.outbox.add(
      people.slice(from, from + batch).map((contactId, at) => ({
        ...{
          id: `send-${from + at}`,
          contactId,
          channel: "telegram",
          kind: "notice",
          notBefore: morning,
          createdAt: 1,
        },
        content: { type: "messages", messages: [{ text: `Kabar ${from + at}` }] },
      })),
    );
  const planned = perSecondSince(sends, toPlan);
  const toExecute = performance.now();
  await service.start({ bell: false });
  await service.settled();
  const executed = (channel.takenAt.length * secondMs) / ((channel.takenAt.at(-1) ?? 0) - toExecute);
  await service.stop();
  await storage.close();
  return { planned, executed, count: channel.takenAt.length };
}

async function byAgenda({ place, peers, sends }: AgendaOrder): Promise<Scheduled> {
  const { client, close } = await openClient(place);
  const { Agenda } = loadPeer<AgendaPackage>(peers, "agenda");
  const { MongoBackend } = loadPeer<BackendPackage>(peers, "@agendajs/mongo-backend");
  const backend = new MongoBackend({ mongo: client.db() });
  // The smallest poll and no bound of its own but how many are under way at once, as on our side.
  const bounds = { processEvery: 100, maxConcurrency: together, defaultConcurrency: together, defaultLockLimit: 0 };
  const agenda = new Agenda({ backend, ...bounds });
  let count = 0;
  let told = (): void => undefined;
  const all = new Promise<void>((resolve) => {
    told = resolve;
  });
  const send = async (): Promise<void> => {
    count += 1;
    if (count === sends) told();
  };
  agenda.define("send", send, { concurrency: together, lockLimit: 0 });
  const toPlan = performance.now();
  const due = new Date(Date.now() - secondMs);
  await forAll(sends, together, (to) => agenda.schedule(due, "send", { to: `${to}` }));
  const planned = perSecondSince(sends, toPlan);
  const toExecute = performance.now();
  await agenda.start();
  await all;
  const executed = perSecondSince(sends, toExecute);
  await agenda.stop();
  await close();
  return { planned, executed, count };
}

async function main(order: AgendaOrder): Promise<void> {
  say("scheduled", await (order.side === "house" ? byHouse(order) : byAgenda(order)));
}

void main(orderOf<AgendaOrder>()).then(() => process.exit(0));
