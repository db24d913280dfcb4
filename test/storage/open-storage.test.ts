import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import type { Nik } from "../../src/domain/shared/nik";
import type { PhoneNumber } from "../../src/domain/shared/phone";
import { openStorage, type Storage } from "../../src/storage/open-storage";
import { createVault, type Vault } from "../../src/storage/vault";
import { loadVaultKeys } from "../../src/storage/vault-keys";
import { openTestDatabase } from "../support/engine";
import { silentLogger, testVault } from "../support/storage";
import { officer, person, pledge, proof, sponsor, task, worker } from "../support/stored-values";

let dataFolder: string;
let opened: Storage[];
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "open-"));
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((storage) => storage.close()));
  await rm(dataFolder, { recursive: true, force: true });
});
/** Opens the embedded engine in the test's folder. */
const open = async (vault: Vault, logger = silentLogger): Promise<Storage> => {
  const storage = await openStorage({ dataFolder, vault, logger });
  opened.push(storage);
  return storage;
};
const closeAll = async (): Promise<void> => {
  await Promise.all(opened.splice(0).map((storage) => storage.close()));
};

describe("the storage", () => {
  it("keeps everything on the embedded engine from one start to the next, and says what the engine is for", async () => {
    const lines: string[] = [];
    const logger = pino({ level: "info" }, { write: (line: string) => void lines.push(line) });
    const vault = testVault();
    const siti = person();
    await (await open(vault, logger)).repositories.persons.add(siti);
    expect(lines.join()).toContain("for trying out, tests and a village-size start");
    await closeAll();
    const again = await open(vault);
    expect(again.kind).toBe("embedded");
    expect(await again.repositories.persons.findByNik(siti.nik as Nik)).toEqual(siti);
  });

  it("is one storage for two that are open on the same folder at once", async () => {
    const vault = testVault();
    const [one, two] = await Promise.all([open(vault), open(vault)]);
    const siti = person();
    await one?.repositories.persons.add(siti);
    expect(await two?.repositories.persons.find(siti.id)).toEqual(siti);
  });

  it("tells whether its database answers", async () => {
    const storage = await open(testVault());
    expect(await storage.ping()).toBe(true);
    await storage.close();
    expect(await storage.ping()).toBe(false);
    opened.length = 0;
  });

  it("refuses a database that began with other keys, with the remedy", async () => {
    await open(testVault());
    await closeAll();
    await expect(open(testVault())).rejects.toThrow(/other encryption keys.*last in ENCRYPTION_KEYS/);
  });

  it("finds everybody again after a rotation, and refuses to forget the first key", async () => {
    const [old, current] = ["old", "new"].map((id) => ({ id, key: randomBytes(32) }));
    if (!old || !current) throw new Error("two keys were made");
    const siti = person();
    await (await open(createVault({ keys: [old] }))).repositories.persons.add(siti);
    await closeAll();
    const rotated = await open(createVault({ keys: [current, old] }));
    expect(await rotated.repositories.persons.findByNik(siti.nik as Nik)).toEqual(siti);
    expect((await rotated.repositories.persons.add(person({ ...siti, id: "somebody else" }))).ok).toBe(false);
    await closeAll();
    await expect(open(createVault({ keys: [old, current] }))).rejects.toThrow("other encryption keys");
  });

  it("names the remedy, and not the password, where no server answers", async () => {
    const mongodbUri = "mongodb://kamar:rahasia@127.0.0.1:9/x";
    const failed = openStorage({ mongodbUri, dataFolder, vault: testVault(), logger: silentLogger });
    await expect(failed).rejects.toThrow(/check MONGODB_URI/);
    await expect(failed).rejects.not.toThrow(/rahasia/);
  });

  it("opens for many processes that start at once on an empty database", async () => {
    const database = await openTestDatabase();
    const vault = testVault();
    const starting = Array.from({ length: 8 }, () =>
      openStorage({ mongodbUri: database.uri, dataFolder, vault, logger: silentLogger }),
    );
    const ends = await Promise.allSettled(starting);
    for (const end of ends) if (end.status === "fulfilled") await end.value.close();
    await database.close();
    expect(ends.map(({ status }) => status)).toEqual(starting.map(() => "fulfilled"));
  });

  it("lets one of several processes run each job at its moment", async () => {
    const database = await openTestDatabase();
    const vault = testVault();
    const processes = await Promise.all(
      [1, 2, 3].map(() => openStorage({ mongodbUri: database.uri, dataFolder, vault, logger: silentLogger })),
    );
    const runs = async (key: string): Promise<number> => {
      const allowed = await Promise.all(processes.map(({ runCoordinator }) => runCoordinator.shouldRun(key, 1_000)));
      return allowed.filter(Boolean).length;
    };
    expect(await runs("reminders:2026-03-10T01:00:00.000Z")).toBe(1);
    expect(await runs("reminders:2026-03-10T02:00:00.000Z")).toBe(1);
    // One whose answer was lost asks again: it is still the one, and nobody else is.
    expect(await runs("reminders:2026-03-10T01:00:00.000Z")).toBe(1);
    for (const storage of processes) await storage.close();
    await database.close();
  });
});

