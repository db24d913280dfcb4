import type { ChannelName, Contact } from "../../../src/domain/messaging/contact";
import type { Person } from "../../../src/domain/person/person";
import type { Period } from "../../../src/domain/shared/period";
import { villages } from "../../../src/domain/shared/region";
import type { Sponsor } from "../../../src/domain/sponsor/sponsor";
import { OCCUPATIONS } from "../../../src/domain/worker/occupations";
import type { Worker } from "../../../src/domain/worker/worker";
import type { Vault } from "../../../src/storage/vault";
import type { Document, MongoClient } from "../../support/driver";
import type { ShowProgress } from "./bench";
import { type Captured, captured } from "./captured";
import { benchVault, type Place, storageOf, withClient } from "./place";

/** The invented people of a benchmark. */
export interface WorldOrder {
  /** Each owes one month at a time. */
  readonly workers: number;
  /** Of ten workers so many pay for themselves; the others have a sponsor each whom the pledges are shared out among. */
  readonly selfPayersOfTen: number;
  /** How many workers one sponsor pays for. */
  readonly workersOfSponsor: number;
  readonly channel: ChannelName;
  readonly startPeriod: Period;
  /** Whether names are needed, as where messages are composed. */
  readonly withNames: boolean;
  /** When everybody wrote last: it decides whether free words may still be sent. Milliseconds. */
  readonly lastInboundAt: number;
}

const batchSize = 1_000;
const batchesTogether = 4;
const consent = { status: "given", textVersion: 1, at: 1, messageId: "invented" } as const;
const names = ["Siti", "Slamet", "Wahyuni", "Sutrisno", "Endang", "Joko", "Rini", "Bambang"];

/**
 * Fills a database with them, batch by batch, so that no more than a few thousand are ever held. Where the storage was opened
 * before, they come under its indexes one by one, as people do in life.
 */
export async function fillWorld(
  client: MongoClient,
  vault: Vault,
  order: WorldOrder,
  show: ShowProgress,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  for (let from = 0; from < order.workers; from += batchSize) {
    const documents = await inventBatch(vault, order, from, Math.min(order.workers, from + batchSize));
    if (underWay.size >= batchesTogether) await Promise.race(underWay);
    const inserting: Promise<void> = insertAll(client, documents).finally(() => underWay.delete(inserting));
    underWay.add(inserting);
    show("inventing people", from + batchSize, order.workers);
  }
  await Promise.all(underWay);
}

/** Opens the house's storage once, so that its indexes are there, and fills it: the way in which a service grows. */
export async function inhabit(place: Place, order: WorldOrder, show: ShowProgress): Promise<void> {
  const storage = await storageOf(place);
  await storage.close();
  await withClient(place, (client) => fillWorld(client, benchVault, order, show));
}

async function inventBatch(vault: Vault, order: WorldOrder, from: number, until: number) {
  const store = captured(vault);
  for (let index = from; index < until; index += 1) await invent(store, order, index);
  return store.take();
}

/** One after the other for each collection, all collections at once. */
async function insertAll(client: MongoClient, documents: ReadonlyMap<string, readonly Document[]>): Promise<void> {
  const inserts = [...documents].map(([name, list]) =>
    client
      .db()
      .collection(name)
      .insertMany([...list], { ordered: false }),
  );
  await Promise.all(inserts);
}

async function invent(store: Captured, order: WorldOrder, index: number): Promise<void> {
  const { repositories } = store;
  const paysSelf = index % 10 < order.selfPayersOfTen;
  const sponsorId = `sponsor-${Math.floor(index / order.workersOfSponsor)}`;
  const isFirstOfSponsor = index % order.workersOfSponsor === 0;
  const contact = paysSelf || isFirstOfSponsor ? await inventContact(store, order, index) : undefined;
  if (isFirstOfSponsor && contact) await repositories.sponsors.add(sponsorOf(sponsorId, contact.id, index));
  if (order.withNames) await repositories.persons.add(personOf(index));
  await repositories.workers.add(workerOf(index, paysSelf, contact?.id ?? `registrar-${index}`));
  if (paysSelf) return;
  await repositories.pledges.add({
    ...{ id: `pledge-${index}`, revision: 0, sponsorId, workerId: `worker-${index}`, status: "active" },
    ...{ programmes: "JKK+JKM", startPeriod: order.startPeriod, monthsAhead: 1, route: "direct" },
    ...{ wishes: {}, createdAt: index },
  });
}

async function inventContact({ repositories }: Captured, order: WorldOrder, index: number): Promise<Contact> {
  const { channel, lastInboundAt } = order;
  const address = addressOf(index);
  const identifiers = [{ kind: "simulator-name", value: address }] as const;
  const contact = await repositories.contacts.resolve({ channel, address, identifiers, now: index });
  await repositories.contacts.update(contact.id, { consent, lastInboundAt });
  return contact;
}

/** Where the invented person of this number is written to. */
export function addressOf(index: number): string {
  return `62800${String(index).padStart(9, "0")}`;
}

function personOf(index: number): Person {
  const name = `${names[index % names.length]} Contoh`;
  return { id: `person-${index}`, revision: 0, name, contactIds: [], createdAt: index };
}

function sponsorOf(id: string, contactId: string, index: number): Sponsor {
  const name = `${names[index % names.length]} Contoh`;
  return { id, revision: 0, contactId, name, kind: "person", showsName: true, createdAt: index };
}

function workerOf(index: number, paysSelf: boolean, contactId: string): Worker {
  const village = at(villages, index);
  const occupation = at(OCCUPATIONS, index);
  return {
    id: `worker-${index}`,
    revision: 0,
    personId: `person-${index}`,
    number: `B-${index}`,
    status: "active",
    districtCode: village.district.code,
    villageId: village.id,
    occupationId: occupation.id,
    sector: occupation.sector,
    income: 1_000_000,
    base: 1_000_000,
    programmes: "JKK+JKM",
    funding: "private",
    payer: paysSelf ? "self" : "sponsor",
    registeredBy: { contactId, relation: "self" },
    sharesNikWithSponsor: true,
    warnings: [],
    submittedAt: index,
    verifiedAt: index,
  };
}

function at<T>(list: readonly T[], index: number): T {
  const one = list[index % list.length];
  if (one === undefined) throw new Error("nothing to pick from");
  return one;
}
