import { join } from "node:path";
import mongoose from "mongoose";
import { healthOf } from "../../src/health";
import { createOperations } from "../../src/operations/operations";
import { largePageSize, walkPageSize } from "../../src/operations/walk";
import { startEmbeddedEngine } from "../../src/storage/embedded/index";
import { type Document, MongoClient } from "../support/driver";
import { freshPlace, removePlace } from "../support/house-copies";
import {
  ownRegistrationAnswers,
  registrationAnswers,
  saysAll,
  sponsorAnswers,
  verifyAll,
  yes,
} from "../support/house-people";
import { contactOf } from "../support/house-state";
import { type HousePlace, openHouse, type RunningHouse } from "../support/one-house";
import { Town, wishOf } from "../support/town";

const AT = Date.parse("2026-11-05T09:30:00+07:00");
const DAY = 86_400_000;
const commandNotFound = 59;
/** The pages that walks are read in, and the pieces in which lists come that a limit or a key bounds. */
const walkPages = [walkPageSize, largePageSize, 500];

interface Asked {
  readonly collection: string;
  readonly method: string;
  readonly filter: Document;
  readonly options: { readonly limit?: number; readonly sort?: Document; readonly batchSize?: number };
}

/** What belongs to one person, one month of one person, or one act: there is never much of it. */
const ownKeys = [
  ...[
    "_id",
    "contactId",
    "principalId",
    "workerId",
    "offeredWorkerId",
    "sponsorId",
    "personId",
    "dueItemId",
    "officeId",
    "proofId",
  ],
  ...["identifierHashes", "linkCodeHash", "providerHashes", "registeredByContactId", "occupiedWorkerId"],
];

/** The fields that a filter fixes to values, whatever else it asks. */
function fixedBy(filter: Document): readonly string[] {
  return Object.entries(filter).flatMap(([field, wanted]) => {
    if (field === "$and") return (wanted as Document[]).flatMap(fixedBy);
    const isRange = typeof wanted === "object" && wanted !== null && !("$in" in wanted) && !("$eq" in wanted);
    return field.startsWith("$") || isRange ? [] : [field];
  });
}

function isBounded({ filter, options }: Asked): boolean {
  if ((options.limit ?? 0) > 0) return true;
  if (walkPages.includes(options.batchSize ?? 0)) return true;
  return fixedBy(filter).some((field) => ownKeys.includes(field));
}

/** What counts goes no further than a limit, or is about what belongs to one person. */
function isCountBounded(one: Asked): boolean {
  const stages: unknown = one.filter;
  if (!Array.isArray(stages)) return isBounded(one);
  const [match, limit] = stages as readonly Document[];
  const belongsToOne = fixedBy(match?.["$match"] ?? {}).some((field) => ownKeys.includes(field));
  return belongsToOne || Number(limit?.["$limit"] ?? 0) > 0;
}

/** The stages of a plan, from the outside in. */
function stagesOf(plan: Document | undefined): readonly string[] {
  if (!plan) return [];
  const inner: Document[] = [...(plan["inputStage"] ? [plan["inputStage"]] : []), ...(plan["inputStages"] ?? [])];
  return [String(plan["stage"]), ...inner.flatMap(stagesOf)];
}

/** A life with everything that asks: two registrations, a sponsor, a quarter of a year of jobs, and what people look up. */
async function liveIn(place: HousePlace): Promise<void> {
  const house = await openHouse(place);
  try {
    await saysAll(house, "Marni", [...registrationAnswers(1), yes], AT);
    await saysAll(house, "Darmi", [...ownRegistrationAnswers(2), yes], AT);
    await verifyAll(house, AT);
    await saysAll(house, "Retno", [...sponsorAnswers, yes], AT);
    await officeIn(house);
    await askedByOperators(house);
    for (let day = 1; day <= 100; day += 18) {
      house.moveTo(AT + day * DAY);
      await house.service.ringAll();
      await house.service.settled();
    }
    const later = AT + 100 * DAY;
    for (const name of ["Marni", "Darmi", "Retno"])
      await saysAll(
        house,
        name,
        ["status", "menu", "sudah bayar", "menu", "kenapa?", "stop", "lanjut", "data saya", "menu"],
        later,
      );
  } finally {
    await house.close();
  }
}

/** What watches over the house asks, and an officer who looks what waits. */
async function askedByOperators(house: RunningHouse): Promise<void> {
  await house.service.metrics.render();
  await healthOf(house.service, undefined);
  const { lookUp } = createOperations(house.service.deps);
  const contact = await contactOf(house, "Petugas");
  expect(await lookUp("officer-counts", {}, { contact, now: AT })).toMatchObject({ workers: { verified: 2 } });
}

