import type { InboundContent } from "../../../src/domain/messaging/message";
import { startTelegramBench, type TelegramBench } from "../../support/telegram-bench";
import type { TelegramPerson } from "../../support/telegram-people";
import { waitFor } from "../../support/wait-for";

let bench: TelegramBench;
beforeEach(async () => {
  bench = await startTelegramBench();
});
afterEach(() => bench.close());

const bytes = new Uint8Array(500).fill(7);

describe("what a person sends on Telegram arrives as", () => {
  const kinds: readonly (readonly [string, (siti: TelegramPerson) => unknown, InboundContent])[] = [
    ["a text", (siti) => siti.sends("halo\nselamat pagi"), { type: "text", text: "halo\nselamat pagi" }],
    ["a deep link as it is", (siti) => siti.sends("/start KL-7Q2M"), { type: "text", text: "/start KL-7Q2M" }],
    [
      "the largest size of a photo, with its caption",
      (siti) => siti.sendsPhoto(bytes, { caption: "bukti bayar" }),
      {
        type: "media",
        kind: "photo",
        ref: "file-501-1",
        mimeType: "image/jpeg",
        sizeBytes: 500,
        caption: "bukti bayar",
      },
    ],
    [
      "a photo of untold size",
      (siti) => siti.sendsPhoto(bytes, { size: "hidden" }),
      { type: "media", kind: "photo", ref: "file-501-1", mimeType: "image/jpeg" },
    ],
    [
      "a document with its name and type",
      (siti) => siti.sendsDocument(bytes, { fileName: "bukti.pdf", mimeType: "application/pdf" }),
      {
        type: "media",
        kind: "document",
        ref: "file-501-1",
        mimeType: "application/pdf",
        sizeBytes: 500,
        fileName: "bukti.pdf",
      },
    ],
    [
      "one's own phone card",
      (siti) => siti.sharesContact("6281200000001"),
      { type: "phone-card", phone: "6281200000001", own: true },
    ],
    [
      "somebody else's phone card",
      (siti) => siti.sharesContact("6281200000002", 777),
      { type: "phone-card", phone: "6281200000002", own: false },
    ],
    [
      "a phone card that no account stands behind",
      (siti) => siti.sharesContact("6281200000003", null),
      { type: "phone-card", phone: "6281200000003", own: false },
    ],
    [
      "a location",
      (siti) => siti.message({ location: { latitude: -7.13, longitude: 110.4 } }),
      { type: "location", latitude: -7.13, longitude: 110.4 },
    ],
    ["a sticker", (siti) => siti.message({ sticker: { file_id: "s" } }), { type: "unreadable", kind: "sticker" }],
    ["a voice note", (siti) => siti.message({ voice: { file_id: "v" } }), { type: "unreadable", kind: "voice" }],
    ["a sound", (siti) => siti.message({ audio: { file_id: "a" } }), { type: "unreadable", kind: "voice" }],
    [
      "a video",
      (siti) => siti.message({ video: { file_id: "v" }, caption: "lihat" }),
      { type: "unreadable", kind: "video" },
    ],
    ["a round video", (siti) => siti.message({ video_note: { file_id: "v" } }), { type: "unreadable", kind: "video" }],
    [
      "a moving picture, though it is a document as well",
      (siti) => siti.message({ animation: { file_id: "g" }, document: { file_id: "g" } }),
      { type: "unreadable", kind: "video" },
    ],
    ["a poll", (siti) => siti.message({ poll: { id: "1" } }), { type: "unreadable", kind: "poll" }],
    ["something new", (siti) => siti.message({ hologram: { id: "1" } }), { type: "unreadable", kind: "other" }],
    ["a pressed button", (siti) => siti.pressesForged("pilih:2"), { type: "choice", value: "pilih:2" }],
    ["an edit", (siti) => siti.edits(siti.sends("satu"), { text: "dua" }), { type: "edited", text: "dua" }],
    [
      "a changed caption",
      (siti) => siti.edits(siti.sendsPhoto(bytes), { caption: "dua" }),
      { type: "edited", text: "dua" },
    ],
    ["being blocked", (siti) => siti.blocks(), { type: "membership", status: "blocked" }],
    ["being unblocked", (siti) => siti.unblocks(), { type: "membership", status: "unblocked" }],
  ];

  it.each(kinds)("%s", async (_title, send, content) => {
    const { receives, received } = await bench.run();
    const siti = bench.server.user(501);
    send(siti);
    siti.sends("selesai");
    await waitFor("the last message", () =>
      received.some(({ content: c }) => c.type === "text" && c.text === "selesai"),
    );
    const before = (await receives()).at(-2);
    expect(before).toMatchObject({
      channel: "telegram",
      address: "501",
      identifiers: [
        { kind: "telegram-user", value: "501" },
        { kind: "telegram-chat", value: "501" },
      ],
    });
    expect(before?.content).toEqual(content);
  });
});

