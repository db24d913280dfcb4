import type { TelegramChannel } from "../../../src/channels/telegram/telegram-channel";
import { startTelegramBench, type TelegramBench } from "../../support/telegram-bench";
import { refusals } from "../../support/telegram-refusals";

let bench: TelegramBench;
let channel: TelegramChannel;
beforeEach(async () => {
  bench = await startTelegramBench();
  channel = bench.create({ requestTimeoutMs: 3_000 });
});
afterEach(() => bench.close());

const photo = Uint8Array.from({ length: 50_000 }, (_, index) => index % 251);
const downloads = () => bench.server.callsOf("download").length;

async function sent(size?: number | "hidden"): Promise<string> {
  const { receives } = await bench.run();
  bench.server.user(501).sendsDocument(photo, size === undefined ? {} : { size });
  const [message] = await receives();
  return message?.content.type === "media" ? message.content.ref : "";
}

describe("a file that a person sent", () => {
  it("is fetched byte for byte, up to exactly the limit", async () => {
    const fetched = await channel.fetchMedia(await sent(), photo.length);
    expect(fetched.ok && Buffer.compare(fetched.value, photo)).toBe(0);
  });

  it("is not even downloaded when Telegram tells that it is too large", async () => {
    const fetched = await channel.fetchMedia(await sent(), photo.length - 1);
    expect(fetched).toEqual({ ok: false, error: { reason: "too-large" } });
    expect(downloads()).toBe(0);
  });

  it("is given up while downloading when it turns out too large", async () => {
    const fetched = await channel.fetchMedia(await sent("hidden"), photo.length - 1);
    expect(fetched).toEqual({ ok: false, error: { reason: "too-large" } });
    expect(downloads()).toBe(1);
  });

  it("is too large when the Bot API gives no file of its size", async () => {
    const fetched = await channel.fetchMedia(await sent(20 * 1024 * 1024 + 1), 50_000_000);
    expect(fetched).toEqual({ ok: false, error: { reason: "too-large" } });
  });

  it("is gone when Telegram does not know it", async () => {
    expect(await channel.fetchMedia("never-sent", 1_000)).toEqual({ ok: false, error: { reason: "gone" } });
  });

  it.each([
    ["429", refusals.tooMany(3)],
    ["500", { status: 500, description: "Internal Server Error" }],
    ["401", refusals.unauthorized],
    ["400 for now", { status: 400, description: "Bad Request: the file is temporarily unavailable" }],
    ["a broken connection", "reset"],
    ["no answer in time", "hang"],
  ] as const)("is unreachable when getFile meets %s", async (_title, failure) => {
    const ref = await sent();
    bench.server.failNext("getFile", failure);
    expect(await channel.fetchMedia(ref, 100_000)).toEqual({ ok: false, error: { reason: "unreachable" } });
    expect(await channel.fetchMedia(ref, 100_000)).toMatchObject({ ok: true });
  });

  it.each([
    ["500", { status: 500, description: "Internal Server Error" }, "unreachable"],
    ["404", refusals.notFound, "gone"],
    ["a broken connection", "reset", "unreachable"],
    ["no answer in time", "hang", "unreachable"],
  ] as const)("when the download meets %s", async (_title, failure, reason) => {
    const ref = await sent();
    bench.server.failNext("download", failure);
    expect(await channel.fetchMedia(ref, 100_000)).toEqual({ ok: false, error: { reason } });
    expect(bench.log()).not.toContain("TEST-token");
  });
});
