import type { TelegramChannel } from "../../../src/channels/telegram/telegram-channel";
import type { OutgoingFile } from "../../../src/delivery/channel";
import { spreadsheetKind } from "../../../src/domain/payment/proof";
import { startTelegramBench, type TelegramBench } from "../../support/telegram-bench";
import type { TelegramPerson } from "../../support/telegram-people";
import { refusals } from "../../support/telegram-refusals";

let bench: TelegramBench;
let channel: TelegramChannel;
let siti: TelegramPerson;
beforeEach(async () => {
  bench = await startTelegramBench();
  channel = bench.create({ requestTimeoutMs: 10_000 });
  siti = bench.server.user(501);
  siti.started = true;
});
afterEach(() => bench.close());

const starting = (head: readonly number[], size = 3_000): Uint8Array => {
  const bytes = Uint8Array.from({ length: size }, (_, index) => (index * 7) % 256);
  bytes.set(head);
  return bytes;
};
const jpeg = starting([0xff, 0xd8, 0xff, 0xe0]);
const png = starting([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const webp = starting([...Buffer.from("RIFF"), 0, 0, 0, 0, ...Buffer.from("WEBPVP8 ")]);
const pdf = starting([...Buffer.from("%PDF-1.4\n")]);
const zip = starting([0x50, 0x4b, 3, 4]);
const photo: OutgoingFile = { bytes: jpeg, mimeType: "image/jpeg", name: "bukti.jpg" };
const options = [{ label: "Benar", value: "v0" }];
const called = (): readonly string[] => bench.server.calls.map(({ method }) => method);

describe("a file to a person on Telegram", () => {
  it.each([
    ["a JPEG photo", "image/jpeg", jpeg, "photo"],
    ["a PNG photo", "image/png", png, "photo"],
    ["a WebP photo", "image/webp", webp, "photo"],
    ["a PDF", "application/pdf", pdf, "document"],
    ["a spreadsheet", spreadsheetKind, zip, "document"],
  ] as const)("shows %s above its words and buttons, byte for byte", async (_title, mimeType, bytes, kind) => {
    const file = { bytes, mimeType, name: "bukti.x" };
    const sent = await channel.send("501", { text: "Cocok?\n1. Benar", options }, file);
    expect(sent).toEqual({ ok: true, value: { messageId: "501:1" } });
    const [message, ...more] = siti.messages;
    expect(more).toEqual([]);
    expect(message).toMatchObject({ text: "Cocok?\n1. Benar", buttons: [["Benar"]], file: { kind, name: "bukti.x" } });
    expect(Buffer.compare(message?.file?.bytes ?? new Uint8Array(), bytes)).toBe(0);
  });

  it("carries a text of 1024, and sends a longer one after it with the buttons", async () => {
    await channel.send("501", { text: "a".repeat(1024), options }, photo);
    expect(siti.messages.map(({ text, buttons, file }) => [text.length, buttons.length, file?.kind])).toEqual([
      [1024, 1, "photo"],
    ]);
    const sent = await channel.send("501", { text: "b".repeat(1025), options }, photo);
    expect(siti.messages.slice(1).map(({ text, buttons, file }) => [text.length, buttons.length, file?.kind])).toEqual([
      [0, 0, "photo"],
      [1025, 1, undefined],
    ]);
    expect(sent).toEqual({ ok: true, value: { messageId: "501:3", earlierIds: ["501:2"] } });
  });

  it("needs no words", async () => {
    expect(await channel.send("501", { text: " \n" }, photo)).toMatchObject({ ok: true });
    expect(siti.messages).toMatchObject([{ text: "", file: { kind: "photo" } }]);
  });

  it("takes away the keyboard that asked for the phone number, as a text does", async () => {
    await channel.send("501", { text: "Nomor?", requestPhone: { label: "Kirim nomor" } });
    expect(siti.keyboard).toBeDefined();
    await channel.send("501", { text: "Terima kasih" }, photo);
    expect(siti.keyboard).toBeUndefined();
  });

  it.each([refusals.thinPhoto, refusals.noPhoto])(
    "goes as a document where Telegram does not take it as a photo: $description",
    async (refusal) => {
      bench.server.failNext("sendPhoto", refusal);
      expect(await channel.send("501", { text: "Cocok?", options }, photo)).toMatchObject({ ok: true });
      expect(siti.messages).toMatchObject([{ text: "Cocok?", buttons: [["Benar"]], file: { kind: "document" } }]);
      expect(Buffer.compare(siti.messages[0]?.file?.bytes ?? new Uint8Array(), jpeg)).toBe(0);
    },
  );
});

describe("a file that Telegram does not take", () => {
  const server = { status: 500, description: "Internal Server Error" };

  it.each([
    ["too many", refusals.tooMany(7), { reason: "throttled", retryAfterMs: 7_000 }],
    ["blocked", refusals.blocked, { reason: "blocked-by-person" }],
    ["a server's error", server, { reason: "unreachable" }],
    ["a broken connection", "reset", { reason: "unreachable" }],
    ["a proxy's page", "page", { reason: "unreachable" }],
    ["a wrong token", refusals.unauthorized, { reason: "unreachable" }],
    ["too large", refusals.bigUpload, { reason: "rejected", detail: "Request Entity Too Large" }],
  ] as const)("fails like a text, without a second try as a document: %s", async (_title, failure, error) => {
    bench.server.failNext("sendPhoto", failure);
    expect(await channel.send("501", { text: "Nama: Siti" }, photo)).toEqual({ ok: false, error });
    expect(called()).toEqual(["sendPhoto"]);
    expect(bench.log()).not.toMatch(/Siti|424242|TEST-token/);
  });

  it("is rejected where neither photo nor document is taken, and its words are not sent alone", async () => {
    bench.server.failNext("sendPhoto", refusals.noPhoto);
    bench.server.failNext("sendDocument", refusals.emptyFile);
    const error = { reason: "rejected", detail: "Bad Request: file must be non-empty" };
    expect(await channel.send("501", { text: "b".repeat(2_000) }, photo)).toEqual({ ok: false, error });
    expect(siti.messages).toEqual([]);
  });
});