it("a phone card in a message that names no sender is nobody's own", async () => {
  const { receives } = await bench.run();
  bench.server.user(501).message({ contact: { phone_number: "6281200000004" }, from: undefined });
  const [message] = await receives();
  expect(message?.content).toEqual({ type: "phone-card", phone: "6281200000004", own: false });
  expect(message?.identifiers).toEqual([{ kind: "telegram-chat", value: "501" }]);
});

describe("the order and the names of messages", () => {
  it("carry Telegram's own time and order", async () => {
    const { receives } = await bench.run();
    const siti = bench.server.user(501);
    siti.message({ text: "satu", date: 1_790_000_000 });
    siti.message({ text: "dua", date: 1_790_000_000 });
    const [one, two] = await receives(2);
    expect([one?.sentAt, two?.sentAt]).toEqual([1_790_000_000_000, 1_790_000_000_000]);
    expect(two?.sequence).toBeGreaterThan(one?.sequence ?? Number.POSITIVE_INFINITY);
  });

  it("give the same id to an update that is delivered twice", async () => {
    const { receives } = await bench.run();
    const siti = bench.server.user(501);
    const updates = [siti.sends("halo"), siti.pressesForged("1"), siti.blocks()];
    await receives(3);
    for (const update of updates) bench.server.redeliver(update);
    const ids = (await receives(6)).map((message) => message.providerMessageId);
    expect(ids.slice(3)).toEqual(ids.slice(0, 3));
    expect(new Set(ids).size).toBe(3);
  });

  it("tell every edit of a message from the message and from each other", async () => {
    const { receives } = await bench.run();
    const siti = bench.server.user(501);
    const first = siti.sends("satu");
    siti.edits(first, { text: "dua" });
    siti.edits(first, { text: "tiga" });
    const ids = (await receives(3)).map((message) => message.providerMessageId);
    expect(new Set(ids).size).toBe(3);
  });

  it("keep a button that was pressed while we were down before the text that followed it", async () => {
    const siti = bench.server.user(501);
    siti.message({ text: "satu", date: 1_790_000_000 });
    siti.pressesForged("2");
    siti.message({ text: "tiga", date: 1_790_000_500 });
    siti.pressesForged("4");
    const { receives } = await bench.run({ now: () => 1_790_001_000_999 });
    const times = (await receives(4)).map((message) => message.sentAt / 1000 - 1_790_000_000);
    expect(times).toEqual([0, 500, 500, 1000]);
  });
});

describe("what nobody waits for an answer to", () => {
  it("is passed over: bots, service messages, live locations that move, buttons without data", async () => {
    const { receives } = await bench.run();
    const siti = bench.server.user(501);
    siti.message({ text: "saya bot" }, { is_bot: true });
    siti.message({ pinned_message: { message_id: 1 } });
    siti.edits(siti.message({ text: "" }, { is_bot: true }), {
      text: undefined,
      location: { latitude: 1, longitude: 2 },
    });
    bench.server.push({ callback_query: { id: "x", from: { id: 501, is_bot: false }, game_short_name: "main" } });
    siti.sends("selesai");
    const all = await receives();
    expect(all.map((message) => message.content)).toEqual([{ type: "text", text: "selesai" }]);
  });

  it("does not stand in the way when it has a shape that we do not know", async () => {
    const { receives } = await bench.run();
    bench.server.push({ message: { message_id: "not a number", text: "rahasia" } });
    bench.server.user(501).sends("halo");
    const all = await receives();
    expect(all).toHaveLength(1);
    expect(bench.log()).toContain("message.message_id");
    expect(bench.log()).not.toContain("rahasia");
  });
});

describe("groups and channels", () => {
  it.each(["group", "supergroup", "channel"] as const)(
    "a %s has one message with one id, and names nobody",
    async (type) => {
      const { receives } = await bench.run();
      const group = bench.server.group(-100_200, type);
      group.changesBot(501, "member");
      group.says(501, "halo semua");
      group.says(502, "halo juga");
      const all = await receives(3);
      const expected = {
        channel: "telegram",
        providerMessageId: "group:-100200",
        address: "-100200",
        identifiers: [{ kind: "telegram-chat", value: "-100200" }],
        content: { type: "group" },
      };
      for (const message of all) expect(message).toMatchObject(expected);
    },
  );

  it("say nothing more once they have thrown the bot out", async () => {
    const { receives, received } = await bench.run();
    bench.server.group(-100_200).changesBot(501, "kicked");
    bench.server.user(501).sends("halo");
    await receives();
    expect(received.map((message) => message.content.type)).toEqual(["text"]);
  });
});

describe("a pressed button", () => {
  it("is answered, so that its clock stops", async () => {
    const { receives } = await bench.run();
    bench.server.user(501).pressesForged("1");
    await receives();
    await waitFor("the answer", () => bench.server.openQueries.size === 0);
  });

  it("is received all the same when Telegram refuses the answer", async () => {
    bench.server.failNext("answerCallbackQuery", { status: 400, description: "Bad Request: query is too old" });
    const { receives } = await bench.run();
    bench.server.user(501).pressesForged("1");
    bench.server.user(501).sends("halo");
    expect(await receives(2)).toHaveLength(2);
    await waitFor("the answer's refusal", () => bench.log().includes("was not answered"));
  });
});
