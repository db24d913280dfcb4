import type { SimulatorContent } from "../../../src/channels/simulator/simulator-channel";
import { consentTextVersion } from "../../../src/conversation/flows/welcome";
import { spreadsheetKind } from "../../../src/domain/payment/proof";
import { keepMade } from "../../../src/operations/made-file";
import { createService, type Service } from "../../../src/service";
import type { Storage } from "../../../src/storage/open-storage";
import { openTestStorage, silentLogger } from "../../support/storage";
import { draftOf, Town } from "../../support/town";

let opened: Awaited<ReturnType<typeof openTestStorage>>;
let service: Service;
let town: Town;
beforeEach(async () => {
  opened = await openTestStorage();
  town = new Town(opened.storage.repositories);
  service = open(opened.storage);
  await service.start({ bell: false });
});
afterEach(async () => {
  await service.stop();
  await opened.close();
});

function open(storage: Storage): Service {
  const began = Date.now();
  const clock = (): number => town.now + (Date.now() - began);
  return createService({ config: { simulator: true, reminderHour: 8 }, storage, logger: silentLogger, clock });
}

function simulator() {
  if (!service.simulator) throw new Error("the service has no simulator");
  return service.simulator;
}

async function sends(who: string, content: SimulatorContent): Promise<string> {
  const before = (await simulator().after(who, 0)).length;
  const posted = await simulator().post(who, content);
  if (!posted.ok) throw new Error(posted.error);
  await service.settled();
  const answers = (await simulator().after(who, 0)).slice(before + 1);
  return answers.map(({ text }) => text).join("\n---\n");
}

const says = (who: string, text: string): Promise<string> => sends(who, { type: "text", text });

/** Somebody who has agreed and has one month to pay, and two officers. */
async function asihOwes(): Promise<void> {
  const consent = { status: "given", textVersion: consentTextVersion, at: town.now, messageId: "consent" } as const;
  for (const officer of ["Bu Wati", "Pak Lurah"]) {
    await town.officer(officer);
    await town.does(officer, "record-consent", consent);
  }
  await town.does("Asih", "record-consent", consent);
  await town.verifies("Pak Lurah", await town.worker("Asih", draftOf(1, { payer: "self" })));
}

function fileOf(head: readonly number[], size: number): Uint8Array {
  const bytes = Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 9)) % 256);
  bytes.set(head);
  return bytes;
}

/** Asih reports her month as paid and sends the file. */
async function proves(bytes: Uint8Array, kind: "photo" | "document", mimeType: string): Promise<void> {
  expect(await says("Asih", "sudah bayar")).toContain("foto bukti bayarnya");
  const upload = { kind, mimeType, fileName: "IMG-2026.bin", bytes };
  expect(await sends("Asih", { type: "file", upload })).toContain("Tolong periksa dulu");
  expect(await says("Asih", "1")).toContain("Terima kasih");
}

const filesOf = async (who: string) =>
  (await simulator().after(who, 0)).flatMap(({ from, file }) => (from === "service" && file ? [file] : []));

const jpeg = [0xff, 0xd8, 0xff, 0xe0];
const pdf = [...Buffer.from("%PDF-1.4\n")];