describe("the bytes on disk", () => {
  const name = "Kartikasari Wulandari Purnomosidi";
  const nik = "3322014101900042" as Nik;
  const phone = "+6281298765432" as PhoneNumber;
  const secret = "Kula badhe ndaftar, wastanipun Mbah Darmowiyono";
  const secrets = [name, nik, phone, phone.slice(1), secret, "1990-01-14", "11223344556", "Rumah Batik Sekar"];
  const message = { text: `${secret} ${name} ${nik} ${phone}` };

  async function writeEverything({ repositories, inbox, outbox, sessions, simulator }: Storage): Promise<void> {
    const seen = {
      channel: "whatsapp-web",
      address: `${phone.slice(1)}@c.us`,
      identifiers: [{ kind: "whatsapp-phone", value: phone }],
      now: 1,
    } as const;
    const contact = await repositories.contacts.resolve(seen);
    const messageId = `whatsapp-web:false_${phone.slice(1)}@c.us_3EB0`;
    await repositories.contacts.update(contact.id, {
      consent: { status: "given", textVersion: 1, at: 1, messageId },
    });
    await repositories.persons.add(person({ name, nik, phone, bornOn: "1990-01-14" as never, sex: "female" }));
    const bytes = new TextEncoder().encode(secret);
    await repositories.workers.add(
      worker({
        occupationText: secret,
        kpj: "11223344556",
        registeredBy: { contactId: contact.id, relation: "helper", consentNote: secret },
        rejection: { reason: "other", note: name, at: 1 },
      }),
    );
    await repositories.sponsors.add(sponsor({ name, kind: "office", officeName: "Rumah Batik Sekar" }));
    await repositories.pledges.add(pledge());
    await repositories.proofs.add(proof({ reference: `${name} ${phone}` }));
    await repositories.attachments.add({
      id: "file",
      contactId: contact.id,
      mimeType: "image/png",
      bytes,
      contentHash: "h",
      createdAt: 1,
    });
    await repositories.officers.add(officer({ name }));
    await repositories.tasks.add(task({ text: message.text }));
    const inbound = {
      channel: seen.channel,
      providerMessageId: messageId,
      address: seen.address,
      identifiers: seen.identifiers,
      sentAt: 1,
      sequence: 0,
      content: { type: "text", text: message.text },
    } as const;
    for (const id of [messageId, `${messageId}-closed`, `${messageId}-parked`])
      await inbox.add({ id, contactId: contact.id, message: inbound, receivedAt: 1 });
    await inbox.close(`${messageId}-closed`, 2);
    await inbox.park(`${messageId}-parked`, "error", 2);
    await sessions.take({ contactId: contact.id, owner: "me", now: 1, until: 2 });
    const position = { flow: "f", version: 1, step: "s", history: [], misses: 0, touchedAt: 1 };
    const state = { aside: [{ ...position, answers: { name, nik, phone } }], promptId: 1, misses: 0, subject: secret };
    const handled = { messageId, replies: [message] };
    await sessions.commit({ contactId: contact.id, revision: 0, state, handled }, "me", 1);
    const queued = {
      contactId: contact.id,
      channel: seen.channel,
      kind: "reply",
      content: { type: "messages", messages: [message] },
      notBefore: 1,
      createdAt: 1,
    } as const;
    await outbox.add([
      { ...queued, id: `${messageId}:reply` },
      { ...queued, id: `${messageId}:sent` },
    ]);
    await outbox.finish(`${messageId}:sent`, { status: "sent", providerMessageIds: [messageId], at: 2 });
    await simulator.append(name, messageId, { from: "person", text: message.text, at: 1 });
    await simulator.saveFile(`${name}.png`, bytes);
  }

  /** Every way in which a careless writer would leave the text on a disk. */
  const disguises = (text: string): readonly Buffer[] => {
    const utf8 = Buffer.from(text, "utf8");
    const base64 = [0, 1, 2].map((shift) => {
      const encoded = Buffer.concat([Buffer.alloc(shift), utf8]).toString("base64");
      // The first and last characters depend on what stands around the text.
      return Buffer.from(encoded.slice(4, -4));
    });
    return [
      utf8,
      Buffer.from(utf8.toString("hex")),
      Buffer.from(utf8.toString("hex").toUpperCase()),
      Buffer.from(text, "utf16le"),
      Buffer.from(text, "utf16le").swap16(),
      Buffer.from(utf8).reverse(),
      ...base64,
    ];
  };
  const findings = (bytes: Buffer): string[] =>
    secrets.filter((text) => disguises(text).some((disguise) => bytes.includes(disguise)));

  it("hold no name, NIK, phone or word of anybody, in no encoding, before and after closing", async () => {
    const keys = await loadVaultKeys({ dataFolder, production: false });
    if (!keys.ok) throw new Error(keys.error);
    const storage = await open(createVault({ keys: keys.value }));
    await writeEverything(storage);
    const readAll = async (): Promise<Buffer[]> => {
      const entries = await readdir(dataFolder, { recursive: true, withFileTypes: true });
      return Promise.all(entries.filter((e) => e.isFile()).map((e) => readFile(join(e.parentPath, e.name))));
    };
    const running = await readAll();
    await closeAll();
    const closed = await readAll();
    expect(closed.some((bytes) => bytes.includes("simulator_bubbles"))).toBe(true);
    for (const bytes of [...running, ...closed]) expect(findings(bytes)).toEqual([]);
    expect((await stat(join(dataFolder, "keys"))).mode & 0o777).toBe(0o600);
  });

  it("would be found out by this test, whatever the encoding", () => {
    for (const encode of ["utf8", "hex", "base64", "utf16le"] as const)
      for (const padding of ["", "x", "xy"]) {
        const plain = Buffer.from(`${padding}${message.text} Rumah Batik Sekar 1990-01-14 11223344556 ${padding}`);
        const bytes =
          encode === "utf16le" ? Buffer.from(plain.toString(), "utf16le") : Buffer.from(plain.toString(encode));
        expect(findings(bytes)).toEqual(secrets);
      }
  });
});
