import { openStorage, type Storage } from "../../src/storage/open-storage";
import { openTestDatabase } from "../support/engine";
import { simulatorStoreContract } from "../support/simulator-store-contract";
import { openTestStorage, silentLogger, testVault } from "../support/storage";
import { twenty, unique } from "../support/stored-values";

let storage: Storage;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ storage, close } = await openTestStorage());
});
afterAll(() => close());

describe("the simulator's chats", () => {
  const bubble = (text: string) => ({ from: "person", text, at: 5 }) as const;

  it("keep every bubble once, in the order in which it appeared, without a gap", async () => {
    const contact = unique("Bu Siti");
    await storage.simulator.append(contact, "first", bubble("0"));
    await Promise.all(
      [...twenty, ...twenty].map((index) => storage.simulator.append(contact, `id-${index}`, bubble(`${index}`))),
    );
    const all = await storage.simulator.after(contact, 0);
    expect(all.map(({ position }) => position)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
    expect(new Set(all.slice(1).map(({ text }) => text)).size).toBe(20);
    expect(await storage.simulator.after(contact, 20)).toEqual(all.slice(20));
    expect(await storage.simulator.append(contact, "first", bubble("again"))).toEqual(all[0]);
  });

  it("name the contacts in the order of their first bubbles, though the clock stands still", async () => {
    const names = twenty.map(() => unique("Pak Budi \u{1f600}"));
    for (const name of names) await storage.simulator.append(name, "1", bubble("halo"));
    const known = await storage.simulator.contacts();
    expect(known.filter((name) => names.includes(name))).toEqual(names);
  });

  it("keep options and files exactly", async () => {
    const contact = unique("Bu Siti");
    const ref = unique("file");
    const full = {
      ...bubble("foto"),
      options: [{ value: "1:ya", label: "Ya" }],
      file: { ref, name: "struk.jpg", mimeType: "image/jpeg" },
    };
    expect(await storage.simulator.append(contact, "1", full)).toEqual({ ...full, position: 1 });
    expect(await storage.simulator.after(contact, 0)).toEqual([{ ...full, position: 1 }]);
    expect(await storage.simulator.readFile(ref)).toBeNull();
    await storage.simulator.saveFile(ref, Uint8Array.of(0, 255, 1));
    await storage.simulator.saveFile(ref, Uint8Array.of(0, 255, 2));
    expect(await storage.simulator.readFile(ref)).toEqual(Uint8Array.of(0, 255, 2));
  });
});

simulatorStoreContract("stored", async () => {
  const database = await openTestDatabase();
  const options = { mongodbUri: database.uri, dataFolder: "unused", vault: testVault(), logger: silentLogger };
  let storage = await openStorage(options);
  return {
    store: storage.simulator,
    reopen: async () => {
      await storage.close();
      storage = await openStorage(options);
      return storage.simulator;
    },
    close: async () => {
      await storage.close();
      await database.close();
    },
  };
});