describe("the proof that somebody sends and an officer sees", () => {
  it.each([
    ["a photo of 5 MB", fileOf(jpeg, 5 * 1024 * 1024), "photo", "image/jpeg", "bukti.jpg"],
    ["a small PDF", fileOf(pdf, 900), "document", "application/pdf", "bukti.pdf"],
  ] as const)("is the very same file, above its case: %s", async (_title, bytes, kind, mimeType, name) => {
    await asihOwes();
    await proves(bytes, kind, mimeType);
    await says("Bu Wati", "periksa");
    expect(await says("Bu Wati", "2")).toContain("cocokkan jumlah dan bulannya dengan bukti di atas");
    const [file, ...more] = await filesOf("Bu Wati");
    expect([file, more]).toEqual([{ ref: file?.ref, name, mimeType }, []]);
    const shown = await simulator().fetchMedia(file?.ref ?? "", bytes.length);
    expect(shown.ok && Buffer.compare(shown.value, bytes)).toBe(0);
    expect(await says("Bu Wati", "1")).toContain("dicatat lunas");
    const [receipt, ...others] = await filesOf("Asih");
    expect([receipt?.mimeType, receipt?.name.slice(0, 13), others]).toEqual(["image/png", "tanda-terima-", []]);
  });

  it("is told in words where it is gone", async () => {
    await asihOwes();
    await proves(fileOf(jpeg, 900), "photo", "image/jpeg");
    await opened.storage.repositories.attachments.removeByContact((await town.contact("Asih")).id);
    await says("Bu Wati", "periksa");
    const shown = await says("Bu Wati", "2");
    expect(shown).toMatch(/^Maaf, buktinya tidak bisa ditampilkan.+NIK 3322015708900001.+1\. Benar, sudah dibayar/s);
    expect(await filesOf("Bu Wati")).toEqual([]);
  });

  it("of the house's own making goes with news to whom it is for, under its own name, and to nobody else", async () => {
    const { id: contactId } = await town.contact("Asih");
    const bytes = fileOf([0x50, 0x4b, 3, 4], 900);
    const file = { bytes, mimeType: spreadsheetKind, name: "daftar-iuran" } as const;
    const named = await keepMade(service.deps, { cause: "list", contactId, file, now: town.now });
    for (const who of ["Asih", "Budi"]) {
      const to = { contactId: (await town.contact(who)).id, kind: "answer" } as const;
      const news = { texts: [{ key: "engine.after" }], rule: "notice.rule.answer" as const, file: named };
      await service.deps.notify({ id: `list ${who}`, ...to, ...news });
    }
    await service.settled();
    const [shown, ...more] = await filesOf("Asih");
    expect([shown, more]).toEqual([{ ref: shown?.ref, name: "daftar-iuran.xlsx", mimeType: spreadsheetKind }, []]);
    expect(await filesOf("Budi")).toEqual([]);
    expect((await simulator().after("Budi", 0)).at(-1)?.text).toContain("berkasnya sudah tidak tersimpan");
  });

  it("goes to nobody but an officer, even where a queued message names it", async () => {
    await asihOwes();
    await proves(fileOf(jpeg, 900), "photo", "image/jpeg");
    const [proof] = await opened.storage.repositories.proofs.findByContact((await town.contact("Asih")).id, 1);
    const message = { text: "Lihat", file: { attachmentId: proof?.attachmentId ?? "" } };
    for (const who of ["Budi", "Bu Wati"]) {
      const { id: contactId } = await town.contact(who);
      await town.does(who, "record-consent", {
        status: "given",
        textVersion: consentTextVersion,
        at: town.now,
        messageId: "c",
      });
      const at = { notBefore: town.now, createdAt: town.now };
      const content = { type: "messages", messages: [message] } as const;
      await opened.storage.outbox.add([{ id: who, contactId, channel: "simulator", kind: "reply", content, ...at }]);
    }
    await service.settled();
    expect((await simulator().after("Budi", 0)).at(-1)?.text).toContain("buktinya tidak bisa ditampilkan");
    expect([(await filesOf("Budi")).length, (await filesOf("Bu Wati")).length]).toEqual([0, 1]);
  });

  it("is not among what is stored in the outbox: only its name is", async () => {
    await asihOwes();
    await proves(fileOf(jpeg, 900), "photo", "image/jpeg");
    const add = jest.spyOn(opened.storage.outbox, "add");
    const addLeased = jest.spyOn(opened.storage.outbox, "addLeased");
    await says("Bu Wati", "periksa");
    await says("Bu Wati", "2");
    const entries = [...add.mock.calls.flatMap(([added]) => added), ...addLeased.mock.calls.map(([entry]) => entry)];
    const queued = entries.map(({ content }) => content);
    const files = queued.flatMap((content) => (content.type === "messages" ? content.messages : []));
    expect(files.flatMap(({ file }) => (file ? [Object.keys(file)] : []))).toEqual([["attachmentId"]]);
  });

  it("goes without the photo where the platform refuses it, so that the officer can still work", async () => {
    await asihOwes();
    await proves(fileOf(jpeg, 900), "photo", "image/jpeg");
    const send = simulator().send.bind(simulator());
    jest.spyOn(simulator(), "send").mockImplementation(async (address, message, file) => {
      if (file) return { ok: false, error: { reason: "rejected", detail: "IMAGE_PROCESS_FAILED" } };
      return send(address, message);
    });
    await says("Bu Wati", "periksa");
    const shown = await says("Bu Wati", "2");
    expect(shown).toMatch(/^Maaf, buktinya tidak bisa ditampilkan.+1\. Benar, sudah dibayar/s);
    expect(await says("Bu Wati", "1")).toContain("dicatat lunas");
  });
});
