import type { TelegramChannel } from "../../../src/channels/telegram/telegram-channel";
import type { OutboundMessage } from "../../../src/domain/messaging/message";
import { startTelegramBench, type TelegramBench } from "../../support/telegram-bench";
import type { TelegramPerson } from "../../support/telegram-people";
import { refusals } from "../../support/telegram-refusals";

let bench: TelegramBench;
let channel: TelegramChannel;
let siti: TelegramPerson;
beforeEach(async () => {
  bench = await startTelegramBench();
  channel = bench.create({ requestTimeoutMs: 3_000 });
  siti = bench.server.user(501);
  siti.started = true;
});
afterEach(() => bench.close());

const options = (...labels: string[]) => labels.map((label, index) => ({ label, value: `v${index}` }));

async function seen(message: OutboundMessage) {
  expect(await channel.send("501", message)).toMatchObject({ ok: true });
  return siti.messages.at(-1);
}

describe("a message to a person on Telegram", () => {
  it("arrives as it is, whatever signs it has", async () => {
    const text = "*Rp 16.800* <b>_per bulan_</b> [x](y) & \\ `";
    expect(await channel.send("501", { text })).toEqual({ ok: true, value: { messageId: "501:1" } });
    expect(await siti.hears()).toEqual([text]);
  });

  it("comes in parts when it is long, of which the last has the buttons and gives the id", async () => {
    const lines = Array.from({ length: 400 }, (_, index) => `Baris ${index} 👨‍👩‍👧‍👦 dengan kata-kata`);
    const sent = await channel.send("501", { text: lines.join("\n"), options: options("Ya") });
    const parts = await siti.hears(3);
    expect(parts.join("\n")).toBe(lines.join("\n"));
    expect(siti.messages.map((message) => message.buttons.length)).toEqual([...parts.slice(1).map(() => 0), 1]);
    const ids = parts.map((_, place) => `501:${place + 1}`);
    expect(sent).toEqual({ ok: true, value: { messageId: ids.at(-1), earlierIds: ids.slice(0, -1) } });
  });

  it.each([
    [
      "short labels stand three in a row",
      options("Ya", "Tidak", "Batal", "Menu"),
      [["Ya", "Tidak", "Batal"], ["Menu"]],
    ],
    [
      "longer ones two in a row",
      options("Ungaran Barat", "Ungaran Timur", "Bergas"),
      [["Ungaran Barat", "Ungaran Timur"], ["Bergas"]],
    ],
    [
      "long ones have a row each, and are shortened",
      options("Kecelakaan kerja dan kematian", "Ditambah tabungan hari tua sampai umur pensiun"),
      [["Kecelakaan kerja dan kematian"], ["Ditambah tabungan hari tua sampai umur…"]],
    ],
    [
      "what Telegram would refuse is no button",
      [...options("Ya", " "), { label: "Jauh", value: "é".repeat(33) }, { label: "Kosong", value: "" }],
      [["Ya"]],
    ],
  ])("has buttons: %s", async (_title, given, rows) => {
    expect((await seen({ text: "Pilih", options: given }))?.buttons).toEqual(rows);
  });

  it("takes a value of 64 bytes, and a hundred buttons of more", async () => {
    const many = Array.from({ length: 235 }, (_, index) => ({
      label: `Desa ${index}`,
      value: `${index}`.padEnd(64, "x"),
    }));
    expect((await seen({ text: "Pilih desa", options: many }))?.buttons.flat()).toHaveLength(100);
  });

  it("gives back what was offered when its button is pressed", async () => {
    const running = await bench.run();
    await seen({ text: "Siapa yang membayar?", options: options("Saya sendiri", "Cari sponsor") });
    siti.presses("Cari sponsor");
    expect((await running.receives())[0]?.content).toEqual({ type: "choice", value: "v1" });
  });

  it("may ask for the phone number, and the next message takes that keyboard away", async () => {
    const running = await bench.run();
    await seen({ text: "Nomor HP?", requestPhone: { label: "Kirim nomor saya" }, options: options("Lewati") });
    expect(bench.server.callsOf("sendMessage").at(-1)?.["reply_markup"]).toEqual({
      keyboard: [[{ text: "Kirim nomor saya", request_contact: true }], [{ text: "Lewati" }]],
      one_time_keyboard: true,
      resize_keyboard: true,
    });
    siti.presses("Kirim nomor saya");
    siti.presses("Lewati");
    const contents = (await running.receives(2)).map((message) => message.content);
    expect(contents).toEqual([
      { type: "phone-card", phone: "6281200000001", own: true },
      { type: "text", text: "Lewati" },
    ]);
    await seen({ text: "Terima kasih" });
    expect(siti.keyboard).toBeUndefined();
  });

  it("reaches a group under its own address", async () => {
    const group = bench.server.group(-100_200);
    expect(await channel.send("-100200", { text: "Tulis langsung kepada saya." })).toMatchObject({ ok: true });
    expect(group.messages).toEqual(["Tulis langsung kepada saya."]);
  });
});

