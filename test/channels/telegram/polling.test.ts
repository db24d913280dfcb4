import { startTelegramBench, type TelegramBench } from "../../support/telegram-bench";
import { refusals } from "../../support/telegram-refusals";
import { waitFor } from "../../support/wait-for";

let bench: TelegramBench;
beforeEach(async () => {
  bench = await startTelegramBench();
});
afterEach(() => bench.close());

const texts = (received: readonly { content: { type: string; text?: string } }[]) =>
  received.map(({ content }) => content.text);

/** What a stop must not wait for, and takes no machine to stop. Milliseconds. */
const longWaitMs = 120_000;
async function msToStop(channel: { stop(): Promise<void> }): Promise<number> {
  const before = Date.now();
  await channel.stop();
  return Date.now() - before;
}

describe("nothing that people send is lost by polling", () => {
  it("an update that could not be stored comes again, and nothing behind it overtakes it", async () => {
    const siti = bench.server.user(501);
    for (const text of ["satu", "dua", "tiga"]) siti.sends(text);
    const running = bench.create();
    let refusal = 2;
    const received: string[] = [];
    await running.start(async ({ content }) => {
      const text = content.type === "text" ? content.text : "";
      if (text === "dua" && refusal-- > 0) throw new Error(`cannot store "${text}"`);
      received.push(text);
    });
    await waitFor("all three", () => received.length === 3);
    await running.stop();
    expect(received).toEqual(["satu", "dua", "tiga"]);
    expect(bench.server.deliveries.get(1001)).toBe(1);
    expect(bench.server.deliveries.get(1002)).toBe(3);
    expect(bench.log()).toContain("could not be stored");
    expect(bench.log()).not.toContain("cannot store");
  });

  it("an update is unconfirmed until it is stored", async () => {
    let store: () => void = () => undefined;
    const stored = new Promise<void>((resolve) => {
      store = resolve;
    });
    const channel = bench.create();
    let begun = false;
    await channel.start(() => {
      begun = true;
      return stored;
    });
    bench.server.user(501).sends("halo");
    await waitFor("receiving", () => begun);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(bench.server.unconfirmed).toHaveLength(1);
    expect(bench.server.polled).toBe(false);
    store();
    await waitFor("the confirmation", () => bench.server.unconfirmed.length === 0);
    await channel.stop();
  });

  it("a stop waits for the update in hand and confirms it, and the next start goes on behind it", async () => {
    const siti = bench.server.user(501);
    for (const text of ["satu", "dua", "tiga"]) siti.sends(text);
    const received: string[] = [];
    const first = bench.create();
    let stopped: Promise<void> | undefined;
    await first.start(async ({ content }) => {
      stopped ??= first.stop();
      await new Promise((resolve) => setTimeout(resolve, 30));
      received.push(content.type === "text" ? content.text : "");
    });
    await waitFor("the stop", () => stopped !== undefined);
    await stopped;
    expect(received).toEqual(["satu"]);
    expect(bench.server.unconfirmed.map((update) => update.update_id)).toEqual([1002, 1003]);

    const { receives } = await bench.run();
    expect(texts(await receives(2))).toEqual(["dua", "tiga"]);
    expect(bench.server.deliveries.get(1001)).toBe(1);
    expect(bench.server.offsetsBehind).toEqual([]);
  });

  it("updates that a dead process had not confirmed come to the next one", async () => {
    const siti = bench.server.user(501);
    siti.sends("satu");
    const dead = bench.create();
    const seen: unknown[] = [];
    await dead.start(async (message) => {
      seen.push(message);
      await new Promise(() => undefined);
    });
    await waitFor("the first process", () => seen.length === 1);
    const { receives } = await bench.run();
    expect(texts(await receives())).toEqual(["satu"]);
  });

  it("updates are stored again where the last confirmation failed at a stop", async () => {
    const { channel, receives } = await bench.run();
    await waitFor("the poll", () => bench.server.polled);
    bench.server.failNext("getUpdates", { status: 500, description: "Internal Server Error" }, 1_000);
    bench.server.user(501).sends("satu");
    await receives();
    await channel.stop();
    bench.server.heal("getUpdates");
    const next = await bench.run();
    expect(texts(await next.receives())).toEqual(["satu"]);
    expect(bench.server.repeated).toEqual([1001]);
  });

  it("an idle stop is quick, though the poll is open", async () => {
    const { channel } = await bench.run({ pollSeconds: longWaitMs / 1_000 });
    await waitFor("the poll", () => bench.server.polled);
    expect(await msToStop(channel)).toBeLessThan(longWaitMs / 2);
  });
});

