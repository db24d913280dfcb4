import { parsePeriod } from "../../../src/domain/shared/period";
import { openStorage } from "../../../src/storage/open-storage";
import { MongoClient } from "../../support/driver";
import { openTestDatabase } from "../../support/engine";
import { silentLogger } from "../../support/storage";
import { benchVault } from "./place";
import { addressOf, fillWorld, type WorldOrder } from "./world";

const month = parsePeriod("2026-12");
const order: WorldOrder = {
  ...{ workers: 25, selfPayersOfTen: 2, workersOfSponsor: 4, channel: "telegram", withNames: true, lastInboundAt: 7 },
  startPeriod: month.ok ? month.value : ("" as never),
};

describe("the invented people of a benchmark", () => {
  it("are read by the repositories as if these had written them", async () => {
    const database = await openTestDatabase();
    const client = await new MongoClient(database.uri).connect();
    await fillWorld(client, benchVault, order, () => undefined);
    const storage = await openStorage({
      ...{ mongodbUri: database.uri, dataFolder: "unused", vault: benchVault, logger: silentLogger },
    });
    try {
      const { contacts, persons, pledges, sponsors, workers } = storage.repositories;
      const everybody = await workers.page(["active"], null, 100);
      const running = await pledges.page(["active"], null, 100);
      expect(everybody).toHaveLength(25);
      expect(running).toHaveLength(19);
      expect(await persons.findMany(everybody.map(({ personId }) => personId))).toHaveLength(25);
      expect(await workers.findMany(running.flatMap(({ workerId }) => workerId ?? []))).toHaveLength(19);
      const payer = await sponsors.find(running[0]?.sponsorId ?? "");
      const contact = await contacts.find(payer?.contactId ?? "");
      expect(contact).toMatchObject({ channel: "telegram", consent: { status: "given" }, lastInboundAt: 7 });
      const self = everybody.find(({ payer }) => payer === "self");
      const own = await contacts.find(self?.registeredBy.contactId ?? "");
      expect(own?.address).toBe(addressOf(Number(self?.id.replace("worker-", ""))));
    } finally {
      await storage.close();
      await client.close();
      await database.close();
    }
  });
});
