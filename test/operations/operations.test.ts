import { memoryRepositories } from "../support/memory-repositories";
import { openTestStorage } from "../support/storage";
import { operationsSuite } from "./operations-suite";

describe("operations in memory", () => operationsSuite(async () => memoryRepositories()));

describe("operations on the real storage", () => {
  const opened: { close(): Promise<void> }[] = [];

  afterEach(async () => {
    for (const storage of opened.splice(0)) await storage.close();
  });

  operationsSuite(async () => {
    const storage = await openTestStorage();
    opened.push(storage);
    return storage.storage.repositories;
  });
});