describe("a stop is quick", () => {
  it("in the middle of a wait that Telegram asked for", async () => {
    bench.server.failNext("getUpdates", refusals.tooMany(longWaitMs / 1_000));
    const { channel } = await bench.run();
    await waitFor("the wait", () => bench.log().includes("receiving failed"));
    expect(await msToStop(channel)).toBeLessThan(longWaitMs / 2);
  });

  it("while Telegram is away", async () => {
    const { channel } = await bench.run({
      apiRoot: "http://127.0.0.1:1",
      backOff: { firstMs: longWaitMs, maxMs: longWaitMs },
    });
    await waitFor("the wait", () => bench.log().includes("ECONNREFUSED"));
    expect(await msToStop(channel)).toBeLessThan(longWaitMs / 2);
  });
});

describe("polling goes on after", () => {
  it.each([
    ["a 429", refusals.tooMany(0)],
    ["a 500", { status: 500, description: "Internal Server Error" }],
    ["a proxy's page", "page"],
    ["a broken connection", "reset"],
    ["a poll that is never answered", "hang"],
    ["a second poller", refusals.twoPollers],
    ["a refused token", refusals.unauthorized],
  ] as const)("%s", async (_title, failure) => {
    bench.server.failNext("getUpdates", failure, 2);
    const { receives } = await bench.run({ requestTimeoutMs: 1_500, pollSeconds: 0.2 });
    bench.server.user(501).sends("halo");
    expect(await receives()).toHaveLength(1);
  });

  it("a Telegram that is away when we start", async () => {
    bench.server.failNext("deleteWebhook", "reset", 3);
    const { receives } = await bench.run();
    bench.server.user(501).sends("halo");
    expect(await receives()).toHaveLength(1);
    expect(bench.server.callsOf("deleteWebhook")).toHaveLength(4);
  });

  it("as long as Telegram asked us to wait", async () => {
    bench.server.failNext("getUpdates", refusals.tooMany(1));
    const before = Date.now();
    const { receives } = await bench.run();
    bench.server.user(501).sends("halo");
    await receives();
    expect(Date.now() - before).toBeGreaterThanOrEqual(900);
  });
});

describe("the log", () => {
  it("names the remedy for a second poller", async () => {
    bench.server.failNext("getUpdates", refusals.twoPollers);
    await bench.run();
    await waitFor("the log", () => bench.log().includes("another process receives for this bot"));
    expect(bench.log()).toContain('"level":50');
  });

  it("names the remedy for a wrong token, and does not print it", async () => {
    await bench.run({ token: "1:WRONG-token" });
    await waitFor("the log", () => bench.log().includes("set TELEGRAM_BOT_TOKEN to the token"));
    expect(bench.log()).not.toContain("WRONG");
  });

  it("has neither token nor address after any failure of the network", async () => {
    for (const failure of ["reset", "page", "hang"] as const) {
      for (const method of ["deleteWebhook", "setMyCommands", "getUpdates", "answerCallbackQuery", "sendChatAction"])
        bench.server.failNext(method, failure);
    }
    const { receives, channel } = await bench.run({ requestTimeoutMs: 1_500, pollSeconds: 0.1 });
    for (const data of ["1", "2", "3"]) bench.server.user(555_000_111).pressesForged(data);
    await receives(3);
    await channel.showTyping("555000111");
    await channel.stop();
    expect(bench.log()).toContain("receiving failed");
    expect(bench.log()).not.toMatch(/424242|TEST-token|127\.0\.0\.1|555000111/);
  });
});

describe("before the first poll", () => {
  it("a webhook that was left behind is taken away", async () => {
    bench.server.leaveWebhook("http://127.0.0.1:9/");
    const { receives } = await bench.run();
    bench.server.user(501).sends("halo");
    expect(await receives()).toHaveLength(1);
    expect(bench.server.webhookSet).toBeUndefined();
  });

  it("the command menu is set: Indonesian for everybody, English for those who use it", async () => {
    await bench.run();
    await waitFor("both menus", () => bench.server.callsOf("setMyCommands").length === 2);
    const scope = { type: "all_private_chats" };
    expect(bench.server.callsOf("setMyCommands")).toEqual([
      { commands: [{ command: "daftar", description: "Daftar perlindungan" }], scope },
      { commands: [{ command: "daftar", description: "Register for protection" }], scope, language_code: "en" },
    ]);
  });

  it("a menu that Telegram refuses keeps nobody from writing", async () => {
    bench.server.failNext("setMyCommands", { status: 400, description: "Bad Request: BOT_COMMAND_INVALID" });
    const { receives } = await bench.run();
    bench.server.user(501).sends("halo");
    expect(await receives()).toHaveLength(1);
    expect(bench.log()).toContain("BOT_COMMAND_INVALID");
  });
});

it("a channel that was started cannot be started again", async () => {
  const { channel } = await bench.run();
  await expect(channel.start(async () => undefined)).rejects.toThrow("create a new one");
});