describe("a message that Telegram does not take", () => {
  const server = { status: 500, description: "Internal Server Error" };
  const quoting = { status: 400, description: "Bad Request: cannot read 'Nama: Siti'" };
  const rejected = (detail: string) => ({ reason: "rejected", detail });
  const outOfReach = (detail: string) => ({ ...rejected(detail), ofChat: true });
  const throttled = (retryAfterMs: number) => ({ reason: "throttled", retryAfterMs });

  it.each([
    ["429 says how long to wait", refusals.tooMany(7), throttled(7_000)],
    ["429 without a time waits a little", { status: 429, description: "Too Many Requests" }, throttled(5_000)],
    ["403: blocked", refusals.blocked, { reason: "blocked-by-person" }],
    ["403: account closed", refusals.deactivated, { reason: "blocked-by-person" }],
    ["403: thrown out of the group", refusals.kicked, { reason: "blocked-by-person" }],
    [
      "403 for any other reason",
      { status: 403, description: "Forbidden: bots can't send messages to bots" },
      rejected("Forbidden: bots can't send messages to bots"),
    ],
    ["400: no such chat", refusals.unknownChat, outOfReach("Bad Request: chat not found")],
    ["400 that quotes the text", quoting, rejected("Telegram refused the message, and quoted it in its reason")],
    ["500", server, { reason: "unreachable" }],
    ["a proxy's page", "page", { reason: "unreachable" }],
    ["a broken connection", "reset", { reason: "unreachable" }],
    ["no answer in time", "hang", { reason: "unreachable" }],
    ["401: the token is the operator's to mend", refusals.unauthorized, { reason: "unreachable" }],
    ["404: the address is the operator's to mend", refusals.notFound, { reason: "unreachable" }],
  ] as const)("%s", async (_title, failure, expected) => {
    bench.server.failNext("sendMessage", failure);
    expect(await channel.send("501", { text: "Halo\nNama: Siti" })).toEqual({ ok: false, error: expected });
    expect(bench.server.callsOf("sendMessage")).toHaveLength(1);
    expect(bench.log()).not.toMatch(/Siti|424242|TEST-token/);
  });

  it("is told by the server's own state as well", async () => {
    expect(await channel.send("999", { text: "Halo" })).toEqual({
      ok: false,
      error: outOfReach("Bad Request: chat not found"),
    });
    siti.blocks();
    expect(await channel.send("501", { text: "Halo" })).toEqual({ ok: false, error: { reason: "blocked-by-person" } });
    siti.state = "deactivated";
    expect(await channel.send("501", { text: "Halo" })).toEqual({ ok: false, error: { reason: "blocked-by-person" } });
  });

  it("names the remedy in the log where an operator must act", async () => {
    await bench.create({ token: "1:WRONG" }).send("501", { text: "Halo" });
    expect(bench.log()).toContain("set TELEGRAM_BOT_TOKEN to the token");
    expect(bench.log()).not.toContain("WRONG");
  });

  it("stops at the part that failed", async () => {
    bench.server.failNext("sendMessage", refusals.tooMany(3));
    expect(await channel.send("501", { text: "kata ".repeat(2000) })).toEqual({ ok: false, error: throttled(3_000) });
    expect(siti.messages).toEqual([]);
  });

  it.each([["@somebody"], ["501; DROP"], [""]])("is not sent to %j, which is no chat id", async (address) => {
    expect(await channel.send(address, { text: "Halo" })).toMatchObject({ ok: false, error: { reason: "rejected" } });
    expect(bench.server.calls).toEqual([]);
  });

  it("is not sent when it is blank", async () => {
    expect(await channel.send("501", { text: " \n" })).toMatchObject({ ok: false, error: { reason: "rejected" } });
  });

  it("is unreachable where nobody listens", async () => {
    const away = bench.create({ apiRoot: "http://127.0.0.1:1" });
    expect(await away.send("501", { text: "Halo" })).toEqual({ ok: false, error: { reason: "unreachable" } });
  });
});

describe("typing", () => {
  it("is shown", async () => {
    await channel.showTyping("501");
    expect(bench.server.callsOf("sendChatAction")).toEqual([{ chat_id: 501, action: "typing" }]);
  });

  it.each(["reset", "hang", refusals.blocked] as const)("never fails: %j", async (failure) => {
    bench.server.failNext("sendChatAction", failure);
    await expect(channel.showTyping("501")).resolves.toBeUndefined();
    await expect(channel.showTyping("nobody")).resolves.toBeUndefined();
  });
});