/** An office of Wati's with two employees and a worker for whom it owes. */
async function officeIn({ storage, service }: RunningHouse): Promise<void> {
  const town = new Town(storage.repositories);
  Object.assign(town.deps, service.deps);
  town.now = AT;
  await town.officer("Officer");
  await town.insured("Sri", 50);
  const officeName = "Dinas Contoh";
  await town.does("Wati", "record-consent", { status: "given", textVersion: 1, at: AT, messageId: "yes" });
  await town.does("Wati", "open-office", { kind: "agency", officeName, name: "Bu Wati" });
  await town.does("Wati", "add-employees", { text: "Siti; 1001\nBudi; 1002" });
  const { held } = await town.does(
    "Wati",
    "make-pledges",
    wishOf({ kind: "office", officeName, route: "coordinator" }),
  );
  await town.does("Wati", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
  await town.does("Wati", "pair-employees", {});
}

describe("what the storage asks of the database", () => {
  const asked: Asked[] = [];
  let place: HousePlace;
  beforeAll(async () => {
    place = await freshPlace(AT);
    mongoose.set("debug", (collection: string, method: string, filter: Document, options: Asked["options"] = {}) => {
      // A handful, looked at when the house starts.
      if (collection !== "migrations") asked.push({ collection, method, filter, options });
    });
    await liveIn(place).finally(() => mongoose.set("debug", false));
  });
  afterAll(() => removePlace(place));

  it("is bounded: by a limit, by keys of what belongs to one person, or read page by page", () => {
    const finds = asked.filter(({ method }) => method === "find");
    expect(new Set(finds.map(({ collection }) => collection)).size).toBeGreaterThan(8);
    // What the monthly lists of offices ask is among it.
    expect(finds).toContainEqual(expect.objectContaining({ filter: { officeId: { $in: [expect.any(String)] } } }));
    const unbounded = finds.filter((one) => !isBounded(one)).map(shapeOf);
    expect([...new Set(unbounded)]).toEqual([]);
  });

  it("counts no further than a limit, also for whoever watches over the house", () => {
    const counts = asked.filter(({ method }) => ["countDocuments", "aggregate", "distinct"].includes(method));
    const counted = new Set(counts.map(({ collection }) => collection));
    expect([...counted]).toEqual(
      expect.arrayContaining(["inbox", "outbox", "due_items", "workers", "proofs", "tasks"]),
    );
    const unbounded = counts.filter((one) => !isCountBounded(one)).map(shapeOf);
    expect([...new Set(unbounded)]).toEqual([]);
  });

  it("is found by an index wherever the engine says how it looked", async () => {
    const engine =
      place.mongodbUri === undefined
        ? await startEmbeddedEngine({ directory: join(place.dataFolder, "db") })
        : undefined;
    const client = await new MongoClient(place.mongodbUri ?? engine?.uri ?? "").connect();
    try {
      const questions = asked.filter(({ method }) =>
        ["find", "findOne", "findOneAndUpdate", "updateOne", "updateMany"].includes(method),
      );
      const shapes = new Map(questions.map((one) => [shapeOf(one), one]));
      const scanning: string[] = [];
      for (const [shape, { collection, filter, options }] of shapes) {
        const limit = options.limit ?? 0;
        const cursor = client
          .db()
          .collection(collection)
          .find(filter, { limit, sort: options.sort ?? {} });
        const plan = await cursor.explain().catch((error: { code?: number }) => {
          // Not every engine explains.
          if (error.code === commandNotFound) return {} as Document;
          throw error;
        });
        if (stagesOf(plan["queryPlanner"]?.["winningPlan"]).includes("COLLSCAN")) scanning.push(shape);
      }
      expect(shapes.size).toBeGreaterThan(30);
      expect(scanning).toEqual([]);
    } finally {
      await client.close();
      await engine?.close();
    }
  });
});

/** A question without its values. */
function shapeOf({ collection, method, filter, options }: Asked): string {
  const sort = Object.keys(options.sort ?? {}).join(",");
  return `${collection}.${method} ${JSON.stringify(filter, (key, value: unknown) => (isLeaf(key, value) ? "?" : value))} sort ${sort} limit ${(options.limit ?? 0) > 0}`;
}

function isLeaf(key: string, value: unknown): boolean {
  if (key === "$in" || key === "$nin") return true;
  return typeof value !== "object" || value === null || value instanceof Date;
}
