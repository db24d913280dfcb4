import mongoose, { type Connection } from "mongoose";
import { memoryRepositories } from "../support/memory-repositories";
import { openTestStorage } from "../support/storage";
import { operationsSuite } from "./operations-suite";

describe("operations in memory", () => operationsSuite(async () => memoryRepositories()));

describe("operations on the real storage", () => {
  let opened: Awaited<ReturnType<typeof openTestStorage>> | undefined;
  let beside: Connection | undefined;

  beforeAll(async () => {
    opened = await openTestStorage();
    beside = await mongoose.createConnection(opened.uri).asPromise();
  });

  afterAll(async () => {
    // What could not be opened must not keep the rest open.
    await beside?.close();
    await opened?.close();
  });

  /** The same storage with its indexes, emptied: to open one for each test takes a second. */
  operationsSuite(async () => {
    if (opened === undefined || beside === undefined) throw new Error("the storage could not be opened; see above");
    for (const { name } of await beside.listCollections()) await beside.collection(name).deleteMany({});
    return opened.storage.repositories;
  });
});
